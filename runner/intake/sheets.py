"""Sheets of Excel and LibreOffice: which one holds the table, and its cells as texts."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from runner.errors import UserError
from runner.intake.layout import (
    Extent,
    Layout,
    Record,
    closing_mark,
    is_below,
    layout_of_rows,
    unique_names,
)
from runner.intake.text_files import Look, options_of_names, remarks_of_names

HEAD = 200  # rows in which a header is looked for
EXACT = 2**53  # Excel's numbers are doubles; of larger ones it knows only the first digits.


@dataclass(frozen=True)
class Sheet:
    """A sheet with a table.

    Attributes:
        name: of the sheet.
        records: its rows that are not empty, in the columns that are not empty.
        layout: where its header is.
        cut_off: the columns with numbers of more digits than Excel keeps.
    """

    name: str
    records: Sequence[Record]
    layout: Layout
    cut_off: tuple[str, ...] = ()

    @property
    def rows(self) -> Sequence[Record]:
        """Those below the header."""
        return [each for each in self.records if each.line > self.layout.header.line]


def look_at_sheets(file: Path, *, has_header: bool = True, sheet: str = "") -> Look:
    """Choose the sheet: the only one that looks like a table, or the one with most rows.

    Args:
        file: of Excel or LibreOffice.
        has_header: as the user says.
        sheet: as the user says, if so.

    Raises:
        UserError: no sheet holds a table, or there is no such sheet.
    """
    found: list[Sheet] = []
    errors: list[UserError] = []
    with _book(file) as book:
        names = [sheet] if sheet else list(book.sheet_names)
        for name in names:
            try:
                found.append(_sheet(book, file, name, has_header=has_header))
            except UserError as error:
                errors.append(error)
    if not found:
        raise errors[0] if errors else UserError(f"{file} has no sheet.")
    best = max(found, key=lambda each: len(each.rows))
    header = best.layout.header
    mark = closing_mark(best.records, best.layout.width) if best.rows else None
    convert: dict[str, object] = {"sheet": best.name}
    if header.line > 1:
        convert["header_line"] = header.line
    if mark:
        convert["stop_at"] = mark[1]
    options = options_of_names(header.cells, has_header=has_header)
    given: dict[str, object] = {"read_options": options} if options else {}
    given["convert"] = convert
    others = [each for each in found if each is not best]
    remarks = list(_remarks(best, mark, others, has_header=has_header))
    columns = unique_names(header.cells if has_header else [""] * best.layout.width)
    return Look(given, columns=columns, remarks=tuple(remarks))


def _remarks(
    sheet: Sheet, mark: tuple[int, str] | None, others: Sequence[Sheet], *, has_header: bool
) -> Iterator[str]:
    if others:
        names = ", ".join(each.name for each in others)
        yield f"The sheet {sheet.name} has the most rows; not read: {names}."
    if sheet.layout.header.line > 1 and has_header:
        yield (
            f"Its header is on line {sheet.layout.header.line}; the lines above it are left out."
        )
    if mark:
        yield f"The lines below its rows, from {mark[1]} on, are left out."
    if has_header:
        yield from remarks_of_names(sheet.layout)
    for column in sheet.cut_off:
        yield (
            f"{column} has numbers of more than 15 digits, and Excel keeps only 15: "
            "if they are ids, export them as text or as CSV."
        )


def copy_sheet(
    source: Path,
    target: Path,
    *,
    sheet: str,
    extent: Extent,
) -> None:
    """Write the table of a sheet as CSV in UTF-8, from its header to its last row.

    Raises:
        UserError: there is no such sheet.
    """
    with _book(source) as book:
        found = _sheet(book, source, sheet, has_header=False)
    records = [each for each in found.records if each.line >= extent.header_line]
    header = records[0].cells if records else ()
    with target.open("w", encoding="utf-8", newline="") as copy:
        writer = csv.writer(copy)
        for number, record in enumerate(records):
            if number and extent.has_header and record.cells == header:
                continue
            if extent.stop_at and record.cells[0].startswith(extent.stop_at):
                below = records[number:]
                if all(is_below(each, len(header)) for each in below):
                    break
            writer.writerow(record.cells)


def _book(file: Path) -> Any:  # noqa: ANN401 (calamine's)
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_path(file)
    except python_calamine.PasswordError as error:
        raise UserError(
            f"{file} is protected by a password.", "Open it in Excel, and save it without one."
        ) from error
    except (python_calamine.CalamineError, OSError) as error:
        raise UserError(
            f"{file} can't be read as a workbook: {error}.",
            "Open it in Excel or LibreOffice, and save it as .xlsx or as CSV UTF-8.",
        ) from error


def _sheet(book: Any, file: Path, name: str, *, has_header: bool) -> Sheet:  # noqa: ANN401
    if name not in book.sheet_names:
        raise UserError(
            f"{file} has no sheet {name}.", f"There are: {', '.join(book.sheet_names)}."
        )
    sheet = book.get_sheet_by_name(name)
    cells = list(sheet.iter_rows())
    rows = [[text_of(cell) for cell in row] for row in cells]
    _fill_merged(rows, sheet.merged_cell_ranges or ())
    filled = [number for number, row in enumerate(rows) if any(row)]
    used = sorted({at for number in filled for at, cell in enumerate(rows[number]) if cell})
    records = [
        Record(number + 1, number + 1, tuple(rows[number][at] for at in used)) for number in filled
    ]
    layout = layout_of_rows(
        list(islice(records, HEAD)), f"{file}, sheet {name}", has_header=has_header
    )
    # What stands beside the title alone has no column.
    below = [each for each in records if each.line >= layout.header.line]
    kept = [at for at in range(len(used)) if any(each.cells[at] for each in below)]
    cut = [
        Record(each.line, each.last_line, tuple(each.cells[at] for at in kept)) for each in records
    ]
    header = next(each for each in cut if each.line == layout.header.line)
    layout = Layout(header, "", len(kept))
    cut_off = {at for row in cells for at, cell in enumerate(row) if _is_cut_off(cell)}
    return Sheet(
        name,
        cut,
        layout,
        cut_off=tuple(
            column for column, at in zip(layout.names, kept, strict=True) if used[at] in cut_off
        ),
    )


def _is_cut_off(cell: object) -> bool:
    return isinstance(cell, float) and cell.is_integer() and abs(cell) >= EXACT


def _fill_merged(
    rows: list[list[str]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    """Give each row its value of a cell that spans several rows."""
    for (top, left), (bottom, right) in ranges:
        if left == right and bottom < len(rows):
            for row in range(top + 1, bottom + 1):
                rows[row][left] = rows[top][left]


def text_of(cell: object) -> str:
    """A cell as text: dates in ISO, numbers in their shortest exact form, true and false."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        return number_text(cell)
    if isinstance(cell, datetime):
        # Excel's times are fractions of a day, and a second is none of them.
        rounded = (cell + timedelta(milliseconds=1)).replace(microsecond=0)
        near = abs(rounded - cell) <= timedelta(milliseconds=1)
        return str(rounded if near else cell)
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return str(cell).strip(" \t\r\n\ufeff\xa0\u3000") if cell else ""


def number_text(number: float) -> str:
    """A number in its shortest exact decimal form: 7.0 is 7, 1e21 has 22 digits."""
    text = f"{Decimal(repr(number + 0)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
