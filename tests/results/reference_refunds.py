"""DEFINITIONS 1 and 2 for refunds of their own: each of an order, on its day; no SQL."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.results.reference import (
    GREATEST,
    Line,
    OrderKey,
    Refund,
    Row,
    Rules,
    clean,
    clean_id,
    local_time,
    money,
    rate_on,
    times,
)


@dataclass(frozen=True)
class JudgedRefund:
    """A raw refund: its order's store and id, why it is rejected, and what it takes away."""

    of_order: OrderKey
    currency: str
    source_amount: Decimal | None
    reason: str | None
    refund: Refund | None


def judge_refunds(
    rows: Iterable[Row], accepted: Iterable[Line], rates: Sequence[Row], rules: Rules
) -> list[JudgedRefund]:
    """Judge every raw refund by the accepted lines of its order."""
    orders: dict[OrderKey, list[Line]] = defaultdict(list)
    for line in accepted:
        orders[line.store, line.order_id].append(line)
    return [_judge(row, orders, rates, rules) for row in rows]


def refunds_by_order(judged: Iterable[JudgedRefund]) -> dict[OrderKey, list[Refund]]:
    """What was given back of each order."""
    found: dict[OrderKey, list[Refund]] = defaultdict(list)
    for one in judged:
        if one.refund:
            found[one.of_order].append(one.refund)
    return found


def _judge(
    row: Row, orders: Mapping[OrderKey, list[Line]], rates: Sequence[Row], rules: Rules
) -> JudgedRefund:
    of_order = (clean_id(row.get("store_id")) or "default", clean_id(row.get("order_id")))
    lines = orders.get(of_order, []) if of_order[1] else []
    at = local_time(row.get("refunded_at"), rules)
    amount = money(row.get("refund_amount"))
    of_lines = {line.currency for line in lines}
    currency = (clean(row.get("currency")) or "").upper() or next(
        iter(of_lines), rules.reporting_currency
    )
    bought = [line.day for line in lines if line.bought]
    # It is converted as the order is.
    day = min(bought or (line.day for line in lines), default=None)
    rate = None
    if currency == rules.reporting_currency:
        rate = Decimal(1)
    elif day:
        rate = rate_on(day, currency, rates)
    converted = None if amount is None or rate is None else times(amount, rate)
    checks = (
        ("missing_order_id", of_order[1] is None),
        ("invalid_timestamp", at is None),
        ("incredible_timestamp", (at.date() if at else date.max) < rules.earliest_credible_date),
        ("future_timestamp", (at.date() if at else date.min) > rules.latest_credible_date),
        ("invalid_amount", amount is None or (converted is not None and converted >= GREATEST)),
        ("negative_amount", (amount or 0) < 0),
        ("unknown_order", not lines),
        ("unknown_currency", rate is None),
        ("conflicting_refund", any(line.refunded for line in lines)),
    )
    reason = next((name for name, fires in checks if fires), None)
    refund = None
    if reason is None and bought and converted and at and day:
        refund = Refund(max(day, at.date()), converted)
    return JudgedRefund(of_order, currency, amount, reason, refund)
