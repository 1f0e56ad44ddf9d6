"""The same dashboards over PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.bi.conftest import titles_of
from tests.bi.figures import KEYS, expected, in_order
from tests.bi.superset import Superset, running_superset
from tests.conftest import PROJECT, run_tiers
from tests.publish.postgres.server import PASSWORD, Server, running

pytestmark = [pytest.mark.builds, pytest.mark.slow]

# In place of the password; Superset asks for it when it imports.
MASK = "X" * 10


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with a role that publishes and one that reads."""
    with running() as started:
        with psycopg.connect(started.address("postgres"), autocommit=True) as connection:
            for role in ("etl", "reader"):
                connection.execute(f"create role {role} login password '{PASSWORD}'")
            connection.execute("create database shop")
            connection.execute("grant create on database shop to etl")
        yield started


@pytest.fixture(scope="module")
def over_postgres(
    server: Server, prepared: Path, sample_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Superset, dict[str, int]]]:
    """A Superset that reads from the server, and the ids of its charts by their keys."""
    folder = tmp_path_factory.mktemp("postgres")
    bundle = folder / "bundle.zip"
    address = server.address("shop", "reader", MASK)
    for words in (
        ("publish", "--to", server.address("shop", "etl"), "--grant", "reader", "--json"),
        ("semantic", "--format", "superset", "--out", bundle, "--connection", address),
    ):
        done = run_tiers(
            *(*words, "--database", sample_database),
            folder=PROJECT,
            DBT_TARGET_PATH=str(folder / "target"),
        )
        assert done.code == 0, done.stderr
    home = Path(shutil.copytree(prepared, prepared.with_name("superset-postgres")))
    with running_superset(home) as superset:
        superset.import_bundle(bundle, password=PASSWORD)
        charts = superset.ids_of_charts("customer-tiers-en")
        titles = titles_of(bundle, "en")
        yield superset, {key: charts[title] for key, title in titles.items()}


@pytest.mark.parametrize("key", KEYS)
def test_a_chart_shows_what_the_marts_hold(
    key: str, over_postgres: tuple[Superset, dict[str, int]], sample_database: Path
) -> None:
    superset, charts = over_postgres
    shown = superset.rows_of(charts[key])
    assert in_order(shown) == in_order(expected(sample_database, key, "en"))
