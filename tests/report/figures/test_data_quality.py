"""What was rejected and what is missing: by hand, and against the raw rows of the sample."""

from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from runner.report.draw.ranks import Ranks
from runner.report.figures.data_quality import figure
from runner.report.shapes import Data, Figure
from runner.results import NodeResult
from runner.swap import Swap, identity_of
from runner.tested import keep_tested
from tests.report.figures.moved import (
    DECEMBER,
    NOVEMBER,
    Row,
    Shop,
    both,
    of_sample,
    reason,
    shop,
    shown,
)
from tests.report.shops import Question

BUYERS: list[Row] = [
    {"customer_id": "a", "last_order_date": DECEMBER, "region": "west", "category_count": 2},
    {"customer_id": "b", "last_order_date": date(2025, 12, 1), "discount_share": 0.0},
    {"customer_id": "c", "store_id": "t", "last_order_date": NOVEMBER, "feedback_count": 0},
    # Registered only.
    {"customer_id": "d", "order_count": 0, "last_order_date": None, "gender": "female"},
]
ROWS: list[Row] = [
    {"measure": "row_count", "entered": 40, "accepted": 36, "rejected": 4},
    {"measure": "row_count", "store_id": "t", "entered": 10, "accepted": 9, "rejected": 1},
]
REJECTED: list[Row] = [
    {"source_gross_amount": 5},
    {"source_gross_amount": 7.5},
    {"rejection_reason": "invalid_amount"},
    {"rejection_reason": "left_out", "source_gross_amount": 1},
    {"store_id": "t", "source_gross_amount": 2},
]
SHOP: dict[str, list[Row]] = {
    "customer_tiers": BUYERS,
    "reconciliation": ROWS,
    "rejected_orders": REJECTED,
    "rejected_rows": [{}, {}, {"input_name": "customers", "rejection_reason": "invalid_date"}],
}


def table(found: Figure, title: str) -> Data:
    """One of its further tables."""
    (data,) = (data for name, data in found.more if name == title)
    return data


def test_both_languages_say_how_much_was_rejected_and_why() -> None:
    assert both(figure, shop(**SHOP)) == [
        "5 of 50 rows of orders (10.0%) were rejected; 3 of them for the reason “No customer”.",
        (
            "5 of 50 rows of orders (10.0%), worth 16 EUR, were rejected and are left out of all"
            " that is said of customers."
        ),
        "50 行订单中有 5 行（10.0%）被拒，其中“缺客户号”3 行，为最多。",
        "50 行订单中有 5 行（10.0%）被拒，金额合计 16 EUR，未计入任何客户指标。",
    ]


def test_the_reasons_are_added_up_in_the_chart_and_by_store_in_the_table() -> None:
    found = shown(figure, shop(**SHOP).source())
    assert isinstance(found.chart, Ranks)
    assert {bar.label: bar.value for bar in found.chart.bars} == {
        "No customer": 3,
        "Amount not readable": 1,
        "Left out by the mapping": 1,
    }
    first = found.data.records[0]
    assert (first["store_id"], first["row_count"], first["source_gross_amount"]) == ("s", 2, 12.5)
    others = table(found, "Rejected rows of other inputs")
    assert [row["row_count"] for row in others.records] == [2, 1]


def test_amounts_in_several_currencies_are_not_added() -> None:
    of = shop(**{**SHOP, "rejected_orders": [*REJECTED, {"currency": "USD"}]})
    assert "worth" not in both(figure, of)[1]


def test_one_reason_is_told_as_the_only_one() -> None:
    of = shop(**{**SHOP, "rejected_orders": REJECTED[:1]})
    assert both(figure, of)[0] == (
        "1 of 50 rows of orders (2.0%) was rejected, for one reason: “No customer”."
    )


def test_without_reconciliation_there_is_no_share() -> None:
    of = shop(**{name: rows for name, rows in SHOP.items() if name != "reconciliation"})
    found = shown(figure, of.source())
    assert found.sentence.text == (
        "5 rows of orders were rejected; 3 of them for the reason “No customer”."
    )
    assert found.lead is None


def test_nothing_was_rejected() -> None:
    found = shown(figure, shop(**{**SHOP, "rejected_orders": [], "rejected_rows": []}).source())
    assert found.sentence.text == "Not a single row of orders was rejected."
    assert found.lead is None
    assert found.chart is None
    assert "Rejected rows of other inputs" not in [title for title, _ in found.more]


def test_one_store_can_be_asked_for_though_other_inputs_say_none() -> None:
    found = shown(figure, shop(**SHOP).source(store="t"))
    assert found.sentence.text == (
        "1 of 10 rows of orders (10.0%) was rejected, for one reason: “No customer”."
    )
    assert "data_quality.note_store" in [note.name for note in found.notes]
    stores = table(found, "From when until when orders are there")
    assert [row["days_since_last_order"] for row in stores.records] == [31]
    assert found.cards[0].value == "2025-11-30"


def test_what_is_known_counts_buyers_about_whom_it_is() -> None:
    found = shown(figure, shop(**SHOP).source())
    known = table(found, "What is known of the buyers")
    assert {row["fact"]: row["customer_count"] for row in known.records} == {
        "profiles": 1,
        "categories": 1,
        "discounts": 1,
        "margins": 0,
        "channels": 0,
        "feedback": 0,
        "referrals": 0,
        "acquisition": 0,
    }
    assert known.records[0]["customer_share"] == pytest.approx(1 / 3)
    (note,) = (note for note in found.notes if note.name == "data_quality.note_unknown")
    assert note.text.startswith(
        "Nothing is known of: Acquisition channel; Channel; Feedback; Margin; Referrals made."
    )


def test_a_shop_without_buyers_lacks_nothing_of_them() -> None:
    found = shown(figure, shop(**{**SHOP, "customer_tiers": BUYERS[3:]}).source())
    assert "data_quality.note_unknown" not in [note.name for note in found.notes]
    assert [card.title for card in found.cards] == ["Data tests"]


def test_what_is_missing_is_said() -> None:
    assert "rejected_orders" in reason(figure, shop(customer_tiers=[]).source())


@pytest.mark.builds
def test_the_rejected_are_the_raw_rows_that_were_not_accepted(sample_database: Path) -> None:
    with duckdb.connect(sample_database, read_only=True) as connection:
        ((raw,),) = connection.execute("select count(*) from sample.sample_orders").fetchall()
        accepted = connection.execute(
            "select source_row_count from marts.accepted_orders"
        ).fetchall()
        reasons = Counter(
            connection.execute(
                "select store_id, rejection_reason, currency from marts.rejected_orders"
            ).fetchall()
        )
    found = of_sample(figure, sample_database, Question())
    assert sum(found.values("row_count")) == raw - sum(count for (count,) in accepted)
    assert {
        (row["store_id"], row["rejection_reason"], row["currency"]): row["row_count"]
        for row in found.records
    } == reasons


def test_passed_tests_are_told_of_the_very_state_that_passed(tmp_path: Path) -> None:
    file = tmp_path / "shop.duckdb"
    with shop(**SHOP).connection as memory:
        memory.execute(f"attach '{file}' as written")
        memory.execute("copy from database memory to written")
        memory.execute("create table written.intermediate.build_log (started_at timestamp)")
        memory.execute("insert into written.intermediate.build_log values ('2026-01-02 03:04:05')")
        memory.execute("detach written")
    results = [NodeResult(name=str(at), kind="test", status="pass", seconds=0) for at in range(7)]
    results.append(NodeResult(name="w", kind="test", status="warn", seconds=0))
    Swap(file).folder.mkdir()
    cards = []
    for tested in ([], results):
        keep_tested(Swap(file), identity_of(file), tested)
        with duckdb.connect(file, read_only=True) as connection:
            found = shown(figure, Shop(connection, file).source())
        cards.append([(card.title, card.value, card.change) for card in found.cards])
        is_unknown = "data_quality.note_untested" in [note.name for note in found.notes]
        assert is_unknown is not bool(tested)
    built = [("Last order", "2025-12-31", ""), ("Last built", "2026-01-02", "03:04 UTC")]
    assert cards == [
        [*built, ("Data tests", "not known", "")],
        [*built, ("Data tests", "7 passed", "1 warning")],
    ]
