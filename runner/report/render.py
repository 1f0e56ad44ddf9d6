"""The page of a report: one HTML file that fetches nothing."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runner.report import columns, markup
from runner.report.numbers import Numbers
from runner.report.shapes import Report
from runner.report.words import PAGE, read_words

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")
STYLES = ("chart.css", "page.css")
SCRIPT = "page.js"
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
            **_inlined(columns.style(report.figures)),
        )
    )


def _inlined(of_columns: str) -> Mapping[str, Any]:
    """Style and script, and the hash by which a browser knows the script from any other."""
    from markupsafe import Markup

    texts = {name: (TEMPLATES / name).read_text(encoding="utf-8") for name in (*STYLES, SCRIPT)}
    digest = b64encode(sha256(texts[SCRIPT].encode()).digest()).decode()
    return {
        "style": Markup("\n".join((*(texts[name] for name in STYLES), of_columns))),  # noqa: S704 (ours)
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
    environment.filters |= {
        "told": markup.told,
        "dated": markup.dated,
        "stressed": markup.stressed,
        "without_tips": markup.without_tips,
        "kinds": columns.kinds,
    }
    return environment


def _plain(value: object) -> str:
    """A value as tables are sorted by it, and as the database gave it."""
    return "" if value is None else str(value)
