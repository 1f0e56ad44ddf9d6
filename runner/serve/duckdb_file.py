"""Tables as one DuckDB file that every DuckDB from 1.0 on opens."""

from collections.abc import Callable, Sequence
from pathlib import Path

from runner.serve.tables import ServedTable, quoted
from runner.warehouse import MARTS, Warehouse

# What DuckDB 1.0 reads, and all that came after it.
STORAGE = "v1.0.0"
# The file's name while it is written; no database that is read is called so.
WRITTEN = "the file that is being written"


def write_duckdb(
    warehouse: Warehouse,
    tables: Sequence[ServedTable],
    *,
    file: Path,
    as_of: str | None = None,
    begun: Callable[[str], object] = str,
) -> dict[str, int]:
    """Write tables, with their comments, into the schema `marts` of a new DuckDB file.

    Views become tables: who reads the file needs nothing else.

    Args:
        warehouse: from which they are read.
        tables: as they leave the database.
        file: must not be there.
        as_of: only the rows of that as-of date, YYYY-MM-DD.
        begun: is called with the name of each table.

    Returns:
        How many rows each has, by name.
    """
    counts = {}
    with warehouse.writing(file, catalog=WRITTEN, storage_version=STORAGE):
        warehouse.rows(f"create schema if not exists {quoted(WRITTEN, MARTS)}")
        for table in tables:
            begun(table.name)
            name = quoted(WRITTEN, MARTS, table.name)
            ((count,),) = warehouse.rows(f"create table {name} as {table.query(as_of)}")
            counts[table.name] = int(count)
            _comment(warehouse, "table", name, table.description)
            for column in table.columns:
                _comment(warehouse, "column", f"{name}.{quoted(column.name)}", column.description)
    return counts


def _comment(warehouse: Warehouse, kind: str, name: str, description: str) -> None:
    if description:
        text = description.replace("'", "''")
        warehouse.rows(f"comment on {kind} {name} is '{text}'")
