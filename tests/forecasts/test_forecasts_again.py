"""A forecast needs what was known at its date, and nothing else, to the last bit."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.results.warehouse import WITHOUT_EXTRAS, Warehouse

pytestmark = [pytest.mark.builds, pytest.mark.slow]
FIRST_DAY, THEN, LAST_DAY = date(2022, 1, 1), date(2023, 9, 30), date(2024, 3, 31)
TABLES = {
    "customer_forecasts": "store_id, customer_id, horizon_days",
    "forecast_champions": "store_id, horizon_days",
    "forecast_accuracy": "store_id, horizon_days, method",
    "forecast_parameters": "store_id, model",
}
Order = dict[str, Any]


def orders_of(store: str, customers: int, rng: random.Random) -> Iterable[Order]:
    """Customers who come at their own rates over two years, until they are lost."""
    for number in range(customers):
        day = FIRST_DAY + timedelta(rng.randrange(400))
        rate, chance = rng.gammavariate(1.2, 0.02), rng.betavariate(0.8, 3)
        while day <= LAST_DAY:
            yield {
                "order_id": f"{store}-{number}-{day}",
                "customer_id": f"{store}-{number}",
                "store_id": store,
                "ordered_at": str(day),
                "gross_amount": f"{rng.gammavariate(4, 10):.2f}",
                # Some are taken back whole, so that some customers bring nothing.
                "order_status": "returned" if rng.random() < 0.05 else "completed",
            }
            if rng.random() < chance:
                break
            day += timedelta(1 + int(rng.expovariate(rate)))


def said(warehouse: Warehouse) -> dict[str, list[Any]]:
    """What the forecasts say at the date."""
    return {
        table: warehouse.query(
            f"select * exclude (as_of_version) from {table}"
            f" where as_of_date = date '{THEN}' order by {keys}"
        )
        for table, keys in TABLES.items()
    }


def test_neither_later_orders_nor_the_order_of_rows_change_a_bit(tmp_path: Path) -> None:
    rng = random.Random(25)  # noqa: S311 (no secret)
    # A quotation mark is a letter like others; the small store has too few customers.
    orders = [*orders_of("Ann's", 300, rng), *orders_of("big", 300, rng)]
    orders += orders_of("small", 30, rng)
    variables = {
        **WITHOUT_EXTRAS,
        "use_forecasts": True,
        "forecast_min_customers": 200,
        "forecast_days": 182,
        "history_periods": 7,
    }
    chain = ("--select", *(f"+{table}" for table in TABLES))
    warehouse = Warehouse(tmp_path, **variables)
    warehouse.build(*chain, orders=orders)
    found = said(warehouse)
    methods = {(row[0], row[3]) for row in found["forecast_champions"]}
    assert ("small", "same_again") in methods
    assert len({store for store, _ in methods}) == 3
    assert {row[0] for row in found["forecast_parameters"]} == {"Ann's", "big"}
    assert len(found["customer_forecasts"]) > 1000

    known = [order for order in orders if order["ordered_at"] <= str(THEN)]
    assert len(known) < len(orders)
    rng.shuffle(known)
    warehouse.variables |= {"as_of_date": str(THEN), "history_periods": 2}
    warehouse.build(*chain, "--full-refresh", orders=known)
    again = said(warehouse)
    for table, rows in found.items():
        assert again[table] == rows, table
