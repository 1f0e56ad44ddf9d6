"""What goes wrong is said in one sentence, and readers have what they had."""

import resource
from collections.abc import Callable, Generator
from pathlib import Path

import psycopg
import pytest

from runner.errors import ExitCode, UserError
from runner.publish.postgres import loading
from runner.publish.postgres.rows import csv_blocks
from runner.publish.postgres.session import taken
from runner.publish.postgres.verify import verify_server
from runner.warehouse import Warehouse
from tests.publish.postgres.conftest import Shared
from tests.publish.postgres.server import PASSWORD, running
from tests.publish.postgres.shop import JOINED, publish
from tests.publish.shop import CUSTOMERS, build

# Each takes a second or more; a pull request does without them.
pytestmark = pytest.mark.slow

PUBLISHED = "select nspname from pg_namespace where nspname like 'customer_tiers%' order by nspname"


def fails(shop: Path, address: str, **options: object) -> UserError:
    """The error of publishing; it has no password."""
    with pytest.raises(UserError) as error:
        publish(shop, address, **options)  # type: ignore[arg-type]
    assert PASSWORD not in str(error.value)
    assert "wrong" not in str(error.value)
    return error.value


def test_a_wrong_password(shop: Path, shared: Shared) -> None:
    error = fails(shop, shared.server.address(shared.name, "etl", "wrong"))
    assert error.code == ExitCode.ENGINE_FAILED
    assert error.sentence.startswith(f"{shared.told} can't be reached: ")
    assert "password authentication failed" in error.sentence
    assert error.advice == "A password is taken from PGPASSWORD or ~/.pgpass."


def test_a_password_of_the_environment(
    shop: Path, shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert publish(shop, shared.told).target == shared.told


def test_no_such_database(shop: Path, shared: Shared) -> None:
    error = fails(shop, shared.server.address("nowhere", "etl"))
    assert error.code == ExitCode.ENGINE_FAILED
    assert 'database "nowhere" does not exist' in error.sentence


def test_no_right_to_make_schemas(shop: Path, shared: Shared) -> None:
    shared.run(f"revoke create on database {shared.name} from etl")
    error = fails(shop, shared.address)
    assert error.code == ExitCode.ENGINE_FAILED
    assert error.sentence == f"etl may not make schemas in {shared.name}."
    assert error.advice.startswith("Let its owner run: ")
    shared.run(error.advice.removeprefix("Let its owner run: "))
    publish(shop, shared.address)


def test_no_right_to_make_views(shop: Path, shared: Shared) -> None:
    shared.run("create schema customer_tiers")
    error = fails(shop, shared.address)
    assert error.sentence == "etl may not make views in the schema customer_tiers."
    shared.run(error.advice.removeprefix("Let its owner run: "))
    publish(shop, shared.address)


def test_a_schema_of_another_owner_can_not_be_opened_for_a_role(shop: Path, shared: Shared) -> None:
    shared.run("create schema customer_tiers; grant usage, create on schema customer_tiers to etl")
    error = fails(shop, shared.address, grants=("analyst",))
    assert error.sentence == "Only its owner can let analyst into the schema customer_tiers."
    shared.run(error.advice.removeprefix("Let its owner run: "))
    publish(shop, shared.address, grants=("analyst",))
    assert shared.rows(JOINED, user="analyst") == [(1, 1, CUSTOMERS)]


def test_everybody_may_read(shop: Path, shared: Shared) -> None:
    publish(shop, shared.address, grants=("public",))
    build(shop, 2)
    publish(shop, shared.address)
    assert shared.rows(JOINED, user="analyst") == [(2, 2, CUSTOMERS)]


def test_no_such_role(shop: Path, shared: Shared) -> None:
    error = fails(shop, shared.address, grants=("boss",))
    assert error.code == ExitCode.USAGE_ERROR
    assert error.sentence == f"{shared.told} has no role boss."
    assert shared.rows(PUBLISHED) == []


def test_a_name_that_is_too_long(shop: Path, shared: Shared) -> None:
    error = fails(shop, shared.address, schema="x" * 44)
    assert error.code == ExitCode.USAGE_ERROR
    assert error.sentence == "The schema's name has 44 bytes."
    assert publish(shop, shared.address, schema="x" * 43).tables


def test_a_database_that_can_not_hold_chinese(shop: Path, shared: Shared) -> None:
    shared.run(f"create database {shared.name}_latin encoding 'LATIN1' template template0")
    error = fails(shop, shared.server.address(f"{shared.name}_latin", "etl"))
    assert error.code == ExitCode.USAGE_ERROR
    assert "is encoded LATIN1" in error.sentence


def test_two_publishes_at_once(shop: Path, shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runner.publish.postgres.session.LET_GO", 0.1)
    with taken(shared.address, schema="customer_tiers") as place:
        error = fails(shop, shared.address)
        assert error.code == ExitCode.ENGINE_FAILED
        assert error.sentence == (
            f"Process {place.connection.info.backend_pid} of the server publishes to"
            f" customer_tiers of {shared.told} at the moment."
        )
        # Another schema is another matter.
        assert publish(shop, shared.address, schema="other").tables
    publish(shop, shared.address)


def test_time_outs_of_the_role_are_for_readers(shop: Path, shared: Shared) -> None:
    with psycopg.connect(shared.server.address("postgres"), autocommit=True) as connection:
        connection.execute(
            f"alter role etl in database {shared.name} set statement_timeout = '25ms'"
        )
    assert publish(shop, shared.address).tables


@pytest.fixture
def in_the_midst(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Do something when the first rows of a table are on their way."""

    def arrange(act: Callable[[], object]) -> None:
        real = csv_blocks

        def blocks(warehouse: Warehouse, query: str, *, texts: tuple[str, ...]) -> Generator[bytes]:
            sent = real(warehouse, query, texts=texts)
            yield next(sent)
            act()
            # So much that the library notices that nobody takes it.
            yield from sent
            for _ in range(1000):
                yield b"s,x\n" * 100_000

        monkeypatch.setattr(loading, "csv_blocks", blocks)

    return arrange


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        ("pg_terminate_backend", "The connection to {address} was lost: "),
        ("pg_cancel_backend", "{address} stopped the work: "),
    ],
)
def test_the_server_ends_the_work(
    shop: Path,
    shared: Shared,
    in_the_midst: Callable[[Callable[[], object]], None],
    function: str,
    sentence: str,
) -> None:
    first = publish(shop, shared.address)
    build(shop, 2)
    end = f"select {function}(pid) from pg_stat_activity where application_name = 'tiers publish'"
    in_the_midst(lambda: shared.run(end))
    error = fails(shop, shared.address)
    assert error.code == ExitCode.ENGINE_FAILED
    assert error.sentence.startswith(sentence.format(address=shared.told)), error
    assert error.advice == "Nothing was replaced."
    verified = verify_server(shared.address)
    assert (verified.release, verified.problems) == (first.release, ())


def test_a_server_that_dies_and_comes_back_has_the_old_release(
    shop: Path, in_the_midst: Callable[[Callable[[], object]], None]
) -> None:
    with running() as server:
        address = server.address("postgres")
        first = publish(shop, address)
        build(shop, 2)
        in_the_midst(server.crash)
        error = fails(shop, address)
        assert error.code == ExitCode.ENGINE_FAILED
        assert " was lost: " in error.sentence
        server.start()
        verified = verify_server(address)
        assert (verified.release, verified.problems) == (first.release, ())


def test_a_full_disk_on_the_server(tmp_path: Path) -> None:
    shop = tmp_path / "customer_tiers.duckdb"
    build(shop, 1, customers=10)
    with running("--wal-segsize=1") as server:
        address = server.address("postgres")
        first = publish(shop, address)
        build(shop, 2, customers=60_000)
        # Its files can't grow any more than to this; the system calls that a full disk too.
        server.stop()
        server.start(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20)))
        error = fails(shop, address)
        assert error.code == ExitCode.ENGINE_FAILED
        assert error.sentence.startswith(
            f"The disk of {server.told('postgres')} is full: could not extend file"
        )
        verified = verify_server(address)
        assert (verified.release, verified.problems) == (first.release, ())
        # What was half loaded is gone, to make room.
        with psycopg.connect(address) as connection:
            assert len(connection.execute(PUBLISHED).fetchall()) == 2


def test_a_killed_publish_leaves_nothing_behind(shop: Path, shared: Shared) -> None:
    first = publish(shop, shared.address)
    with taken(shared.address, schema="customer_tiers") as place:
        left = place.begin("2025-12-31-0000dead")
        place.connection.execute(f"create table {left}.customer_facts (half int)")
    shared.run("create schema customer_tiers_2025_12_31_0000beef")  # of somebody else
    build(shop, 2)
    second = publish(shop, shared.address)
    names = {name.replace("-", "_") for name in (first.release, second.release)}
    assert {row[0] for row in shared.rows(PUBLISHED)} == {
        "customer_tiers",
        "customer_tiers_2025_12_31_0000beef",
        *(f"customer_tiers_{name}" for name in names),
    }
