"""One DuckDB file with all tables, for readers of any age."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from runner.errors import FullDiskError
from runner.serve.duckdb_file import write_duckdb
from runner.serve.marks import Mark, Marks
from runner.serve.privacy import Privacy
from runner.serve.tables import ServedTable, served_tables
from runner.warehouse import Warehouse, open_warehouse
from tests.runner.conftest import no_file_larger_than

MARKS = Marks(
    {
        "sales": {name: Mark() for name in ("customer_id", "as_of_date", "net_revenue")},
        "names": {"name": Mark()},
    }
)
# A catalog in quotes, and a view that names it as dbt does.
TABLES = """
create schema marts;
create table marts.sales as
select
    'c' || number as customer_id,
    date '2024-01-31' - (number % 2)::integer as as_of_date,
    (number / 4)::decimal(18, 4) as net_revenue
from range(6) as t (number);
create view marts.names as select '王芳' as name from "a shop".marts.sales limit 1;
comment on table marts.sales is 'What each one''s orders brought in.';
comment on column marts.sales.net_revenue is '净收入';
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "a shop.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute(TABLES)
    return file


def served(warehouse: Warehouse) -> tuple[ServedTable, ...]:
    return served_tables(warehouse, MARKS, Privacy())


def test_views_become_tables_with_comments_and_types(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "o'clock.duckdb"
    begun: list[str] = []
    with open_warehouse(database) as warehouse:
        counts = write_duckdb(
            warehouse, served(warehouse), file=file, as_of="2024-01-31", begun=begun.append
        )
    assert counts == {"names": 1, "sales": 3}
    assert begun == ["names", "sales"]
    with duckdb.connect(file, read_only=True) as connection:
        assert connection.execute("select * from marts.sales order by 1").fetchall() == [
            (f"c{number}", date(2024, 1, 31), number / 4) for number in (0, 2, 4)
        ]
        assert connection.execute("select * from marts.names").fetchall() == [("王芳",)]
        assert connection.execute(
            "select table_name, comment from duckdb_tables() order by all"
        ).fetchall() == [("names", None), ("sales", "What each one's orders brought in.")]
        assert connection.execute(
            "select data_type, comment from duckdb_columns() where column_name = 'net_revenue'"
        ).fetchall() == [("DECIMAL(18,4)", "净收入")]
        # What DuckDB 1.0 and 1.1 read is version 64.
        assert connection.execute(
            "select tags['storage_version'] from duckdb_databases() where not internal"
        ).fetchall() == [("v1.0.0+",)]
    assert file.read_bytes()[8:16] == b"DUCK\x40\0\0\0"
    assert {found.name for found in tmp_path.iterdir()} == {database.name, file.name}


def test_the_database_is_open_as_before(database: Path, tmp_path: Path) -> None:
    with open_warehouse(database) as warehouse:
        tables = served(warehouse)
        for name in ("one", "two"):
            write_duckdb(warehouse, tables, file=tmp_path / f"{name}.duckdb")
        assert warehouse.rows("select current_database(), count(*) from marts.sales") == [
            ("a shop", 6)
        ]
        with pytest.raises(duckdb.Error, match="read-only"):
            warehouse.rows("delete from marts.sales")


def test_a_full_disk_is_told(database: Path, tmp_path: Path) -> None:
    with duckdb.connect(database) as connection:
        connection.execute(
            "drop view marts.names;"
            " create table marts.names as select uuid()::text as name from range(100000)"
        )
    with (
        pytest.raises(FullDiskError),
        open_warehouse(database) as warehouse,
        no_file_larger_than(500_000),
    ):
        write_duckdb(warehouse, served(warehouse), file=tmp_path / "full.duckdb")
