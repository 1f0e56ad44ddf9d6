"""`--max-moved` on a server: what is compared is what the schemas of the releases hold."""

from pathlib import Path

import pytest

from runner.ask.difference import Cause
from runner.choices import Loudness
from runner.console import Terminal
from runner.project import find_project
from runner.publish.gate import MovedError
from runner.publish.postgres.publish import publish_to_server
from runner.publish.postgres.rollback import list_server_releases
from runner.publish.shapes import Published, PublishRequest
from tests.ask.shops import BASE_ROWS
from tests.conftest import PROJECT
from tests.publish.postgres.conftest import Shared
from tests.publish.test_gate import HEAD, build


def publish(database: Path, shared: Shared, max_moved: float) -> Published:
    return publish_to_server(
        find_project(PROJECT),
        shared.address,
        PublishRequest(database, max_moved=max_moved),
        Terminal(loudness=Loudness.QUIET),
    )


def test_what_is_stopped_leaves_the_current_release_and_nothing_else(
    tmp_path: Path, shared: Shared
) -> None:
    """Bob alone of five did nothing and has another label, as in a folder."""
    shop = tmp_path / "customer_tiers.duckdb"
    build(shop, BASE_ROWS, rules="same")
    first = publish(shop, shared, 0)
    assert first.moved
    assert first.moved.difference is None
    build(shop, HEAD, rules="same")
    with pytest.raises(MovedError, match=r"1 customers \(20.0%\); --max-moved allows 10.0%") as it:
        publish(shop, shared, 0.1)
    assert it.value.difference.count("abc", "A", "B") == 1
    assert it.value.difference.moved.by_cause.keys() == {Cause.CUTS, Cause.BEHAVIOUR}
    left = list_server_releases(shared.address)
    assert [(one.release, one.is_current) for one in left] == [(first.release, True)]
    second = publish(shop, shared, 0.2)
    assert second.moved
    assert second.moved.as_json()["customers_by_cuts"] == 1
    assert publish(shop, shared, 0).moved is None
