"""Whether the money adds up: by hand, and against the raw rows of the sample."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from runner.report.figures.reconciliation import figure
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

DAY = [{"as_of_date": DECEMBER}]
WHOLE: list[Row] = [
    {"measure": "row_count", "entered": 10, "accepted": 7, "rejected": 3},
    {"measure": "gross_amount", "entered": 100.05, "accepted": 90, "rejected": 10.05},
    {"measure": "row_count", "store_id": "t", "entered": 1, "accepted": 1},
]
LOST: Row = {"measure": "net_revenue", "entered": 5, "accepted": 4.99, "difference": 0.01}


def test_both_languages_say_that_it_adds_up() -> None:
    assert both(figure, shop(reconciliation=WHOLE, customer_tiers=DAY)) == [
        (
            "Yes, to the cent. Of 11 rows of orders, 8 were accepted and 3 rejected; none is lost,"
            " and neither is any amount."
        ),
        "The money adds up to the cent, and no row is lost: 11 rows of orders came in.",
        "对得上，分毫不差。读入订单 11 行，接收 8 行，拒绝 3 行，无遗失；各项金额均一致。",
        "金额核对一致，分毫不差：读入的 11 行订单无一遗失。",
    ]


def test_a_cent_that_is_lost_is_said_and_stands_first() -> None:
    of = shop(reconciliation=[*WHOLE, LOST], customer_tiers=DAY)
    sentence, lead, *_ = both(figure, of)
    assert sentence == "No: 1 of 4 sums does not add up; below they stand first."
    assert lead == (
        "The money does not add up: 1 of 4 sums has a difference. Do not rely on these numbers"
        " before it is explained."
    )
    found = shown(figure, of.source())
    assert [row["measure"] for row in found.data.records] == ["net_revenue", "gross_amount"]


def test_a_row_that_is_lost_is_said_too() -> None:
    lost: Row = {"measure": "row_count", "currency": None, "entered": 2, "difference": 2}
    of = shop(reconciliation=[*WHOLE, lost], customer_tiers=DAY)
    assert both(figure, of)[0].startswith("No: 1 of 4 sums")
    ((_, rows),) = shown(figure, of.source()).more
    assert rows.rows[0] == ("s", None, 2, 0, 0, 2)


def test_one_store_can_be_asked_for() -> None:
    of = shop(reconciliation=[*WHOLE, LOST], customer_tiers=DAY)
    assert both(figure, of, store="t")[0] == (
        "Yes, to the cent. Of 1 row of orders, 1 was accepted and 0 rejected; none is lost, and"
        " neither is any amount."
    )
    assert reason(figure, of.source(store="u")) == "Nothing came in for store u."


def test_an_older_report_says_of_when_the_sums_are() -> None:
    of = shop(reconciliation=WHOLE, customer_tiers=DAY)
    assert len(shown(figure, of.source()).notes) == 1
    notes = shown(figure, of.source(as_of=NOVEMBER)).notes
    assert notes[-1].text.endswith("not only until 2025-11-30.")


def test_what_is_missing_is_said() -> None:
    assert "use_reconciliation" in reason(figure, shop().source())


@pytest.mark.builds
def test_what_came_in_are_the_raw_rows_of_the_sample(sample_database: Path) -> None:
    with duckdb.connect(sample_database, read_only=True) as connection:
        raw = connection.execute(
            "select try_cast(trim(gross_amount::varchar) as decimal(18, 4))"
            " from sample.sample_orders"
        ).fetchall()
    found = of_sample(figure, sample_database, Question())
    gross = [row for row in found.records if row["measure"] == "gross_amount"]
    amounts = [amount for (amount,) in raw if amount is not None]
    assert sum(row["entered"] for row in gross) == sum(amounts, Decimal(0))
    for row in found.records:
        assert row["entered"] == row["accepted"] + row["rejected"]
