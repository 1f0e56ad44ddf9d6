"""How many customers are in which stage: by hand, and one by one on the sample."""

from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from runner.report.draw.bars import Bars
from runner.report.figures.lifecycle import figure
from tests.report.figures.moved import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    Row,
    both,
    of_sample,
    reason,
    shop,
    shown,
)
from tests.report.shops import Question

MID = date(2025, 12, 10)
RANKS = {"active": 7, "new": 5, "cooling": 3, "dormant": 2, "lapsed": 1}


def stage(label: str, count: int, day: date = DECEMBER, store: str = "s") -> Row:
    """How many are in a stage."""
    return {
        "store_id": store,
        "as_of_date": day,
        "label": label,
        "label_rank": RANKS[label],
        "customer_count": count,
        "net_revenue": 10 * count,
    }


NOW = [stage("active", 5), stage("cooling", 2), stage("dormant", 1), stage("lapsed", 2)]
THEN = [stage("active", 3, NOVEMBER), stage("lapsed", 1, NOVEMBER)]


def test_both_languages_say_what_was_counted() -> None:
    assert both(figure, shop(tier_summary=[*NOW, *THEN])) == [
        (
            "Of 10 customers, 5 (50.0%) are active and 2 (20.0%) have lapsed. 3 are in between:"
            " cooling or dormant."
        ),
        "Of 10 customers, 5 are active, 2 more than on 2025-11-30, and 2 have lapsed.",
        (
            "共 10 位客户：活跃期 5 位（50.0%），流失期 2 位（20.0%）；"
            "介于两者之间（转冷期、沉默期）3 位。"
        ),
        "活跃期客户 5 位，比 2025-11-30 增加 2 位；10 位客户中已流失 2 位。",
    ]


@pytest.mark.parametrize(
    ("then", "lead"),
    [
        (5, "Of 10 customers, 5 are active, as many as on 2025-11-30, and 2 have lapsed."),
        (6, "Of 10 customers, 5 are active, 1 fewer than on 2025-11-30, and 2 have lapsed."),
    ],
)
def test_fewer_and_as_many_are_called_so(then: int, lead: str) -> None:
    assert both(figure, shop(tier_summary=[*NOW, stage("active", then, NOVEMBER)]))[1] == lead


def test_one_customer_on_the_first_day() -> None:
    of = shop(tier_summary=[stage("lapsed", 1)])
    assert both(figure, of, before=None)[:2] == [
        "1 customer in all, by stage: Lapsed (1).",
        "Of 1 customer, 0 are active and 1 has lapsed.",
    ]


def test_of_new_customers_nobody_counts_who_is_active_or_lapsed() -> None:
    of = shop(tier_summary=[stage("new", 2), stage("cooling", 1)])
    assert both(figure, of) == [
        *["3 customers in all, by stage: New (2), Cooling (1)."] * 2,
        *["共 3 位客户，按阶段：新客 2 位、转冷期 1 位。"] * 2,
    ]


def test_stores_are_added_and_one_can_be_asked_for() -> None:
    of = shop(tier_summary=[*NOW, stage("active", 10, store="t")])
    first = shown(figure, of.source()).data.records[0]
    assert (first["customer_count"], first["customer_share"]) == (15, 0.75)
    (only,) = shown(figure, of.source(store="t")).data.records
    assert (only["customer_count"], only["customer_share"]) == (10, 1.0)


def test_only_period_ends_and_the_days_that_are_compared_are_shown() -> None:
    days = [date(2025, 12, 5), MID, NOVEMBER, OCTOBER]
    of = shop(
        tier_summary=[*NOW, *(stage("active", 1, day) for day in days)],
        growth_accounting=[{}, {"as_of_date": NOVEMBER, "previous_as_of_date": OCTOBER}],
    )
    data = shown(figure, of.source()).data
    assert sorted(set(data.values("as_of_date"))) == [OCTOBER, NOVEMBER, DECEMBER]
    data = shown(figure, of.source(as_of=MID, before=date(2025, 12, 5))).data
    assert sorted(set(data.values("as_of_date"))) == [OCTOBER, NOVEMBER, date(2025, 12, 5), MID]


def test_the_chart_has_the_best_stage_at_the_bottom_and_the_shares_of_the_table() -> None:
    chart = shown(figure, shop(tier_summary=[*NOW, *THEN]).source()).chart
    assert isinstance(chart, Bars)
    assert chart.periods == ("2025-11", "2025-12")
    assert [(each.label, each.values) for each in chart.series] == [
        ("Active", (0.75, 0.5)),
        ("Cooling", (0.0, 0.2)),
        ("Dormant", (0.0, 0.1)),
        ("Lapsed", (0.25, 0.2)),
    ]
    assert chart.series[0].tips[1] == "2025-12, Active: 5 customers (50.0%)"


def test_what_is_missing_is_said() -> None:
    assert "tier_summary" in reason(figure, shop().source())
    later = shop(tier_summary=NOW).source(as_of=NOVEMBER, before=None)
    assert reason(figure, later) == (
        "There are no customers on 2025-11-30. Choose another date with `--as-of`, or another"
        " store."
    )


@pytest.mark.builds
def test_it_counts_the_customers_of_the_sample(sample_database: Path) -> None:
    with duckdb.connect(sample_database, read_only=True) as connection:
        rows = connection.execute(
            "select as_of_date, lifecycle_stage from marts.customer_tiers where store_id = 'north'"
        ).fetchall()
    counts = Counter(rows)
    found = of_sample(figure, sample_database, Question(store="north"))
    assert {
        (row["as_of_date"], row["lifecycle_stage"]): row["customer_count"] for row in found.records
    } == counts
