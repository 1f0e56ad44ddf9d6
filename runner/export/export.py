"""Write tables as files, each under its final name only when it is whole."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from runner.choices import Format, Language
from runner.errors import ExitCode, UserError, explain
from runner.export.about import About
from runner.export.choose import chosen_sheets
from runner.export.shapes import ExportedFile, ExportedTable, ExportRequest, Progress, Silent
from runner.export.sheet import Sheet
from runner.export.spreadsheet_csv import header, spreadsheet_query
from runner.export.workbook import count_rows, write_workbook
from runner.export.workplace import workplace
from runner.files import put_in_place
from runner.project import DATABASE_NAME
from runner.serve.duckdb_file import write_duckdb
from runner.warehouse import Warehouse, open_warehouse

Made = tuple[ExportedFile, ...]
# All tables are in one file of these formats.
SHARED = (Format.XLSX, Format.DUCKDB)


def export(request: ExportRequest, *, progress: Progress | None = None) -> Made:
    """Write tables of the marts into a folder, `<table>.<format>`, or all in one file.

    Args:
        request: which tables, how and where.
        progress: is told of each table.

    Raises:
        UserError: there is no such database, table or day, a table does not fit, or no room is
            left; or it was interrupted.
    """
    with open_warehouse(request.database) as warehouse:
        sheets = chosen_sheets(warehouse, request)
        write = _writer(warehouse, request, sheets, progress=progress or Silent())
        targets = _targets(request, sheets)
        _make_folder(request)
        written: list[ExportedFile] = []
        try:
            with workplace(request.out) as folder:
                for target, held in targets.items():
                    made = folder / target.name
                    tables = write(made, held)
                    size = made.stat().st_size
                    put_in_place(made, target)
                    written.append(ExportedFile(target, size, tables))
        except OSError as error:
            where = error.filename2 or error.filename or request.out
            raise explain(error, f"Can't write {where}") from error
        except KeyboardInterrupt as error:
            raise UserError(
                f"Interrupted; {len(written)} of {len(targets)} files were written, each whole.",
                code=ExitCode.ENGINE_FAILED,
            ) from error
        return tuple(written)


def _writer(
    warehouse: Warehouse, request: ExportRequest, sheets: Sequence[Sheet], *, progress: Progress
) -> Callable[[Path, Sequence[Sheet]], tuple[ExportedTable, ...]]:
    """What writes tables into a file, once it is sure that they fit.

    Raises:
        UserError: they do not.
    """
    progress.planned(len(sheets))
    if request.file_format == Format.DUCKDB:
        if request.language:
            raise UserError(
                "A DuckDB file has the names of the database.",
                "Leave out --lang, or take --format xlsx, csv, json or parquet.",
            )
        return lambda file, held: _write_duckdb(warehouse, held, file=file, progress=progress)
    if request.file_format == Format.XLSX:
        about = _about(request, sheets, rows=count_rows(warehouse, sheets))
        return lambda file, held: _write_workbook(
            warehouse, held, file=file, about=about, progress=progress
        )
    return lambda file, held: _write_one(
        warehouse, held[0], file=file, raw=request.raw, progress=progress
    )


def _targets(request: ExportRequest, sheets: Sequence[Sheet]) -> dict[Path, Sequence[Sheet]]:
    """The files to write, with the tables of each.

    Raises:
        UserError: one is the database itself.
    """
    ending = request.file_format
    targets: dict[Path, Sequence[Sheet]] = {
        request.out / f"{sheet.name}.{ending}": (sheet,) for sheet in sheets
    }
    if ending in SHARED and len(sheets) > 1:
        targets = {(request.out / DATABASE_NAME).with_suffix(f".{ending}"): sheets}
    for target in targets:
        if target.exists() and target.samefile(request.database):
            raise UserError(f"{target} is the database itself.", "Give --out another folder.")
    return targets


def _make_folder(request: ExportRequest) -> None:
    out = request.out
    if out.exists() and not out.is_dir():
        raise UserError(f"{out} is a file, and --out takes a folder.", "Give it another name.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain(error, f"Can't make the folder {out}") from error


def _write_one(
    warehouse: Warehouse, sheet: Sheet, *, file: Path, raw: bool, progress: Progress
) -> tuple[ExportedTable, ...]:
    progress.started(sheet.name)
    query = sheet.query
    options = {
        ".parquet": "format parquet, compression zstd",
        ".csv": "format csv, header true",
        ".json": "format json, array true",
    }[file.suffix]
    if file.suffix == ".csv" and not raw:
        query = spreadsheet_query(warehouse, sheet)
        prefix = header(sheet).replace("'", "''")
        options = f"format csv, header false, prefix '{prefix}', suffix '\n'"
    rows = warehouse.write(query, file=file, options=options)
    if not rows and "suffix" in options:
        # DuckDB would end no row.
        file.write_text(header(sheet), encoding="utf-8")
    progress.finished(sheet.name)
    return (ExportedTable(sheet.name, rows, sheet.as_of_date),)


def _write_duckdb(
    warehouse: Warehouse, sheets: Sequence[Sheet], *, file: Path, progress: Progress
) -> tuple[ExportedTable, ...]:
    tables = [sheet.table for sheet in sheets]
    day = next((sheet.as_of_date for sheet in sheets if sheet.as_of_date), None)
    begun: list[str] = []

    def begin(name: str) -> None:
        for before in begun:
            progress.finished(before)
        begun[:] = [name]
        progress.started(name)

    rows = write_duckdb(warehouse, tables, file=file, as_of=day, begun=begin)
    progress.finished(begun[0])
    return tuple(ExportedTable(s.name, rows[s.name], s.as_of_date) for s in sheets)


def _write_workbook(
    warehouse: Warehouse,
    sheets: Sequence[Sheet],
    *,
    file: Path,
    about: About,
    progress: Progress,
) -> tuple[ExportedTable, ...]:
    write_workbook(warehouse, sheets, file=file, about=about, progress=progress)
    return tuple(ExportedTable(s.name, about.rows[s.name], s.as_of_date) for s in sheets)


def _about(request: ExportRequest, sheets: Sequence[Sheet], *, rows: Mapping[str, int]) -> About:
    personal = "Names, contacts and birthdays are left out, raw rows are masked."
    if request.privacy.include_personal:
        personal = "Names, contacts, birthdays and raw rows are in this file."
    elif request.privacy.key:
        personal = "Ids are pseudonyms; names, contacts and birthdays are left out."
    return About(
        language=request.language or Language.EN,
        database=request.database.name,
        as_of=next((sheet.as_of_date for sheet in sheets if sheet.as_of_date), "all dates"),
        made_at=datetime.now().astimezone(),
        personal=personal,
        rows=rows,
    )
