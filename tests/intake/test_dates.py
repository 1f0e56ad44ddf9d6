"""An order of day and month is read off all rows, or asked; never guessed."""

from datetime import datetime

import pytest

from runner.intake.dates import DateReading, read_dates
from runner.intake.evidence import look_at
from runner.intake.shapes import Source
from runner.warehouse import in_memory


def read(values: list[str], answer: str | None = None) -> tuple[DateReading | None, list[str]]:
    """How a column of these values is read, and what its expression gives."""
    with in_memory() as connection:
        connection.execute("create table raw as select unnest(?) as at, 1 as n", [values])
        source = Source("raw", {}, ("at", "n"), "select * from raw")
        table = look_at(source, connection, name="looked")
        reading = read_dates(table, table.columns["at"], about="orders.ordered_at", answer=answer)
        if reading is None:
            return None, []
        rows = connection.execute(f"select ({reading.expression})::varchar from raw").fetchall()
        return reading, [str(moment) for (moment,) in rows]


@pytest.mark.parametrize(
    ("values", "order", "first"),
    [
        (["13/02/2024", "01/02/2024"], "day", "2024-02-13 00:00:00"),
        (["02/13/2024 7:45", "01/02/2024 10:00"], "month", "2024-02-13 07:45:00"),
        (["2024-02-13", "2024-02-14"], "year", "2024-02-13"),
        (["2024-13-02", "2024-14-02"], "year", "2024-02-13 00:00:00"),
        (["20240213", "20240214"], "year", "2024-02-13 00:00:00"),
        (["1707782400", "1707868800"], "year", "2024-02-13 00:00:00+00"),
        (["1707782400000", "1707868800000"], "year", "2024-02-13 00:00:00+00"),
        (["45335", "45336.5"], "year", "2024-02-13 00:00:00"),
        (["Feb 13, 2024 3:45 PM", "Feb 1, 2024 12:05 AM"], "year", "2024-02-13 15:45:00"),
        (["2024年2月13日 10:00", "2024年2月14日 11:00"], "year", "2024-02-13 10:00:00"),
        (["13.02.2024 10:00 +0100", "14.02.2024 10:00 +0100"], "day", "2024-02-13 09:00:00+00"),
        (["13/02/24", "14/02/2024"], "day", "2024-02-13 00:00:00"),
        (["Feb 13, 2024 3:45 PM PST", "Feb 1, 2024 1:00 PM PST"], "year", "2024-02-13 15:45:00"),
    ],
)
def test_the_order_is_what_all_rows_allow(values: list[str], order: str, first: str) -> None:
    reading, moments = read(values)
    assert reading is not None
    assert reading.order == order
    if first:
        assert not reading.question
        assert moments[0] == first


def test_one_row_at_the_very_end_decides_for_all() -> None:
    many = [f"{day:02}/{month:02}/2024" for month in range(1, 13) for day in range(1, 13)]
    reading, moments = read([*many * 100, "25/12/2024"])
    assert reading is not None
    assert reading.order == "day"
    assert moments[-1] == str(datetime(2024, 12, 25))  # noqa: DTZ001
    assert "1 of them only so" in reading.evidence[1]


def test_two_ways_are_asked_with_the_rows_that_differ() -> None:
    reading, _ = read(["01/02/2024", "03/03/2024", "05/04/2024"])
    assert reading is not None
    assert reading.question is not None
    assert tuple(reading.question.answers) == ("--day-first", "--month-first")
    first, second = reading.question.examples
    assert first["at"] == "01/02/2024"
    assert first["--day-first"] == "2024-02-01 00:00:00"
    assert first["--month-first"] == "2024-01-02 00:00:00"
    # 03/03 is the same day either way.
    assert second["at"] == "05/04/2024"


def test_three_two_digit_parts_are_asked_among_three() -> None:
    reading, _ = read(["01-02-03", "04-05-06"])
    assert reading is not None
    assert reading.question is not None
    assert tuple(reading.question.answers) == ("--day-first", "--month-first", "--year-first")


def test_rows_that_contradict_each_other_are_asked() -> None:
    reading, _ = read(["13/01/2024", "01/13/2024"])
    assert reading is not None
    assert reading.question is not None
    assert "contradict" in reading.question.sentence


def test_an_answer_decides_only_what_is_open() -> None:
    answered, moments = read(["01/02/2024", "05/04/2024"], answer="month")
    assert answered is not None
    assert not answered.question
    assert moments == ["2024-01-02 00:00:00", "2024-05-04 00:00:00"]
    clear, moments = read(["13/02/2024"], answer="month")
    assert clear is not None
    assert moments == ["2024-02-13 00:00:00"]


def test_zero_dates_and_words_are_no_dates() -> None:
    assert read(["abc", "def"]) == (None, [])
    reading, moments = read(["0000-00-00 00:00:00", "2024-02-13 10:00:00"])
    assert reading is not None
    assert reading.expression == '"at"'
    assert moments[1] == "2024-02-13 10:00:00"
