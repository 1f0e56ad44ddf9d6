"""`tiers export`: the marts as files, each under its final name only when it is whole."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from runner.choices import Format
from runner.errors import ExitCode, UserError, explain
from runner.files import put_in_place
from runner.project import parse_day
from runner.warehouse import Warehouse, open_warehouse

ALL_DAYS = "all"
UNFINISHED = ".tiers-export-"


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
        out: created if missing; files of the same name are replaced.
        as_of: a day, YYYY-MM-DD, or "all"; by default the newest as-of date. A table
            without as-of dates is written whole.

    Raises:
        UserError: there is no such database, table or day, or no room; or it was interrupted.
    """
    if as_of and as_of != ALL_DAYS:
        parse_day(as_of, option="--as-of")
    with open_warehouse(database) as warehouse:
        existing = warehouse.tables()
        if not existing:
            raise UserError(f"{database} has no marts.", "Run `tiers build` first.")
        for table in tables:
            if table not in existing:
                raise UserError(
                    f"There is no table {table} in the marts.",
                    f"There are: {', '.join(existing)}.",
                )
        chosen = tuple(tables) or tuple(existing)
        dated = [table for table in chosen if "as_of_date" in existing[table]]
        day = _day(warehouse, dated, as_of)
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"Can't make the folder {out}: {error.strerror}.") from error
        written: list[ExportedFile] = []
        try:
            with _workplace(out) as workplace:
                for table in chosen:
                    made = workplace / f"{table}.{file_format}"
                    table_day = day if table in dated else None
                    written.append(
                        _export_table(warehouse, table, made=made, out=out, day=table_day)
                    )
        except OSError as error:
            where = error.filename2 or error.filename or out
            raise explain(error, f"Can't write {where}") from error
        except KeyboardInterrupt as error:
            raise UserError(
                f"Interrupted; {len(written)} of {len(chosen)} files were written, each whole.",
                code=ExitCode.ENGINE_FAILED,
            ) from error
        return tuple(written)


def _day(warehouse: Warehouse, tables: Sequence[str], as_of: str | None) -> str | None:
    """The one as-of date to write, the same for all tables; none for all of them."""
    if as_of == ALL_DAYS or not tables:
        return None
    days = sorted({day for table in tables for day in warehouse.days(table)}, reverse=True)
    if as_of and as_of not in days:
        raise UserError(
            f"There is no as-of date {as_of} in {warehouse.database}.",
            f"It has {', '.join(days) or 'none'}; `tiers build --as-of {as_of}` builds that one.",
        )
    return as_of or next(iter(days), None)


def _export_table(
    warehouse: Warehouse, table: str, *, made: Path, out: Path, day: str | None
) -> ExportedFile:
    options = {
        ".parquet": "format parquet, compression zstd",
        ".csv": "format csv, header true",
        ".json": "format json, array true",
    }[made.suffix]
    wanted = f" where as_of_date = date '{day}'" if day else ""
    query = f'select * from marts."{table}"{wanted}'  # noqa: S608
    rows = warehouse.write(query, file=made, options=options)
    size = made.stat().st_size
    put_in_place(made, out / made.name)
    return ExportedFile(table, file=out / made.name, rows=rows, bytes=size, as_of_date=day)


@contextmanager
def _workplace(out: Path) -> Iterator[Path]:
    """Lend a private folder in `out` for unfinished files.

    Leftovers of a killed export are removed, unless another export is running there.
    """
    handle = os.open(out, os.O_RDONLY)
    try:
        # Not every file system has locks: then leftovers stay.
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in out.glob(f"{UNFINISHED}*"):
                shutil.rmtree(left, ignore_errors=True)
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_SH)
        with TemporaryDirectory(dir=out, prefix=UNFINISHED, ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    finally:
        os.close(handle)
