"""Shops of a few rows, where random ones would seldom find what can go wrong."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from tests.results.variants import shop_of

pytestmark = pytest.mark.builds


def order(
    order_id: str, customer: str, ordered_at: str, amount: str, **more: str
) -> dict[str, Any]:
    """A raw row."""
    first = {"order_id": order_id, "customer_id": customer}
    return {**first, "ordered_at": ordered_at, "gross_amount": amount, **more}


def rate(day: str, value: str) -> dict[str, Any]:
    """A rate of the euro."""
    return {"rate_date": day, "currency": "EUR", "rate_to_reporting": value}


def test_of_several_rates_of_one_day_the_highest_holds_in_any_order_of_the_rows(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of("defaults", tmp_path_factory)
    orders = [order("1", "ann", "2024-01-05", "10", currency="EUR")]
    rates = [rate("2024-01-01", value) for value in ("1", "2", "3")]
    found = {
        row["gross_amount"]
        for shuffled in permutations(rates)
        for row in shop.run(orders, shuffled).table("accepted_orders")
    }
    assert found == {30}


@pytest.mark.parametrize(
    ("amount", "value", "converted"),
    [("2500000", "7.2", "18000000"), ("1000000000", "0.00012345", "123450")],
)
def test_a_large_amount_is_converted_to_the_digit(
    amount: str, value: str, converted: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop = shop_of("defaults", tmp_path_factory)
    orders = [order("1", "ann", "2024-01-05", amount, currency="EUR")]
    (row,) = shop.run(orders, [rate("2024-01-01", value)]).table("customer_facts")
    assert row["net_revenue"] == Decimal(converted)


def test_an_order_sent_back_in_the_window_lifts_nobody_without_an_order_in_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of("window", tmp_path_factory)
    orders = [
        order("1", "ann", "2023-01-01", "10", order_status="returned", refunded_at="2024-02-20"),
        order("2", "bob", "2023-01-01", "10"),
        order("3", "cem", "2023-01-01", "10"),
    ]
    scores = shop.run(orders).table("rfm_scores")
    assert {row["customer_id"]: row["frequency_score"] for row in scores} == {
        "ann": 1,
        "bob": 1,
        "cem": 1,
    }


def test_all_categories_and_channels_are_counted_however_many_there_are(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of("defaults", tmp_path_factory)
    names = [f"{number:03}" for number in range(70)]
    orders = [
        *(order(name, "ann", "2024-01-05", "10", category=name, channel=name) for name in names),
        order("twice", "ann", "2024-01-06", "10", category="069", channel="069"),
        order("few", "bob", "2024-01-05", "10", category="000", channel="001"),
    ]
    facts = {row["customer_id"]: row for row in shop.run(orders).table("customer_facts")}
    assert {
        customer: (row["category_count"], row["channel_count"]) for customer, row in facts.items()
    } == {"ann": (70, 70), "bob": (1, 1)}


@pytest.mark.parametrize("zone", [" UTC", " Asia/Shanghai", " +00:00", "+00", "Z"])
def test_a_time_with_a_zone_is_never_taken_for_local(
    zone: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop = shop_of("quantile", tmp_path_factory)  # local time is that of Shanghai
    utc = "2024-01-05 22:00:00" if "Asia" not in zone else "2024-01-06 06:00:00"
    shop.run([order("1", "ann", utc + zone, "10")])
    reasons = [row["rejection_reason"] for row in shop.table("rejected_orders")]
    days = [str(row["ordered_at"]) for row in shop.table("accepted_orders")]
    assert (reasons, days) in (
        (["invalid_timestamp"], []),
        ([], ["2024-01-05 22:00:00"]),  # in London
    )


def test_lines_of_a_later_day_are_not_known_before(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of("lines", tmp_path_factory)  # judged on 2024-03-01
    shop.run([order("1", "ann", "2024-02-28", "10"), order("1", "ann", "2024-04-28", "90")])
    (facts,) = shop.table("customer_facts")
    assert facts["net_revenue"] == 10
    assert {row["difference"] for row in shop.table("reconciliation")} == {0}


@pytest.mark.parametrize(
    ("amount", "status"), [("5", "pending"), ("5", "cancelled"), ("-5", "returned")]
)
def test_a_line_that_is_no_purchase_makes_no_purchase_day(
    amount: str, status: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop = shop_of("lines", tmp_path_factory)
    earlier = order("1", "ann", "2024-02-20", amount, order_status=status)
    (facts,) = shop.run([earlier, order("1", "ann", "2024-02-28", "90")]).table("customer_facts")
    assert facts["first_order_date"] == date(2024, 2, 28)


def test_the_cost_of_a_returned_line_is_given_back_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of("lines", tmp_path_factory)
    bought = order("1", "ann", "2024-02-20", "100", cost_amount="60")
    back = order("1", "ann", "2024-02-20", "-20", cost_amount="12", order_status="returned")
    (facts,) = shop.run([bought, back]).table("customer_facts")
    assert facts["net_revenue"] == 80
    assert facts["margin_amount"] == 80 - (60 - 12)
