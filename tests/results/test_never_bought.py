"""Customers who never bought are left out of comparisons, and every scheme says so."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tests.results.history import HistoryShop, on_chosen_dates
from tests.results.shop import Shop
from tests.results.test_small_shops import order
from tests.results.variants import project_of, shop_of

pytestmark = pytest.mark.builds

# Judged on 2024-02-29. Of those who never bought two have registered, one has only given
# something back, and of one the only order came back on its own day.
ORDERS = [
    order("1", "ann", "2024-01-10", "100"),
    order("2", "ann", "2024-02-10", "100"),
    order("3", "ann", "2024-02-29", "100"),
    order("4", "bob", "2024-02-01", "50"),
    order("5", "cem", "2023-06-01", "10"),
    order("6", "ret", "2024-02-15", "-20", order_status="returned"),
    order("7", "gus", "2024-02-15", "30", order_status="returned"),
]
CUSTOMERS = [
    {"customer_id": "old", "store_id": "default", "registered_at": "2023-05-01"},
    {"customer_id": "reg", "store_id": "default", "registered_at": "2024-01-05"},
    {"customer_id": "bob", "store_id": "default", "registered_at": "2024-01-05"},
]
NEVER_BOUGHT = {"old", "reg", "ret", "gus"}
LABELS = {
    "rfm": "rfm_segment",
    "rfm_value": "rfm_value_segment",
    "abc": "abc_class",
    "abc_margin": "abc_margin_class",
    "value_type": "value_type",
    "buying_style": "buying_style",
    "price_tier": "price_tier",
    "forecast": "forecast_segment",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The seven customers, judged."""
    return shop_of("defaults", tmp_path_factory).run(ORDERS, (), {"customers": CUSTOMERS})


def by_customer(shop: Shop, table: str) -> dict[str, Mapping[str, Any]]:
    return {row["customer_id"]: row for row in shop.table(table)}


def test_they_have_one_label_of_their_own_and_no_score(shop: Shop) -> None:
    tiers = by_customer(shop, "customer_tiers")
    assert tiers.keys() == {"ann", "bob", "cem"} | NEVER_BOUGHT
    for customer in NEVER_BOUGHT:
        row = tiers[customer]
        assert {row[label] for label in LABELS.values()} == {"no_purchase"}
        assert {row[f"{label}_label_en"] for label in LABELS.values()} == {"No purchase yet"}
        assert {row[f"{label}_label_zh"] for label in LABELS.values()} == {"尚未购买"}
        assert row["lifecycle_stage"] == "prospect"
        assert row["customer_grade"] == "potential"
        assert row["key_account_status"] == "other"
        assert row["man_profile"] == "??n"
        assert row["headline_en"]
        assert row["headline_zh"]
        scores = (
            *("recency_score", "frequency_score", "monetary_score", "rfm_cell"),
            *("rfm_value_code", "revenue_share", "revenue_share_before"),
        )
        assert {row[score] for score in scores} == {None}
        types = by_customer(shop, "value_types")[customer]
        assert {types[column] for column in types if column.endswith("_score")} == {None}
        assert types["is_conversion_candidate"] is False


def test_the_buyers_are_scored_among_the_three_of_them(shop: Shop) -> None:
    # Of n = 3 nobody worse is 1, one worse 1 + 5 / 2 = 3, two worse 5.
    scores = by_customer(shop, "rfm_scores")
    assert {
        customer: (scores[customer]["rfm_cell"], scores[customer]["rfm_segment"])
        for customer in ("ann", "bob", "cem")
    } == {"ann": ("555", "champions"), "bob": ("313", "promising"), "cem": ("111", "lost")}
    # Means of the three: 301 / 3 days, 5 / 3 orders, 360 / 3 = 120.
    assert [scores[name]["rfm_value_code"] for name in ("ann", "bob", "cem")] == [
        *("111", "100", "000")
    ]
    classes = by_customer(shop, "abc_tiers")
    assert [classes[name]["abc_class"] for name in ("ann", "bob", "cem")] == ["A", "B", "C"]
    assert [classes[name]["revenue_share_before"] for name in ("ann", "bob", "cem")] == [
        pytest.approx(share) for share in (0, 300 / 360, 350 / 360)
    ]


def test_a_metric_in_which_all_buyers_are_equal_is_left_out_of_the_value(shop: Shop) -> None:
    # Nobody has a discount, has said a word or has referred anybody.
    types = by_customer(shop, "value_types")
    found = {
        name: tuple(
            types[name][f"{metric}_score"]
            for metric in (
                *("value_per_order", "satisfied_order_count", "discount_share"),
                *("engagement_count", "value", "volume"),
            )
        )
        for name in ("ann", "bob", "cem")
    }
    assert found == {
        "ann": (5, 5, None, None, 5, 5),
        "bob": (3, 1, None, None, 2, 3),
        "cem": (1, 1, None, None, 1, 1),
    }
    assert {name: types[name]["value_type"] for name in found} == {
        "ann": "valued_volume",
        "bob": "occasional",
        "cem": "occasional",
    }
    told = {
        (row["customer_id"], row["metric"]): (row["explanation_en"], row["explanation_zh"])
        for row in shop.table("tier_explanations")
        if row["scheme"] == "value_type"
    }
    english, chinese = told["bob", "discount_share"]
    assert "no score" in english
    assert "未评分" in chinese


def test_cuts_and_summaries_count_them_apart(shop: Shop) -> None:
    counts: dict[tuple[str, str], int] = {}
    for row in shop.table("tier_cuts"):
        key = (row["scheme"], row["metric"])
        counts[key] = counts.get(key, 0) + row["customer_count"]
    assert {
        count
        for (scheme, _), count in counts.items()
        if scheme in LABELS.keys() - {"abc_margin", "forecast"}
    } == {3}
    summary = {
        row["scheme"]: row for row in shop.table("tier_summary") if row["label"] == "no_purchase"
    }
    assert summary.keys() == LABELS.keys()
    for row in summary.values():
        assert (row["customer_count"], row["label_rank"], row["net_revenue"]) == (4, 0, -20)
    (focus,) = shop.table("portfolio_focus")
    types = ("valued", "volume", "valued_volume", "occasional")
    assert sum(focus[f"{kind}_net_revenue_share"] for kind in types) == pytest.approx(1)


def test_every_scheme_says_so_once(shop: Shop) -> None:
    told = [
        (row["scheme"], row["level"], row["metric_value"], row["explanation_en"])
        for row in shop.table("tier_explanations")
        if row["customer_id"] == "ret" and row["scheme"] in LABELS
    ]
    assert sorted(told) == sorted(
        (scheme, "no_purchase", None, "No purchase yet.") for scheme in LABELS
    )
    assert {
        row["explanation_zh"]
        for row in shop.table("tier_explanations")
        if row["level"] == "no_purchase"
    } == {"尚未购买。"}


def history_of(days: list[date], factory: pytest.TempPathFactory) -> HistoryShop:
    """The shop, judged at the end of these days."""
    history = HistoryShop(Shop(on_chosen_dates(project_of("defaults", factory))))
    return history.run(ORDERS, (), {"customers": CUSTOMERS}, days=days)


def test_a_first_purchase_leads_from_the_label_to_a_segment(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    history = history_of([date(2024, 1, 31), date(2024, 2, 29)], tmp_path_factory)
    moved = {
        row["scheme"]: row
        for row in history.shop.table("customer_migrations")
        if row["customer_id"] == "bob"
    }
    assert {
        scheme: (row["from_label"], row["to_label"], row["cause"], row["direction"])
        for scheme, row in moved.items()
        # Without a cost there is no class by margin to come to.
        if scheme in LABELS
    } == {
        "rfm": ("no_purchase", "promising", "behaviour", "up"),
        "rfm_value": ("no_purchase", "general_develop", "behaviour", "up"),
        "abc": ("no_purchase", "B", "behaviour", "up"),
        "value_type": ("no_purchase", "occasional", "behaviour", "up"),
        "buying_style": ("no_purchase", "mixed", "behaviour", "up"),
        "price_tier": ("no_purchase", "mid_range", "behaviour", "up"),
        "forecast": ("no_purchase", "none", "behaviour", "up"),
    }
    assert all(row["explanation_en"] and row["explanation_zh"] for row in moved.values())
    since = {
        row["scheme"]: row["since_date"]
        for row in history.shop.table("time_in_tier")
        if row["customer_id"] == "reg" and row["scheme"] in LABELS
    }
    assert since == dict.fromkeys(LABELS, date(2024, 1, 31))


def test_a_day_on_which_nobody_has_bought_yet_is_judged(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    early = date(2023, 5, 31)
    shop = history_of([early, date(2024, 2, 29)], tmp_path_factory).shop
    (row,) = [row for row in shop.table("customer_tiers") if row["as_of_date"] == early]
    assert (row["customer_id"], row["rfm_segment"]) == ("old", "no_purchase")
    # A table without rows of a date would let all that read it wait for the date.
    for table in ("int_metric_histogram", "int_learned_cuts", "tier_cuts", "portfolio_focus"):
        rows = [row for row in shop.table(table) if row["as_of_date"] == early]
        assert rows, table
        buyers = [row["customer_count"] for row in rows if row.get("scheme", "rfm") in LABELS]
        assert table == "portfolio_focus" or set(buyers) == {0}, table


def test_in_a_window_who_bought_before_it_scores_1_and_who_never_bought_not_at_all(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of("window", tmp_path_factory)  # of 180 days to 2024-03-01, three scores
    scores = by_customer(shop.run(ORDERS, (), {"customers": CUSTOMERS}), "rfm_scores")
    found = {name: (row["frequency_score"], row["monetary_score"]) for name, row in scores.items()}
    # Of n = 3: ann has two worse, bob one: 1 + 3 / 2 = 2.
    assert found == {
        "ann": (3, 3),
        "bob": (2, 2),
        "cem": (1, 1),
        **dict.fromkeys(NEVER_BOUGHT, (None, None)),
    }
