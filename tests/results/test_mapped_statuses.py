"""A shop's own words for statuses: the mapping says what they mean, else the rule seed."""

from decimal import Decimal
from typing import Any

import pytest

from tests.results.shop import TEXT_INPUTS, Row, Shop, compiled

pytestmark = pytest.mark.builds
STATUSES = {
    "Paid": "completed",
    " wc-On-Hold": "pending",
    "ÉCHOUÉE": "cancelled",
    "交易关闭": "cancelled",
    "it's back": "returned",
    # A word of the seed, which means something else here.
    "Returned": "completed",
    7: "completed",
}
_shops: dict[str, Shop] = {}


def shop_of(grain: str, factory: pytest.TempPathFactory) -> Shop:
    """A shop with these statuses."""
    if grain not in _shops:
        orders = {"relation": "main.raw_orders", "grain": grain, "statuses": STATUSES}
        variables = {
            "inputs": {**TEXT_INPUTS, "orders": orders},
            "latest_credible_date": "2024-12-31",
        }
        looked_at = ("accepted_orders", "rejected_orders")
        _shops[grain] = Shop(compiled(variables, factory, *looked_at))
    return _shops[grain]


def order(order_id: str, status: str | None, **more: str) -> Row:
    """An order of ten on the fifth of January."""
    right = {"customer_id": "ann", "ordered_at": "2024-01-05", "gross_amount": "10"}
    return {"order_id": order_id, "order_status": status, **right, **more}


def accepted(shop: Shop) -> dict[str, tuple[Any, ...]]:
    """By order: its status, what it counts and what was given back of it."""
    return {
        row["order_id"]: (row["order_status"], row["gross_amount"], row["full_return_amount"])
        for row in shop.table("accepted_orders")
    }


def test_a_status_means_what_the_mapping_says_and_else_what_the_seed_says(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of("order", tmp_path_factory).run(
        [
            order("paid", " PAID\u00a0"),
            order("held", "WC-ON-HOLD"),
            order("failed", "échouée"),
            order("closed", "交易关闭"),
            order("back", "It's Back", refunded_at="2024-02-01"),
            order("other", "returned"),
            order("number", "7"),
            order("of the seed", "Cancelled"),
            order("without", None),
            order("in neither", "lost"),
        ]
    )
    ten, nothing = Decimal(10), Decimal(0)
    assert accepted(shop) == {
        "paid": ("completed", ten, nothing),
        "held": ("pending", nothing, nothing),
        "failed": ("cancelled", nothing, nothing),
        "closed": ("cancelled", nothing, nothing),
        "back": ("returned", ten, ten),
        "other": ("completed", ten, nothing),
        "number": ("completed", ten, nothing),
        "of the seed": ("cancelled", nothing, nothing),
        "without": ("completed", ten, nothing),
    }
    (rejected,) = shop.table("rejected_orders")
    assert (rejected["rejection_reason"], rejected["raw_order_status"]) == (
        "unknown_status",
        "lost",
    )


def test_lines_agree_if_their_statuses_mean_the_same(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of("line", tmp_path_factory).run(
        [
            order("agree", "paid"),
            order("agree", "Returned"),
            order("agree", None),
            order("contradict", "paid"),
            order("contradict", "交易关闭"),
        ]
    )
    assert accepted(shop) == {"agree": ("completed", Decimal(30), Decimal(0))}
    reasons = [row["rejection_reason"] for row in shop.table("rejected_orders")]
    assert reasons == ["conflicting_lines", "conflicting_lines"]
    assert {row["raw_order_status"] for row in shop.table("rejected_orders")} == {
        "paid",
        "交易关闭",
    }
