"""What `tiers report` says."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from rich.markup import escape

from runner.console import Terminal
from runner.report.browser import open_page
from runner.report.shapes import Figure, Missing, Report, Said
from runner.report.write import WrittenReport

Part = TypeVar("Part", Figure, Missing)


def show_report(terminal: Terminal, written: WrittenReport, *, is_opened: bool) -> None:
    """Say where the page is, how large it is and what it says; open it if that is asked for."""
    terminal.say(
        f"Wrote {written.file} ({written.bytes / 1000:,.0f} kB) in {written.seconds:.1f} s."
    )
    for lead in written.report.summary:
        terminal.words.print(escape(f"- {lead.said.text}"), soft_wrap=True)
    for _, absent in _parts(written.report, Missing):
        terminal.say(f"Not shown: {absent.title}: {absent.reason.text}")
    if is_opened and not open_page(written.file):
        terminal.say("There is no browser here. Open the file in one.")
    terminal.show_fine_object(
        path=str(written.file),
        bytes=written.bytes,
        seconds=round(written.seconds, 3),
        **as_object(written.report),
    )


def as_object(report: Report) -> Mapping[str, Any]:
    """What a report says, for `--json`; its texts are in the language of the page."""
    return {
        "language": str(report.language),
        "title": report.title,
        "header": list(report.header),
        "summary": [{**_said(lead.said), "anchor": lead.figure} for lead in report.summary],
        "figures": [
            {
                "anchor": figure.name,
                "chapter": chapter,
                "title": figure.title,
                "sentence": _said(figure.sentence),
                "rows": len(figure.data.rows),
                "notes": [_said(note) for note in figure.notes],
            }
            for chapter, figure in _parts(report, Figure)
        ],
        "missing": [
            {
                "anchor": absent.name,
                "chapter": chapter,
                "title": absent.title,
                "reason": _said(absent.reason),
            }
            for chapter, absent in _parts(report, Missing)
        ],
    }


def _parts(report: Report, kind: type[Part]) -> list[tuple[str, Part]]:
    """Figures, or those that are missing, each with the name of its chapter."""
    return [
        (chapter.name, each)
        for chapter in report.chapters
        for each in chapter.figures
        if isinstance(each, kind)
    ]


def _said(said: Said) -> dict[str, Any]:
    return {
        "name": said.name,
        "text": said.text,
        "values": {name: _value(value) for name, value in said.values.items()},
    }


def _value(value: object) -> object:
    return str(value) if isinstance(value, Decimal | date) else value
