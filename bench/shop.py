"""The orders of one size, one more day of them, and the databases built from them."""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import yaml

from bench.measure import measure

PROJECT = Path(__file__).resolve().parents[1]
OTHER_INPUTS = ("customers", "order_lines", "feedback", "referrals", "customer_aliases")
# The floor makes these too.
IN_EVERY_LANE = {"use_movement", "use_explanations", "use_tier_summary", "use_reconciliation"}
ORDERS_PER_CUSTOMER = 10
NEW_DAY_ORDERS = 20_000
NEW_DAY_SHARE = 500  # of all orders that it is at most one of
# A purchase of the past, once more on the day after the newest, without a return.
NEW_DAY = """
    copy (
        select * replace (
            'N' || order_id as order_id,
            (newest.day + 1) + ordered_at::time as ordered_at
        )
        from read_parquet($orders) as orders
        cross join (select max(ordered_at)::date as day from read_parquet($orders)) as newest
        where order_status = 'completed' and refunded_at is null
        order by hash(order_id)
        limit $count
    )
    to {file} (format parquet)
"""


@dataclass(frozen=True)
class Shop:
    """A folder with the Parquet files of all inputs.

    A build reads `orders*.parquet`: while the new day waits, its file has another name.
    """

    orders: int
    folder: Path

    def inputs(self, lane: str) -> Path:
        """The inputs file of `tiers build`."""
        return self.folder / f"inputs-{lane}.yml"

    def database(self, name: str) -> Path:
        """A contestant's database."""
        return self.folder / f"{name}.duckdb"

    def target(self, name: str) -> Path:
        """The folder that dbt keeps for a contestant."""
        return self.folder / "targets" / name

    def write_inputs(self, lane: str, history_periods: int, *, schemes: bool) -> None:
        """Write the inputs file."""
        variables = build_variables(self.folder, history_periods, schemes=schemes)
        self.inputs(lane).write_text(json.dumps(variables), encoding="utf-8")

    def set_new_day(self, *, is_here: bool) -> None:
        """Bring the new day, or take it away again."""
        waiting, here = self.folder / "new-day.parquet", self.folder / "orders-new-day.parquet"
        if is_here and waiting.exists():
            waiting.rename(here)
        elif not is_here and here.exists():
            here.rename(waiting)

    def set_database(self, name: str, *, is_built: bool) -> None:
        """Remove a database, or put it back as it was when it was kept."""
        database = self.database(name)
        for file in self.folder.glob(f"{database.name}*"):
            file.unlink()
        if is_built:
            shutil.copy(self.folder / "kept" / database.name, database)

    def keep_database(self, name: str) -> None:
        """Keep a copy to begin other builds with; the name says what its views refer to."""
        (self.folder / "kept").mkdir(exist_ok=True)
        shutil.copy(self.database(name), self.folder / "kept")


def build_variables(folder: Path, history_periods: int, *, schemes: bool) -> dict[str, object]:
    """What `tiers build` is told about a shop.

    Args:
        folder: where its Parquet files are.
        history_periods: month ends before the newest date.
        schemes: all inputs and everything that can be switched off; else orders and rates,
            and all of that off.
    """
    files = {"orders": "orders*", "exchange_rates": "exchange_rates"}
    if schemes:
        files |= {name: name for name in OTHER_INPUTS}
    inputs = {name: {"location": str(folder / f"{file}.parquet")} for name, file in files.items()}
    variables: dict[str, object] = {"inputs": inputs, "history_periods": history_periods}
    if not schemes:
        project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
        switches = {name for name in project["vars"] if name.startswith("use_")}
        variables |= dict.fromkeys(switches - IN_EVERY_LANE, False)
    return variables


def make_shop(orders: int, out: Path) -> Shop:
    """Make the orders and the new day, or take those of an earlier run."""
    shop = Shop(orders, out / f"shop-{orders}")
    shop.folder.mkdir(exist_ok=True)
    made = shop.folder / "orders.parquet"
    if not made.exists():
        sizes = ("--orders", str(orders), "--customers", str(orders // ORDERS_PER_CUSTOMER))
        command = (sys.executable, "-m", "bench.sample", *sizes, "--out", str(shop.folder))
        measure(command, log=shop.folder / "sample.log", folder=PROJECT, environment={})
    shop.set_new_day(is_here=False)
    waiting = shop.folder / "new-day.parquet"
    if not waiting.exists():
        count = min(NEW_DAY_ORDERS, orders // NEW_DAY_SHARE)
        with duckdb.connect() as connection:
            connection.execute(
                NEW_DAY.format(file=f"'{waiting}'"), {"orders": str(made), "count": count}
            )
    return shop
