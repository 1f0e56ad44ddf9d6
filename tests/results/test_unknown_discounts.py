"""A shop whose orders have no discount column: discounts are unknown, not zero."""

from decimal import Decimal

import pytest

from tests.results.shop import Shop
from tests.results.test_small_shops import order
from tests.results.variants import SHOPS, shop_of

pytestmark = pytest.mark.builds


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Three customers of a shop without discounts, judged on 2024-03-01."""
    assert not SHOPS["fixed"].has_discounts
    orders = [
        *(order(f"a{n}", "ann", f"2024-01-{n:02}", "100") for n in (5, 15, 25)),
        order("b1", "bob", "2024-02-01", "50", order_status="returned", refunded_at="2024-02-20"),
        order("b2", "bob", "2024-02-25", "50"),
        order("c1", "cem", "2023-06-01", "10"),
    ]
    euros = [dict(row, currency="EUR") for row in orders]
    return shop_of("fixed", tmp_path_factory).run(euros)


def test_discounts_are_unknown_and_net_revenue_is_not(shop: Shop) -> None:
    facts = {row["customer_id"]: row for row in shop.table("customer_facts")}
    unknown = (
        "discount_amount",
        "discount_share",
        "recent_discount_amount",
        "prior_discount_amount",
    )
    assert {row[column] for row in facts.values() for column in unknown} == {None}
    assert {name: row["net_revenue"] for name, row in facts.items()} == {
        "ann": Decimal(300),
        "bob": Decimal(50),
        "cem": Decimal(10),
    }
    assert {row["difference"] for row in shop.table("reconciliation")} == {0}


def test_the_best_customer_can_be_valued(shop: Shop) -> None:
    # Of n = 3 by value per order 100, 50, 10 and by satisfied orders 3, 1, 1: the mean of
    # 5 and 5, of 3 and 1, of 1 and 1; with a share of nothing it was at most 11 / 3.
    types = {row["customer_id"]: row for row in shop.table("value_types")}
    assert {name: row["value_score"] for name, row in types.items()} == {
        "ann": 5,
        "bob": 2,
        "cem": 1,
    }
    assert {row["discount_share_score"] for row in types.values()} == {None}
    # Orders a month: 3 of 56 days, 1 of 30, 1 of 274.
    assert types["ann"]["value_type"] == "valued_volume"


def test_nobody_has_a_buying_style_and_the_reason_is_said(shop: Shop) -> None:
    assert {row["buying_style"] for row in shop.table("customer_tiers")} == {None}
    assert "buying_style" not in {row["scheme"] for row in shop.table("tier_summary")}
    told = [row for row in shop.table("tier_explanations") if row["metric"] == "discount_share"]
    assert {row["scheme"] for row in told} == {"value_type", "buying_style"}
    assert {row["level"] for row in told} == {None}
    assert all("not known" in row["explanation_en"] for row in told)
    assert all("未知" in row["explanation_zh"] for row in told)
