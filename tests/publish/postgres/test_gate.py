"""`--max-moved` with the current release on a server."""

from pathlib import Path

import duckdb
import pytest

from runner.publish.gate import MovedError
from runner.results import NodeResult
from runner.swap import building
from runner.tested import keep_tested
from tests.ask.shops import BASE_ROWS, DAY, Row, make
from tests.publish.postgres.conftest import Shared
from tests.publish.postgres.shop import publish
from tests.publish.test_gate import HEAD

OTHERS = f"""
    create table intermediate.int_rules_version as select 'rules' as rules_version;
    create table intermediate.int_as_of_dates as
    select date '{DAY}' as as_of_date, true as is_newest, 'content' as as_of_content
"""


def build(database: Path, rows: "tuple[Row, ...] | list[Row]") -> None:
    """Build a shop of a few customers with labels."""
    with building(database) as swap:
        swap.scratch.unlink(missing_ok=True)
        make(swap.scratch, {DAY: rows})
        with duckdb.connect(swap.scratch) as connection:
            connection.execute(OTHERS)
        keep_tested(swap, swap.publish(), [NodeResult("test", "test", "pass", 0.1)])


@pytest.mark.thorough
def test_who_was_moved_without_doing_anything_is_counted(tmp_path: Path, shared: Shared) -> None:
    """Bob alone of the five customers that either release has."""
    shop = tmp_path / "customer_tiers.duckdb"
    build(shop, BASE_ROWS)
    first = publish(shop, shared.address, max_moved=0)
    assert first.moved
    assert first.moved.sentence == "There is no release to compare with, so nobody moved."
    build(shop, HEAD)
    with pytest.raises(MovedError, match=r"1 customers? \(20.0%\)"):
        publish(shop, shared.address, max_moved=0.199)
    assert shared.rows("select release from customer_tiers.manifest") == [(first.release,)]
    second = publish(shop, shared.address, max_moved=0.2)
    assert second.moved
    assert second.moved.as_json()["compared_with"] == first.release
    assert second.moved.as_json()["customers_by_cuts"] == 1
    assert second.replaced == first.release
