"""Key accounts, grades, need and actions: what must hold whatever the shop is."""

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from tests.conftest import PROJECT
from tests.results.shop import Shop, compiled
from tests.results.test_sample_labels import LABELS
from tests.results.variants import BuiltShop, of_shops

Customer = tuple[str, str]
CONTRADICTIONS = [
    *({"win_back", other} for other in ("let_go", "welcome", "grow")),
    *({"let_go", other} for other in ("welcome", "grow", "keep")),
]
# What must be known of a customer for an action by this channel.
ADDRESSES = {"phone": "phone", "message": "phone", "email": "email"}
CHANNELS = ("channel", "second_channel", "third_channel")
MAX_ACTIONS = 3


def customers(shop: Shop, table: str) -> dict[Customer, dict[str, Any]]:
    """The rows of a table with one row per customer."""
    return {(row["store_id"], row["customer_id"]): row for row in shop.table(table)}


def actions_of(shop: Shop) -> dict[Customer, list[dict[str, Any]]]:
    """The actions of each customer, in their order."""
    actions: dict[Customer, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(shop.table("customer_actions"), key=lambda row: int(row["action_rank"])):
        actions[row["store_id"], row["customer_id"]].append(row)
    return actions


@of_shops("defaults", "window", "lines")
def test_the_largest_customer_of_every_store_is_a_key_account(random_shop: BuiltShop) -> None:
    shop = random_shop.shop
    most: dict[str, Any] = defaultdict(int)
    accounts = customers(shop, "key_accounts")
    for (store, _), row in accounts.items():
        most[store] = max(most[store], row["net_revenue"])
    missed = [
        key
        for key, row in accounts.items()
        if row["net_revenue"] == most[key[0]] > 0 and row["key_account_status"] != "key_account"
    ]
    assert missed == []


@of_shops("defaults")
def test_no_customer_of_high_value_has_lapsed(random_shop: BuiltShop) -> None:
    shop = random_shop.shop
    tiers = customers(shop, "customer_tiers").values()
    grades = {row["customer_grade"] for row in tiers if row["lifecycle_stage"] == "lapsed"}
    assert grades
    assert "high_value" not in grades


@of_shops("defaults")
def test_a_sentence_of_need_names_only_what_holds(random_shop: BuiltShop) -> None:
    shop = random_shop.shop
    facts = customers(shop, "customer_facts")
    reasons: Counter[tuple[bool, bool]] = Counter()
    for row in shop.table("tier_explanations"):
        if (row["scheme"], row["metric"], row["level"]) != ("man", "overdue_ratio", "high"):
            continue
        own = facts[row["store_id"], row["customer_id"]]
        is_due = own["overdue_ratio"] is not None and 0.8 <= own["overdue_ratio"] <= 2
        has_more = own["recent_order_count"] > own["prior_order_count"]
        reasons[is_due, has_more] += 1
        names_gap = ("expected gap" in row["explanation_en"], "预期间隔" in row["explanation_zh"])
        names_orders = (
            "in the last 90 days" in row["explanation_en"],
            "近90天" in row["explanation_zh"],
        )
        assert names_gap == (is_due, is_due), row
        assert names_orders == (has_more, has_more), row
    assert reasons


@of_shops("defaults")
def test_the_first_priority_is_for_who_ordered_twice_or_is_in_class_a(
    random_shop: BuiltShop,
) -> None:
    shop = random_shop.shop
    tiers = customers(shop, "customer_tiers")
    named = {key for key, row in tiers.items() if row["rfm_segment"] == "cannot_lose_them"}
    may_be_called = {
        key for key in named if tiers[key]["order_count"] > 1 or tiers[key]["abc_class"] == "A"
    }
    assert named
    called = {key for key, rows in actions_of(shop).items() if rows[0]["priority"] == 1}
    assert called == may_be_called


def wanted_actions(tiers: Mapping[str, Any], grade_rule: str) -> list[tuple[str, str, int, str]]:
    """The actions of a customer: scheme, label, priority and intent, by DEFINITIONS 14."""
    with (PROJECT / "seeds" / "rules" / "tier_playbook.csv").open(encoding="utf-8") as file:
        playbook = sorted(csv.DictReader(file), key=lambda row: int(row["priority"]))
    meant = {
        "everyone": True,
        "repeat_or_class_a": tiers["order_count"] > 1 or tiers["abc_class"] == "A",
        "lapsed_high_value": grade_rule == "lapsed_high_value",
    }
    chosen: list[dict[str, str]] = []
    for row in playbook:
        if (
            len(chosen) < MAX_ACTIONS
            and row["scheme"] in LABELS
            and tiers[LABELS[row["scheme"]]] == row["label"]
            and meant[row["for_whom"]]
            and all(row["intent"] != other["intent"] for other in chosen)
            and not any({row["intent"], other["intent"]} in CONTRADICTIONS for other in chosen)
        ):
            chosen.append(row)
    return [(row["scheme"], row["label"], int(row["priority"]), row["intent"]) for row in chosen]


@of_shops("defaults", "window")
def test_actions_are_the_most_urgent_that_do_not_contradict(random_shop: BuiltShop) -> None:
    shop = random_shop.shop
    grades = customers(shop, "customer_grades")
    expected = {
        key: wanted_actions(tiers, grades[key]["grade_rule"])
        for key, tiers in customers(shop, "customer_tiers").items()
    }
    columns = ("scheme", "label", "priority", "intent")
    found = {
        key: [tuple(row[column] for column in columns) for row in rows]
        for key, rows in actions_of(shop).items()
    }
    assert found == expected


@of_shops("defaults")
def test_an_action_goes_through_the_first_channel_with_an_address(random_shop: BuiltShop) -> None:
    shop = random_shop.shop
    profiles = customers(shop, "int_customer_profiles")
    playbook = {(row["scheme"], row["priority"]): row for row in shop.table("tier_playbook")}
    found: Counter[str] = Counter()
    for table in ("customer_actions", "care_calendar"):
        for row in shop.table(table):
            profile = profiles.get((row["store_id"], row["customer_id"]), {})
            planned = playbook[row.get("scheme", "care"), row["priority"]]
            channels = [planned[column] for column in CHANNELS if planned[column]]
            known = [
                channel
                for channel in channels
                if channel not in ADDRESSES or profile.get(ADDRESSES[channel]) is not None
            ]
            assert row["planned_channel"] == channels[0], row
            assert row["channel"] == (known or channels)[0], row
            assert row["is_reachable"] is bool(known), row
            is_as_planned = row["channel"] == channels[0] and bool(known)
            for language in ("en", "zh"):
                assert (row[f"channel_note_{language}"] is None) == is_as_planned, row
            found["planned" if is_as_planned else "another" if known else "none"] += 1
    assert found["planned"]
    assert found["another"]


def test_without_customers_it_is_said_that_no_address_is_known(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    inputs = {"orders": {"relation": "main.raw_orders"}}
    shop = Shop(compiled({"inputs": inputs}, tmp_path_factory))
    orders = [
        {"order_id": f"{day}", "customer_id": "ann", "ordered_at": day, "gross_amount": "10"}
        for day in ("2024-01-01", "2024-02-01", "2024-03-01")
    ]
    shop.run(orders)
    actions = shop.table("customer_actions")
    assert actions
    for row in actions:
        assert row["channel"] == row["planned_channel"]
        needs_address = row["channel"] in ADDRESSES
        assert row["is_reachable"] is (None if needs_address else True)
        for language in ("en", "zh"):
            assert (row[f"channel_note_{language}"] is not None) is needs_address
    assert any(row["channel"] in ADDRESSES for row in actions)
