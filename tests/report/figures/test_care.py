"""Dates to come: by hand, with and without personal data, and against the sample."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from runner.report.figures import care
from runner.serve.marks import read_marks
from runner.serve.privacy import Privacy
from tests.conftest import PROJECT
from tests.report.figures.tiny import AS_OF, Asked, Row, Tables, read, reason, shown, source_of
from tests.report.shops import opened

CUSTOMERS: list[Row] = [{"customer_id": name} for name in "abcde"]
DATES = [
    {"customer_id": "a", "occasion_date": date(2026, 1, 7)},
    {"customer_id": "b", "occasion_date": date(2026, 1, 8)},
    {"customer_id": "c", "occasion": "order_anniversary", "occasion_date": date(2026, 1, 2)},
    {"customer_id": "d", "occasion": "birthday", "occasion_date": date(2026, 1, 1)},
    {"customer_id": "e", "occasion_date": date(2026, 3, 1)},
]
SHOP: Tables = {"customer_tiers": CUSTOMERS, "care_calendar": DATES}


def test_the_week_to_come_is_counted_without_birthdays() -> None:
    """January 7 is the seventh day after December 31."""
    found = shown(read(care.figure, SHOP))
    assert found.sentence.text == (
        "In the next 7 days, 1 customer is expected to order again, and 1 has an anniversary of"
        " the first order."
    )
    assert found.data.rows == (
        ("expected_order", date(2026, 1, 7), 1, 3),
        ("order_anniversary", date(2026, 1, 2), 1, 1),
    )
    first, by_day = (data for _, data in found.more)
    assert first.values("customer_id") == ["c", "a", "b", "e"]
    # A date in March is not drawn, but listed.
    assert by_day.values("occasion_date") == [date(2026, 1, 2), date(2026, 1, 7), date(2026, 1, 8)]
    told = " ".join([found.sentence.text, *(note.text for note in found.notes)])
    assert "--include-personal" in told
    assert "birthday" not in {row[0] for row in found.data.rows}


def test_of_what_is_not_due_nothing_is_said() -> None:
    texts = [
        shown(read(care.figure, {**SHOP, "care_calendar": [DATES[place]]})).sentence.text
        for place in (0, 2)
    ]
    assert texts == [
        "In the next 7 days, 1 customer is expected to order again.",
        "In the next 7 days, 1 customer has an anniversary of the first order.",
    ]


def test_birthdays_are_shown_if_asked() -> None:
    found = shown(read(care.figure, SHOP, Asked(privacy=Privacy(include_personal=True))))
    assert found.sentence.text.endswith("the first order, and 1 has a birthday.")
    assert found.more[0][1].values("customer_id")[0] == "d"
    assert found.notes == ()


def test_what_is_left_out_is_what_the_marks_call_personal() -> None:
    assert read_marks(PROJECT).personal_rows("care_calendar") == "occasion = 'birthday'"


def test_nothing_is_due_soon_or_at_all() -> None:
    later: Tables = {"customer_tiers": CUSTOMERS, "care_calendar": [DATES[4]]}
    found = shown(read(care.figure, later))
    assert found.sentence.text == (
        "Nothing is due in the next 7 days; the first date is 2026-03-01."
    )
    assert found.lead is None
    assert found.chart is None
    only_birthdays: Tables = {"customer_tiers": CUSTOMERS, "care_calendar": [DATES[3]]}
    assert "nothing is due" in reason(read(care.figure, only_birthdays))
    assert "no care_calendar" in reason(read(care.figure, {"customer_tiers": CUSTOMERS}))


@pytest.mark.builds
def test_the_dates_of_the_sample_are_counted(sample_database: Path) -> None:
    with opened(sample_database) as database:
        newest = database.days()[0]
        rows = database.warehouse.records("select * from marts.care_calendar")
        found = shown(care.figure(source_of(database.connection, Asked(newest, store="north"))))
    soon = newest + timedelta(days=7)
    counts = Counter(
        row["occasion"]
        for row in rows
        if row["store_id"] == "north" and newest < row["occasion_date"] <= soon
    )
    assert found.sentence.values == {
        "orders": counts["expected_order"],
        "anniversaries": counts["order_anniversary"],
    }
    assert newest == AS_OF
