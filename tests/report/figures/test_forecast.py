"""What is expected and how far off that was: by hand, and from the tables of the sample."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from runner.report.draw.trend import Trend
from runner.report.figures.forecast import figure
from runner.report.shapes import Figure
from tests.report.figures.moved import (
    DECEMBER,
    Row,
    Shop,
    both,
    of_sample,
    reason,
    shop,
    shown,
)
from tests.report.shops import Question

# The days after which the last three periods of 91 days began.
START, EARLIER, FIRST = date(2025, 10, 1), date(2025, 7, 2), date(2025, 4, 2)


def bought(customer: str, day: date, amount: float, gap: int | None = None, **more: Any) -> Row:  # noqa: ANN401 (columns)
    """A day on which a customer bought; not for the first time, if there is a gap before it."""
    return {
        "customer_id": customer,
        "event_date": day,
        "purchase_date": day,
        "gap_days": gap,
        "gross_revenue": amount,
        **more,
    }


# a was known before the last two periods, b came in the last one, after its first day.
EVENTS = [
    bought("a", FIRST + timedelta(days=1), 100),
    bought("a", START + timedelta(days=1), 60, 180, discount_amount=5),
    {"customer_id": "a", "event_date": DECEMBER, "refund_amount": 10},
    bought("b", START + timedelta(days=1), 40),
    bought("b", date(2025, 11, 15), 30, 44),
]
FORECASTS: list[Row] = [
    {"customer_id": "a", "expected_orders": 3, "expected_net_revenue": 150},
    {"customer_id": "b", "expected_orders": 1.5, "expected_net_revenue": 60},
    {"customer_id": "a", "horizon_days": 365, "expected_orders": 12, "expected_net_revenue": 600},
    {"customer_id": "b", "horizon_days": 365, "expected_orders": 4, "expected_net_revenue": 200},
]
YEAR: Row = {"horizon_days": 365, "finding_en": "Own rate: it was off by 2.5."}
CHAMPIONS: list[Row] = [{}, YEAR]
SAME_AGAIN: Row = {"method": "same_again", "beats_same_again": False}
UNTRIED: Row = {
    "method": "same_again",
    "trial_count": 0,
    "root_mean_squared_error": None,
    "same_again_error": None,
    "beats_same_again": None,
    "finding_en": "Same again: too few customers.",
}
CUSTOMERS: list[Row] = [
    {
        "customer_id": "a",
        "first_order_date": FIRST + timedelta(days=1),
        "expected_net_revenue": 600,
        "forecast_segment": "high",
    },
    {
        "customer_id": "b",
        "first_order_date": START + timedelta(days=1),
        "expected_net_revenue": 200,
        "forecast_segment": "low",
    },
    {"customer_id": "c", "expected_net_revenue": 0, "forecast_segment": "none"},
    # Who has not bought is nobody to expect anything of.
    {"customer_id": "d", "first_order_date": None, "forecast_segment": "no_purchase"},
]


def trials(*actual: int, **more: Any) -> list[Row]:  # noqa: ANN401 (columns)
    """What came at earlier dates, where 10 orders were expected at each: of some, one each."""
    return [
        row
        for month, came in enumerate(actual, start=1)
        for row in (
            {"fit_date": date(2025, month, 1), "customer_count": came - 2, **more},
            {"fit_date": date(2025, month, 1), "actual_orders": 2, "expected_orders": 0, **more},
            # Of another method or date.
            {"fit_date": date(2025, month, 1), "method": "blend", **more},
            {"fit_date": date(2025, month, 1), "as_of_date": date(2025, 11, 30), **more},
        )
    ]


def forecasting(
    *,
    forecasts: Sequence[Row] = FORECASTS,
    tried: Sequence[Row] = (),
    champions: Sequence[Row] = CHAMPIONS,
    events: Sequence[Row] = EVENTS,
    customers: Sequence[Row] = CUSTOMERS,
) -> Shop:
    """A shop of two customers."""
    return shop(
        customer_tiers=customers,
        customer_forecasts=forecasts,
        forecast_champions=champions,
        int_forecast_trials=tried,
        int_ledger_events=events,
    )


def notes(found: Figure) -> list[str]:
    """What it says below the chart, but for what it always says."""
    return [note.text for note in found.notes if note.name != "forecast.note_blind"]


def test_both_languages_say_what_is_expected_with_the_range_of_earlier_dates() -> None:
    # 4.5 orders, where 8 to 15 came for each 10 expected: 3.6 to 6.75.
    of = forecasting(tried=trials(9, 15, 8, 10))
    assert both(figure, of) == [
        (
            "Customers known on 2025-12-31 are expected to order 5 times in the next 91 days and to"
            " bring 210 EUR. If the forecast is as far off as at 4 earlier dates, 4 to 7 orders"
            " will come."
        ),
        # a had 60 less 5 and less 10; b was not known when the period began.
        (
            "Customers known on 2025-12-31 are expected to bring 210 EUR in the next 91 days; in"
            " the 91 days before, those known then brought 45 EUR."
        ),
        (
            "截至 2025-12-31 的已有客户，未来 91 天预计下单 5 次，带来净收入 210 EUR。"
            "若偏差与此前 4 个日期的回测相同，则为 4 至 7 次。"
        ),
        (
            "截至 2025-12-31 的已有客户，未来 91 天预计带来净收入 210 EUR；"
            "此前 91 天，期初已有客户带来 45 EUR。"
        ),
    ]
    cards = shown(figure, of.source()).cards
    assert [(card.title, card.value, card.change) for card in cards] == [
        ("Net revenue, next 91 days", "210 EUR", "168 to 315 EUR"),
        ("Orders, next 91 days", "5", "4 to 7"),
        ("Net revenue, next 365 days", "800 EUR", ""),
        ("Orders, next 365 days", "16", ""),
    ]


def test_periods_of_equal_length_tell_known_customers_from_new_ones() -> None:
    found = shown(figure, forecasting(tried=trials(9, 15, 8, 10)).source())
    rows = [
        (
            row["until_date"],
            row["is_expected"],
            row["known_orders"],
            row["known_net_revenue"],
            row["new_net_revenue"],
        )
        for row in found.data.records
    ]
    assert rows == [
        (date(2026, 12, 31), True, 16, 800, None),
        (date(2026, 4, 1), True, Decimal("4.5"), 210, None),
        (DECEMBER, False, 1, 45, 70),
        # Nobody ordered.
        (START, False, 0, 0, 0),
        (EARLIER, False, 0, 0, 100),
    ]
    assert isinstance(found.chart, Trend)
    assert found.chart.periods == ("2025-07-02", "2025-10-01", "2025-12-31", "2026-04-01")
    everybody, known, expected = found.chart.traces
    assert everybody.values == (100, 0, 115, None)
    assert known.values == (0, 0, 45, None)
    assert expected.values == (None, None, 45, 210)
    assert (expected.low, expected.high) == ((None, None, 45, 168), (None, None, 45, 315))
    assert expected.tips[-1] == "Expected until 2026-04-01: 210 EUR (168 EUR to 315 EUR)"


def test_a_period_in_which_the_shop_began_is_left_out() -> None:
    later = [bought("a", EARLIER + timedelta(days=2), 100), *EVENTS[1:]]
    found = shown(figure, forecasting(events=later).source())
    assert [row["until_date"] for row in found.data.records[2:]] == [DECEMBER]
    young = shown(figure, forecasting(events=EVENTS[3:4]).source(as_of=DECEMBER))
    assert young.chart is not None
    younger = shown(figure, forecasting(events=EVENTS[4:]).source())
    assert younger.chart is None
    assert younger.lead is not None
    assert younger.lead.name == "forecast.lead_alone"


def test_the_range_is_that_of_the_method_in_force() -> None:
    of = forecasting(champions=[{"method": "blend"}, YEAR], tried=trials(9, 15, 8, 10))
    row = shown(figure, of.source()).data.records[1]
    # One order for each 10 expected.
    assert (row["lowest_orders"], row["highest_orders"]) == (0.45, 0.45)


def test_three_earlier_dates_are_too_few_for_a_range() -> None:
    found = shown(figure, forecasting(tried=trials(9, 15, 8)).source())
    assert found.sentence.text.endswith("in the next 91 days and to bring 210 EUR.")
    assert [card.change for card in found.cards] == [""] * 4


def test_stores_miss_together_where_their_dates_are_the_same() -> None:
    of = forecasting(
        forecasts=[
            *FORECASTS,
            {"store_id": "t", "expected_orders": 10, "expected_net_revenue": 300},
        ],
        # At the first date 4.5 * .9 + 10 * 2, at the others 4.5 + 10; the fifth is of one store.
        tried=[*trials(9, 10, 10, 10, 90), *trials(20, 10, 10, 10, store_id="t")],
        customers=[*CUSTOMERS, {"store_id": "t"}],
        champions=[*CHAMPIONS, {"store_id": "t"}],
    )
    found = shown(figure, of.source())
    row = found.data.records[1]
    assert (row["trial_count"], row["lowest_orders"], row["highest_orders"]) == (4, 14.5, 24.05)
    assert (row["lowest_net_revenue"], row["highest_net_revenue"]) == (510, 789)
    assert notes(found)[2:] == [
        "Each store follows the method whose error was least at earlier dates."
    ]
    one = shown(figure, of.source(store="s")).data.records[1]
    assert (one["trial_count"], one["highest_orders"]) == (5, 40.5)


def test_the_method_of_each_horizon_is_told_as_the_database_tells_it() -> None:
    assert notes(shown(figure, forecasting().source())) == [
        (
            "What new customers will bring comes on top; in the 91 days up to 2025-12-31 they"
            " brought 70 EUR."
        ),
        # One of three buyers, with 600 of 800.
        (
            "The segment “High expected revenue” holds 33.3% of the buyers, 1 in all, and 75.0% of"
            " the net revenue expected in the next 365 days."
        ),
        "Next 91 days: Own rate: it was off by 1.25.",
        "Next 365 days: Own rate: it was off by 2.5.",
    ]


def test_a_shop_without_trials_stays_out_of_the_summary() -> None:
    found = shown(figure, forecasting(champions=[{}, {**UNTRIED, **YEAR}]).source())
    assert found.lead is None
    of = forecasting(champions=CHAMPIONS, events=EVENTS[:3])
    found = shown(figure, of.source())
    assert found.lead is not None
    assert notes(found)[0] == "What new customers will bring comes on top."


def test_of_several_stores_those_are_counted_that_are_no_better_or_untried() -> None:
    of = forecasting(
        forecasts=[
            *FORECASTS,
            {"store_id": "t"},
            {"store_id": "u"},
        ],
        champions=[
            *CHAMPIONS,
            {"store_id": "t", **SAME_AGAIN},
            {"store_id": "u", **UNTRIED},
            {"store_id": "of prospects", **UNTRIED, "known_customer_count": 0},
        ],
        customers=[*CUSTOMERS, {"store_id": "t"}, {"store_id": "u"}],
    )
    found = shown(figure, of.source())
    assert notes(found)[3:] == [
        "For the next 91 days, no method beats “same again” in 1 of 3 stores.",
        (
            "1 of 3 stores is too small or too young to try methods over 91 days, so the error of"
            " their forecasts is not known."
        ),
    ]
    assert found.data.records[1]["trial_count"] is None


def test_the_first_customers_stand_beside_what_they_bought_before() -> None:
    found = shown(figure, forecasting().source())
    title, customers = found.more[0]
    assert title == "Highest expected net revenue, next 365 days: the first 2"
    assert [
        (
            row["customer_id"],
            row["expected_net_revenue"],
            row["past_net_revenue"],
            row["past_order_count"],
        )
        for row in customers.records
    ] == [("a", 600, 145, 2), ("b", 200, 70, 2)]


def test_what_the_range_of_a_customer_is_worth_is_told_where_it_is_known() -> None:
    of = forecasting(champions=[{"interval_coverage": 0.766}, YEAR])
    assert notes(shown(figure, of.source()))[3] == (
        "Over 91 days, the range given for 8 in 10 customers held for 76.6% of them where it could"
        " be checked."
    )


def test_hardly_any_order_is_told_so() -> None:
    none = [{**row, "expected_orders": 0.2} for row in FORECASTS]
    found = shown(figure, forecasting(forecasts=none).source())
    assert found.sentence.text == (
        "Hardly any order is expected in the next 91 days from the customers known on 2025-12-31."
    )
    assert found.lead is None


def test_what_is_missing_is_said() -> None:
    assert reason(figure, shop(customer_tiers=CUSTOMERS).source()) == (
        "The database has no customer_forecasts, forecast_champions: build it with use_forecasts:"
        " true."
    )
    assert reason(
        figure, forecasting(forecasts=[], champions=[{"known_customer_count": 0}]).source()
    ) == ("Nobody has bought up to 2025-12-31, so nothing can be expected.")


@pytest.mark.builds
def test_the_past_of_the_sample_is_that_of_its_customers(sample_database: Path) -> None:
    """Event by event; what is ahead is the sum over its customers."""
    asked = Question(as_of=date(2025, 12, 31), store="north")
    with duckdb.connect(sample_database, read_only=True) as connection:
        rows = connection.execute(
            "select customer_id, event_date, purchase_date,"
            " gross_revenue - discount_amount - refund_amount"
            " from intermediate.int_ledger_events where store_id = 'north'"
        ).fetchall()
        expected = connection.execute(
            "select horizon_days, sum(expected_net_revenue) from marts.customer_forecasts"
            " where store_id = 'north' and as_of_date = '2025-12-31' group by all"
        ).fetchall()
    first: dict[str, date] = {}
    for customer, _, purchase, _ in rows:
        if purchase and purchase < first.get(customer, date.max):
            first[customer] = purchase
    known: dict[date, Decimal] = defaultdict(Decimal)
    new: dict[date, Decimal] = defaultdict(Decimal)
    for customer, day, _, amount in rows:
        until = DECEMBER
        while day <= until - timedelta(days=91):
            until -= timedelta(days=91)
        is_known = first.get(customer, date.max) <= until - timedelta(days=91)
        (known if is_known else new)[until] += amount
    found = of_sample(figure, sample_database, asked).records
    past = [row for row in found if not row["is_expected"]]
    assert len(past) == 8
    for row in past:
        assert row["known_net_revenue"] == known[row["until_date"]]
        assert row["new_net_revenue"] == new[row["until_date"]]
    ahead = {row["horizon_days"]: row["known_net_revenue"] for row in found if row["is_expected"]}
    assert ahead == dict(expected)
