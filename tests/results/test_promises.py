"""What must hold whatever the orders are, read off the tables alone."""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.results.dirty_inputs import shops_in_one
from tests.results.reference import METRICS, NO_PURCHASE, money
from tests.results.shop import Shop
from tests.results.variants import BuiltShop, of_shops, project_of

# Schemes whose level follows from the value alone.
COUNTED = {
    *("rfm", "rfm_value", "abc", "abc_margin", "value_type", "buying_style", "price_tier"),
    "forecast",
}


def readable_money(rows: list[Any], column: str = "gross_amount") -> Decimal:
    """What the raw rows add up to."""
    return sum((money(row[column]) or Decimal(0) for row in rows), Decimal(0))


@of_shops("defaults", "lines")
def test_rows_and_money_are_conserved(random_shop: BuiltShop) -> None:
    shop, raw = random_shop.shop, random_shop.raw
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for row in shop.table("reconciliation"):
        assert row["difference"] == 0, row
        totals[row["measure"]].update(
            {part: row[part] for part in ("entered", "accepted", "rejected")}
        )
    rows, gross = totals["row_count"], totals["gross_amount"]
    accepted = shop.table("accepted_orders")
    lines = sum(row["source_row_count"] for row in accepted)
    amount = sum(row["source_gross_amount"] for row in accepted)
    thrown_out = shop.table("rejected_orders")
    assert rows["entered"] == len(raw.orders) == (lines or 0) + len(thrown_out)
    assert rows["accepted"] == (lines or 0)
    assert rows["rejected"] == len(thrown_out)
    assert gross["entered"] == readable_money(raw.orders)
    assert gross["accepted"] == (amount or 0)
    assert gross["accepted"] + gross["rejected"] == gross["entered"]

    refunds = totals["refund_amount"]
    assert refunds["entered"] == readable_money(raw.more["refunds"], "refund_amount")
    assert min(refunds["accepted"], refunds["rejected"]) > 0
    assert refunds["accepted"] + refunds["rejected"] == refunds["entered"]


LABELS = {
    "rfm_segment": "rfm_scores",
    "rfm_value_segment": "rfm_scores",
    "abc_class": "abc_tiers",
    "abc_margin_class": "abc_margin_tiers",
    "lifecycle_stage": "lifecycle_stages",
    "loyalty_level": "loyalty_levels",
    "value_type": "value_types",
    "man_profile": "man_profiles",
    "key_account_status": "key_accounts",
    "customer_grade": "customer_grades",
    "buying_style": "buying_styles",
    "forecast_segment": "forecast_segments",
}


@of_shops("defaults")
def test_the_wide_table_has_the_label_of_each_scheme_and_its_words(random_shop: BuiltShop) -> None:
    shop = random_shop.shop
    tiers = {key_of(row): row for row in shop.table("customer_tiers")}
    for label, table in LABELS.items():
        labels = {key_of(row): row[label] for row in shop.table(table)}
        assert {key: row[label] for key, row in tiers.items()} == labels, label
        for row in tiers.values():
            words = [row[f"{label}_label_{language}"] for language in ("en", "zh")]
            assert all(words) if row[label] else words == [None, None], row
    assert all(row["headline_en"] and row["headline_zh"] for row in tiers.values())


@of_shops("defaults")
def test_every_explanation_names_the_level_and_its_bounds_hold_the_value(
    random_shop: BuiltShop,
) -> None:
    shop = random_shop.shop
    explained: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in shop.table("tier_explanations"):
        key = (*key_of(row), row["scheme"], row["metric"])
        assert key not in explained
        explained[key] = row
        assert row["explanation_en"], row
        assert "{" not in row["explanation_en"] + row["explanation_zh"], row
        lower, upper, value = row["lower_bound"], row["upper_bound"], row["metric_value"]
        if value is not None:
            assert lower is None or value >= float(lower), row
            assert upper is None or value <= float(upper), row
    expected = rfm_levels(shop)
    for row in shop.table("abc_tiers"):
        expected[*key_of(row), "abc", "net_revenue"] = row["abc_class"]
    for row in shop.table("lifecycle_stages"):
        expected[*key_of(row), "lifecycle", "overdue_ratio"] = row["lifecycle_stage"]
    basic = {"rfm", "rfm_value", "abc", "lifecycle"}
    found = {key: row["level"] for key, row in explained.items()}
    assert {key: level for key, level in found.items() if key[3] in basic} == expected
    for scheme, metric, table, column in (
        ("abc_margin", "margin_amount", "abc_margin_tiers", "abc_margin_class"),
        ("loyalty", "satisfied_order_count", "loyalty_levels", "loyalty_level"),
        ("value_type", "value_per_order", "value_types", "value_per_order_score"),
        ("value_type", "orders_per_month", "value_types", "volume_score"),
        ("buying_style", "discount_share", "buying_styles", "discount_level"),
        ("forecast", "expected_net_revenue", "forecast_segments", "forecast_segment"),
    ):
        for row in shop.table(table):
            if row[column] is not None:
                assert found[*key_of(row), scheme, metric] == str(row[column]), row


@of_shops("defaults", "quantile")
def test_the_way_to_the_next_level_ends_at_its_bound(random_shop: BuiltShop) -> None:
    shop = random_shop.shop
    cuts = {
        (row["store_id"], row["scheme"], row["metric"], row["level"]): row
        for row in shop.table("tier_cuts")
    }
    ranked = {(*key[:3], row["level_rank"]): row for key, row in cuts.items()}
    told = 0
    for row in shop.table("tier_explanations"):
        # Whether somebody has money is told by a cut of RFM.
        if row["scheme"] == "man":
            continue
        metric = (row["store_id"], row["scheme"], row["metric"])
        own = cuts.get((*metric, row["level"]))
        following = ranked.get((*metric, own["next_level_rank"])) if own else None
        assert row["next_level"] == (following["level"] if following else None), row
        if following is None or row["metric_value"] is None:
            assert row["distance_to_next_level"] is None, row
            continue
        start = following["lower_bound" if following["is_higher_better"] else "upper_bound"]
        way = abs(float(start) - float(row["metric_value"]))
        assert row["distance_to_next_level"] == pytest.approx(way, abs=1e-6), row
        told += 1
    assert told > 0


def rfm_levels(shop: Shop) -> dict[tuple[object, ...], str]:
    """By customer, scheme and metric the level that RFM and the eight-value model give."""
    levels = {}
    for row in shop.table("rfm_scores"):
        if row["rfm_segment"] == NO_PURCHASE:
            for scheme in ("rfm", "rfm_value"):
                levels[*key_of(row), scheme, METRICS["R"]] = NO_PURCHASE
            continue
        for (letter, metric), score in zip(
            METRICS.items(), ("recency_score", "frequency_score", "monetary_score"), strict=True
        ):
            bit = row["rfm_value_code"]["RFM".index(letter)]
            levels[*key_of(row), "rfm", metric] = str(row[score])
            levels[*key_of(row), "rfm_value", metric] = "high" if bit == "1" else "low"
    return levels


@of_shops("defaults", "quantile", "fixed")
def test_a_cut_counts_the_customers_who_have_its_level(random_shop: BuiltShop) -> None:
    shop = random_shop.shop
    counted: Counter[tuple[object, ...]] = Counter()
    for row in shop.table("tier_cuts"):
        if row["customer_count"] and row["scheme"] in COUNTED:
            key = (row["store_id"], row["scheme"], row["metric"], row["level"])
            counted[key] += row["customer_count"]
    labelled = Counter(
        (row["store_id"], row["scheme"], row["metric"], row["level"])
        for row in shop.table("tier_explanations")
        # A metric in which all are equal has no levels, and of whom nothing is expected is
        # not compared.
        if row["scheme"] in COUNTED and row["metric_value"] is not None
        if row["level"] and (row["scheme"], row["level"]) != ("forecast", "none")
    )
    assert counted == labelled


@of_shops("defaults")
def test_a_summary_adds_up_to_all_customers_and_their_revenue(random_shop: BuiltShop) -> None:
    shop = random_shop.shop
    customers: Counter[str] = Counter()
    revenue: Counter[str] = Counter()
    for row in shop.table("customer_facts"):
        customers[row["store_id"]] += 1
        revenue[row["store_id"]] += row["net_revenue"]
    summed: dict[str, Counter[str]] = defaultdict(Counter)
    earned: dict[str, Counter[str]] = defaultdict(Counter)
    for row in shop.table("tier_summary"):
        summed[row["scheme"]][row["store_id"]] += row["customer_count"]
        earned[row["scheme"]][row["store_id"]] += row["net_revenue"]
        assert row["label_en"], row
        assert row["label_zh"], row
    # A buyer without a margin, a discount share or an order left has no class, style or tier.
    for scheme in ("abc_margin", "buying_style", "price_tier"):
        known = summed.pop(scheme, Counter())
        earned.pop(scheme, None)
        assert known <= customers, scheme
    everyone = (
        *("rfm", "rfm_value", "abc", "lifecycle"),
        *("loyalty", "value_type", "man", "key_account", "grade", "forecast"),
    )
    if customers:
        assert summed == dict.fromkeys(everyone, customers)
        assert earned == dict.fromkeys(everyone, revenue)


@of_shops("lines")
def test_shuffled_rows_and_a_second_build_give_the_same_tables(random_shop: BuiltShop) -> None:
    shop, raw = random_shop.shop, random_shop.raw
    first = shop.tables()
    assert changed(first, shop.run(raw.orders, raw.rates, raw.more)) == {}
    rng = random.Random(random_shop.seed)  # noqa: S311 (no secret)
    orders, rates = (rng.sample(rows, len(rows)) for rows in (raw.orders, raw.rates))
    more = {name: rng.sample(rows, len(rows)) for name, rows in raw.more.items()}
    assert changed(first, shop.run(orders, rates, more)) == {}


@pytest.mark.slow
def test_several_threads_give_the_same_tables_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    # Beside the random shops a store of more different revenues than a thread takes at once.
    rng = random.Random(0)  # noqa: S311 (no secret)
    rows = shops_in_one(range(2))
    rows["orders"] += [
        {
            "order_id": f"many {number}",
            "customer_id": f"c{rng.randrange(9_000)}",
            "store_id": "many",
            "ordered_at": str(date(2024, 1, 1) + timedelta(rng.randrange(150))),
            "gross_amount": f"{rng.randint(1, 99_999) / 100:.2f}",
        }
        for number in range(9_000)
    ]
    shop = Shop(project_of("defaults", tmp_path_factory), threads=4)
    shop.run(rows["orders"], more=rows)
    first = shop.tables()
    for _ in range(2):
        shuffled = {name: rng.sample(of_input, len(of_input)) for name, of_input in rows.items()}
        assert changed(first, shop.run(shuffled["orders"], more=shuffled)) == {}


def changed(before: dict[str, list[Any]], shop: Shop) -> dict[str, list[Any]]:
    """The rows of each table that are not as before, up to three."""
    after = shop.tables()
    return {
        table: list(set(after[table]) - set(rows))[:3]
        for table, rows in before.items()
        if after[table] != rows
    }


def key_of(row: Mapping[str, Any]) -> tuple[object, ...]:
    return (row["store_id"], row["customer_id"], row["as_of_date"])
