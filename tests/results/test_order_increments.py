"""Which days of orders a build screens again, and whose events it makes again."""

import os
import random
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.results.history import Tables, differences
from tests.results.warehouse import WITHOUT_EXTRAS, Warehouse

pytestmark = pytest.mark.builds
# A step is two builds: more of them only where somebody asks for them.
STEPS = int(os.environ.get("TEST_STEPS", "6"))
# A date in a far store, whose customer nothing else happens to.
ALONE = {"order_id": "alone", "customer_id": "zoe", "store_id": "far", "ordered_at": "2024-01-01"}
DAYS = ("2024-02-28", "2024-02-29", "2024-03-01", "2024-03-09", "soon", "2024-06-30")
Row = dict[str, str | None]


class Inputs:
    """Orders that share few order ids, customers and days, and what comes with them."""

    def __init__(self, seed: int) -> None:
        """Begin with some rows of each."""
        self.rng = random.Random(seed)  # noqa: S311 (no secret)
        self.rows: dict[str, list[Row]] = {
            "orders": [{**ALONE, "gross_amount": "5"}, *(self._orders() for _ in range(14))],
            "exchange_rates": [self._exchange_rates()],
            "customers": [self._customers()],
            "feedback": [self._feedback()],
            "customer_aliases": [],
        }

    def _orders(self) -> Row:
        choice = self.rng.choice
        return {
            "order_id": choice(("1", "2", "3", "4", "5", "6", None)),
            "customer_id": choice(("ann", "bob", "cem", None)),
            "store_id": choice(("north", "south")),
            "ordered_at": choice(DAYS),
            "gross_amount": choice(("10", "20.5", "-3", "much")),
            "order_status": choice((None, "completed", "returned", "cancelled")),
            "refund_amount": choice((None, None, "4")),
            "refunded_at": choice((None, "2024-03-05", "2024-06-29", "2024-06-30")),
            "currency": choice((None, "USD")),
        }

    def _exchange_rates(self) -> Row:
        day = self.rng.choice(("2024-01-01", "2024-02-29", "2024-03-05"))
        return {
            "rate_date": day,
            "currency": "USD",
            "rate_to_reporting": self.rng.choice(("2", "3")),
        }

    def _customers(self) -> Row:
        choice = self.rng.choice
        return {
            "customer_id": choice(("ann", "bob", "dan")),
            "store_id": choice(("north", None)),
            "registered_at": choice((*DAYS, None)),
        }

    def _feedback(self) -> Row:
        choice = self.rng.choice
        return {
            "customer_id": choice(("ann", "bob", "cem")),
            "order_id": choice(("1", "2", "3", "4")),
            "given_at": choice(("2024-03-02", "2024-06-29")),
            "rating": choice(("1", "5")),
        }

    def _customer_aliases(self) -> Row:
        return {"alias_customer_id": "cem", "customer_id": self.rng.choice(("ann", "bob"))}

    def change(self) -> str:
        """Let a row of an input come, go or be another; the input's name."""
        name = self.rng.choice(("orders", "orders", "orders", *self.rows))
        rows, begin = self.rows[name], int(name == "orders")
        made: Row = getattr(self, f"_{name}")()
        if len(rows) > begin and self.rng.random() < 0.6:
            place = self.rng.randrange(begin, len(rows))
            rows[place : place + 1] = self.rng.choice(([], [made]))
        else:
            rows.append(made)
        return name


class Orders:
    """A database up to the ledger of its orders."""

    def __init__(self, folder: Path, grain: str = "order") -> None:
        """Begin empty; today is the day before the last of DAYS."""
        self.warehouse = Warehouse(folder, **WITHOUT_EXTRAS)
        # The queries look there too, though no table of it is built.
        with duckdb.connect(self.warehouse.database) as connection:
            connection.execute("create schema marts")
        inputs = self.warehouse.variables["inputs"]
        assert isinstance(inputs, dict)
        orders = {**inputs["orders"], "grain": grain}
        self.warehouse.variables |= {
            "inputs": {**inputs, "orders": orders},
            "latest_credible_date": "2024-06-29",
            "max_rejected_share": 1,
        }
        self._ours = ("--select", "+int_order_events")

    def build(self, inputs: Inputs, *options: str) -> Tables:
        """What dbt makes of the inputs."""
        for name, rows in inputs.rows.items():
            self.warehouse.put(rows, name)
        return self.warehouse.build(*self._ours, *options).orders_and_events()

    def full_build(self, inputs: Inputs) -> Tables:
        """The same from nothing; afterwards the database is as it was."""
        database = self.warehouse.database
        kept = shutil.copy(database, database.with_suffix(".kept"))
        try:
            return self.build(inputs, "--full-refresh")
        finally:
            shutil.move(kept, database)

    def left_alone(self, inputs: Inputs) -> tuple[set[str], set[str]]:
        """The days and the customers whose rows a build does not make again.

        Before, it writes into all rows what no build would.
        """
        self.warehouse.execute("update int_screened_orders set category = 'marked'")
        self.warehouse.execute("update int_order_events set order_hour = -1")
        self.build(inputs)
        days = "select order_date::text from int_screened_orders where category = 'marked'"
        customers = "select customer_id from int_order_events where order_hour = -1"
        return (
            {day for (day,) in self.warehouse.query(days)},
            {customer for (customer,) in self.warehouse.query(customers)},
        )


@pytest.mark.parametrize("grain", ["order", "line"])
def test_after_any_change_the_orders_and_events_are_those_of_a_full_build(
    grain: str, tmp_path: Path
) -> None:
    inputs, orders, told = Inputs(seed=len(grain)), Orders(tmp_path, grain), ["begin"]
    orders.build(inputs)
    for _ in range(STEPS):
        told += [inputs.change() for _ in range(inputs.rng.choice((1, 1, 2)))]
        if inputs.rng.random() < 0.2:
            today = inputs.rng.choice(("2024-06-29", "2024-06-30"))
            told.append(today)
            orders.warehouse.variables["latest_credible_date"] = today
        if inputs.rng.random() < 0.3:
            told.append("without the ledger")
            orders.build(inputs, "--exclude", "int_order_events")
            told.append(inputs.change())
        found = orders.build(inputs)
        assert differences(found, orders.full_build(inputs)) == {}, (told, inputs.rows)


def test_only_changed_days_are_screened_and_only_touched_customers_counted(
    tmp_path: Path,
) -> None:
    inputs, orders = Inputs(seed=1), Orders(tmp_path)
    row: Row = {"store_id": "north", "gross_amount": "10"}
    first = {**row, "order_id": "1", "customer_id": "ann", "ordered_at": "2024-02-01"}
    second = {**row, "order_id": "2", "customer_id": "bob", "ordered_at": "2024-02-01"}
    third = {**row, "order_id": "3", "customer_id": "ann", "ordered_at": "2024-03-01"}
    copied = {**row, "order_id": "2", "customer_id": "bob", "ordered_at": "2024-04-01"}
    inputs.rows = {
        **{name: [] for name in inputs.rows},
        "orders": [{**ALONE, "gross_amount": "5"}, first, second, third, copied],
    }
    orders.build(inputs)
    days = {"2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"}
    assert orders.left_alone(inputs) == (days, {"ann", "bob", "zoe"})
    # Ann's second order: her first one is of another day, and its gap is another.
    third["gross_amount"] = "20"
    assert orders.left_alone(inputs) == (days - {"2024-03-01"}, {"bob", "zoe"})
    # The first of two copies goes, so the second is accepted.
    inputs.rows["orders"].remove(second)
    assert orders.left_alone(inputs) == ({"2024-01-01", "2024-03-01"}, {"zoe"})
