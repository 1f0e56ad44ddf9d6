"""The files of a release: written, read back, and compared with the database."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runner.errors import ExitCode, UserError
from runner.files import sync_file
from runner.publish.manifest import DATABASE, ReleasedFile
from runner.publish.shapes import Source
from runner.serve.duckdb_file import write_duckdb
from runner.serve.tables import ServedTable, quoted
from runner.warehouse import MARTS, Warehouse

if TYPE_CHECKING:
    from runner.engine import Watcher

PUBLISHED = "the published file"
# Their sums are exact; those of doubles depend on the order of the rows.
EXACT = ("DECIMAL", "TINYINT", "SMALLINT", "INTEGER", "BIGINT")
# Nobody writes a release; a tool that opens the database to write would lock others out.
READ_ONLY = 0o444


@dataclass(frozen=True)
class Content:
    """What a table holds: its rows, and the sum of each column of exact numbers."""

    rows: int
    sums: Mapping[str, str | None]


def write_release(source: Source, folder: Path, progress: "Watcher") -> tuple[ReleasedFile, ...]:
    """Write all tables of an edition, as one DuckDB file and as Parquet, and check them.

    The Parquet files are read from the DuckDB file, so that a view is computed once. Both are then
    read back: rows, money and counts must be those of the database.

    Args:
        source: the database and the edition.
        folder: exists and is empty.
        progress: of the tables.

    Raises:
        UserError: what was written is not what the database holds.
    """
    tables, warehouse = source.edition.tables, source.warehouse
    progress.planned(2 * len(tables))
    database = folder / DATABASE
    steps = _Steps(progress)
    write_duckdb(warehouse, tables, file=database, begun=steps.begun)
    files = []
    total = 0
    with warehouse.reading(database, catalog=PUBLISHED):
        for table in tables:
            steps.begun(table.name)
            written = f"select * from {quoted(PUBLISHED, MARTS, table.name)}"  # noqa: S608
            file = folder / f"{table.name}.parquet"
            warehouse.write(written, file=file, options=_parquet(source.edition.release))
            content = _content(warehouse, table, table.query())
            for where, query in {database: written, file: warehouse.scan(file)}.items():
                _compare(table, content, _content(warehouse, table, query), file=where)
            files.append(_finished(file, rows=content.rows, table=table.name))
            total += content.rows
    steps.ended()
    return (_finished(database, rows=total, table=None), *files)


def _parquet(release: str) -> str:
    return f"format parquet, compression zstd, kv_metadata {{release: '{release}'}}"


@dataclass
class _Steps:
    """Tells of the tables, of which one begins when the last has ended."""

    progress: "Watcher"
    name: str = ""

    def begun(self, name: str) -> None:
        self.ended()
        self.name = name
        self.progress.started(name)

    def ended(self) -> None:
        if self.name:
            self.progress.finished(self.name)
        self.name = ""


def _content(warehouse: Warehouse, table: ServedTable, query: str) -> Content:
    """Count and add up; what is not needed for that is not read, nor computed."""
    names = [
        column.name
        for column in table.columns
        if column.type.startswith(EXACT) and not column.type.endswith("]")
    ]
    sums = "".join(f", sum({quoted(name)})::text" for name in names)
    ((rows, *found),) = warehouse.rows(f"select count(*){sums} from ({query})")  # noqa: S608
    return Content(int(rows), dict(zip(names, found, strict=True)))


def _compare(table: ServedTable, wanted: Content, found: Content, *, file: Path) -> None:
    if wanted == found:
        return
    differences = {"rows": (wanted.rows, found.rows)} | {
        name: (wanted.sums[name], found.sums[name]) for name in wanted.sums
    }
    name, (here, there) = next(
        (name, pair) for name, pair in differences.items() if pair[0] != pair[1]
    )
    raise UserError(
        f"{file.name} does not hold what {table.name} does: {name} {there} instead of {here}."
        " Nothing was published.",
        "Try again; if it happens again, tell us.",
        ExitCode.ENGINE_FAILED,
    )


def _finished(file: Path, *, rows: int, table: str | None) -> ReleasedFile:
    """What the manifest says of a file, which is on disk when this returns."""
    finish_file(file)
    return ReleasedFile(
        file=file.name,
        table=table,
        rows=rows,
        bytes=file.stat().st_size,
        sha256=sha256_of(file),
    )


def finish_file(file: Path) -> None:
    """Let nobody write a file any more; it is on disk when this returns."""
    file.chmod(file.stat().st_mode & READ_ONLY)
    sync_file(file)


def sha256_of(file: Path) -> str:
    """Of the bytes of a file, in hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
