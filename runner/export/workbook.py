"""One workbook with a sheet per table: typed cells, frozen headers, filters; nothing runs."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from runner.errors import UserError
from runner.export.about import About, write_about, write_columns
from runner.export.page import Page
from runner.export.shapes import Progress
from runner.export.sheet import Sheet
from runner.warehouse import Warehouse

# https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
MOST_ROWS = 1_048_576 - 1  # below the header
MOST_COLUMNS = 16_384
# Of a sheet before it is packed. More takes an extension of the ZIP format, which Excel may take
# for damage: https://xlsxwriter.readthedocs.io/workbook.html#workbook-use-zip64
MOST_BYTES = 2**31 - 1
INSTEAD = "Name fewer tables, leave --as-of at the newest date, or take --format csv or parquet."


def count_rows(warehouse: Warehouse, sheets: Sequence[Sheet]) -> Mapping[str, int]:
    """How many rows each sheet will have, by name.

    Raises:
        UserError: one has more rows or columns than a spreadsheet holds.
    """
    counts = {}
    for sheet in sheets:
        ((counts[sheet.name],),) = warehouse.rows(sheet.select("count(*)"))
    long = [f"{name} {count:,} rows" for name, count in counts.items() if count > MOST_ROWS]
    if long:
        raise UserError(
            f"A sheet holds {MOST_ROWS:,} rows below its header, and these have more:"
            f" {', '.join(long)}.",
            INSTEAD,
        )
    for sheet in sheets:
        if len(sheet.columns) > MOST_COLUMNS:
            raise UserError(
                f"A sheet holds {MOST_COLUMNS:,} columns, and {sheet.name} has"
                f" {len(sheet.columns):,}.",
                INSTEAD,
            )
    return counts


def write_workbook(
    warehouse: Warehouse, sheets: Sequence[Sheet], *, file: Path, about: About, progress: Progress
) -> None:
    """Write tables into one workbook, the first sheet of which says what is in it.

    Args:
        warehouse: from which they are read.
        sheets: each fits (`count_rows`).
        file: is overwritten.
        about: for the first sheet.
        progress: is told of each table.

    Raises:
        UserError: a table is too large for a sheet.
        OSError: the disk is full.
    """
    names = sheet_names([about.title, *(sheet.title for sheet in sheets), about.columns_title])
    pages = {
        # The first sheet of the file is the one about the others.
        f"xl/worksheets/sheet{number}.xml": Page(sheet, name, about.rows[sheet.name])
        for number, (sheet, name) in enumerate(zip(sheets, names[1:-1], strict=True), start=2)
    }
    frame = _frame(warehouse, pages.values(), about=about, names=names)
    with ZipFile(frame) as framed, ZipFile(file, "w", ZIP_DEFLATED) as book:
        for part in framed.infolist():
            page = pages.get(part.filename)
            if page is None:
                book.writestr(part, framed.read(part))
                continue
            progress.started(page.sheet.name)
            with book.open(part.filename, "w") as filled:
                _fill(page, framed.read(part).decode(), warehouse, filled, progress=progress)
            progress.finished(page.sheet.name)


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that a workbook takes: 31 characters at most, each once, whatever its case."""
    names: list[str] = []
    for title in titles:
        whole = "".join("_" if sign in "[]:*?/\\" else sign for sign in title).strip("'")
        name, number = whole[:31], 1
        while name.casefold() in (other.casefold() for other in names):
            number += 1
            name = f"{whole[: 30 - len(str(number))]} {number}"
        names.append(name)
    return names


def _frame(
    warehouse: Warehouse, pages: Iterable[Page], *, about: About, names: Sequence[str]
) -> BytesIO:
    """A workbook without rows."""
    from xlsxwriter import Workbook

    held = [page.sheet for page in pages]
    frame = BytesIO()
    with Workbook(frame, {"in_memory": True}) as book:
        write_about(book, about, held, names=names)
        for page in pages:
            page.make_frame(book, warehouse)
        write_columns(book, about, held, names=names)
    return frame


def _fill(
    page: Page, frame: str, warehouse: Warehouse, filled: IO[bytes], *, progress: Progress
) -> None:
    written = count = 0
    for rows, xml in page.fill(frame, warehouse):
        content = xml.encode()
        count += rows
        written += len(content)
        # The first rows tell how long the others will be.
        if rows and written / count * page.rows > MOST_BYTES:
            raise UserError(
                f"{page.sheet.name} would take more than 2 GB as a sheet, and a workbook holds no"
                " more.",
                INSTEAD,
            )
        filled.write(content)
        progress.reached(page.sheet.name, count)
