"""What is screened without dbt is what a build screens, cell by cell."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from runner.project import find_project
from runner.screen.models import Models
from runner.screen.screen import screen
from runner.screen.shapes import Screened
from runner.warehouse import beside
from tests.conftest import PROJECT
from tests.results.shop import Shop, compiled

pytestmark = pytest.mark.builds
DATA = PROJECT.parent / "shared" / "data"
TABLES = ("accepted_orders", "rejected_orders", "rejected_rows")
ALL_CELLS = "select * from {table} order by all"


@contextlib.contextmanager
def models_over(variables: Mapping[str, object]) -> Iterator[Models]:
    """The models over the inputs of these variables, without dbt."""
    project = find_project(PROJECT)
    with beside(PROJECT / "none.duckdb") as connection, contextlib.chdir(PROJECT):
        yield Models(project, connection, variables={**project.variables, **variables})


def cells(models: Models, table: str) -> list[tuple[Any, ...]]:
    """All of a table, in an order of its own."""
    return models.query(ALL_CELLS.replace("{table}", f"{{{table}}}"))


def screened(variables: Mapping[str, Any]) -> Screened:
    """A preview of the same inputs."""
    rest = {name: value for name, value in variables.items() if name != "inputs"}
    with contextlib.chdir(PROJECT):
        return screen(
            variables.get("inputs", {}),
            rest,
            find_project(PROJECT),
            database=PROJECT / "none.duckdb",
        )


@pytest.fixture(scope="module")
def sample() -> Screened:
    """The preview of the sample shop."""
    return screened({})


@pytest.mark.parametrize("table", TABLES)
def test_the_sample_is_screened_as_a_build_does(table: str, sample_database: Path) -> None:
    with duckdb.connect(sample_database, read_only=True) as built:
        expected = built.execute(ALL_CELLS.format(table=f"marts.{table}")).fetchall()
    assert len(expected) > 10
    with models_over({}) as models:
        assert cells(models, table) == expected


def test_the_sums_of_the_sample_are_those_of_its_build(
    sample: Screened, sample_database: Path
) -> None:
    with duckdb.connect(sample_database, read_only=True) as built:
        ((rows, accepted),) = built.execute(
            "select sum(entered), sum(accepted) from marts.reconciliation"
            " where measure = 'row_count'"
        ).fetchall()
        ((net,),) = built.execute(
            "select sum(entered) from marts.reconciliation where measure = 'net_revenue'"
        ).fetchall()
        source = built.execute(
            "select currency, sum(accepted) from marts.reconciliation"
            " where measure = 'gross_amount' and currency <> 'XTS'"  # nothing of it is accepted
            " group by currency order by currency"
        ).fetchall()
        returned = built.execute(
            "select currency, sum(source_gross_amount) from marts.accepted_orders"
            " where not is_purchase and order_status = 'returned'"
            " group by currency order by currency"
        ).fetchall()
    assert (sample.rows, sample.accepted) == (rows, accepted)
    assert sum(money.net for money in sample.money) == net
    # What came in is bought, set aside, or given back on the day itself.
    assert [
        (money.currency, money.purchases + sum(money.set_aside.values()) + back)
        for money, (_, back) in zip(
            sorted(sample.money, key=lambda of: of.currency), returned, strict=True
        )
    ] == source


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason=f"the real shops are not there: {DATA}")
@pytest.mark.parametrize("name", ["online_retail", "contoso"])
def test_a_real_shop_is_screened_as_a_build_does(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    variables = yaml.safe_load((PROJECT / "examples" / name / "inputs.yml").read_text("utf-8"))
    with contextlib.chdir(PROJECT):
        shop = Shop(compiled(variables, tmp_path_factory, *TABLES)).run()
        expected = {
            table: shop.query(f"select * from {{{table}}} order by all") for table in TABLES
        }
    with models_over(variables) as models:
        for table, rows in expected.items():
            assert cells(models, table) == [tuple(row.values()) for row in rows]
