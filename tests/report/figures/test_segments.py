"""What each segment brings: by hand, and against the rows of the sample."""

from collections import defaultdict
from pathlib import Path

import pytest

from runner.report.draw.treemap import Treemap
from runner.report.figures import segments
from tests.report.figures.tiny import Asked, Row, read, reason, shown, source_of
from tests.report.shops import opened

ROWS: list[Row] = [
    {"net_revenue": 60},
    {"net_revenue": 20},
    {"net_revenue": 20, "rfm_segment": "lost"},
    {"net_revenue": 0, "rfm_segment": "promising"},
    {"net_revenue": -3, "rfm_segment": "no_purchase"},
    {"net_revenue": 3, "rfm_segment": "at_risk"},
]


def test_the_segment_that_brings_most_and_those_that_bring_nothing() -> None:
    found = shown(read(segments.figure, {"customer_tiers": ROWS}))
    assert found.sentence.text == (
        "Loyal bring the most: 2 customers, 33.3% of all, account for 80.0% of the net revenue,"
        " 40 USD each."
    )
    assert isinstance(found.chart, Treemap)
    assert [(tile.label, tile.size) for tile in found.chart.tiles] == [
        ("Loyal", 80),
        ("lost", 20),
        ("at_risk", 3),
    ]
    assert found.notes[1].text.startswith("promising, no_purchase: no net revenue on balance")
    # The darker, the more a customer has brought: 40 each are most, 20 half of it.
    assert [tile.kind for tile in found.chart.tiles] == ["q8", "q5", "q1"]


def test_one_segment_or_losses_elsewhere() -> None:
    one: list[Row] = [{"net_revenue": 9}]
    assert shown(read(segments.figure, {"customer_tiers": one})).sentence.text == (
        "All of the net revenue comes from Loyal: 1 customer, 9 USD each."
    )
    losses: list[Row] = [{"net_revenue": 9}, {"net_revenue": -10, "rfm_segment": "lost"}]
    assert shown(read(segments.figure, {"customer_tiers": losses})).sentence.text == (
        "Loyal bring the most: 1 customer, 9 USD each."
    )
    assert "no net revenue" in reason(read(segments.figure, {"customer_tiers": [{}]}))


@pytest.mark.builds
def test_the_segments_of_the_sample_are_their_customers_together(sample_database: Path) -> None:
    with opened(sample_database) as database:
        newest = database.days()[0]
        revenue = {
            (row["store_id"], row["customer_id"]): row["net_revenue"]
            for row in database.warehouse.records("select * from marts.customer_facts")
            if row["as_of_date"] == newest
        }
        members = defaultdict(list)
        for row in database.warehouse.records("select * from marts.rfm_scores"):
            if row["as_of_date"] == newest:
                members[row["rfm_segment"]].append(revenue[row["store_id"], row["customer_id"]])
        found = shown(segments.figure(source_of(database.connection, Asked(newest))))
    total = sum(revenue.values())
    assert {row["rfm_segment"] for row in found.data.records} == set(members)
    for row in found.data.records:
        own = members[row["rfm_segment"]]
        assert row["customer_count"] == len(own)
        assert row["net_revenue"] == sum(own)
        assert row["net_revenue_share"] == pytest.approx(float(sum(own) / total))
        assert row["net_revenue_per_customer"] == pytest.approx(float(sum(own) / len(own)))
