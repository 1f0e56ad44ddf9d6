"""Where customers went: by hand, and one by one on the sample."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from runner.choices import Language
from runner.report.draw.flow import Flow, Stream
from runner.report.figures.flow import figure
from runner.report.read import open_source
from runner.report.shapes import Data, Figure
from tests.report.figures.moved import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    Row,
    both,
    reason,
    shop,
    shown,
)
from tests.report.shops import Question, opened


def move(before: str, after: str, count: int, revenue: float = 0, **more: object) -> Row:
    """How many went from a label to a label, by default no other."""
    return {
        "from_label": before,
        "to_label": after,
        "customer_count": count,
        "net_revenue": revenue,
        "cause": "unchanged" if before == after else "behaviour",
        "direction": "unchanged",
        **more,
    }


UP: dict[str, Any] = {"direction": "up"}
DOWN: dict[str, Any] = {"direction": "down"}
ENTERED: dict[str, Any] = {"direction": "entered", "cause": "entered"}
MOVES = [
    move("active", "active", 5, 500),
    move("active", "cooling", 2, 50, **DOWN),
    move("lapsed", "reactivated", 3, 90, **UP),
    move("entered", "new", 4, 40, **ENTERED),
]
RFM = [
    move("loyal", "champions", 6, scheme="rfm", **UP),
    move("champions", "loyal", 1, scheme="rfm", **DOWN),
    move("champions", "loyal", 2, scheme="rfm", cause="cuts", **DOWN),
]


def seen(customer: str, day: date, stage: str, revenue: float = 100, store: str = "s") -> Row:
    """A customer at the end of a day."""
    return {
        "store_id": store,
        "customer_id": customer,
        "as_of_date": day,
        "lifecycle_stage": stage,
        "net_revenue": revenue,
    }


def test_both_languages_say_who_moved() -> None:
    assert both(figure, shop(tier_migrations=MOVES)) == [
        (
            "Between 2025-11-30 and 2025-12-31, 5 of 10 customers changed stage: 3 moved up, 2"
            " down. 4 customers are new."
        ),
        (
            "5 customers have another lifecycle stage than on 2025-11-30: 3 moved up, 2 down."
            " Those who moved down had brought 50 EUR."
        ),
        (
            "2025-11-30 至 2025-12-31，10 位客户中有 5 位阶段发生变化：上升 3 位，下降 2 位。"
            "另有新进入客户 4 位。"
        ),
        (
            "与 2025-11-30 相比，5 位客户的生命周期阶段发生变化：上升 3 位，下降 2 位；"
            "下降客户累计净收入 50 EUR。"
        ),
    ]


def test_the_streams_are_the_rows_and_tell_up_from_down() -> None:
    chart = shown(figure, shop(tier_migrations=MOVES).source()).chart
    assert isinstance(chart, Flow)
    assert chart.left == ("Active", "Lapsed", "Not known before")
    assert chart.right == ("Active", "Reactivated", "New", "Cooling")
    assert chart.values == (("7", "3", "4"), ("5", "3", "4", "2"))
    assert {
        (chart.left[each.source], chart.right[each.target]): (each.size, each.kind)
        for each in chart.streams
    } == {
        ("Active", "Active"): (5, "soft"),
        ("Active", "Cooling"): (2, "down"),
        ("Lapsed", "Reactivated"): (3, "up"),
        ("Not known before", "New"): (4, "soft"),
    }
    assert Stream(0, 3, 2, "down", "Active → Cooling: 2 customers, 50 EUR") in chart.streams


def test_stores_are_added_and_one_can_be_asked_for() -> None:
    of = shop(tier_migrations=[*MOVES, move("active", "cooling", 10, 1, store_id="t", **DOWN)])
    assert "15 of 20 customers changed stage: 3 moved up, 12 down" in both(figure, of)[0]
    assert "10 of 10 customers changed stage: 0 moved up, 10 down" in both(figure, of, store="t")[0]


def test_nothing_moved() -> None:
    found = shown(figure, shop(tier_migrations=MOVES[:1]).source())
    assert found.sentence.text == (
        "5 customers are in the same stage as on 2025-11-30; 0 customers are new."
    )
    assert found.lead is None


def test_revenue_is_told_only_if_there_is_some() -> None:
    lead = both(figure, shop(tier_migrations=[move("active", "lapsed", 1, -5, **DOWN)]))[1]
    assert lead == "1 customer has another lifecycle stage than on 2025-11-30: 0 moved up, 1 down."


def test_all_are_new() -> None:
    sentence = both(figure, shop(tier_migrations=MOVES[3:]))[0]
    assert sentence == "Nobody was known on 2025-11-30: 4 customers are new."


def test_segments_are_a_table_and_moves_by_cutoffs_are_told_apart() -> None:
    found = shown(figure, shop(tier_migrations=[*MOVES, *RFM]).source())
    ((title, segments),) = found.more
    assert title == "RFM segments"
    assert [
        (row["from_label"], row["direction"], row["cause"], row["customer_count"])
        for row in segments.records
    ] == [
        ("loyal", "up", "behaviour", 6),
        ("champions", "down", "cuts", 2),
        ("champions", "down", "behaviour", 1),
    ]
    assert "7 customers changed through their own behavior, 2 only" in found.notes[1].text


THREE = [
    seen("a", OCTOBER, "active"),
    seen("a", NOVEMBER, "cooling"),
    seen("a", DECEMBER, "lapsed", 70),
    seen("b", OCTOBER, "lapsed"),
    seen("b", NOVEMBER, "lapsed"),
    seen("b", DECEMBER, "reactivated", 30),
    seen("c", DECEMBER, "new", 5),
    seen("c", DECEMBER, "new", 7, store="t"),
]


def test_other_days_are_compared_customer_by_customer() -> None:
    of = shop(customer_tiers=THREE, tier_migrations=MOVES)
    sentence, lead, *_ = both(figure, of, before=OCTOBER)
    assert sentence == (
        "Between 2025-10-31 and 2025-12-31, 2 of 2 customers changed stage: 1 moved up, 1 down."
        " 2 customers are new."
    )
    assert lead.endswith("The one who moved down had brought 70 EUR.")
    found = shown(figure, of.source(before=OCTOBER))
    assert [note.name for note in found.notes] == ["flow.note_rank", "flow.note_causes"]
    # An older day: b has not moved, c was not there.
    older = both(figure, of, as_of=NOVEMBER, before=OCTOBER)[0]
    assert "1 of 2 customers changed stage: 0 moved up, 1 down. 0 customers are new." in older
    assert both(figure, of, before=OCTOBER, store="t")[0].startswith("Nobody was known")


def test_without_tables_of_movement_customers_are_compared_too() -> None:
    sentence = both(figure, shop(customer_tiers=THREE))[0]
    assert "2 of 2 customers changed stage: 1 moved up, 1 down. 2 customers are new." in sentence


def test_who_is_no_longer_known_goes_to_a_node_of_their_own() -> None:
    gone = [
        seen("a", NOVEMBER, "active", 40),
        seen("b", NOVEMBER, "new"),
        seen("b", DECEMBER, "new"),
    ]
    found = shown(figure, shop(customer_tiers=gone).source())
    assert isinstance(found.chart, Flow)
    assert found.chart.right == ("New", "No longer known")
    rows = {row["to_label"]: row for row in found.data.records}
    assert (rows["left"]["direction"], rows["left"]["net_revenue"]) == ("left", Decimal(40))
    # Nothing is said of who has gone, neither that they are where they were.
    assert found.sentence.values == {"before": NOVEMBER, "known": 1, "entered": 0}


def test_a_store_without_customers_is_told_so() -> None:
    of = shop(customer_tiers=THREE, tier_migrations=MOVES)
    assert reason(figure, of.source(store="u")) == "There are no customers on 2025-12-31 yet."


def test_the_first_day_has_nothing_to_be_compared_with() -> None:
    assert reason(figure, shop().source(before=None)).startswith("2025-12-31 has no earlier date")


@pytest.fixture(scope="module")
def stages(sample_database: Path) -> dict[tuple[str, str, date], tuple[str, str, Decimal]]:
    """The customers of the sample: stage, segment and net revenue by store, id and day."""
    with duckdb.connect(sample_database, read_only=True) as connection:
        rows = connection.execute(
            "select store_id, customer_id, as_of_date, lifecycle_stage, rfm_segment, net_revenue"
            " from marts.customer_tiers"
        ).fetchall()
    return {(store, customer, day): tuple(more) for store, customer, day, *more in rows}


@pytest.mark.builds
@pytest.mark.parametrize(
    "asked",
    [
        Question(),
        Question(since=OCTOBER, store="south"),
        Question(as_of=OCTOBER),
        Question(as_of=NOVEMBER, since=date(2025, 1, 31)),
    ],
)
def test_each_stream_has_the_customers_of_the_sample(
    sample_database: Path,
    stages: dict[tuple[str, str, date], tuple[str, str, Decimal]],
    asked: Question,
) -> None:
    with opened(sample_database) as database:
        source = open_source(database.warehouse, asked.request(Language.EN))
        found = shown(figure, source)
    after = asked.as_of or DECEMBER
    days = sorted({day for _, _, day in stages})
    before = asked.since or days[days.index(after) - 1]
    for place, data in ((0, found.data), (1, _more(found))):
        counts: Counter[tuple[str, str]] = Counter()
        revenue: dict[tuple[str, str], Decimal] = {}
        for (store, customer, day), now in stages.items():
            if day == after and asked.store in (None, store):
                past = stages.get((store, customer, before))
                pair = (str(past[place]) if past else "entered", str(now[place]))
                counts[pair] += 1
                revenue[pair] = revenue.get(pair, Decimal(0)) + now[2]
        assert _summed(data, "customer_count") == counts
        assert _summed(data, "net_revenue") == revenue
        assert counts.total() > 500


def _more(found: Figure) -> Data:
    ((_, data),) = found.more
    return data


def _summed(data: Data, column: str) -> dict[tuple[str, str], Decimal]:
    """Of all causes."""
    sums: dict[tuple[str, str], Decimal] = {}
    for row in data.records:
        pair = row["from_label"], row["to_label"]
        sums[pair] = sums.get(pair, Decimal(0)) + row[column]
    return sums
