"""Exports are whole files or none."""

import fcntl
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest

from runner.choices import Format, Language
from runner.errors import ExitCode, FullDiskError, UserError
from runner.export.export import export
from runner.export.shapes import ExportedFile, ExportRequest, Silent
from runner.serve.marks import Mark, Marks, Treatment, read_marks
from runner.serve.privacy import Privacy
from runner.warehouse import Warehouse
from tests.conftest import PROJECT, clean_environment, run_tiers
from tests.runner.conftest import no_file_larger_than

TABLES = """
create schema marts;
create schema staging;
create table staging.stg_tiers__orders as select 1 as order_id;
create table marts.customer_tiers as
select *
from (values
    ('c1', date '2024-01-31', 'A, "top"', 10.50::decimal(18, 4)),
    ('c2', date '2024-01-31', null, 0.00),
    ('c1', date '2023-12-31', 'B', 1.25)
) as t (customer_id, as_of_date, label, net_revenue);
create table marts.rejected_orders as select 'o1' as raw_order_id from range(5);
create view marts.tier_summary as select * from marts.customer_tiers where false;
"""


WIDE = ("customer_id", "as_of_date", "label", "net_revenue")
# What the project says of these columns: nothing is personal.
MARKS = Marks(
    {
        "customer_tiers": dict.fromkeys(WIDE, Mark()),
        "rejected_orders": {"raw_order_id": Mark()},
        "tier_summary": dict.fromkeys(WIDE, Mark()),
    }
)
ONE_FILE_EACH = (Format.PARQUET, Format.CSV, Format.JSON)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "shop.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute(TABLES)
    return file


def write(
    database: Path,
    *tables: str,
    to: Path,
    file_format: Format = Format.CSV,
    as_of: str | None = None,
) -> tuple[ExportedFile, ...]:
    """Export for programs."""
    return export(
        ExportRequest(
            database,
            PROJECT,
            MARKS,
            file_format,
            to,
            tables=tables,
            as_of=as_of,
            raw=True,
        )
    )


def test_by_default_all_marts_are_written_as_of_the_newest_day(
    database: Path, tmp_path: Path
) -> None:
    files = write(database, to=tmp_path / "out", file_format=Format.PARQUET)
    assert [(t.name, t.rows, t.as_of_date) for file in files for t in file.tables] == [
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


@pytest.mark.parametrize("file_format", ONE_FILE_EACH)
def test_each_format_reads_back_the_same(
    database: Path, tmp_path: Path, file_format: Format
) -> None:
    (written,) = write(
        database, "customer_tiers", file_format=file_format, to=tmp_path, as_of="all"
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
    (written,) = write(database, "customer_tiers", to=tmp_path, as_of="2023-12-31")
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
    (earlier,) = write(database, "customer_tiers", to=out)
    before = earlier.file.read_bytes()
    monkeypatch.setattr(Warehouse, "write", breaks)
    with pytest.raises(duckdb.IOException):
        write(database, "customer_tiers", to=out)
    assert earlier.file.read_bytes() == before
    assert [file.name for file in out.iterdir()] == ["customer_tiers.csv"]


@pytest.mark.parametrize("file_format", Format)
def test_on_a_full_disk_the_earlier_file_stays_and_no_other(
    file_format: Format, database: Path, tmp_path: Path
) -> None:
    with duckdb.connect(database) as connection:
        connection.execute(
            "create or replace table marts.rejected_orders as"
            " select uuid() as raw_order_id from range(100000)"
        )
    out = tmp_path / "out"
    out.mkdir()
    earlier = out / f"rejected_orders.{file_format}"
    earlier.write_text("before", encoding="utf-8")
    with no_file_larger_than(100_000), pytest.raises(FullDiskError) as caught:
        write(database, "rejected_orders", file_format=file_format, to=out)
    assert str(caught.value).startswith("The disk is full")
    assert caught.value.code == ExitCode.ENGINE_FAILED
    assert earlier.read_text(encoding="utf-8") == "before"
    assert [file.name for file in out.iterdir()] == [earlier.name]


def test_exports_into_one_folder_at_a_time_have_nothing_in_common(
    database: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    def again(_: int) -> None:
        write(database, to=out)

    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(again, range(24)))
    assert {file.name: len(file.read_text("utf-8").splitlines()) for file in out.iterdir()} == {
        "customer_tiers.csv": 3,
        "rejected_orders.csv": 6,
        "tier_summary.csv": 1,
    }


def test_what_a_killed_export_left_goes_unless_another_one_is_at_work(
    database: Path, tmp_path: Path
) -> None:
    left = tmp_path / "out" / ".tiers-export-killed"
    left.mkdir(parents=True)
    (left / "customer_tiers.csv").write_text("half", encoding="utf-8")
    at_work = os.open(left.parent, os.O_RDONLY)
    fcntl.flock(at_work, fcntl.LOCK_SH)
    write(database, to=left.parent)
    assert left.exists()
    os.close(at_work)
    write(database, to=left.parent)
    assert not left.exists()


def test_a_replaced_file_keeps_who_may_read_it_and_a_new_one_follows_the_umask(
    database: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    private = out / "customer_tiers.csv"
    private.touch(mode=0o600)
    if os.geteuid() == 0:
        os.chown(private, 12345, 23456)
    owner = private.stat().st_uid
    before = os.umask(0o027)
    try:
        write(database, to=out)
    finally:
        os.umask(before)
    assert {file.name: oct(file.stat().st_mode & 0o777) for file in out.iterdir()} == {
        "customer_tiers.csv": "0o600",
        "rejected_orders.csv": "0o640",
        "tier_summary.csv": "0o640",
    }
    assert private.stat().st_uid == owner


def test_a_file_that_is_not_whole_yet_is_closed_to_others(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[int] = []
    original = Warehouse.write

    def watched(warehouse: Warehouse, query: str, *, file: Path, **how: str) -> int:
        modes.append(file.parent.stat().st_mode & 0o777)
        return original(warehouse, query, file=file, **how)

    monkeypatch.setattr(Warehouse, "write", watched)
    write(database, "customer_tiers", to=tmp_path)
    assert modes == [0o700]


def test_an_interrupted_export_says_how_many_files_are_there(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Warehouse.write

    def interrupted(warehouse: Warehouse, query: str, *, file: Path, **how: str) -> int:
        if file.stem == "rejected_orders":
            raise KeyboardInterrupt
        return original(warehouse, query, file=file, **how)

    monkeypatch.setattr(Warehouse, "write", interrupted)
    with pytest.raises(UserError, match=r"Interrupted; 1 of 3 files were written") as caught:
        write(database, to=tmp_path / "out")
    assert caught.value.code == ExitCode.ENGINE_FAILED
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["customer_tiers.csv"]


@pytest.mark.parametrize("words", [("--json",), ()])
def test_a_reader_that_has_gone_is_no_error(
    words: tuple[str, ...], database: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    reader, pipe = os.pipe()
    os.close(reader)
    command = ("export", "--format", "csv", "--out", out, "--database", database, *words)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "runner.cli", *map(str, command)],
            cwd=tmp_path,
            env=clean_environment(),
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(pipe)
    # With --json, words go to stderr, where somebody reads them.
    assert "Error" not in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == ExitCode.FINE
    assert len(list(out.iterdir())) == 3


@pytest.mark.parametrize(
    ("tables", "as_of", "says"),
    [
        (["orders"], None, "There are: customer_tiers, rejected_orders, tier_summary."),
        (["stg_tiers__orders"], None, "no table stg_tiers__orders in the marts"),
        (["customer_tier"], None, "Did you mean customer_tiers?"),
        ([], "2020-01-01", "It has 2024-01-31, 2023-12-31"),
        ([], "soon", "is not a day"),
    ],
)
def test_what_is_not_there_is_named_beside_what_is(
    database: Path, tmp_path: Path, tables: list[str], as_of: str | None, says: str
) -> None:
    out = tmp_path / "out"
    with pytest.raises(UserError) as caught:
        write(database, *tables, to=out, as_of=as_of)
    assert says in str(caught.value)
    assert not out.exists()


def test_a_view_of_the_newest_date_has_no_other(database: Path, tmp_path: Path) -> None:
    with duckdb.connect(database) as connection:
        connection.execute(
            "create view marts.customer_tiers_current as"
            " select * from marts.customer_tiers where as_of_date = date '2024-01-31'"
        )
    # By default it is left out: the table has its rows.
    assert len(write(database, to=tmp_path / "all")) == 3
    (file,) = write(database, "customer_tiers_current", to=tmp_path / "one")
    assert (file.file.name, file.rows) == ("customer_tiers_current.csv", 2)
    with pytest.raises(UserError) as caught:
        write(database, "customer_tiers_current", to=tmp_path / "old", as_of="2023-12-31")
    assert str(caught.value) == (
        "customer_tiers_current is as of 2024-01-31, the newest date."
        " customer_tiers has the others."
    )


def test_the_database_is_never_replaced(database: Path, tmp_path: Path) -> None:
    before = database.read_bytes()
    (tmp_path / "customer_tiers.duckdb").symlink_to(database)
    with pytest.raises(UserError, match="is the database itself"):
        write(database, to=tmp_path, file_format=Format.DUCKDB)
    assert database.read_bytes() == before


def test_a_file_is_no_folder(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.touch()
    with pytest.raises(UserError, match="is a file, and --out takes a folder") as caught:
        write(database, to=out)
    assert caught.value.code == ExitCode.USAGE_ERROR


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_is_read_only_is_named(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o500)
    with pytest.raises(UserError, match=f"Can't write {out}") as caught:
        write(database, to=out)
    assert caught.value.code == ExitCode.ENGINE_FAILED


def test_all_tables_are_in_one_duckdb_file(database: Path, tmp_path: Path) -> None:
    (file,) = write(database, to=tmp_path / "out", file_format=Format.DUCKDB)
    assert file.file.name == "customer_tiers.duckdb"
    assert file.as_json()["tables"] == [
        {"table": "customer_tiers", "rows": 2, "as_of_date": "2024-01-31"},
        {"table": "rejected_orders", "rows": 5, "as_of_date": None},
        {"table": "tier_summary", "rows": 0, "as_of_date": "2024-01-31"},
    ]
    with duckdb.connect(file.file, read_only=True) as connection:
        assert connection.execute(
            "select table_name, estimated_size from duckdb_tables() order by all"
        ).fetchall() == [("customer_tiers", 2), ("rejected_orders", 5), ("tier_summary", 0)]
    (alone,) = write(database, "tier_summary", to=tmp_path / "out", file_format=Format.DUCKDB)
    assert alone.file.name == "tier_summary.duckdb"


def test_duckdb_files_have_no_titles(database: Path, tmp_path: Path) -> None:
    request = ExportRequest(
        database, PROJECT, MARKS, Format.DUCKDB, tmp_path / "out", language=Language.ZH
    )
    with pytest.raises(UserError, match="Leave out --lang"):
        export(request)


def test_the_progress_tells_of_each_table(database: Path, tmp_path: Path) -> None:
    told: list[tuple[str, object]] = []

    class Told(Silent):
        def planned(self, total: int) -> None:
            told.append(("planned", total))

        def started(self, name: str) -> None:
            told.append(("started", name))

        def finished(self, name: str) -> None:
            told.append(("finished", name))

    for file_format in Format:
        told.clear()
        request = ExportRequest(database, PROJECT, MARKS, file_format, tmp_path / "out")
        export(request, progress=Told())
        assert told == [
            ("planned", 3),
            *(
                (event, name)
                for name in ("customer_tiers", "rejected_orders", "tier_summary")
                for event in ("started", "finished")
            ),
        ]


def test_personal_data_is_left_out_of_every_format(database: Path, tmp_path: Path) -> None:
    marks = Marks({"rejected_orders": {"raw_order_id": Mark(Treatment.RAW)}})
    with duckdb.connect(database) as connection:
        connection.execute("update marts.rejected_orders set raw_order_id = 'MARKER'")
    for file_format in Format:
        for include_personal in (False, True):
            request = ExportRequest(
                database,
                PROJECT,
                marks,
                file_format,
                tmp_path / "out",
                privacy=Privacy(include_personal=include_personal),
            )
            (file,) = export(request)
            assert (b"MARKER" in whole(file.file)) == include_personal


def whole(file: Path) -> bytes:
    """All bytes of a file, unpacked."""
    if file.suffix == ".xlsx":
        with ZipFile(file) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())
    if file.suffix == ".parquet":
        with duckdb.connect() as connection:
            return repr(connection.execute(f"from '{file}'").fetchall()).encode()
    return file.read_bytes()


def test_a_missing_database_is_asked_wrongly(tmp_path: Path) -> None:
    arguments = ("--format", "csv", "--out", tmp_path, "--database", tmp_path / "none.duckdb")
    asked = run_tiers("export", *arguments, folder=tmp_path)
    assert asked.code == ExitCode.USAGE_ERROR
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
    request = ExportRequest(sample_database, PROJECT, read_marks(PROJECT), Format.PARQUET, tmp_path)
    rows = {file.tables[0].name: file.rows for file in export(request)}
    assert rows["customer_tiers"] == rows["customer_facts"] > 0
