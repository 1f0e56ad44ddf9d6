"""Who bought in each period: by hand, and from the customers of the sample one by one."""

import itertools
from datetime import date
from pathlib import Path

import duckdb
import pytest

from runner.report.draw.bars import Bars
from runner.report.figures.growth import figure
from runner.report.periods import names_of_ends
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
LAST: Row = {
    "previous_active_customer_count": 8,
    "active_customer_count": 9,
    "new_customer_count": 2,
    "retained_customer_count": 4,
    "resurrected_customer_count": 3,
    "dormant_customer_count": 4,
}
BEFORE: Row = {
    "as_of_date": NOVEMBER,
    "previous_as_of_date": OCTOBER,
    "previous_active_customer_count": 8,
    "active_customer_count": 8,
    "retained_customer_count": 5,
    "resurrected_customer_count": 3,
    "dormant_customer_count": 3,
}


def test_both_languages_say_what_was_counted() -> None:
    assert both(figure, shop(growth_accounting=[LAST, BEFORE], customer_tiers=[])) == [
        (
            "9 customers bought after 2025-11-30: 2 for the first time, 3 after a pause, 4 again."
            " Of those who had bought in the period before, 50.0% bought again and 4 did not."
        ),
        "More customers are buying: 9 since 2025-11-30, 1 more than in the period before.",
        (
            "2025-11-30 之后有 9 位客户购买：首次购买 2 位，停购后回流 3 位，连续购买 4 位。"
            "上一期购买过的客户中，50.0% 再次购买，4 位未再购买。"
        ),
        "2025-11-30 以来购买客户 9 位，比上一期增加 1 位。",
    ]


def test_fewer_and_as_many_are_called_so() -> None:
    fewer = {**LAST, "previous_active_customer_count": 12, "dormant_customer_count": 8}
    same = {**LAST, "previous_active_customer_count": 9, "dormant_customer_count": 5}
    assert both(figure, shop(growth_accounting=[fewer]))[1] == (
        "Fewer customers are buying: 9 since 2025-11-30, 3 fewer than in the period before."
    )
    assert both(figure, shop(growth_accounting=[same]))[1] == (
        "As many customers buy as in the period before: 9 since 2025-11-30."
    )


def test_stores_are_added_and_one_can_be_asked_for() -> None:
    other = {**LAST, "store_id": "t", "active_customer_count": 1, "retained_customer_count": 0}
    of = shop(growth_accounting=[LAST, other])
    (row,) = shown(figure, of.source()).data.records
    assert (row["active_customer_count"], row["net_customer_count"]) == (10, -6)
    # 4 of the 16 of both stores, not the mean of a half and nothing.
    assert row["retention_share"] == 0.25
    (row,) = shown(figure, of.source(store="t")).data.records
    assert (row["active_customer_count"], row["retention_share"]) == (1, 0.0)


def test_days_between_period_ends_would_count_twice_and_are_left_out() -> None:
    daily = {**LAST, "as_of_date": MID, "active_customer_count": 3}
    of = shop(growth_accounting=[daily, LAST, BEFORE])
    assert shown(figure, of.source()).data.values("as_of_date") == [DECEMBER, NOVEMBER]
    # As the day of the report it is what is asked for.
    data = shown(figure, of.source(as_of=MID)).data
    assert data.values("as_of_date") == [MID, NOVEMBER]


def test_a_period_that_is_not_over_is_compared_with_none() -> None:
    of = shop(
        growth_accounting=[{**LAST, "as_of_date": MID}, BEFORE],
        int_as_of_dates=[{"as_of_date": MID, "is_period_end": False}],
    )
    found = shown(figure, of.source(as_of=MID))
    assert found.lead is None
    assert found.sentence.text.startswith("So far, 9 customers have bought after 2025-11-30")
    assert "it has 10 days so far" in found.notes[0].text
    assert isinstance(found.chart, Bars)
    dormant = found.chart.series[-1]
    assert dormant.values == (-3.0, None)
    assert found.chart.line
    assert found.chart.line.values == (0.0, None)
    assert found.chart.series[0].values == (0.0, 2.0)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            {"active_customer_count": 1, "new_customer_count": 1},
            (
                "1 customer bought after 2025-11-30: 1 for the first time, 0 after a pause. Nobody"
                " had bought in the period before."
            ),
        ),
        ({}, "Nobody bought after 2025-11-30."),
        (
            {"previous_active_customer_count": 1, "dormant_customer_count": 1},
            "Nobody bought after 2025-11-30; 1 customer had bought in the period before.",
        ),
    ],
)
def test_a_shop_where_hardly_anybody_buys(counts: Row, sentence: str) -> None:
    assert shown(figure, shop(growth_accounting=[counts]).source()).sentence.text == sentence


def test_months_are_called_by_their_names_and_other_periods_by_their_ends() -> None:
    months = shown(figure, shop(growth_accounting=[LAST, BEFORE]).source()).chart
    assert isinstance(months, Bars)
    assert months.periods == ("2025-11", "2025-12")
    week = {**LAST, "as_of_date": date(2025, 12, 7)}
    weeks = shown(figure, shop(growth_accounting=[week, BEFORE]).source(as_of=date(2025, 12, 7)))
    assert isinstance(weeks.chart, Bars)
    assert weeks.chart.periods == ("2025-11-30", "2025-12-07")


def test_a_month_that_is_not_over_is_called_by_its_day() -> None:
    assert names_of_ends([OCTOBER, NOVEMBER, MID]) == ("2025-10", "2025-11", "2025-12-10")
    assert names_of_ends([date(2025, 11, 23), NOVEMBER, date(2025, 12, 7)])[1] == "2025-11-30"


def test_what_is_missing_is_said() -> None:
    assert "growth_accounting" in reason(figure, shop(customer_tiers=[]).source())
    first = shop(growth_accounting=[LAST]).source(as_of=NOVEMBER, before=None)
    assert reason(figure, first).startswith(
        "Who bought in the last period can't be counted: the period end before 2025-11-30"
    )


@pytest.mark.builds
@pytest.mark.parametrize("store", [None, "south"])
def test_it_counts_the_customers_of_the_sample(sample_database: Path, store: str | None) -> None:
    with duckdb.connect(sample_database, read_only=True) as connection:
        rows = connection.execute(
            "select store_id, customer_id, as_of_date, first_order_date, last_order_date"
            " from marts.customer_tiers where last_order_date is not null"
        ).fetchall()
    rows = [row for row in rows if store in (None, row[0])]
    days = sorted({day for _, _, day, _, _ in rows})
    bought, new = {}, {}
    for before, day in itertools.pairwise(days):
        of_day = [row for row in rows if row[2] == day]
        bought[day] = {row[:2] for row in of_day if row[4] > before}
        new[day] = {row[:2] for row in of_day if row[3] > before}
    checked = 0
    for row in of_sample(figure, sample_database, Question(store=store)).records:
        day, before = row["as_of_date"], row["previous_as_of_date"]
        assert row["active_customer_count"] == len(bought[day])
        assert row["new_customer_count"] == len(new[day])
        if before in bought:
            stayed = bought[day] & bought[before]
            assert row["retained_customer_count"] == len(stayed)
            assert row["dormant_customer_count"] == len(bought[before] - bought[day])
            assert row["net_customer_count"] == len(bought[day]) - len(bought[before])
            checked += len(stayed)
    assert checked > 100
