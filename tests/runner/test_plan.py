"""`tiers build --plan` says what the next build does, and changes nothing."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import PROJECT, run_tiers

pytestmark = pytest.mark.builds
HEADER = "order_id,customer_id,ordered_at,gross_amount"
ROWS = [f"o{number},c{number % 7},2024-{number % 6 + 1:02}-15,10" for number in range(60)]
NEWEST = "2024-06-15"
# Nothing beside the core: a build takes half as long.
WITHOUT_EXTRAS = {
    name: False
    for name in yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    if name.startswith("use_")
}


class Shop:
    """A small shop in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Begin with the orders of half a year."""
        self.folder = folder
        self.rows = [*ROWS]
        self.database = folder / "customer_tiers.duckdb"
        variables = {
            **WITHOUT_EXTRAS,
            "history_periods": 4,
            "latest_credible_date": "2024-12-31",
            "inputs": {"orders": {"location": "orders.csv"}},
        }
        (folder / "inputs.yml").write_text(yaml.safe_dump(variables), encoding="utf-8")

    def tiers(self, *options: str) -> dict[str, Any]:
        """Build, or plan to; the object that `--json` prints."""
        orders = "\n".join([HEADER, *self.rows])
        (self.folder / "orders.csv").write_text(orders, encoding="utf-8")
        done = run_tiers(
            *("build", "--no-tests", "--json", "--database", self.database),
            *("--inputs", "inputs.yml", *options),
            folder=self.folder,
            DBT_TARGET_PATH=str(self.folder / "target"),
        )
        assert done.code == 0, done.stderr
        return done.json

    def plan_and_build(self, *options: str) -> dict[str, Any]:
        """What both say of the dates, which must be the same."""
        before = self.database.read_bytes() if self.database.exists() else None
        planned = self.tiers("--plan", *options)["planned"]
        assert (self.database.read_bytes() if self.database.exists() else None) == before
        assert planned == self.tiers(*options)["rebuilt"]
        assert isinstance(planned, dict)
        return planned


@pytest.mark.slow
def test_late_orders_rebuild_the_dates_from_their_day_on_as_planned(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    assert shop.tiers()["rebuilt"]["sentence"] == "all 5 dates: first build"
    # And the gaps before the next orders of both, on 2024-04-15 and 2024-05-15.
    shop.rows += ["x1,c1,2024-04-10,7", "x2,c2,2024-05-02,8"]
    rebuilt = shop.plan_and_build()
    assert rebuilt["sentence"] == "3 of 5 dates: events of 4 days since 2024-04-10"
    assert rebuilt["dates_built"] == ["2024-04-30", "2024-05-31", NEWEST]


@pytest.mark.slow
def test_a_plan_says_what_the_next_build_does(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    assert shop.plan_and_build()["sentence"] == "all 5 dates: first build"
    assert shop.plan_and_build()["dates_built"] == []

    shop.rows += ["y1,c1,2024-06-20,7"]
    assert shop.plan_and_build()["dates_built"] == ["2024-06-20"]

    rebuilt = shop.plan_and_build("--vars", "{rfm_method: quantile}")
    assert rebuilt["sentence"] == "all 6 dates: rules changed"
    rebuilt = shop.plan_and_build("--vars", "{rfm_method: quantile}", "--full-refresh")
    assert rebuilt["reasons"] == [{"cause": "full_refresh", "dates": len(rebuilt["dates_built"])}]


def test_a_part_has_no_plan(tmp_path: Path) -> None:
    for option in ("--select", "--exclude"):
        asked = run_tiers("build", "--plan", option, "customer_facts", folder=tmp_path)
        assert asked.code == 2
        assert asked.stderr.startswith("Error: --plan is of the whole project")
