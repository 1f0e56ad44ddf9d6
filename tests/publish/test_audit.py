"""Only a database whose tests have passed is published, tested when it was built or now."""

import json
from pathlib import Path

import duckdb
import pytest

from runner.swap import Swap, identity_of
from runner.tested import keep_tested, read_tested
from tests.publish.dbt_shop import dbt_shop
from tests.publish.shop import build
from tests.runner.conftest import Project

pytestmark = pytest.mark.builds
PASSED_TWO = {"pass": 2, "warn": 0, "fail": 0, "error": 0, "skipped": 0}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return dbt_shop(tmp_path / "project")


def _tests_of(project: Project) -> dict[str, int]:
    manifest = json.loads((project.folder / "out/current/manifest.json").read_text("utf-8"))
    tests: dict[str, int] = manifest["tests"]
    return tests


def test_a_tested_build_is_published_without_testing_it_again(project: Project) -> None:
    assert project.tiers("build").code == 0
    # From here on no test could pass.
    (project.folder / "tests/dbt/stock_is_no_loss.sql").write_text("select 1", "utf-8")
    published = project.tiers("publish", "--to", "out", "--json")
    assert published.code == 0, published.stderr
    assert "has not been tested" not in published.stderr
    assert _tests_of(project) == PASSED_TWO
    assert published.json["tables"][0]["name"] == "customer_facts"
    assert project.tiers("verify", "out").code == 0


def test_an_untested_build_is_tested_before_it_is_published(project: Project) -> None:
    assert project.tiers("build", "--no-tests").code == 0
    before = project.database.read_bytes()
    published = project.tiers("publish", "--to", "out", "--json")
    assert published.code == 0, published.stderr
    assert "has not been tested as it is now" in published.stderr
    assert _tests_of(project) == PASSED_TWO
    assert project.database.read_bytes() == before
    # What was found is kept.
    (project.folder / "out/current").unlink()
    assert "has not been tested" not in project.tiers("publish", "--to", "out").stderr


def test_a_failed_test_stops_it_and_is_named(project: Project) -> None:
    assert project.tiers("build").code == 0
    first = project.tiers("publish", "--to", "out", "--json").json["release"]
    assert project.tiers("build", "--no-tests", "--vars", "stock: -1").code == 0
    done = project.tiers("publish", "--to", "out", "--json")
    assert done.code == 1
    assert done.json["error"].startswith(
        "Nothing was published, since a test failed: stock_is_no_loss (4,000 rows)."
    )
    assert (project.folder / "out/current").readlink().name == first
    assert project.tiers("verify", "out").code == 0


@pytest.mark.thorough
def test_a_test_that_only_warns_stops_nothing(project: Project) -> None:
    assert project.tiers("build", "--vars", "stock: 2000").code == 0
    assert project.tiers("publish", "--to", "out").code == 0
    assert _tests_of(project) == PASSED_TWO | {"pass": 1, "warn": 1}


@pytest.mark.thorough
def test_a_part_that_was_built_is_not_a_tested_build(project: Project) -> None:
    assert project.tiers("build").code == 0
    assert project.tiers("build", "--select", "customer_facts", "--vars", "stock: -1").code == 0
    done = project.tiers("publish", "--to", "out")
    assert "has not been tested as it is now" in done.stderr


@pytest.mark.thorough
def test_other_rules_than_those_of_the_build_are_noticed(project: Project) -> None:
    assert project.tiers("build", "--no-tests", "--vars", "rules: others").code == 0
    done = project.tiers("publish", "--to", "out")
    assert done.code == 2
    assert "not those by which" in done.stderr
    assert project.tiers("publish", "--to", "out", "--vars", "rules: others").code == 0


@pytest.mark.parametrize(
    "change",
    [
        "update marts.customer_facts set order_count = 8 where customer_id = '7'",
        "delete from marts.customer_tiers where customer_id = '7'",
        "insert into marts.customer_tiers select * from marts.customer_tiers limit 1",
        "create table marts.another as select 1 as a",
        "comment on table marts.customer_tiers is 'changed'",
        "create or replace view marts.customer_tiers_current as select 1 as a",
    ],
)
def test_any_later_write_makes_a_database_untested(change: str, shop: Path) -> None:
    swap = Swap(shop)
    assert read_tested(swap, identity_of(shop)) == {
        "pass": 1,
        "warn": 0,
        "fail": 0,
        "error": 0,
        "skipped": 0,
    }
    with duckdb.connect(shop) as connection:
        connection.execute(change)
    assert read_tested(swap, identity_of(shop)) is None


def test_a_read_leaves_a_database_tested(shop: Path) -> None:
    with duckdb.connect(shop) as connection:
        connection.execute("select * from marts.customer_tiers").fetchall()
    assert read_tested(Swap(shop), identity_of(shop))


def test_a_log_of_another_program_makes_a_database_untested(shop: Path) -> None:
    connection = duckdb.connect(shop)
    connection.execute("set checkpoint_threshold = '1 GB'")
    connection.execute("update marts.customer_facts set order_count = 8")
    try:
        assert read_tested(Swap(shop), identity_of(shop)) is None
    finally:
        connection.close()


def test_another_database_in_its_place_is_untested(shop: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    build(other, 1)
    other.replace(shop)
    assert read_tested(Swap(shop), identity_of(shop)) is None


def test_a_database_that_is_moved_with_its_note_stays_tested(shop: Path) -> None:
    moved = shop.parent.rename(shop.parent.with_name("moved")) / shop.name
    assert read_tested(Swap(moved), identity_of(moved))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"database": {}}', '{"tests": 1}'])
def test_a_note_that_can_not_be_read_says_nothing(text: str, shop: Path) -> None:
    Swap(shop).tested.write_text(text, "utf-8")
    assert read_tested(Swap(shop), identity_of(shop)) is None


def test_an_untested_build_forgets_the_note_of_the_last(shop: Path) -> None:
    swap = Swap(shop)
    keep_tested(swap, identity_of(shop), ())
    assert not swap.tested.exists()
