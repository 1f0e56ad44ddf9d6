"""Tables of databases: SQLite, DuckDB and PostgreSQL, and the copy of one."""

import contextlib
import csv
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from runner.errors import ExitCode, UserError
from runner.intake.sheets import number_text
from runner.server import connect, library, reason

if TYPE_CHECKING:
    from runner.server import Connection

AT_A_TIME = 10_000
# DuckDB's types that Parquet does not hold, or not digit by digit.
AS_TEXT = ("HUGEINT", "UHUGEINT", "BIT", "INTERVAL", "TIME WITH TIME ZONE", "BIGNUM", "VARINT")
TABLES = """
    select table_schema, table_name from information_schema.tables
    where table_schema not in ('information_schema', 'pg_catalog')
    order by table_schema, table_name
"""


def sqlite_tables(file: Path) -> tuple[str, ...]:
    """The tables and views of an SQLite file."""
    with _sqlite(file) as connection:
        found = connection.execute(
            "select name from sqlite_master where type in ('table', 'view')"
            " and name not like 'sqlite!_%' escape '!' order by name"
        )
        return tuple(str(name) for (name,) in found)


@contextlib.contextmanager
def _sqlite(file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        yield connection
    except sqlite3.Error as error:
        raise UserError(f"{file} can't be read: {error}.") from error
    finally:
        connection.close()


def copy_sqlite(source: str, target: Path, *, table: str) -> None:
    """Write a table as CSV: each value as the text of what SQLite holds.

    Raises:
        UserError: there is no such table, or it can't be read.
    """
    _check_table(table, sqlite_tables(Path(source)), source)
    with (
        _sqlite(Path(source)) as connection,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        cursor = connection.execute(f"select * from {_quoted(table)}")  # noqa: S608
        writer = csv.writer(copy)
        writer.writerow([column[0] for column in cursor.description])
        while rows := cursor.fetchmany(AT_A_TIME):
            writer.writerows([[_sqlite_text(value) for value in row] for row in rows])


def _sqlite_text(value: object) -> object:
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return value


def duckdb_tables(file: Path) -> tuple[str, ...]:
    """The tables and views of a DuckDB file, as schema.table."""
    from runner.warehouse import open_warehouse

    with open_warehouse(file) as warehouse:
        return tuple(f"{schema}.{name}" for schema, name in warehouse.rows(TABLES))


def copy_duckdb(source: str, target: Path, *, table: str) -> None:
    """Write a table as Parquet, its values typed as they are.

    Raises:
        UserError: there is no such table, or another program writes the file.
    """
    from runner.warehouse import open_warehouse

    full = _check_table(table, duckdb_tables(Path(source)), source)
    with open_warehouse(Path(source)) as warehouse:
        # A schema may be called as the file, and that is the name of the catalog.
        ((catalog,),) = warehouse.rows("select current_database()")
        relation = _quoted(catalog, *full.split(".", 1))
        columns = [
            f"cast({_quoted(name)} as varchar) as {_quoted(name)}"
            if str(kind).startswith(AS_TEXT)
            else _quoted(name)
            for name, kind, *_ in warehouse.rows(f"describe {relation}")
        ]
        file = str(target).replace("'", "''")
        warehouse.rows(
            f"copy (select {', '.join(columns)} from {relation}) to '{file}' "  # noqa: S608
            "(format parquet, compression zstd, use_tmp_file false)"
        )


def server_tables(address: str) -> tuple[str, ...]:
    """The tables and views of a PostgreSQL database, as schema.table."""
    with _server(address) as connection:
        return tuple(f"{schema}.{name}" for schema, name in connection.execute(TABLES))


def copy_server(address: str, target: Path, *, table: str) -> None:
    """Write a table of PostgreSQL as CSV: its values as PostgreSQL writes them.

    Raises:
        UserError: psycopg is missing, the server does not answer, or there is no such table.
    """
    full = _check_table(table, server_tables(address), address)
    schema, _, name = full.partition(".")
    with _server(address) as connection, target.open("wb") as copy:
        columns = connection.execute(
            "select column_name, data_type from information_schema.columns"
            " where table_schema = %s and table_name = %s order by ordinal_position",
            [schema, name],
        ).fetchall()
        # As text, PostgreSQL's true is t, and its money has the sign of the server's country.
        casts = {"boolean": "::text", "money": "::numeric"}
        listed = ", ".join(
            f"{_quoted(column)}{casts.get(kind, '')} as {_quoted(column)}"
            for column, kind in columns
        )
        query = f"copy (select {listed} from {_quoted(schema, name)}) to stdout"  # noqa: S608
        with connection.cursor().copy(f"{query} (format csv, header true)") as blocks:
            for block in blocks:
                copy.write(block)


@contextlib.contextmanager
def _server(address: str) -> "Iterator[Connection]":
    psycopg = library("read from")
    options = (
        "-c datestyle=ISO -c timezone=UTC -c intervalstyle=postgres -c extra_float_digits=1"
        " -c default_transaction_read_only=on"
    )
    try:
        with connect(address, options=options) as connection:
            yield connection
    except psycopg.Error as error:
        raise UserError(
            f"{address} can't be read: {reason(error)}", code=ExitCode.ENGINE_FAILED
        ) from error


def _check_table(table: str, there: tuple[str, ...], source: str) -> str:
    """The table's name in full: of main and public, the schema may be left out."""
    for name in (table, f"main.{table}", f"public.{table}"):
        if name in there:
            return name
    raise UserError(
        f"{source} has no table {table}.", f"There are: {', '.join(there[:20]) or 'none'}."
    )


def _quoted(*names: str) -> str:
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)
