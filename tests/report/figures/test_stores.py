"""Stores beside each other: by hand, and against the rows of the sample."""

from collections import defaultdict
from pathlib import Path

import pytest

from runner.report.figures import stores
from tests.report.figures.tiny import AS_OF, BEFORE, Asked, read, shown, source_of
from tests.report.shops import opened

TWO = [
    {"store_id": "a", "net_revenue": 30, "abc_class": "A", "key_account_status": "key_account"},
    {"store_id": "a", "net_revenue": 10, "purchase_day_count": 2},
    {"store_id": "b", "net_revenue": 60, "lifecycle_stage": "lapsed"},
    {"store_id": "a", "net_revenue": 35, "as_of_date": BEFORE},
]


def test_one_store_is_not_compared() -> None:
    assert read(stores.figure, {"customer_tiers": [{"net_revenue": 1}]}) is None
    assert read(stores.figure, {"customer_tiers": TWO}, Asked(store="a")) is None


def test_two_stores_stand_beside_each_other() -> None:
    found = shown(read(stores.figure, {"customer_tiers": TWO, "key_accounts": []}))
    assert [row["store_id"] for row in found.data.records] == ["b", "a"]
    a = found.data.records[1]
    assert (a["customer_count"], a["net_revenue"], a["repeat_rate"]) == (2, 40, 0.5)
    assert (a["class_a_customer_share"], a["key_account_count"]) == (0.5, 1)
    # It had brought 35 before; the other store had no customer.
    assert (a["period_net_revenue"], found.data.records[0]["period_net_revenue"]) == (5, 60)
    assert found.sentence.text == (
        "Of 2 stores, b has brought the most: 60 USD, 60.0% of the net revenue, from 1 customer."
    )
    assert found.lead
    assert found.lead.text == "Since 2025-11-30, b has brought the most, 60 USD of 65 USD."


def test_without_a_date_before_or_key_accounts_these_columns_are_not_there() -> None:
    found = shown(read(stores.figure, {"customer_tiers": TWO}, Asked(before=None)))
    assert not {"period_net_revenue", "key_account_count"} & {c.name for c in found.data.columns}
    assert found.lead is None


def test_a_loss_has_no_share() -> None:
    rows = [{"store_id": "a", "net_revenue": 30}, {"store_id": "b", "net_revenue": -20}]
    found = shown(read(stores.figure, {"customer_tiers": rows}))
    assert found.sentence.text == "Of 2 stores, a has brought the most: 30 USD, from 1 customer."
    assert found.lead is None
    assert found.chart.bars[1].value == 0  # type: ignore[union-attr]
    nothing = [{"store_id": "a"}, {"store_id": "b"}]
    text = shown(read(stores.figure, {"customer_tiers": nothing})).sentence.text
    assert text == "None of the 2 stores has net revenue yet."


@pytest.mark.builds
def test_the_stores_of_the_sample_are_their_customers_together(sample_database: Path) -> None:
    with opened(sample_database) as database:
        newest, before = database.days()[:2]
        facts = defaultdict(list)
        for row in database.warehouse.records("select * from marts.customer_facts"):
            facts[row["as_of_date"], row["store_id"]].append(row)
        found = shown(stores.figure(source_of(database.connection, Asked(newest, before))))
    assert {row["store_id"] for row in found.data.records} == {"north", "south"}
    for row in found.data.records:
        own, earlier = facts[newest, row["store_id"]], facts[before, row["store_id"]]
        revenue = sum(each["net_revenue"] for each in own)
        buyers = [each for each in own if each["purchase_day_count"] >= 1]
        again = [each for each in own if each["purchase_day_count"] >= 2]
        assert row["customer_count"] == len(own)
        assert row["net_revenue"] == revenue
        assert row["period_net_revenue"] == revenue - sum(each["net_revenue"] for each in earlier)
        assert row["repeat_rate"] == pytest.approx(len(again) / len(buyers))
    assert newest == AS_OF
