"""What a build said of its customers at an earlier date, beside what they did."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from bench.backtests.judge import Verdict, judge
from bench.backtests.shops import Buyer, Days, days_within


@dataclass(frozen=True)
class Customer:
    """One of a forecast: what was expected, its range and the chance to return if known."""

    buyer: Buyer
    expected: float
    low: int | None
    high: int | None
    return_probability: float | None


@dataclass(frozen=True)
class Forecast:
    """What was shown of a store at a date: by which method, chosen by trials of which horizon."""

    store: str
    as_of_date: date
    horizon: int
    method: str
    tried_on: str
    customers: Sequence[Customer]

    def actual(self, bought: Days) -> list[int]:
        """The purchase days that came, by customer."""
        return [
            days_within(bought[customer.buyer], self.as_of_date, self.horizon)
            for customer in self.customers
        ]

    def verdict(self, bought: Days) -> Verdict:
        """How far off it was."""
        return judge([customer.expected for customer in self.customers], self.actual(bought))

    def coverage(self, bought: Days) -> float | None:
        """The share of the customers who ended within their range; none where none was shown."""
        within = [
            customer.low <= orders <= customer.high
            for customer, orders in zip(self.customers, self.actual(bought), strict=True)
            if customer.low is not None and customer.high is not None
        ]
        return sum(within) / len(within) if within else None


def shown(connection: duckdb.DuckDBPyConnection, last_day: date) -> list[Forecast]:
    """All forecasts whose horizon was over by a day."""
    rows = connection.execute(
        """
        select
            store_id, as_of_date, horizon_days, method, tried_on, customer_id,
            expected_orders, orders_low, orders_high, return_probability
        from marts.customer_forecasts order by all
        """
    ).fetchall()
    forecasts: dict[tuple[str, date, int, str, str], list[Customer]] = defaultdict(list)
    for store, day, horizon, method, tried_on, customer, *said in rows:
        if day + timedelta(horizon) <= last_day:
            key = (store, day, horizon, method, tried_on)
            forecasts[key].append(Customer((store, customer), *said))
    return [Forecast(*key, customers) for key, customers in forecasts.items()]
