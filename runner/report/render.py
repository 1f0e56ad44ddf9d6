"""The page of a report: one HTML file that fetches nothing."""

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runner.report.numbers import Numbers
from runner.report.shapes import Report
from runner.report.words import PAGE, read_words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

# Neither a part of a date, a name or a word. The last is a currency.
NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,-])"
    r"([-+]?\d[\d,]*(?:\.\d+)?(?:%|[kMB]\b|[万亿])?(?: [A-Z]{3}\b)?)"
    r"(?![A-Za-z0-9_-])"
)
TEMPLATES = Path(__file__).with_name("templates")
STYLES = ("chart.css", "page.css")
SCRIPT = "tables.js"
# By which a file is known to be one of ours, and may be replaced.
MADE_BY = '<meta name="generator" content="customer-tiers report">'


def render(report: Report) -> str:
    """A report as HTML; works without network and without JavaScript."""
    numbers = Numbers(report.language, report.currency)
    words = read_words("page", numbers, file=PAGE)

    def say(template: str, **values: object) -> str:
        return words.say(template, **values).text

    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            chapters=[chapter for chapter in report.chapters if chapter.figures],
            word=words.word,
            say=say,
            cell=numbers.cell,
            plain=_plain,
            **_inlined(),
        )
    )


def _inlined() -> Mapping[str, Any]:
    """Style and script, and the hash by which a browser knows the script from any other."""
    from markupsafe import Markup

    texts = {name: (TEMPLATES / name).read_text(encoding="utf-8") for name in (*STYLES, SCRIPT)}
    digest = b64encode(sha256(texts[SCRIPT].encode()).digest()).decode()
    return {
        "style": Markup("".join(texts[name] for name in STYLES)),  # noqa: S704 (ours)
        "script": Markup(texts[SCRIPT]),  # noqa: S704 (ours)
        "script_hash": f"sha256-{digest}",
    }


def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"coded": _coded, "stressed": _stressed}
    return environment


def _coded(text: str) -> "Markup":
    """A text of ours in which what stands between backticks is code."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`(.+?)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704


def _stressed(text: str) -> "Markup":
    """A sentence in which numbers, with their units, stand out; dates do not."""
    from markupsafe import Markup, escape

    parts = NUMBER.split(text)  # what is no number, a number, what is no number, ...
    told = (f"<b>{part}</b>" if index % 2 else escape(part) for index, part in enumerate(parts))
    return Markup("".join(told))  # noqa: S704


def _plain(value: object) -> str:
    """A value as tables are sorted by it, and as the database gave it."""
    return "" if value is None else str(value)
