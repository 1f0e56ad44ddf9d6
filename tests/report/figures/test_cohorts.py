"""Who keeps buying: by hand, and from the orders of the sample one by one."""

from calendar import monthrange
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from runner.choices import Grain
from runner.report.draw.heat_map import HeatMap
from runner.report.figures.cohorts import figure
from runner.report.periods import grain_between, period_name
from tests.report.figures.moved import (
    DECEMBER,
    NOVEMBER,
    Row,
    both,
    of_sample,
    reason,
    shop,
    shown,
)
from tests.report.shops import Question

OCT, NOV, DEC = date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)


def cells(first: date, size: int, active: list[int | None], store: str = "s") -> list[Row]:
    """A cohort of months up to December: how many bought in each, none if it is not over."""
    months = [date(2025, month, 1) for month in range(first.month, 13)]
    return [
        {
            "store_id": store,
            "cohort_date": first,
            "period_number": number,
            "period_date": month,
            "period_end_date": month.replace(day=monthrange(2025, month.month)[1]),
            "is_over": count is not None,
            "cohort_customer_count": size,
            "active_customer_count": count,
            "net_revenue": None if count is None else 10 * count,
        }
        for number, (month, count) in enumerate(zip(months, active, strict=True))
    ]


TRIANGLE = [*cells(OCT, 8, [8, 2, 4]), *cells(NOV, 5, [5, 3]), *cells(DEC, 9, [9])]


def test_both_languages_compare_the_newest_cohort_with_the_oldest_at_one_age() -> None:
    assert both(figure, shop(cohort_retention=TRIANGLE, customer_tiers=[])) == [
        (
            "1 month after their first purchase, 60.0% of the 5 customers from 2025-11 bought,"
            " against 25.0% of the 8 from 2025-10."
        ),
        (
            "1 month after their first purchase, 38.5% of customers bought: 5 of the 13 won since"
            " 2025-10."
        ),
        "首购 1 个月后，2025-11 首购的 5 位客户中有 60.0% 购买；2025-10 首购的 8 位中为 25.0%。",
        "2025-10 以来首购的 13 位客户中，1 个月后有 5 位购买（38.5%）。",
    ]


def test_the_triangle_has_all_that_is_over_and_no_first_period() -> None:
    found = shown(figure, shop(cohort_retention=TRIANGLE).source())
    assert isinstance(found.chart, HeatMap)
    assert found.chart.rows == ("2025-10 (8)", "2025-11 (5)")
    assert found.chart.columns == ("1", "2")
    assert {place: cell.text for place, cell in found.chart.cells.items()} == {
        (0, 0): "25.0%",
        (0, 1): "50.0%",
        (1, 0): "60.0%",
    }
    # Shades tell the shares apart: the largest is the darkest.
    assert found.chart.cells[1, 0].share == 1.0
    assert found.chart.cells[0, 0].tip == "2025-10, 1 month later: 2 of 8"
    assert len(found.data.rows) == 6


def test_the_revenue_of_each_cohort_is_what_its_periods_brought() -> None:
    ages, revenue = (
        table for _, table in shown(figure, shop(cohort_retention=TRIANGLE).source()).more
    )
    assert ages.rows == ((1, 13, 5, 5 / 13), (2, 8, 4, 0.5))
    assert revenue.rows == (
        (DEC, 9, Decimal(90), Decimal(0), 10.0),
        (NOV, 5, Decimal(50), Decimal(30), 16.0),
        (OCT, 8, Decimal(80), Decimal(60), 17.5),
    )


def test_stores_are_added_and_one_can_be_asked_for() -> None:
    of = shop(cohort_retention=[*TRIANGLE, *cells(NOV, 5, [5, 0], "t")])
    row = next(row for row in shown(figure, of.source()).data.records if row["period_number"])
    assert (row["cohort_date"], row["cohort_customer_count"], row["retention_share"]) == (
        NOV,
        10,
        0.3,
    )
    alone = both(figure, of, store="t")[0]
    assert (
        alone
        == "1 month after their first purchase, 0 of the 5 customers from 2025-11 bought (0.0%)."
    )


def test_a_period_that_is_not_over_is_left_out() -> None:
    open_ = [*cells(OCT, 8, [8, 2, None]), *cells(DEC, 9, [None])]
    found = shown(figure, shop(cohort_retention=open_).source())
    assert [row[:2] for row in found.data.rows] == [(OCT, 0), (OCT, 1)]


def test_an_older_day_shows_the_periods_that_were_over_then_and_says_so() -> None:
    days = [{"as_of_date": DECEMBER}, {"as_of_date": NOVEMBER}]
    of = shop(cohort_retention=TRIANGLE, customer_tiers=days)
    found = shown(figure, of.source(as_of=NOVEMBER))
    assert [row[:2] for row in found.data.rows] == [(NOV, 0), (OCT, 0), (OCT, 1)]
    assert "what was returned after 2025-11-30" in found.notes[-1].text
    # In the midst of a month only the months before it were over.
    found = shown(figure, of.source(as_of=date(2025, 12, 20)))
    assert [row[:2] for row in found.data.rows] == [(NOV, 0), (OCT, 0), (OCT, 1)]


def test_a_new_shop_is_told_that_it_is_too_early() -> None:
    found = shown(figure, shop(cohort_retention=cells(DEC, 1, [1])).source())
    assert found.sentence.text.startswith("It is too early to say who keeps buying")
    assert found.chart is None
    assert found.lead is None
    assert [title for title, _ in found.more] == ["What each cohort has brought"]


def test_what_is_missing_is_said() -> None:
    assert "cohort_retention" in reason(figure, shop().source())
    none = shop(cohort_retention=[], customer_tiers=[])
    assert reason(figure, none.source()).startswith("On 2025-12-31 no period")


@pytest.mark.parametrize(
    ("first", "following", "grain", "name"),
    [
        (date(2025, 2, 1), date(2025, 3, 1), Grain.MONTH, "2025-02"),
        (date(2025, 7, 1), date(2025, 10, 1), Grain.QUARTER, "2025-Q3"),
        (date(2024, 1, 1), date(2025, 1, 1), Grain.YEAR, "2024"),
        (date(2025, 2, 3), date(2025, 2, 10), Grain.WEEK, "2025-02-03"),
        (date(2025, 2, 3), date(2025, 2, 4), Grain.DAY, "2025-02-03"),
    ],
)
def test_periods_are_called_by_their_grain(
    first: date, following: date, grain: Grain, name: str
) -> None:
    assert grain_between(first, following) == grain
    assert period_name(first, grain) == name


@pytest.mark.builds
@pytest.mark.parametrize("store", [None, "north"])
def test_it_counts_the_buyers_of_the_sample(sample_database: Path, store: str | None) -> None:
    with duckdb.connect(sample_database, read_only=True) as connection:
        orders = connection.execute(
            "select store_id, customer_id, order_date from marts.accepted_orders where is_purchase"
        ).fetchall()
    months = defaultdict(set)
    for shop_id, customer, day in orders:
        if store in (None, shop_id):
            months[shop_id, customer].add(day.replace(day=1))
    sizes: dict[date, int] = defaultdict(int)
    active: dict[tuple[date, date], int] = defaultdict(int)
    for bought in months.values():
        sizes[min(bought)] += 1
        for month in bought:
            active[min(bought), month] += 1
    found = of_sample(figure, sample_database, Question(store=store))
    assert len(found.rows) > 80
    for row in found.records:
        assert row["cohort_customer_count"] == sizes[row["cohort_date"]]
        assert row["active_customer_count"] == active[row["cohort_date"], row["period_date"]]
