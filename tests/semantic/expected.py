"""The metrics, computed a second time: plain Python over customers and purchases, one by one.

Nothing is shared with the definitions of the metrics, nor with the tables over which they are
taken: customers are from customer_facts with the labels of each scheme's own table, purchases from
accepted_orders, what is expected from customer_forecasts.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb

Number = Fraction | None
Days = Mapping[tuple[str, str], Sequence[date]]


@dataclass(frozen=True)
class Customer:
    """A customer at an as-of date; purchase days up to it, ascending."""

    store: str
    day: date
    net_revenue: Decimal
    order_count: int
    abc_class: str
    stage: str
    expected_revenue: Decimal | None
    return_probability: float | None
    purchase_days: Sequence[date]


@dataclass(frozen=True)
class Question:
    """Which customers are meant: of a store, at a date, of a class; none: all, at the newest."""

    store: str | None = None
    day: date | None = None
    abc_class: str | None = None


def read_customers(database: Path) -> tuple[Customer, ...]:
    """All customers at all as-of dates."""
    with duckdb.connect(database, read_only=True) as connection:
        bought = connection.execute(
            "select distinct store_id, customer_id, order_date from marts.accepted_orders"
            " where is_purchase order by all"
        ).fetchall()
        rows = connection.execute(
            """
            select
                facts.customer_id,
                facts.store_id,
                facts.as_of_date,
                facts.net_revenue,
                facts.order_count,
                abc.abc_class,
                stages.lifecycle_stage,
                years.expected_net_revenue,
                years.return_probability
            from marts.customer_facts as facts
            inner join marts.abc_tiers as abc using (store_id, customer_id, as_of_date)
            inner join marts.lifecycle_stages as stages using (store_id, customer_id, as_of_date)
            left join (from marts.customer_forecasts where horizon_days = 365) as years
                using (store_id, customer_id, as_of_date)
            """
        ).fetchall()
    days: dict[tuple[str, str], list[date]] = defaultdict(list)
    for store, customer, day in bought:
        days[store, customer].append(day)
    return tuple(
        Customer(
            store, day, net, orders, letter, stage, money, chance, _until(days[store, who], day)
        )
        for who, store, day, net, orders, letter, stage, money, chance in rows
    )


def _until(days: Sequence[date], last: date) -> Sequence[date]:
    return [day for day in days if day <= last]


def expected(customers: Sequence[Customer], metric: str, question: Question) -> Number:
    """The value of a metric; none where there is nothing to divide by."""
    day = question.day or max(customer.day for customer in customers)
    meant = [
        customer
        for customer in customers
        if customer.day == day
        and question.store in {None, customer.store}
        and question.abc_class in {None, customer.abc_class}
    ]
    return METRICS[metric](meant)


def _share(part: Decimal | int, whole: Decimal | int) -> Number:
    return Fraction(part) / Fraction(whole) if whole else None


def _net(customers: Sequence[Customer]) -> Decimal:
    return sum((customer.net_revenue for customer in customers), Decimal(0))


def _of_class_a(customers: Sequence[Customer]) -> Sequence[Customer]:
    return [customer for customer in customers if customer.abc_class == "A"]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _active(customers: Sequence[Customer], *, months_ago: int) -> set[int]:
    """Who bought in the month of the as-of date, or in the one before."""
    active = set()
    for place, customer in enumerate(customers):
        month = customer.day
        for _ in range(months_ago):
            month = month.replace(day=1) - timedelta(days=1)
        if any(_month(day) == _month(month) for day in customer.purchase_days):
            active.add(place)
    return active


def _retained(customers: Sequence[Customer]) -> Number:
    before = _active(customers, months_ago=1)
    return _share(len(before & _active(customers, months_ago=0)), len(before))


def _expected_revenue(customers: Sequence[Customer]) -> Number:
    return Fraction(sum(customer.expected_revenue or Decimal(0) for customer in customers))


def _expected_returns(customers: Sequence[Customer]) -> Number:
    known = [each.return_probability for each in customers if each.return_probability is not None]
    return sum(map(Fraction, known), Fraction(0)) / len(known) if known else None


def _bought_on(customers: Sequence[Customer], least: int) -> int:
    return sum(len(customer.purchase_days) >= least for customer in customers)


METRICS: Mapping[str, Callable[[Sequence[Customer]], Number]] = {
    "customers": lambda those: Fraction(len(those)),
    "active_customers": lambda those: Fraction(len(_active(those, months_ago=0))),
    "net_revenue": lambda those: Fraction(_net(those)),
    "class_a_customer_share": lambda those: _share(len(_of_class_a(those)), len(those)),
    "class_a_revenue_share": lambda those: _share(_net(_of_class_a(those)), _net(those)),
    "repeat_rate": lambda those: _share(_bought_on(those, 2), _bought_on(those, 1)),
    "average_order_value": lambda those: _share(
        _net(those), sum(customer.order_count for customer in those)
    ),
    "retention_rate": _retained,
    "churned_customers": lambda those: Fraction(
        sum(customer.stage == "lapsed" for customer in those)
    ),
    "expected_net_revenue": _expected_revenue,
    "expected_return_rate": _expected_returns,
}
