"""Shops of which little can be foreseen: a sentence and the same again, never an absurd number.

No model is fitted here: these are about the methods that need none.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.results.shop import Shop
from tests.results.variants import shop_of

pytestmark = pytest.mark.builds

FIRST = date(2022, 1, 1)
LAST = date(2024, 6, 30)


@pytest.fixture
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return shop_of("defaults", tmp_path_factory)


def order(customer: int | str, day: date, amount: str = "10", **more: str) -> dict[str, Any]:
    row = {"order_id": f"{customer}-{day}", "customer_id": f"c{customer}"}
    return {**row, "ordered_at": str(day), "gross_amount": amount, **more}


def newest(shop: Shop, table: str) -> list[dict[str, Any]]:
    return shop.query(
        f"select * from {{{table}}}"
        f" where as_of_date = (select max(as_of_date) from {{{table}}}) order by all"
    )


def once_each(early: int) -> list[dict[str, Any]]:
    """So many customers of one order long ago, and one of today."""
    return [*(order(number, FIRST) for number in range(early)), order("last", LAST)]


def is_sensible(rows: Sequence[dict[str, Any]]) -> bool:
    return all(
        0 <= row["expected_orders"] < 1000 and 0 <= row["expected_net_revenue"] < 100_000
        for row in rows
    )


def test_a_single_customer_does_the_same_again_and_the_reason_is_said(shop: Shop) -> None:
    days = [LAST - timedelta(days=30 * number) for number in range(4)]
    shop.run([order("ann", day) for day in days])
    for row in newest(shop, "forecast_champions"):
        assert (row["method"], row["tried_on"]) == ("same_again", "none")
        assert (row["fallback_reason"], row["beats_same_again"]) == ("too_few_customers", None)
        assert row["finding_en"] == (
            "Same again: the store has too few customers to judge a forecast (1; 200 are needed)."
        )
    assert newest(shop, "forecast_accuracy") == []
    forecasts = newest(shop, "customer_forecasts")
    # Three repeats in 90 days, all in the last 91: as many again, and in a year at that rate.
    assert [row["expected_orders"] for row in forecasts] == [
        pytest.approx(3 * 91 / 90),
        pytest.approx(3 * 365 / 90),
    ]


@pytest.mark.parametrize(("early", "reason"), [(199, "too_few_trials"), (200, "no_fit")])
def test_a_date_is_tried_where_two_hundred_customers_were_known_then(
    shop: Shop, early: int, reason: str
) -> None:
    shop.run(once_each(early))
    assert bool(newest(shop, "forecast_accuracy")) == (early == 200)
    champions = newest(shop, "forecast_champions")
    assert {row["known_customer_count"] for row in champions} == {early + 1}
    assert {row["fallback_reason"] for row in champions} == {reason}


def test_where_nobody_ever_came_back_no_method_beats_the_same_again(shop: Shop) -> None:
    shop.run(once_each(300))
    for row in newest(shop, "forecast_accuracy"):
        assert (row["root_mean_squared_error"], row["actual_orders"]) == (0, 0)
        assert (row["bias_share"], row["return_auc"], row["best_found_share"]) == (None,) * 3
        assert row["is_champion"] == (row["method"] == "same_again")
    for row in newest(shop, "forecast_champions"):
        assert (row["method"], row["beats_same_again"]) == ("same_again", False)
        assert "no method beat the same again" in row["finding_en"]
        assert "没有方法优于" in row["finding_zh"]
    forecasts = newest(shop, "customer_forecasts")
    assert {(row["expected_orders"], row["orders_high"]) for row in forecasts} == {(0, 0)}


def test_customers_who_are_all_equal_are_foreseen_alike(shop: Shop) -> None:
    months = [FIRST + timedelta(days=91 * number) for number in range(10)]
    shop.run([order(number, day) for number in range(250) for day in months])
    for row in newest(shop, "forecast_accuracy"):
        assert row["return_auc"] in (None, 0.5)
        assert row["best_found_share"] in (None, pytest.approx(0.2))
    forecasts = newest(shop, "customer_forecasts")
    assert len({(row["horizon_days"], row["expected_orders"]) for row in forecasts}) == 2
    assert is_sensible(forecasts)


def test_refunds_larger_than_orders_are_no_revenue_to_expect(shop: Shop) -> None:
    days = [FIRST + timedelta(days=60 * number) for number in range(15)]
    refund = {"refund_amount": "10", "refunded_at": str(LAST)}
    shop.run(
        [
            *(order(number, day, **refund) for number in range(250) for day in days),
            order("last", LAST),
        ]
    )
    accuracy = newest(shop, "forecast_accuracy")
    assert {row["actual_net_revenue"] < 0 for row in accuracy if row["horizon_days"] == 91}
    for row in accuracy:
        assert row["expected_net_revenue"] >= 0
        assert row["revenue_bias_share"] is None or row["actual_net_revenue"] > Decimal(0)
    assert is_sensible(newest(shop, "customer_forecasts"))


def test_a_shop_where_all_was_sent_back_has_nothing_to_foresee(shop: Shop) -> None:
    back = {"order_status": "returned", "refunded_at": str(FIRST)}
    shop.run([order(number, FIRST, **back) for number in range(250)])
    assert newest(shop, "customer_forecasts") == []
    for row in newest(shop, "forecast_champions"):
        assert (row["known_customer_count"], row["fallback_reason"]) == (0, "too_few_customers")
