"""Forecasts of made-up stores whose customers order by a known law, of which more is known later.

The first build sees all orders, and judges a day after which a year of them follows. The second
one sees only those up to that day, in another order of rows.
"""

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench.backtests.shops import Buyer, Days, foresee
from bench.backtests.shown import Forecast, shown
from tests.results.forecasts import Law, made_up

pytestmark = [pytest.mark.builds, pytest.mark.slow]
FIRST_DAY, WEEKS = date(2022, 1, 1), 208
LONG_DAYS = 364
# Before the last year.
AS_OF = FIRST_DAY + timedelta(7 * WEEKS - LONG_DAYS - 1)
LAWS = {
    "gifts": Law(0.75, 9.1, 0.05, 3, 1500, is_lost_at_first=True),
    "seasons": Law(0.75, 9.1, 0.05, 3, 1500, is_lost_at_first=True, swing=0.5),
    "grocer": Law(1.43, 1.38, 0.03, 8, 400, is_lost_at_first=True),
    "records": Law(0.5, 12, 0.8, 2.5, 3000),
}
TABLES = ("customer_forecasts", "forecast_accuracy", "forecast_champions", "forecast_parameters")
# Where four of five are within the range. It holds for the long horizon in all of them but the
# grocer, whose customers are better known than those of a year ago, by whom the range is drawn
# (86 %). In the short run it does not in `seasons`: nothing here knows seasons; nor in `records`,
# where six of seven customers order nothing and no range can leave them out.
WITHIN = [
    ("gifts", 91),
    ("gifts", LONG_DAYS),
    ("seasons", LONG_DAYS),
    ("grocer", 91),
    ("records", LONG_DAYS),
]
Row = tuple[Any, ...]


class Stores:
    """What was said of the stores at the day, and what is known of them later."""

    def __init__(self, bought: Days, database: Path) -> None:
        """Look at a build."""
        self.bought = bought
        self.connection = duckdb.connect(str(database), read_only=True)
        self.forecasts = {
            (forecast.store, forecast.horizon): forecast
            for forecast in shown(self.connection, FIRST_DAY + timedelta(7 * WEEKS))
            if forecast.as_of_date == AS_OF
        }

    def table(self, name: str) -> list[Row]:
        """Its rows; the version tells of the input, which is another one."""
        sql = f"select * exclude as_of_version from marts.{name} order by all"
        return self.connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def bought() -> Days:
    """The purchase days of all customers, the last year too."""
    return made_up(LAWS, FIRST_DAY, WEEKS, seed=1)


@pytest.fixture(scope="module")
def stores(bought: Days, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """All orders, judged as if the day were today."""
    built = Stores(bought, _built(_orders(bought), tmp_path_factory.mktemp("all")))
    yield built
    built.connection.close()


def _orders(bought: Days) -> list[tuple[Buyer, date]]:
    return [(buyer, day) for buyer, days in bought.items() for day in days]


def _built(orders: Iterable[tuple[Buyer, date]], folder: Path) -> Path:
    file = folder / "orders.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("order_id", "store_id", "customer_id", "ordered_at", "gross_amount"))
        for (store, customer), day in orders:
            # As much for each, but not the same.
            amount = 20 + (day.toordinal() * 7919) % 2000 / 100
            writer.writerow((f"{customer}-{day:%y%m%d}", store, customer, day, f"{amount:.2f}"))
    variables: dict[str, object] = {
        "inputs": {"orders": {"location": str(file)}},
        "as_of_date": str(AS_OF),
        "latest_credible_date": str(FIRST_DAY + timedelta(7 * WEEKS)),
        "forecast_days": LONG_DAYS,
        "history_periods": 1,
    }
    return foresee(variables, folder)


def forecast_of(stores: Stores, store: str, horizon: int) -> Forecast:
    """What was said of a store, by a method that was tried."""
    forecast = stores.forecasts[store, horizon]
    assert forecast.tried_on == "horizon"
    return forecast


@pytest.mark.parametrize(("store", "horizon"), WITHIN)
def test_four_of_five_end_within_their_range(stores: Stores, store: str, horizon: int) -> None:
    share = forecast_of(stores, store, horizon).coverage(stores.bought)
    assert share is not None
    assert 0.75 <= share <= 0.85


@pytest.mark.parametrize("horizon", [91, LONG_DAYS])
def test_totals_are_right_where_the_year_has_no_seasons(stores: Stores, horizon: int) -> None:
    for store, law in LAWS.items():
        bias = forecast_of(stores, store, horizon).verdict(stores.bought).bias_share
        assert bias is not None
        assert law.swing or abs(bias) < 0.1, store


def test_as_many_return_as_were_expected_to(stores: Stores) -> None:
    for (store, horizon), forecast in stores.forecasts.items():
        if LAWS[store].swing:
            continue
        chances = [customer.return_probability or 0 for customer in forecast.customers]
        returned = [orders > 0 for orders in forecast.actual(stores.bought)]
        expected, came = sum(chances) / len(chances), sum(returned) / len(returned)
        assert expected == pytest.approx(came, abs=0.04), (store, horizon)


def test_nothing_that_comes_later_changes_a_forecast(
    stores: Stores, bought: Days, tmp_path_factory: pytest.TempPathFactory
) -> None:
    known = [(buyer, day) for buyer, day in _orders(bought) if day <= AS_OF]
    assert len(known) < sum(map(len, bought.values()))
    random.Random(1).shuffle(known)  # noqa: S311 (no secret)
    then = Stores(bought, _built(known, tmp_path_factory.mktemp("known")))
    try:
        for table in TABLES:
            rows = stores.table(table)
            assert rows
            # To the bit, though the rows came in another order.
            assert then.table(table) == rows
    finally:
        then.connection.close()
