"""A database is replaced as a whole or not at all."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from runner.errors import ExitCode, KnownError
from runner.swap import building

HOLD = """
import duckdb, sys
held = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
print("held", flush=True)
sys.stdin.read()
"""
CRASH = """
import duckdb, os, sys
held = duckdb.connect(sys.argv[1])
held.execute("set checkpoint_threshold = '1 GB'")
held.execute("update shop set stock = 7")
os._exit(0)
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "shop.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute("create table shop as select 1 as stock")
        connection.execute("create view shown as select stock from shop.main.shop")
    return file


def _stock(file: Path) -> int:
    with duckdb.connect(file, read_only=True) as connection:
        ((stock,),) = connection.execute("select stock from shown").fetchall()
    return int(stock)


def _restock(file: Path, stock: int) -> None:
    with duckdb.connect(file) as connection:
        connection.execute("update shop set stock = ?", [stock])


@contextmanager
def _held(file: Path, how: str) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield
        finally:
            process.communicate()


def test_a_published_build_replaces_the_database_and_leaves_nothing_else(database: Path) -> None:
    with building(database) as swap:
        _restock(swap.scratch, 2)
        assert _stock(database) == 1
        swap.publish()
    assert _stock(database) == 2
    assert [file.name for file in database.parent.iterdir()] == ["shop.duckdb"]


def test_an_unpublished_build_leaves_the_database_as_it_was(database: Path) -> None:
    good = database.read_bytes()
    with building(database) as swap:
        _restock(swap.scratch, 2)
    assert database.read_bytes() == good
    assert [file.name for file in database.parent.iterdir()] == ["shop.duckdb"]


def test_a_failed_build_can_be_looked_at_views_and_all(database: Path) -> None:
    with building(database) as swap:
        _restock(swap.scratch, 2)
        swap.set_aside()
    assert _stock(swap.failed) == 2
    assert _stock(database) == 1


def test_the_first_build_begins_with_nothing(tmp_path: Path) -> None:
    with building(tmp_path / "shop.duckdb") as swap:
        assert not swap.scratch.exists()


def test_what_a_killed_build_left_is_not_built_upon(database: Path) -> None:
    with building(database) as swap:
        left_behind = swap.scratch
    left_behind.write_bytes(b"half a file")
    left_behind.with_name(f"{left_behind.name}.wal").write_bytes(b"half a log")
    with building(database) as swap:
        assert _stock(swap.scratch) == 1


def test_what_a_crashed_writer_left_in_its_log_is_not_lost(database: Path) -> None:
    subprocess.run([sys.executable, "-c", CRASH, str(database)], check=True)
    assert database.with_name("shop.duckdb.wal").exists()
    with building(database) as swap:
        assert _stock(swap.scratch) == 7
        swap.publish()
    assert _stock(database) == 7
    assert [file.name for file in database.parent.iterdir()] == ["shop.duckdb"]


def test_two_builds_of_one_database_at_a_time_are_refused(database: Path) -> None:
    with building(database):
        with pytest.raises(KnownError) as caught, building(database):
            pass
        assert f"process {os.getpid()}" in str(caught.value)
        assert caught.value.code == ExitCode.ENGINE_FAILED
        with building(database.with_name("other.duckdb")):
            pass
    with building(database):
        pass


def test_a_reader_goes_on_reading_while_the_database_is_replaced(database: Path) -> None:
    with _held(database, "read"), building(database) as swap:
        _restock(swap.scratch, 2)
        swap.publish()
    assert _stock(database) == 2


def test_a_writer_elsewhere_is_named_before_anything_is_built(database: Path) -> None:
    with _held(database, "write"), pytest.raises(KnownError) as caught, building(database):
        pass
    assert "open to write" in str(caught.value)
    assert caught.value.code == ExitCode.ENGINE_FAILED


def test_a_file_that_is_no_database_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("order_id\n" * 1000, encoding="utf-8")
    with pytest.raises(KnownError, match="can't be opened as a DuckDB database"), building(file):
        pass
    assert file.read_text(encoding="utf-8").startswith("order_id")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(KnownError, match="no folder"),
        building(tmp_path / "nowhere" / "shop.duckdb"),
    ):
        pass
