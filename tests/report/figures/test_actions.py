"""What to do first: by hand, and against the rows of the sample."""

from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from runner.choices import Language
from runner.report.figures import actions
from runner.serve.privacy import Privacy
from tests.report.figures.tiny import Asked, Row, Tables, read, reason, shown, source_of
from tests.report.shops import opened

CUSTOMERS: list[Row] = [
    {"customer_id": "a", "net_revenue": 100},
    {"customer_id": "b", "net_revenue": 250.4},
    {"customer_id": "c", "net_revenue": 999},
]
CALL, WRITE = {"priority": 1}, {"priority": 3, "action_en": "Write.", "label_en": "Lost"}
ACTIONS = [
    {"customer_id": "c", **WRITE},
    {"customer_id": "a", **CALL},
    {"customer_id": "b", **CALL, "channel_label_en": "E-mail"},
    {"customer_id": "a", **WRITE, "action_rank": 2},
]
SHOP: Tables = {"customer_tiers": CUSTOMERS, "customer_actions": ACTIONS}


def test_the_most_urgent_comes_first_and_each_customer_once() -> None:
    found = shown(read(actions.figure, SHOP))
    assert found.data.rows == (
        (1, "Call.", "At Risk", "E-mail / Phone", 2, Decimal("350.4000")),
        (3, "Write.", "Lost", "Phone", 1, Decimal("999.0000")),
    )
    assert found.sentence.text == (
        "Start with 2 customers (At Risk), who have brought 350 USD so far: Call."
    )
    assert [bar.value for bar in found.chart.bars] == [2, 1]  # type: ignore[union-attr]
    ((_, first),) = found.more
    assert first.values("customer_id") == ["b", "a", "c"]
    assert first.values("headline") == ["A customer."] * 3


def test_it_is_said_in_chinese_too() -> None:
    found = shown(read(actions.figure, SHOP, Asked(language=Language.ZH)))
    assert found.sentence.text == "先跟进 2 位流失风险客户（累计净收入 350 USD）：致电。"


def test_one_customer_who_returned_all() -> None:
    rows: Tables = {"customer_tiers": [{"net_revenue": -4}], "customer_actions": [CALL]}
    assert shown(read(actions.figure, rows)).sentence.text == (
        "Start with 1 customer (At Risk): Call."
    )


def test_the_list_names_the_store_where_there_are_several_and_people_if_asked() -> None:
    two = [*CUSTOMERS, {"store_id": "t", "customer_id": "d"}]
    contacts = [{"customer_id": "b", "full_name": "<b>Ann</b>"}]
    shop: Tables = {
        "customer_tiers": two,
        "customer_actions": ACTIONS,
        "customer_contacts": contacts,
    }
    names = [column.name for column in shown(read(actions.figure, shop)).more[0][1].columns]
    assert "store_id" in names
    assert "full_name" not in names
    asked = Asked(store="s", privacy=Privacy(include_personal=True))
    list_of_one = shown(read(actions.figure, shop, asked)).more[0][1]
    assert "store_id" not in [column.name for column in list_of_one.columns]
    assert list_of_one.values("full_name") == ["<b>Ann</b>", None, None]


def test_without_actions_it_says_so() -> None:
    assert "no customer_actions" in reason(read(actions.figure, {"customer_tiers": CUSTOMERS}))
    none = read(actions.figure, {"customer_tiers": CUSTOMERS, "customer_actions": []})
    assert "newest date only" in reason(none)


@pytest.mark.builds
def test_the_actions_of_the_sample_are_counted(sample_database: Path) -> None:
    with opened(sample_database) as database:
        newest = database.days()[0]
        facts = {
            (row["store_id"], row["customer_id"]): row["net_revenue"]
            for row in database.warehouse.records("select * from marts.customer_facts")
            if row["as_of_date"] == newest
        }
        first = [
            row
            for row in database.warehouse.records("select * from marts.customer_actions")
            if row["action_rank"] == 1
        ]
        found = shown(actions.figure(source_of(database.connection, Asked(newest))))
    counts = Counter((row["priority"], row["action_en"], row["label_en"]) for row in first)
    revenue: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in first:
        revenue[row["action_en"], row["label_en"]] += facts[row["store_id"], row["customer_id"]]
    rows = found.data.records
    assert [(row["priority"], row["action"], row["label"]) for row in rows] == sorted(counts)
    for row in rows:
        assert row["customer_count"] == counts[row["priority"], row["action"], row["label"]]
        assert row["net_revenue"] == revenue[row["action"], row["label"]]
    urgent = sorted(
        (
            row["priority"],
            -facts[row["store_id"], row["customer_id"]],
            row["store_id"],
            row["customer_id"],
        )
        for row in first
    )
    assert found.more[0][1].values("customer_id") == [customer for *_, customer in urgent[:50]]
