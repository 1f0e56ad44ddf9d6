"""Every figure of forecast_accuracy, and who speaks, from the days of the sample's customers."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.results.reference_forecasts import METHODS, RANKS, Customer, accuracy, cases, origins

# A number on the bound of a band may fall to either side.
OF_BANDS = ("best_found_share", "return_auc", "interval_coverage")


@pytest.fixture(scope="module")
def sample(sample_database: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(sample_database, read_only=True)


def _customers(sample: duckdb.DuckDBPyConnection, until: date) -> dict[str, list[Customer]]:
    """By store, from the events of the ledger up to a day: nothing later can be in a figure."""
    days: dict[tuple[str, str], set[date]] = defaultdict(set)
    money: dict[tuple[str, str], list[tuple[date, float]]] = defaultdict(list)
    first: dict[tuple[str, str], float] = defaultdict(float)
    for store, customer, event, purchase, net, first_day in sample.execute(
        """
        select
            store_id,
            customer_id,
            event_date,
            purchase_date,
            (gross_revenue - discount_amount - refund_amount)::double,
            first_day_revenue::double
        from intermediate.int_ledger_events
        where event_date <= ?
        """,
        [until],
    ).fetchall():
        key = (store, customer)
        money[key].append((event, net))
        first[key] += first_day
        if purchase:
            days[key].add(purchase)
    stores: dict[str, list[Customer]] = defaultdict(list)
    for key, found in days.items():
        stores[key[0]].append(Customer(sorted(found), sorted(money[key]), first[key]))
    return stores


def _fits(
    sample: duckdb.DuckDBPyConnection, until: date
) -> dict[tuple[str, date], dict[str, Mapping[str, float]]]:
    fits: dict[tuple[str, date], dict[str, Mapping[str, float]]] = defaultdict(dict)
    for store, day, model, *numbers in sample.execute(
        """
        select store_id, fit_date, model, r, alpha, a, b, p, q, v
        from intermediate.int_forecast_fits
        where as_of_date = ? and (model <> 'gamma_gamma' or ended = 'converged')
        """,
        [until],
    ).fetchall():
        names = ("r", "alpha", "a", "b", "p", "q", "v")
        fits[store, day][model] = dict(zip(names, numbers, strict=True))
    return fits


def _rows(sample: duckdb.DuckDBPyConnection, table: str, day: date) -> list[dict[str, Any]]:
    cursor = sample.execute(f"select * from marts.{table} where as_of_date = ?", [day])
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# The newest date: all trials; an early one: some stores were too small or too young for some.
@pytest.mark.thorough
@pytest.mark.parametrize("newest", [True, False])
def test_every_figure_follows_from_the_days_of_the_customers(
    sample: duckdb.DuckDBPyConnection, *, newest: bool
) -> None:
    order = "desc" if newest else "asc"
    ((day,),) = sample.execute(
        f"select distinct as_of_date from marts.forecast_accuracy order by 1 {order} limit 1"
    ).fetchall()
    stores, fits = _customers(sample, day), _fits(sample, day)
    compared = 0
    rows = _rows(sample, "forecast_accuracy", day)
    for store, horizon in {(row["store_id"], row["horizon_days"]) for row in rows}:
        trials = {
            origin: cases(stores[store], origin, horizon, fits[store, origin])
            for origin in origins(day, horizon)
            if sum(each.days[0] <= origin for each in stores[store]) >= 200
        }
        assert all(origin + timedelta(days=horizon) <= day for origin in trials)
        of_store = {
            row["method"]: row
            for row in rows
            if (row["store_id"], row["horizon_days"]) == (store, horizon)
        }
        assert set(of_store) == set(METHODS)
        for method, row in of_store.items():
            for name, value in asdict(accuracy(trials, method, horizon)).items():
                place = (store, horizon, method, name)
                shown = None if row[name] is None else float(row[name])
                assert shown == _near(name, value), place
                compared += 1
        usable = [of_store[method] for method in RANKS if of_store[method]["is_usable"]]
        (champion,) = [row for row in of_store.values() if row["is_champion"]]
        assert champion is min(usable, key=lambda row: row["root_mean_squared_error"])
    assert compared > 100


def _near(name: str, value: float | None) -> object:
    if value is None:
        return None
    if name in OF_BANDS:
        return pytest.approx(value, abs=0.001)
    if name.endswith("net_revenue"):
        return pytest.approx(value, rel=1e-5)
    return pytest.approx(value, rel=1e-5, abs=1e-9)
