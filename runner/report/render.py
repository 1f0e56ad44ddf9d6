"""The page of a report: one HTML file that fetches nothing."""

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runner.report.numbers import Numbers
from runner.report.shapes import Column, Data, Report
from runner.report.words import PAGE, read_words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

# Neither a part of a date, a name or a word, nor of days. The last is a currency.
NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,-])"
    r"([-+]?\d[\d,]*(?:\.\d+)?(?:%|[kMB]\b|[万亿])?(?: [A-Z]{3}\b)?)"
    r"(?![A-Za-z0-9_-]| days?\b| ?天)"
)
CODE = re.compile("`(.+?)`")
TIP = re.compile("<title>[^<]*</title>")
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# Texts of a table: from so many letters on they need room, up to so many they stay on one line.
LONG, WORD = 40, 12
KINDS = {
    "n": "text-align: end; font-variant-numeric: tabular-nums lining-nums; white-space: nowrap;",
    "w": "white-space: nowrap;",
    "l": "min-width: var(--long);",
}
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
            **_inlined(_columns(report)),
        )
    )


def _inlined(columns: str) -> Mapping[str, Any]:
    """Style and script, and the hash by which a browser knows the script from any other."""
    from markupsafe import Markup

    texts = {name: (TEMPLATES / name).read_text(encoding="utf-8") for name in (*STYLES, SCRIPT)}
    digest = b64encode(sha256(texts[SCRIPT].encode()).digest()).decode()
    return {
        "style": Markup("\n".join((*(texts[name] for name in STYLES), columns))),  # noqa: S704 (ours)
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
        "told": _told,
        "stressed": _stressed,
        "kinds": _kinds,
        "without_tips": _without_tips,
    }
    return environment


def _told(text: str) -> "Markup":
    """A sentence in which what stands between backticks is code, and a date stays on its line."""
    from markupsafe import Markup, escape

    coded = CODE.sub(r"<code>\1</code>", str(escape(text)))
    return Markup(DAY.sub(r"<time>\g<0></time>", coded))  # noqa: S704 (escaped)


def _stressed(text: str) -> "Markup":
    """A sentence in which numbers, with their units, stand out; dates do not."""
    from markupsafe import Markup

    parts = NUMBER.split(text)  # what is no number, a number, what is no number, ...
    told = (f"<b>{part}</b>" if index % 2 else _told(part) for index, part in enumerate(parts))
    return Markup("".join(told))  # noqa: S704 (escaped, or a number)


def _without_tips(drawing: str) -> str:
    """A drawing for where nothing rests on it: without what a pointer would show."""
    return TIP.sub("", drawing)


def _kinds(data: Data) -> str:
    """The classes of a table: how its columns are set, such as n3 for numbers in the third."""

    def kind(index: int, column: Column) -> str:
        if column.unit.is_number:
            return "n"
        texts = (column.names.get(str(row[index])) or str(row[index]) for row in data.rows)
        longest = max(map(len, texts), default=0)
        return "w" if longest <= WORD else "l" if longest > LONG else ""

    kinds = ((kind(index, column), index + 1) for index, column in enumerate(data.columns))
    return " ".join(f"{letter}{place}" for letter, place in kinds if letter)


def _columns(report: Report) -> str:
    """How columns are set: said once for each place, and not for each of some thousand cells."""
    tables = (
        data
        for figure in report.figures
        for data in (figure.data, *(more for _, more in figure.more))
    )
    places = range(1, max((len(data.columns) for data in tables), default=0) + 1)
    return "\n".join(
        ", ".join(f".{letter}{place} tbody tr > :nth-child({place})" for place in places)
        + f" {{ {rule} }}"
        for letter, rule in KINDS.items()
        if places
    )


def _plain(value: object) -> str:
    """A value as tables are sorted by it, and as the database gave it."""
    return "" if value is None else str(value)
