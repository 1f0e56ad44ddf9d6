"""Value against volume: by hand, and against the rows of the sample."""

from collections import Counter
from pathlib import Path

import pytest

from runner.report.draw.bubbles import Bubbles
from runner.report.figures import value_volume
from tests.report.figures.tiny import Asked, Row, Tables, read, reason, shown, source_of
from tests.report.shops import opened

CUSTOMERS: list[Row] = [
    {"net_revenue": 60, "value_type": "volume", "is_conversion_candidate": True},
    {"net_revenue": 20, "value_type": "valued"},
    {"net_revenue": 20, "value_type": "occasional"},
    {"value_type": "no_purchase"},
]
TYPES: list[Row] = [
    {"value_type": "volume", "value_score": 2.5, "volume_score": 5},
    {"value_type": "valued", "value_score": 4.25, "volume_score": 2},
    {"value_type": "occasional", "value_score": 3.75, "volume_score": 3},
    {"value_type": "no_purchase"},
]
SHOP: Tables = {"customer_tiers": CUSTOMERS, "value_types": TYPES, "portfolio_focus": [{}]}


def test_who_brings_most_and_who_is_ready_for_more() -> None:
    found = shown(read(value_volume.figure, SHOP))
    assert found.sentence.text == (
        "Volume customers bring the most, 60.0% of the net revenue; 1 customer who buys often is"
        " ready for an upsell."
    )
    assert found.lead
    assert found.lead.text == (
        "1 customer who buys often spends more per order or needs fewer discounts than before:"
        " offer that one something better."
    )
    assert [note.text for note in found.notes] == ["Serve both groups."]
    chart = found.chart
    assert isinstance(chart, Bubbles)
    assert sorted((bubble.x, bubble.y, bubble.size) for bubble in chart.bubbles) == [
        (2, 4, 1),
        (3, 3.5, 1),
        (5, 2.5, 1),
    ]
    # Between a volume of 3 and 5, and between a value of 3.5 and 4.
    assert chart.cuts == (4, 3.75)


def test_all_on_one_side_have_no_line_between() -> None:
    one: Tables = {
        "customer_tiers": [{"net_revenue": 5}],
        "value_types": [{"value_type": "occasional", "value_score": 1, "volume_score": 1}],
        "portfolio_focus": [{}],
    }
    found = shown(read(value_volume.figure, one))
    assert found.sentence.text == "occasional customers bring the most, 100.0% of the net revenue."
    assert found.lead is None
    assert isinstance(found.chart, Bubbles)
    assert found.chart.cuts == (None, None)


def test_without_revenue_it_counts() -> None:
    losses = [{**row, "net_revenue": -1} for row in CUSTOMERS[:1]]
    found = shown(read(value_volume.figure, {**SHOP, "customer_tiers": losses}))
    assert found.sentence.text == "Volume is the most frequent type, with 1 customer."


def test_each_store_has_its_advice() -> None:
    advices: list[Row] = [{"store_id": store, "advice_en": f"{store} first."} for store in "fedcba"]
    found = shown(read(value_volume.figure, {**SHOP, "portfolio_focus": advices}))
    assert [note.text for note in found.notes] == [f"{store}: {store} first." for store in "abcd"]
    assert found.more[0][1].values("store_id") == list("abcdef")


def test_what_is_missing_is_said() -> None:
    assert "use_value_type" in reason(read(value_volume.figure, {"customer_tiers": CUSTOMERS}))
    nobody: Tables = {**SHOP, "value_types": [{"value_type": "no_purchase"}]}
    assert "No customer has a value score" in reason(read(value_volume.figure, nobody))


@pytest.mark.builds
def test_the_types_of_the_sample_are_counted(sample_database: Path) -> None:
    with opened(sample_database) as database:
        newest = database.days()[0]
        types = [
            row
            for row in database.warehouse.records("select * from marts.value_types")
            if row["as_of_date"] == newest
        ]
        facts = {
            (row["store_id"], row["customer_id"]): row["net_revenue"]
            for row in database.warehouse.records("select * from marts.customer_facts")
            if row["as_of_date"] == newest
        }
        found = shown(value_volume.figure(source_of(database.connection, Asked(newest))))
    for row in found.data.records:
        own = [each for each in types if each["value_type"] == row["value_type"]]
        assert row["customer_count"] == len(own)
        assert row["net_revenue"] == sum(
            facts[each["store_id"], each["customer_id"]] for each in own
        )
        assert row["conversion_candidate_count"] == sum(
            each["is_conversion_candidate"] for each in own
        )
    plane = Counter(
        (each["value_type"], each["volume_score"], int(each["value_score"] * 2) / 2)
        for each in types
        if each["value_score"] is not None
    )
    assert {row[:3]: row[3] for row in found.more[1][1].rows} == plane
