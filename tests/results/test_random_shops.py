"""Random dirty orders: the SQL finds, cell by cell, what DEFINITIONS says."""

import math
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from tests.results.dirty import seeds
from tests.results.reference import Beside, Line
from tests.results.reference_schemes import Answer, answer
from tests.results.shop import ORDER_COLUMNS, Shop
from tests.results.variants import ALL_SHOPS, SHOPS, BuiltShop, built, of_shops, randomly

# These have among them every grain and most of the variables.
AT_FIRST = ("defaults", "window", "told_by_lines")
AT_NIGHT = ("fixed", "quantile")
LONG_HORIZON = 365
ROUNDED = ("average_order_value", "growth_ratio", "value_per_order", "orders_per_month")


def is_same(found: Any, expected: Any, column: str) -> bool:  # noqa: ANN401 (any cell)
    """Exactly equal, also what is rounded to four decimals; doubles to 12 digits."""
    if expected is None or found is None:
        return found is expected
    if column in ROUNDED:
        return bool(found == expected)
    if isinstance(expected, (float, Fraction)):
        return math.isclose(float(found), float(expected), rel_tol=1e-12, abs_tol=1e-15)
    return bool(found == expected)


def foreseen(shop: Shop) -> dict[Any, dict[str, Any]]:
    """The forecasts of each customer for the longer horizon."""
    return {
        (row["store_id"], row["customer_id"]): row
        for row in shop.table("customer_forecasts")
        if row["horizon_days"] == LONG_HORIZON
    }


def differences(shop: Shop, expected: Answer) -> Iterator[str]:
    """Every cell of the customer tables that is not as expected, with the customer's rows."""
    for table, cells in expected.tables.items():
        found = {(row["store_id"], row["customer_id"]): row for row in shop.table(table)}
        if found.keys() != cells.keys():
            yield f"{table} has {found.keys() - cells.keys()}, lacks {cells.keys() - found.keys()}"
        for key in found.keys() & cells.keys():
            row = found[key]
            wanted = {**cells[key], "as_of_date": expected.day}
            for column, value in wanted.items():
                if not is_same(row[column], value, column):
                    yield f"{table}.{column} of {key}: {row[column]!r}, should be {value!r}"
                    yield from (
                        "    "
                        + str({name: text for name, text in line.raw.items() if text is not None})
                        for line in expected.lines
                        if (line.store, line.customer) == key and not line.reason
                    )


def rejected(line: Line) -> tuple[object, ...]:
    texts = [line.raw.get(column) for column in ORDER_COLUMNS]
    return (line.store, line.reason, line.source_amount, *texts)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
            marks=[]
            if name in AT_FIRST
            else [pytest.mark.slow if name in AT_NIGHT else pytest.mark.thorough],
        )
        for name in ALL_SHOPS
    ],
)
@given(seed=seeds)
@randomly
def test_every_cell_is_what_the_definitions_say(
    name: str, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    shop, raw = built(name, seed, tmp_path_factory)
    expected = answer(raw.orders, raw.rates, ALL_SHOPS[name], raw.more, foreseen(shop))

    raw_columns = (f"raw_{column}" for column in ORDER_COLUMNS)
    columns = ("store_id", "rejection_reason", "source_gross_amount", *raw_columns)
    found = Counter(
        tuple(row[column] for column in columns) for row in shop.table("rejected_orders")
    )
    assert found == Counter(rejected(line) for line in expected.lines if line.reason)
    columns = ("input_name", "rejection_reason", "raw_row")
    beside = Counter(
        tuple(row[column] for column in columns) for row in shop.table("rejected_rows")
    )
    assert beside == Counter(expected.rejections)
    wrong = list(differences(shop, expected))
    assert not wrong, "\n".join(wrong[:40])


def accepted(line: Line, beside: Beside) -> tuple[object, ...]:
    nothing = Decimal(0)
    refunds = beside.refunds.get((line.store, line.order_id), ())
    given_back = line.given_back + sum((refund.amount for refund in refunds), nothing)
    days = [refund.day for refund in refunds] + ([line.reversal] if line.refunded else [])
    gross, discount = (line.gross, line.discount) if line.bought else (nothing, nothing)
    kept = nothing if line.sent_back else gross - discount
    return (
        *(line.store, line.order_id, line.customer, line.at, line.day, line.status, line.bought),
        *(line.currency, line.source_amount, gross, discount, given_back),
        *(kept - given_back, min(days, default=None), line.channel, line.category),
    )


@of_shops("quantile")
def test_every_accepted_order_is_what_the_definitions_say(random_shop: BuiltShop) -> None:
    columns = (
        *("store_id", "order_id", "customer_id", "ordered_at", "order_date", "order_status"),
        *("is_purchase", "currency", "source_gross_amount", "gross_amount", "discount_amount"),
        *("refund_amount", "net_amount", "first_reversal_date", "channel", "category"),
    )
    shop, raw = random_shop.shop, random_shop.raw
    expected = answer(raw.orders, raw.rates, SHOPS["quantile"], raw.more)
    found = {tuple(row[column] for column in columns) for row in shop.table("accepted_orders")}
    assert found == {accepted(line, expected.beside) for line in expected.lines if not line.reason}
    # Or the test would prove nothing of refunds.
    assert sum(len(of_one) > 1 for of_one in expected.beside.refunds.values()) > 1
