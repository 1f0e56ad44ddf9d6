"""Amounts of any size: counted to the last digit, rejected, or named; never an engine's error."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.results.reference import GREATEST, Line
from tests.results.reference_schemes import Answer, answer
from tests.results.shop import INPUT_COLUMNS, Shop
from tests.results.test_random_shops import differences, foreseen
from tests.results.test_small_shops import order, rate
from tests.results.variants import ALL_SHOPS, randomly, shop_of

pytestmark = pytest.mark.builds
MOST = "99999999999999.9999"
SIZES = (
    *("0.0001", "0.00005", "0.3333", "1", "7.25", "20000000000", "900719925474.0993"),
    *("33333333333333.3333", "50000000000000", "50000000000000.0001", MOST, "99999999999999.99995"),
)
RATES = ("0.00000001", "0.33333333", "1", "1.00000001", "2", "9999999999.99999999")
MONEY = (
    *("gross_revenue", "discount_amount", "refund_amount", "net_revenue", "margin_amount"),
    "first_order_revenue",
)


def refusal(shop: Shop, *orders: Mapping[str, Any], **more: Any) -> str:  # noqa: ANN401
    """What the engine says when it stops."""
    with pytest.raises(duckdb.InvalidInputException) as stopped:
        shop.run(orders, **more).build()
    return str(stopped.value)


# --- alone ---------------------------------------------------------------------------------


def test_an_order_of_twenty_billions_is_counted(tmp_path_factory: pytest.TempPathFactory) -> None:
    shop = shop_of("defaults", tmp_path_factory).run(
        [order("1", "ann", "2024-01-05", "20000000000")]
    )
    (facts,) = shop.table("customer_facts")
    assert (facts["net_revenue"], facts["average_order_value"]) == (2 * 10**10, 2 * 10**10)


def test_a_quotient_is_rounded_as_the_exact_one_is(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """19.88 / 8.96 is 2.21875 and 0.28 / 8.96 is 0.03125: half a ten-thousandth counts as one."""
    shop = shop_of("window", tmp_path_factory)  # windows of 30 days, judged on 2024-03-01
    orders = [
        *(order(f"before {name}", name, "2024-01-15", "8.96") for name in ("ann", "bob")),
        order("now ann", "ann", "2024-02-20", "19.88"),
        order("now bob", "bob", "2024-02-20", "0.28"),
    ]
    found = {row["customer_id"]: row for row in shop.run(orders).table("customer_facts")}
    assert found["ann"]["growth_ratio"] == Decimal("2.2188")
    assert found["bob"]["growth_ratio"] == Decimal("0.0313")


def test_growth_that_would_not_fit_is_the_greatest_that_does(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of("window", tmp_path_factory)
    orders = [
        order("before", "bob", "2024-01-15", "0.0001"),
        order("now", "bob", "2024-02-20", "99999999999999"),
    ]
    (facts,) = shop.run(orders).table("customer_facts")
    assert facts["growth_ratio"] == Decimal(MOST)


# --- converted and summed ------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        {"gross_amount": "99999999999999"},
        {"gross_amount": "60000000000000", "discount_amount": "30000000000000"},
        {"gross_amount": "1", "discount_amount": "99999999999999"},
        {"gross_amount": "1", "refund_amount": "99999999999999"},
        {"gross_amount": "1", "cost_amount": "99999999999999"},
        # In their currency each fits, and so does each in dollars.
        {"gross_amount": "1", "discount_amount": "40000000000000", "refund_amount": "2e13"},
        {"gross_amount": "-99999999999999", "order_status": "returned"},
    ],
)
def test_what_would_not_fit_when_converted_is_an_invalid_amount(
    cells: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop = shop_of("defaults", tmp_path_factory)
    rows = [
        {**order("1", "ann", "2024-01-05", "1", currency="EUR"), **cells},
        order("2", "ann", "2024-01-05", "8", currency="EUR"),
    ]
    shop.run(rows, [rate("2024-01-01", "2")])
    assert [row["rejection_reason"] for row in shop.table("rejected_orders")] == ["invalid_amount"]
    assert [row["net_revenue"] for row in shop.table("customer_facts")] == [16]


def test_a_line_that_would_not_fit_when_converted_is_an_invalid_amount(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    lines = [
        {"order_id": "1", "product_id": name, "quantity": "1", **amounts}
        for name, amounts in {
            "good": {"net_amount": "1"},
            "net": {"net_amount": "60000000000000"},
            "cost": {"net_amount": "1", "cost_amount": MOST},
            "quantity": {"net_amount": "1", "quantity": "100000000000000"},
        }.items()
    ]
    shop = shop_of("defaults", tmp_path_factory)
    rows = [order("1", "ann", "2024-01-05", "1", currency="EUR")]
    shop.run(rows, [rate("2024-01-01", "2")], {"order_lines": lines})
    assert {
        re.findall("product_id=(.*?);", row["raw_row"])[0]: row["rejection_reason"]
        for row in shop.table("rejected_rows")
    } == dict.fromkeys(("net", "cost", "quantity"), "invalid_amount")
    assert {row["item"] for row in shop.table("product_abc")} == {"good"}


@pytest.mark.parametrize(
    "cells",
    [
        {"gross_amount": "60000000000000"},
        {"gross_amount": "1", "discount_amount": "60000000000000"},
        {"gross_amount": "1", "refund_amount": "60000000000000"},
        {"gross_amount": "1", "cost_amount": "60000000000000"},
    ],
)
def test_a_customer_whose_sum_would_not_fit_is_named(
    cells: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop = shop_of("defaults", tmp_path_factory)
    small = order("0", "bob", "2024-01-05", "10", store_id="north")
    row = order("", "ann", "2024-01-05", "1", store_id="north")
    said = refusal(shop, small, *({**row, **cells, "order_id": name} for name in "12"))
    assert "the amounts of customer ann in store north add up to more than 14 digits" in said


def test_a_product_whose_sum_would_not_fit_is_named(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of("defaults", tmp_path_factory)
    lines = [{"order_id": "1", "product_id": "p", "quantity": MOST, "net_amount": "1"}] * 2
    said = refusal(shop, order("1", "ann", "2024-01-05", "1"), more={"order_lines": lines})
    assert "the amounts of product p in store default add up to more than 14 digits" in said


def test_an_order_whose_lines_would_not_fit_together_is_named(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Though they are pending, and count for nothing."""
    shop = shop_of("lines", tmp_path_factory)
    line = order("7", "ann", "2024-01-05", "60000000000000", order_status="pending")
    assert "the amounts of order 7 of customer ann in store default add up" in refusal(
        shop, line, line
    )


# --- any -----------------------------------------------------------------------------------

NOTHING_BESIDE: dict[str, list[Any]] = {name: [] for name in INPUT_COLUMNS if name != "orders"}
amounts = st.sampled_from(SIZES)
side_amounts = st.one_of(st.none(), st.none(), amounts)
rows = st.fixed_dictionaries(
    {
        "customer_id": st.sampled_from(("ann", "ann", "bob", "cem", "dai")),
        "ordered_at": st.sampled_from(("2024-01-20", "2024-02-01", "2024-02-29")),
        "gross_amount": st.tuples(st.sampled_from(("", "", "-")), amounts).map("".join),
        "order_status": st.sampled_from((None, None, "returned", "cancelled")),
        "refunded_at": st.sampled_from((None, "2024-02-20")),
        "discount_amount": side_amounts,
        "refund_amount": side_amounts,
        "cost_amount": side_amounts,
        "currency": st.sampled_from((None, None, "EUR")),
    }
)


def too_great(expected: Answer) -> set[str]:
    """Customers of whom a sum does not fit."""
    return {
        customer
        for (_, customer), facts in expected.tables.get("customer_facts", {}).items()
        if any(abs(facts[name] or 0) >= GREATEST for name in MONEY)
    }


def an_order_too_great(lines: list[Line]) -> bool:
    """Whether the lines of an order do not fit together."""
    sums: dict[str | None, Decimal] = {}
    for line in lines:
        sums[line.order_id] = sums.get(line.order_id, Decimal(0)) + (line.source_amount or 0)
    return any(abs(amount) >= GREATEST for amount in sums.values())


@given(orders=st.lists(rows, min_size=1, max_size=7), value=st.sampled_from(RATES))
@randomly
def test_amounts_of_any_size_are_counted_rejected_or_named(
    tmp_path_factory: pytest.TempPathFactory, orders: list[dict[str, str | None]], value: str
) -> None:
    numbered = [{**row, "order_id": str(number)} for number, row in enumerate(orders)]
    rates = [rate("2023-01-01", value)]
    rules = ALL_SHOPS["defaults"]
    expected = answer(numbered, rates, rules, NOTHING_BESIDE)
    shop = shop_of("defaults", tmp_path_factory)
    if names := too_great(expected):
        said = refusal(shop, *numbered, exchange_rates=rates)
        found = re.search(r"the amounts of customer (\w+) in store default add up", said)
        assert found, said
        assert found[1] in names
        return
    shop.run(numbered, rates)
    expected = answer(numbered, rates, rules, NOTHING_BESIDE, foreseen(shop))
    assert list(differences(shop, expected)) == []
    assert {row["difference"] for row in shop.table("reconciliation")} <= {0}
