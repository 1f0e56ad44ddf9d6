"""Where the rows of a text or a sheet are: delimiter, header, and what stands before and after."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from runner.errors import UserError

DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x01")
# What dbt's side tries by itself (macros/inputs/read_csv_files.sql), and how far it looks.
TRIED, LOOKED_AT = ",;\t|", 20
SPACES = " \t\r\n\ufeff\u3000\xa0"
NUMBER = r"[-+]?[$€£¥]?\s?\d[\d.,' ]*%?"
DAY = r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?([T ].*)?"
VALUE = re.compile(rf"{NUMBER}|{DAY}|\S+@\S+[.]\w+|=\"[^\"]*\"", re.IGNORECASE)
# With such words, in the first cell, begins what stands below the rows.
CLOSING = re.compile(
    r"[-=*_#]{3,}|(grand |sub)?totals?\b|sum\b|summe\b|gesamt|count\b|records?\b|rows?\b|end of|"
    r"report|generated|exported|printed|page\b|subtotal|totale?s?\b|suma\b|soma\b|итого|всего|"
    r"合计|总计|小计|汇总|共|总|导出|注[:：]|备注[:：]|說明|说明|合計|小計|総計|합계|총",
    re.IGNORECASE,
)
MOST_CLOSING = 50  # lines below the rows


@dataclass(frozen=True)
class Record:
    """A record of a text or sheet.

    Attributes:
        line: on which it begins, from 1.
        last_line: on which it ends; another one if line breaks stand in quotes.
    """

    line: int
    last_line: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many cells are not empty."""
        return sum(bool(cell) for cell in self.cells)


@dataclass(frozen=True)
class Extent:
    """Where the table of a text or sheet is, as `convert:` says it.

    Attributes:
        header_line: on which its header is, from 1; the first row, if it has no header.
        stop_at: how the line begins that follows the last row; empty if none does.
        has_header: whether it has one.
    """

    header_line: int = 1
    stop_at: str = ""
    has_header: bool = True


@dataclass(frozen=True)
class Layout:
    """How a table lies in a text or sheet.

    Attributes:
        header: the record with the names of its columns; the first row, if it has no header.
        delimiter: of a text.
        width: how many fields its rows have.
    """

    header: Record
    delimiter: str
    width: int

    @property
    def names(self) -> tuple[str, ...]:
        """Of its columns, each once, as dbt's side names them."""
        return unique_names(self.header.cells)


def records_of(text: str, delimiter: str) -> Iterator[Record]:
    """The records of a text; what Python's csv can't split ends them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begun = 1
    try:
        for cells in reader:
            yield Record(begun, reader.line_num, tuple(cell.strip(SPACES) for cell in cells))
            begun = reader.line_num + 1
    except csv.Error:
        return


def layout_of_text(text: str, name: str, *, is_whole: bool, has_header: bool = True) -> Layout:
    """Find the table in the beginning of a text.

    Args:
        text: of the beginning.
        name: of the file, for errors.
        is_whole: whether the text ends there.
        has_header: as the user says.

    Raises:
        UserError: there is no table, or none with a header.
    """
    found: list[tuple[float, Layout]] = []
    for delimiter in DELIMITERS:
        records = list(records_of(text, delimiter))
        if not is_whole and len(records) > 1:
            records.pop()
        best = _table_in(records)
        if best:
            weight, header, width = best
            found.append((weight, Layout(header, delimiter, width)))
    if not found:
        raise UserError(
            f"{name} holds no table: none of {_told(DELIMITERS)} separates its lines into fields.",
            "Export it as CSV, with a line of column names first.",
        )
    layout = max(found, key=lambda pair: pair[0])[1]
    if has_header:
        check_header(layout, records_of(text, layout.delimiter), name)
    return layout


def _told(delimiters: Iterable[str]) -> str:
    names = {"\t": "tab", "\x01": "^A"}
    return " ".join(names.get(sign, sign) for sign in delimiters)


def layout_of_rows(rows: Sequence[Record], name: str, *, has_header: bool = True) -> Layout:
    """Find the table in the first rows of a sheet.

    Raises:
        UserError: there is no table, or none with a header.
    """
    header = first_full(rows)
    if not header:
        raise UserError(
            f"{name} holds no table: a row of column names and rows below it.",
            "Choose another sheet, or export it as CSV.",
        )
    layout = Layout(header, "", len(header.cells))
    if has_header:
        check_header(layout, iter(rows), name)
    return layout


def _table_in(records: Sequence[Record]) -> tuple[float, Record, int] | None:
    """How much speaks for a table in records, the first record of it, and its width."""
    wide = [len(record.cells) for record in records if record.filled and len(record.cells) > 1]
    best: tuple[float, Record, int] | None = None
    for width in set(wide):
        alike = [record for record in records if len(record.cells) == width]
        header = first_full(alike)
        if not header:
            continue
        weight = float(wide.count(width) * (width - 1))
        if any(VALUE.fullmatch(cell) for cell in header.cells):
            weight /= 10
        if best is None or weight > best[0]:
            best = weight, header, width
    return best


def first_full(records: Sequence[Record]) -> Record | None:
    """The first record about as full as the fullest: titles above a header fill a cell or two."""
    most = max((record.filled for record in records), default=0)
    full = (record for record in records if record.filled * 5 >= most * 4)
    return next(full, None) if most > 1 else None


def check_header(layout: Layout, records: Iterator[Record], name: str) -> None:
    """Make sure that what is taken for the header is no row.

    Raises:
        UserError: it has a number, date or address where the rows have them too.
    """
    header = layout.header
    rows = (record for record in records if record.line > header.line and record.filled)
    row = next((record for record in rows if len(record.cells) == layout.width), None)
    values = [bool(VALUE.fullmatch(cell)) for cell in header.cells]
    in_row = [bool(VALUE.fullmatch(cell)) for cell in row.cells] if row else values
    alike = [first and second for first, second in zip(values, in_row, strict=True)]
    if alike[0] or sum(alike) * 5 >= len(alike):
        raise UserError(
            f"{name}, line {header.line}: that is a row of data, not a header with the names "
            "of the columns.",
            "Add a line of names above it, or say --no-header: the columns are then column0, "
            "column1 and so on.",
        )


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """The names of columns, each once: an empty one is its number, a second one has a number.

    As macros/inputs/read_csv_files.sql names them; two names that differ in small and capital
    letters are one.
    """
    digits = len(str(len(cells) - 1))
    names: list[str] = []
    for number, cell in enumerate(cells):
        before = sum(other.lower() == cell.lower() for other in cells[:number])
        name = f"column{number:0{digits}}" if not cell else f"{cell}_{before}" if before else cell
        while name.lower() in (other.lower() for other in names):
            name += "_"
        names.append(name)
    return tuple(names)


def closing_mark(records: Sequence[Record], width: int) -> tuple[int, str] | None:
    """Where the rows end, and how the line behind them begins; nothing if they go to the end.

    Args:
        records: the last of a text or sheet.
        width: how many fields its rows have.
    """
    filled = [record for record in records if record.filled]
    closing: list[Record] = []
    while filled and len(closing) < MOST_CLOSING and is_below(filled[-1], width):
        closing.insert(0, filled.pop())
    while closing and not CLOSING.match(closing[0].cells[0]):
        closing.pop(0)
    if not closing or not filled:
        return None
    first = closing[0].cells[0]
    mark = re.match(r"([-=*_#])\1{2,5}|[^\d:：,;|\t]*[^\d:：,;|\t\s]", first)
    return (closing[0].line, mark[0]) if mark else None


def is_below(record: Record, width: int) -> bool:
    """Whether a record can be no row: it has another number of fields, or only one is filled."""
    return len(record.cells) != width or record.filled == 1
