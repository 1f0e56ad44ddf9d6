"""`tiers export`: the marts as files, each under its final name only when it is whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from runner.choices import Format
from runner.errors import KnownError
from runner.project import parse_day
from runner.warehouse import Warehouse, open_warehouse

ALL_DAYS = "all"


@dataclass(frozen=True)
class ExportedFile:
    """A file that was written: `as_of_date` is none for a table without one, or all dates."""

    table: str
    file: Path
    rows: int
    bytes: int
    as_of_date: str | None

    def as_json(self) -> dict[str, object]:
        """The file as `--json` lists it."""
        return {**vars(self), "file": str(self.file)}


def export(
    database: Path,
    *,
    tables: Sequence[str] = (),
    file_format: Format,
    out: Path,
    as_of: str | None = None,
) -> tuple[ExportedFile, ...]:
    """Write tables of the marts into a folder, `<table>.<format>`.

    Args:
        database: is only read.
        tables: by default all.
        file_format: of each file.
        out: is made if it is not there; files of the same name are replaced.
        as_of: a day, YYYY-MM-DD, or "all"; by default the newest as-of date. A table
            without as-of dates is written whole.

    Raises:
        KnownError: there is no such database, table or day.
    """
    if as_of and as_of != ALL_DAYS:
        parse_day(as_of, option="--as-of")
    with open_warehouse(database) as warehouse:
        existing = warehouse.tables()
        if not existing:
            raise KnownError(f"{database} has no marts.", "Run `tiers build` first.")
        for table in tables:
            if table not in existing:
                raise KnownError(
                    f"There is no table {table} in the marts.",
                    f"There are: {', '.join(existing)}.",
                )
        chosen = tuple(tables) or tuple(existing)
        dated = [table for table in chosen if "as_of_date" in existing[table]]
        day = _day(warehouse, dated, as_of)
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KnownError(f"Can't make the folder {out}: {error.strerror}.") from error
        return tuple(
            _export_table(
                warehouse,
                table,
                file=out / f"{table}.{file_format}",
                file_format=file_format,
                day=day if table in dated else None,
            )
            for table in chosen
        )


def _day(warehouse: Warehouse, tables: Sequence[str], as_of: str | None) -> str | None:
    """The one as-of date to write, the same for all tables; none for all of them."""
    if as_of == ALL_DAYS or not tables:
        return None
    days = sorted({day for table in tables for day in warehouse.days(table)}, reverse=True)
    if as_of and as_of not in days:
        raise KnownError(
            f"There is no as-of date {as_of} in {warehouse.database}.",
            f"It has {', '.join(days) or 'none'}; `tiers build --as-of {as_of}` builds that one.",
        )
    return as_of or next(iter(days), None)


def _export_table(
    warehouse: Warehouse, table: str, *, file: Path, file_format: Format, day: str | None
) -> ExportedFile:
    unfinished = file.with_name(f".{file.name}.part")
    try:
        rows = warehouse.write(table, file=unfinished, file_format=file_format, as_of=day)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return ExportedFile(
        table=table, file=file, rows=rows, bytes=file.stat().st_size, as_of_date=day
    )
