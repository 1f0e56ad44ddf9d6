"""Readers of a PostgreSQL database while releases are published: none fails, none sees two."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from runner.errors import UserError
from runner.publish.postgres import swap
from runner.publish.postgres.rollback import list_server_releases
from tests.publish.postgres.conftest import Shared
from tests.publish.postgres.shop import JOINED, publish
from tests.publish.shop import build

# Each takes a second or more; a pull request does without them.
pytestmark = pytest.mark.slow
PUBLISHES = 30

FEW = 200  # customers
VIEWS = ("abc_tiers_current", "customer_facts", "customer_tiers", "customer_tiers_current")
Connection = psycopg.Connection[tuple[object, ...]]


def of(connection: Connection, view: str) -> tuple[object, ...] | None:
    """Which builds the rows of a view are of, and how many there are."""
    if view == "abc_tiers_current":  # it has no number of the build but its least revenue
        query = f"select min(net_revenue)::int, count(*) from customer_tiers.{view}"
    else:
        query = f"select min(order_count), max(order_count), count(*) from customer_tiers.{view}"
    return connection.execute(query).fetchone()


def joins(connection: Connection) -> bool:
    """Whether one statement joins tables of one build."""
    row = connection.execute(JOINED, prepare=True).fetchone()
    return bool(row and row[0] == row[1] and row[2] == FEW)


def transaction(isolation: str) -> Callable[[Connection], bool]:
    """A reader of several tables in one transaction, in any order."""

    def reads(connection: Connection) -> bool:
        seen = set()
        with connection.transaction():
            connection.execute(f"set transaction isolation level {isolation}")
            connection.execute("select 1")
            for view in random.sample(VIEWS, 3):
                row = of(connection, view)
                assert row
                seen.add(row[0])
                if row[-1] != (FEW if view.endswith("_current") else 2 * FEW):
                    return False
                time.sleep(0.002)
        return len(seen) == 1

    return reads


@contextmanager
def reading(shared: Shared) -> Iterator[Counter[str]]:
    """Read all the time, in several ways beside each other."""
    counts: Counter[str] = Counter()
    ended = threading.Event()
    ways = {
        "joins": joins,
        "committed": transaction("read committed"),
        "repeatable": transaction("repeatable read"),
    }

    def read(name: str, is_whole: Callable[[Connection], bool]) -> None:
        with shared.connect("analyst") as connection:
            while not ended.is_set():
                try:
                    counts[name] += 1
                    counts["mixed"] += not is_whole(connection)
                except psycopg.Error as error:
                    counts["failed"] += 1
                    counts[str(error)] += 1

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read, *way) for way in ways.items()]
        try:
            yield counts
        finally:
            ended.set()
        for reader in readers:
            reader.result()


def test_readers_beside_publishes_never_fail_and_never_see_two_builds(
    tmp_path: Path, shared: Shared
) -> None:
    shop = tmp_path / "customer_tiers.duckdb"
    build(shop, 1, customers=FEW)
    publish(shop, shared.address, grants=("analyst",))
    with reading(shared) as counts:
        for stock in range(2, PUBLISHES + 2):
            build(shop, stock, customers=FEW)
            publish(shop, shared.address, keep=2)
    assert (counts["failed"], counts["mixed"]) == (0, 0), counts
    assert min(counts[way] for way in ("joins", "committed", "repeatable")) > PUBLISHES
    assert len(list_server_releases(shared.address)) == 2


def test_who_has_begun_to_read_sees_the_old_release_to_the_end(
    tmp_path: Path, shared: Shared
) -> None:
    shop = tmp_path / "customer_tiers.duckdb"
    build(shop, 1, customers=FEW)
    publish(shop, shared.address, grants=("analyst",))
    build(shop, 2, customers=FEW)
    with ThreadPoolExecutor() as pool, shared.connect("analyst") as reader:
        with reader.transaction():
            # The views are replaced by their names: it has the last one, and wants the first.
            assert of(reader, "customer_tiers_current") == (1, 1, FEW)
            published = pool.submit(publish, shop, shared.address)
            wait_until_tried(shared)
            assert of(reader, "abc_tiers_current") == (1, FEW)
            assert not published.done()
        published.result(60)
        assert of(reader, "abc_tiers_current") == (2, FEW)


def test_a_snapshot_older_than_the_release_finds_it_whole(tmp_path: Path, shared: Shared) -> None:
    shop = tmp_path / "customer_tiers.duckdb"
    build(shop, 1, customers=FEW)
    publish(shop, shared.address, grants=("analyst",))
    build(shop, 2, customers=FEW)
    with shared.connect("analyst") as reader, reader.transaction():
        reader.execute("set transaction isolation level repeatable read")
        reader.execute("select count(*) from pg_catalog.pg_class")
        publish(shop, shared.address)
        assert of(reader, "customer_facts") == (2, 2, 2 * FEW)
        row = reader.execute("select count(*) from customer_tiers.manifest").fetchone()
        assert row == (1,)


def test_a_reader_that_does_not_end_is_named(
    tmp_path: Path, shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = tmp_path / "customer_tiers.duckdb"
    build(shop, 1, customers=FEW)
    first = publish(shop, shared.address, grants=("analyst",))
    build(shop, 2, customers=FEW)
    monkeypatch.setattr(swap, "PATIENCE", 0.5)
    with shared.connect("analyst") as reader, reader.transaction():
        of(reader, "customer_tiers")
        with pytest.raises(UserError, match="reads it in a transaction") as error:
            publish(shop, shared.address)
        assert error.value.code == 3
        assert error.value.sentence == (
            f"customer_tiers can't be replaced while process {reader.info.backend_pid} of the"
            " server (analyst) reads it in a transaction."
        )
    assert shared.rows("select release from customer_tiers.manifest") == [(first.release,)]


def wait_until_tried(shared: Shared) -> None:
    """Wait until a swap waits for a lock."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if shared.rows("select 1 from pg_stat_activity where wait_event_type = 'Lock'"):
            return
        time.sleep(0.02)
    raise AssertionError("Nobody waits for a lock.")
