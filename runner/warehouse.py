"""The only module that opens DuckDB; finished files read-only."""

import functools
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from runner.errors import ExitCode, UserError, full_disk

MARTS = "marts"
Connection = duckdb.DuckDBPyConnection
EngineError = duckdb.Error
# DuckDB fetches and runs nothing by itself.
CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@dataclass(frozen=True)
class Warehouse:
    """A database that is open to read."""

    connection: duckdb.DuckDBPyConnection
    database: Path

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, parameters).fetchall()

    def apart(self) -> "Warehouse":
        """The same database for another thread."""
        return Warehouse(self.connection.cursor(), self.database)

    def records(self, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        """All rows of a query, by the names of its columns."""
        cursor = self.connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def tables(
        self, schema: str = MARTS, *, catalog: str | None = None
    ) -> dict[str, tuple[str, ...]]:
        """The tables and views of a schema with their columns, by name.

        Args:
            schema: as in the database.
            catalog: of databases that are open together, the name of one.
        """
        found = self.rows(
            """
            select table_name, list(column_name order by ordinal_position)
            from information_schema.columns
            where
                table_schema = ?
                and table_catalog = coalesce(?, current_database())
            group by table_name
            order by table_name
            """,
            [schema, catalog],
        )
        return {name: tuple(columns) for name, columns in found}

    def row_counts(self) -> dict[str, int]:
        """How many rows each table of the marts has, by name; a view keeps none."""
        names = self.rows(
            "select table_name from information_schema.tables"
            " where table_schema = ? and table_type = 'BASE TABLE' order by table_name",
            [MARTS],
        )
        counts = {}
        for (name,) in names:
            ((count,),) = self.rows(f"select count(*) from {_quoted(MARTS, name)}")  # noqa: S608
            counts[name] = int(count)
        return counts

    def days(self, table: str) -> tuple[str, ...]:
        """The as-of dates of a table of the marts, YYYY-MM-DD, the newest first."""
        found = self.rows(
            f"select distinct as_of_date::text from {_quoted(MARTS, table)} order by all desc"  # noqa: S608
        )
        return tuple(day for (day,) in found if day)

    def write(self, query: str, *, file: Path, options: str) -> int:
        """Write the rows of a query to a file and return their number.

        Args:
            query: SQL.
            file: is overwritten.
            options: of DuckDB's COPY, such as "format json, array true".
        """
        ((count,),) = self.rows(f"copy ({query}) to {_text(file)} ({options})")
        return int(count)

    @contextmanager
    def writing(self, file: Path, *, catalog: str, storage_version: str) -> Iterator[None]:
        """Lend a new DuckDB file, in which tables can be made beside those that are read.

        Args:
            file: must not be there; it is whole when this ends.
            catalog: its name in SQL meanwhile.
            storage_version: the oldest DuckDB that opens it, such as v1.0.0.
        """
        name = _quoted(catalog)
        self.rows(
            f"attach {_text(file)} as {name} (read_write, storage_version '{storage_version}')"
        )
        try:
            yield
            # Detaching would do it too, and keep silent if it can't.
            self.rows(f"checkpoint {name}")
        finally:
            self.rows(f"detach {name}")

    @contextmanager
    def reading(self, file: Path, *, catalog: str) -> Iterator[None]:
        """Lend another DuckDB file to read, under a name in SQL."""
        name = _quoted(catalog)
        self.rows(f"attach {_text(file)} as {name} (read_only)")
        try:
            yield
        finally:
            self.rows(f"detach {name}")

    def scan(self, file: Path) -> str:
        """SQL of the rows of a Parquet file."""
        return f"select * from read_parquet({_text(file)})"  # noqa: S608


def _quoted(*names: str) -> str:
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


@contextmanager
def open_warehouse(database: Path) -> Iterator[Warehouse]:
    """Open a database to read; TIERS_MEMORY_LIMIT bounds the memory.

    Raises:
        UserError: it is not there, another program is writing it, or it is no DuckDB file.
    """
    check_is_there(database)
    with _connected(database, read_only=True) as connection:
        if limit := os.environ.get("TIERS_MEMORY_LIMIT"):
            connection.execute("set memory_limit = ?", [limit])
        yield Warehouse(connection, database)


def check_is_there(database: Path) -> None:
    """Make sure that there is such a file.

    Raises:
        UserError: there is none.
    """
    if not database.is_file():
        raise UserError(
            f"There is no database {database}.",
            "Run `tiers build` first, or give --database.",
        )


@contextmanager
def open_pair(before: Path, after: Path) -> Iterator[Warehouse]:
    """Open two databases to read, as the catalogs `before` and `after`.

    One that is not there is empty.

    Raises:
        UserError: another program is writing one, or it is no DuckDB file.
    """
    with duckdb.connect(":memory:", config=CLOSED) as connection:
        for catalog, database in {"before": before, "after": after}.items():
            file = str(database).replace("'", "''")
            source = f"'{file}' as {catalog} (read_only)"
            if not database.is_file():
                source = f"':memory:' as {catalog}"
            try:
                connection.execute(f"attach {source}")
            except duckdb.Error as error:
                raise _known(error, database) from error
        # What exceeds the memory is spilled beside the databases, not where we stand.
        connection.execute(f"set temp_directory = '{file}.tmp'")
        yield Warehouse(connection, after)


@contextmanager
def in_memory() -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend a connection to an empty database in memory."""
    with duckdb.connect(":memory:", config=CLOSED) as connection:
        yield connection


@contextmanager
def beside(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend a connection to an empty database in memory, called `memory`.

    Tables of the database, if it is there, can be read by the names that they have in it. What
    exceeds the memory, which TIERS_MEMORY_LIMIT bounds, is spilled to a temporary folder.

    Raises:
        UserError: another program is writing the database, or it is no DuckDB file.
    """
    with TemporaryDirectory() as spilled, in_memory() as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"set temp_directory = '{spilled}'")
        if limit := os.environ.get("TIERS_MEMORY_LIMIT"):
            connection.execute("set memory_limit = ?", [limit])
        if database.is_file():
            file = str(database).replace("'", "''")
            catalog = _quoted(database.stem)
            try:
                connection.execute(f"attach '{file}' as {catalog} (read_only)")
            except duckdb.Error as error:
                raise _known(error, database) from error
            connection.execute(f"use {catalog}")
        yield connection


@contextmanager
def open_beside(database: Path) -> Iterator[Warehouse]:
    """Open a database to read, so that other files can be written out of it.

    Its memory is bounded as in `beside`.

    Raises:
        UserError: it is not there, another program is writing it, or it is no DuckDB file.
    """
    check_is_there(database)
    with beside(database) as connection, _knowing_full_disk():
        yield Warehouse(connection, database)


def objection(connection: Connection, rows: Callable[[], str]) -> str | None:
    """What DuckDB says against reading the first of some rows; nothing if it can.

    Args:
        connection: in which they are read.
        rows: gives their SQL, for which it may ask the connection itself.
    """
    try:
        connection.execute(f"select * from {rows()} limit 1").fetchall()  # noqa: S608
    except duckdb.Error as error:
        return str(error)
    return None


def reader_options(reader: str) -> tuple[str, ...]:
    """The names of the options that a reader of DuckDB knows, such as those of read_csv."""
    with in_memory() as connection:
        found = connection.execute(
            """
            select distinct unnest(parameters[2:]) as option
            from duckdb_functions()
            where function_name = ? and function_type = 'table'
            order by option
            """,
            [reader],
        ).fetchall()
    return tuple(option for (option,) in found)


@functools.cache
def reserved_words() -> frozenset[str]:
    """The words that stand in double quotes if they are names."""
    with in_memory() as connection:
        found = connection.execute(
            "select keyword_name from duckdb_keywords()"
            " where keyword_category in ('reserved', 'type_function')"
        ).fetchall()
    return frozenset(word for (word,) in found)


def fold_log(database: Path) -> None:
    """Write what a crashed program left in the write-ahead log into the database itself.

    Without it the log would be left behind when the file is copied or renamed. Nothing
    happens when there is no log.

    Raises:
        UserError: another program has the database open to write.
    """
    if log_of(database).exists():
        with _connected(database, read_only=False) as connection:
            connection.execute("force checkpoint")


def log_of(database: Path) -> Path:
    """The write-ahead log of a database, which is there while somebody writes it."""
    return database.with_name(f"{database.name}.wal")


def check_not_being_written(database: Path) -> None:
    """Make sure that no other program has the database open to write; readers may be there.

    Raises:
        UserError: one has, or the file is no database of this version of DuckDB.
    """
    with closed_to_writers(database):
        pass


@contextmanager
def closed_to_writers(database: Path) -> Iterator[None]:
    """Keep other programs from opening the database to write; readers may be there.

    Raises:
        UserError: one has it open, or the file is no database of this version of DuckDB.
    """
    with _connected(database, read_only=True):
        yield


@contextmanager
def _connected(database: Path, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        connection = duckdb.connect(database, read_only=read_only, config=CLOSED)
    except duckdb.Error as error:
        raise _known(error, database) from error
    with connection, _knowing_full_disk():
        yield connection


@contextmanager
def _knowing_full_disk() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        if known := full_disk(error):
            raise known from error
        raise


def _known(error: duckdb.Error, database: Path) -> UserError:
    if "set lock" in str(error).lower():
        holder = str(error).partition("(PID ")[2].partition(")")[0]
        who = f"Process {holder}" if holder else "Another program"
        return UserError(
            f"{who} has {database} open to write.",
            "Close it there, or open it read-only there.",
            ExitCode.ENGINE_FAILED,
        )
    return UserError(
        f"{database} can't be opened as a DuckDB database: {error}",
        "Move it away, or give --database another file.",
    )
