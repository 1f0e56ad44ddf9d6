"""Exports are whole files or none."""

import json
from pathlib import Path

import duckdb
import pytest

from runner.choices import Format
from runner.errors import ExitCode, KnownError
from runner.export import export
from runner.warehouse import Warehouse
from tests.conftest import run_tiers

TABLES = """
create schema marts;
create schema staging;
create table staging.stg_orders as select 1 as order_id;
create table marts.customer_tiers as
select *
from (values
    ('c1', date '2024-01-31', 'A, "top"', 10.50::decimal(18, 4)),
    ('c2', date '2024-01-31', null, 0.00),
    ('c1', date '2023-12-31', 'B', 1.25)
) as t (customer_id, as_of_date, label, net_revenue);
create table marts.rejected_orders as select 'o1' as order_id from range(5);
create view marts.tier_summary as select * from marts.customer_tiers where false;
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "shop.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute(TABLES)
    return file


def test_by_default_all_marts_are_written_as_of_the_newest_day(
    database: Path, tmp_path: Path
) -> None:
    files = export(database, file_format=Format.PARQUET, out=tmp_path / "out")
    assert [(file.table, file.rows, file.as_of_date) for file in files] == [
        ("customer_tiers", 2, "2024-01-31"),
        ("rejected_orders", 5, None),
        ("tier_summary", 0, "2024-01-31"),
    ]
    assert all(file.file.stat().st_size == file.bytes for file in files)
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        "customer_tiers.parquet",
        "rejected_orders.parquet",
        "tier_summary.parquet",
    }


@pytest.mark.parametrize("file_format", Format)
def test_each_format_reads_back_the_same(
    database: Path, tmp_path: Path, file_format: Format
) -> None:
    (written,) = export(
        database, tables=["customer_tiers"], file_format=file_format, out=tmp_path, as_of="all"
    )
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select customer_id, label, net_revenue from '{written.file}'"
        ).fetchall()
    assert [(row[0], row[1], float(row[2])) for row in rows] == [
        ("c1", 'A, "top"', 10.5),
        ("c2", None, 0.0),
        ("c1", "B", 1.25),
    ]


def test_another_day_can_be_written(database: Path, tmp_path: Path) -> None:
    (written,) = export(
        database,
        tables=["customer_tiers"],
        file_format=Format.CSV,
        out=tmp_path,
        as_of="2023-12-31",
    )
    assert written.file.read_text(encoding="utf-8").splitlines() == [
        "customer_id,as_of_date,label,net_revenue",
        "c1,2023-12-31,B,1.2500",
    ]


def test_a_write_that_fails_leaves_the_earlier_file_and_no_other(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: Warehouse, __: str, *, file: Path, **___: object) -> int:
        file.write_text("half", encoding="utf-8")
        raise duckdb.IOException("disk full")

    out = tmp_path / "out"
    (earlier,) = export(database, tables=["customer_tiers"], file_format=Format.CSV, out=out)
    before = earlier.file.read_bytes()
    monkeypatch.setattr(Warehouse, "write", breaks)
    with pytest.raises(duckdb.IOException):
        export(database, tables=["customer_tiers"], file_format=Format.CSV, out=out)
    assert earlier.file.read_bytes() == before
    assert [file.name for file in out.iterdir()] == ["customer_tiers.csv"]


@pytest.mark.parametrize(
    ("tables", "as_of", "says"),
    [
        (["orders"], None, "There are: customer_tiers, rejected_orders, tier_summary."),
        (["stg_orders"], None, "no table stg_orders in the marts"),
        ([], "2020-01-01", "It has 2024-01-31, 2023-12-31"),
        ([], "soon", "is not a day"),
    ],
)
def test_what_is_not_there_is_named_beside_what_is(
    database: Path, tmp_path: Path, tables: list[str], as_of: str | None, says: str
) -> None:
    out = tmp_path / "out"
    with pytest.raises(KnownError) as caught:
        export(database, tables=tables, file_format=Format.CSV, out=out, as_of=as_of)
    assert says in str(caught.value)
    assert not out.exists()


def test_a_missing_database_is_asked_wrongly(tmp_path: Path) -> None:
    arguments = ("--format", "csv", "--out", tmp_path, "--database", tmp_path / "none.duckdb")
    asked = run_tiers("export", *arguments, folder=tmp_path)
    assert asked.code == ExitCode.ASKED_WRONGLY
    assert "Run `tiers build` first" in asked.stderr


def test_the_command_lists_files_with_rows_and_bytes(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ("--format", "json", "--out", out, "--database", database, "--json")
    done = run_tiers("export", "customer_tiers", *arguments, folder=tmp_path)
    (listed,) = done.json["files"]
    assert done.code == 0
    assert Path(listed["file"]) == out / "customer_tiers.json"
    assert listed["rows"] == 2 == len(json.loads(Path(listed["file"]).read_text(encoding="utf-8")))
    assert listed["bytes"] == Path(listed["file"]).stat().st_size


@pytest.mark.builds
def test_the_sample_shop_can_be_exported(sample_database: Path, tmp_path: Path) -> None:
    files = export(sample_database, file_format=Format.PARQUET, out=tmp_path)
    rows = {file.table: file.rows for file in files}
    assert rows["customer_tiers"] == rows["customer_facts"] > 0
