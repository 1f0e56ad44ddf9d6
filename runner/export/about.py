"""The sheets of a workbook that say what is in it: where from, which tables, which columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from runner.choices import Language
from runner.export.sheet import Sheet
from runner.words import Words

if TYPE_CHECKING:
    from xlsxwriter import Workbook

DESCRIBED = 90  # characters that a description's column is wide
NAMED = 30


@dataclass(frozen=True)
class About:
    """What the first sheet of a workbook says.

    Attributes:
        language: of the sheet.
        database: the name of the file.
        as_of: the dates in it, in words.
        made_at: local time.
        personal: what became of personal data, a sentence.
        rows: of each sheet, by name.
    """

    language: Language
    database: str
    as_of: str
    made_at: datetime
    personal: str
    rows: Mapping[str, int]

    def say(self, english: str) -> str:
        """A heading or sentence in the language."""
        return Words(self.language).say(english)

    @property
    def title(self) -> str:
        """Of the first sheet."""
        return self.say("About")

    @property
    def columns_title(self) -> str:
        """Of the last sheet."""
        return self.say("Columns")


def write_about(
    book: "Workbook", about: About, sheets: Sequence[Sheet], *, names: Sequence[str]
) -> None:
    """Write the first sheet.

    Args:
        book: has no sheet yet.
        about: what it says.
        sheets: that will follow.
        names: of all sheets, this one first.
    """
    page = book.add_worksheet(names[0])
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    facts = {
        "Database": about.database,
        "As of": about.as_of,
        "Written": f"{about.made_at:%Y-%m-%d %H:%M}",
        "Personal data": about.personal,
    }
    row = 0
    for name, value in facts.items():
        page.write_string(row, 0, about.say(name), bold)
        page.write_string(row, 1, about.say(value))
        row += 1
    row += 1
    for place, heading in enumerate(("Sheet", "Table", "Rows", "Description")):
        page.write_string(row, place, about.say(heading), bold)
    for name, sheet in zip(names[1:-1], sheets, strict=True):
        row += 1
        page.write_string(row, 0, name, wrapped)
        page.write_string(row, 1, sheet.name, wrapped)
        page.write_number(row, 2, about.rows[sheet.name], wrapped)
        page.write_string(row, 3, " ".join(sheet.description.split()), wrapped)
    page.set_column(0, 1, NAMED)
    page.set_column(3, 3, DESCRIBED)


def write_columns(
    book: "Workbook", about: About, sheets: Sequence[Sheet], *, names: Sequence[str]
) -> None:
    """Write the last sheet: what each column of each sheet says.

    Args:
        book: has all other sheets.
        about: gives the language.
        sheets: of the tables.
        names: of all sheets, this one last.
    """
    page = book.add_worksheet(names[-1])
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    headings = ("Sheet", "Column", "In the database", "Type", "Description")
    for place, heading in enumerate(headings):
        page.write_string(0, place, about.say(heading), bold)
    row = 0
    for name, sheet in zip(names[1:-1], sheets, strict=True):
        for column in sheet.columns:
            row += 1
            says = " ".join(column.description.split())
            for place, text in enumerate((name, column.title, column.name, column.type, says)):
                page.write_string(row, place, text, wrapped)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, row, len(headings) - 1)
    page.set_column(0, 2, NAMED)
    page.set_column(4, 4, DESCRIBED)
