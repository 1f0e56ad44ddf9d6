"""A sheet of a workbook: a header that stays, a filter, columns of the right width and format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from runner.export.cells import ROW, Kind, cell_of, kind_of, value_of
from runner.export.sheet import Sheet
from runner.warehouse import Warehouse

if TYPE_CHECKING:
    from xlsxwriter import Workbook

BATCH = 5_000  # rows
# The first rows decide how wide a column is, in characters.
LOOKED_AT = 200
NARROWEST = 9
WIDEST = 60
BUTTON = 3  # the filter's, beside a title
MANY_CELLS = 20_000_000
KEYS = ("store_id", "customer_id")
ALL_CELLS = "A1:XFD1048576"
# Below the header, the library writes empty cells with the format of each column.
FORMATS = re.compile(r'<row r="2"[^>]*>(?P<cells>.*?)</row>', re.DOTALL)
FORMAT = re.compile(r'<c r="(?P<place>[A-Z]+)2"(?P<style>[^/>]*)/>')


@dataclass(frozen=True)
class Page:
    """A table in a workbook: its frame is made by a library, its rows by DuckDB."""

    sheet: Sheet
    name: str
    rows: int

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """Of the columns."""
        return tuple(kind_of(column) for column in self.sheet.columns)

    @property
    def is_large(self) -> bool:
        """Whether cells do not say where they are: a third less, though old programs want it."""
        return self.rows * len(self.kinds) > MANY_CELLS

    def make_frame(self, book: "Workbook", warehouse: Warehouse) -> None:
        """Add the sheet to a workbook, without rows."""
        page = book.add_worksheet(self.name)
        heading = book.add_format({"bold": True, "bottom": 1})
        plain = book.add_format({"locked": 0})
        styles = {kind: book.add_format({"num_format": kind.value}) for kind in Kind if kind.value}
        widths = self._widths(warehouse)
        for place, (column, kind) in enumerate(zip(self.sheet.columns, self.kinds, strict=True)):
            page.write_string(0, place, column.title, heading)
            page.write_blank(1, place, None, styles.get(kind, plain))
            page.set_column(place, place, widths[place])
        # The columns that say who it is stay too.
        names = [column.name for column in self.sheet.columns]
        kept = sum(name == key for name, key in zip(names, KEYS, strict=False))
        page.freeze_panes(1, kept)
        page.autofilter(0, 0, self.rows, len(names) - 1)
        page.ignore_errors({"number_stored_as_text": ALL_CELLS})

    def fill(self, frame: str, warehouse: Warehouse) -> Iterator[tuple[int, str]]:
        """The XML of the sheet with its rows, in parts, each with the rows that are in it.

        Args:
            frame: the XML as the library wrote it.
            warehouse: from which the rows are read.
        """
        below = FORMATS.search(frame)
        assert below, frame[:1000]  # noqa: S101 (make_frame wrote it)
        styles = {found["place"]: found["style"] for found in FORMAT.finditer(below["cells"])}
        last = f"{list(styles)[-1]}{self.rows + 1}"
        before = re.sub(r'(<dimension ref="A1:)[A-Z]+2"', rf'\g<1>{last}"', frame[: below.start()])
        yield 0, before
        number = 1
        for batch in self._batches(warehouse, styles):
            part = []
            for (cells,) in batch:
                number += 1
                part.append(f'<row r="{number}">{cells.replace(ROW, str(number))}</row>')
            yield len(batch), "".join(part)
        yield 0, frame[below.end() :]

    def _batches(self, warehouse: Warehouse, styles: dict[str, str]) -> Iterator[list[tuple[str]]]:
        values = [f"{value_of(column)} as c{i}" for i, column in enumerate(self.sheet.columns)]
        cells = [
            cell_of(f"c{i}", kind, place="" if self.is_large else place, style=style)
            for i, (kind, (place, style)) in enumerate(zip(self.kinds, styles.items(), strict=True))
        ]
        if self.is_large:
            cells = [f"coalesce({cell}, '<c/>')" for cell in cells]
        rows = f"select concat({', '.join(cells)}) from ({self.sheet.select(*values)})"  # noqa: S608
        cursor = warehouse.apart().connection.execute(rows)
        while batch := cursor.fetchmany(BATCH):
            yield batch

    def _widths(self, warehouse: Warehouse) -> list[int]:
        widths = [width_of(column.title) + BUTTON for column in self.sheet.columns]
        query = self.sheet.select(*(value_of(column) for column in self.sheet.columns))
        for values in warehouse.rows(f"{query} limit {LOOKED_AT}"):
            for place, value in enumerate(values):
                widths[place] = max(widths[place], _width(value, self.kinds[place]))
        return [min(max(width + 1, NARROWEST), WIDEST) for width in widths]


def width_of(text: str) -> int:
    """How many places a text takes; East Asian characters take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _width(value: object, kind: Kind) -> int:
    if value is None:
        return 0
    if isinstance(value, str):
        return width_of(value.partition("\n")[0][:WIDEST])
    if kind in (Kind.DAY, Kind.TIME):
        return len(str(kind.value))
    return len(f"{value:,.2f}")
