"""Whose label changed and why: by hand, and one by one on the sample."""

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from runner.choices import Language
from runner.report.figures.movers import figure
from runner.report.read import open_source
from tests.report.figures.moved import (
    DECEMBER,
    LABELS,
    NOVEMBER,
    OCTOBER,
    Row,
    Rows,
    both,
    reason,
    shop,
    shown,
)
from tests.report.shops import Question, opened

COLUMNS = {"abc": "abc_class", "lifecycle": "lifecycle_stage", "rfm": "rfm_segment"}
PAIR = [{"cause": "unchanged"}]
# a ordered in December, b did not, c was moved by cutoffs alone.
CUSTOMERS = [
    {"customer_id": "a", "last_order_date": date(2025, 12, 5), "net_revenue": 300},
    {"customer_id": "b", "last_order_date": NOVEMBER, "net_revenue": 200},
    {"customer_id": "c", "last_order_date": date(2025, 12, 5), "net_revenue": 50},
]
MOVES: list[Row] = [
    {"customer_id": "a", "scheme": "rfm", "from_label": "loyal", "to_label": "champions"},
    {"customer_id": "a", "from_label": "cooling", "to_label": "active"},
    {"customer_id": "b"},
    {"customer_id": "c", "scheme": "abc", "from_label": "A", "to_label": "B", "cause": "cuts"},
    # Of a scheme that is not shown.
    {"customer_id": "c", "scheme": "grade", "from_label": "ordinary", "to_label": "potential"},
]
REVENUE = {"a": 300, "b": 200, "c": 50}


def moved(*rows: Row) -> list[Row]:
    """With the revenue of the customer and the direction."""
    ups = {"champions", "active", "potential"}
    return [
        {
            **row,
            "net_revenue": REVENUE[row["customer_id"]],
            "direction": "up" if row.get("to_label") in ups else "down",
        }
        for row in rows
    ]


EXPLAINED: dict[str, Rows] = {
    "customer_tiers": CUSTOMERS,
    "tier_migrations": PAIR,
    "customer_migrations": moved(*MOVES),
}


def test_both_languages_say_how_many_labels_changed_and_why() -> None:
    english = (
        "4 labels changed after 2025-11-30: 2 of customers who ordered since, 1 of customers who"
        " did not, and 1 only because cutoffs moved."
    )
    chinese = (
        "2025-11-30 之后共有 4 次标签变化：期间有下单的客户占 2 次，期间未下单的客户占 1 次，"
        "仅因门槛变动 1 次。"
    )
    # The summary says it too.
    assert both(figure, shop(**EXPLAINED)) == [english, english, chinese, chinese]


def test_each_customer_is_listed_once_the_largest_first() -> None:
    found = shown(figure, shop(**EXPLAINED).source())
    assert [
        (
            row["customer_id"],
            row["from_label"],
            row["to_label"],
            row["direction"],
            row["reason"],
        )
        for row in found.data.records
    ] == [
        ("a", "cooling", "active", "up", "orders"),
        ("b", "active", "cooling", "down", "time"),
        ("c", "A", "B", "down", "cuts"),
    ]
    assert [(card.value, card.change) for card in found.cards] == [
        ("2", "2 up, 0 down"),
        ("1", "0 up, 1 down"),
        ("1", "0 up, 1 down"),
    ]
    assert found.notes[-1].text.startswith("Only cutoffs moved: by the cutoffs of 2025-11-30")


@pytest.mark.parametrize(
    ("language", "told", "facts"),
    [
        (
            Language.EN,
            "Down from “A” to “B” since: days up: 4, still 1 order.",
            "days up: 4, still 1 order.",
        ),
        (Language.ZH, "由“A类”降为“B类”：距上次下单4天。", "距上次下单4天。"),
        (Language.EN, "Down.", "Down."),
    ],
)
def test_the_facts_are_told_and_not_the_labels_again(
    language: Language, told: str, facts: str
) -> None:
    one = [{**row, f"explanation_{language}": told} for row in moved(MOVES[2])]
    of = shop(**{**EXPLAINED, "customer_migrations": one})
    (row,) = shown(figure, of.source(language=language)).data.records
    assert row["explanation"] == facts


def test_the_store_is_told_where_there_are_several() -> None:
    other = {**CUSTOMERS[0], "store_id": "t"}
    for customers, names in ((CUSTOMERS, False), ([*CUSTOMERS, other], True)):
        found = shown(figure, shop(**{**EXPLAINED, "customer_tiers": customers}).source())
        assert ("store_id" in [column.name for column in found.data.columns]) is names


def test_at_most_a_hundred_customers_are_listed_and_all_are_counted() -> None:
    ids = [f"{number:03}" for number in range(130)]
    of = shop(
        customer_tiers=[{"customer_id": each, "net_revenue": int(each)} for each in ids],
        tier_migrations=PAIR,
        customer_migrations=[
            {"customer_id": each, "net_revenue": int(each), "scheme": scheme, **labels}
            for each in ids
            for scheme, labels in {
                "abc": {"from_label": "A", "to_label": "B"},
                "key_account": {"from_label": "key_account", "to_label": "other"},
                "lifecycle": {},
                "rfm": {"from_label": "champions", "to_label": "loyal"},
            }.items()
        ],
    )
    found = shown(figure, of.source())
    assert found.data.values("customer_id") == ids[:29:-1]
    assert set(found.data.values("from_label")) == {"key_account"}
    assert found.sentence.values["moves"] == 520


def test_ids_are_replaced_where_there_is_a_key() -> None:
    key = b"k" * 32
    names = shown(figure, shop(**EXPLAINED).source(key=key)).data.values("customer_id")
    assert len(set(names)) == 3
    assert all(len(name) == 32 for name in names)


def test_nobody_moved() -> None:
    quiet = shop(customer_tiers=CUSTOMERS, tier_migrations=PAIR, customer_migrations=[])
    assert both(figure, quiet) == [
        "No customer's label changed between 2025-11-30 and 2025-12-31.",
        "2025-11-30 至 2025-12-31，没有客户的标签发生变化。",
    ]


THEN_AND_NOW: list[Row] = [
    {"customer_id": "a", "as_of_date": OCTOBER, "order_count": 2, "net_revenue": 250},
    {"customer_id": "a", "order_count": 5, "net_revenue": 300, "lifecycle_stage": "cooling"},
    {"customer_id": "b", "as_of_date": OCTOBER, "rfm_segment": "lost"},
    {"customer_id": "b", "rfm_segment": "champions", "abc_class": "A"},
    {"customer_id": "c", "as_of_date": OCTOBER},
    {"customer_id": "c"},
    {"customer_id": "d", "abc_class": "A"},
]


def test_other_days_are_compared_without_reasons() -> None:
    of = shop(customer_tiers=THEN_AND_NOW, tier_migrations=PAIR, customer_migrations=moved(*MOVES))
    found = shown(figure, of.source(before=OCTOBER))
    names = [column.name for column in found.data.columns]
    assert "reason" not in names
    assert [
        tuple(row[name] for name in ("customer_id", "from_label", "to_label"))
        for row in found.data.records
    ] == [("a", "active", "cooling"), ("b", "C", "A")]
    first = found.data.records[0]
    assert (first["new_order_count"], first["net_revenue_change"]) == (3, Decimal(50))
    assert both(figure, of, before=OCTOBER) == [
        (
            "Of the 2 biggest customers whose label changed between 2025-10-31 and 2025-12-31, 1"
            " moved up and 1 down."
        ),
        "2025-10-31 至 2025-12-31 标签变化且净收入最高的 2 位客户：上升 1 位，下降 1 位。",
    ]


def test_the_only_mover_is_told_so() -> None:
    of = shop(customer_tiers=THEN_AND_NOW[:2])
    assert both(figure, of, before=OCTOBER) == [
        "One customer's label changed between 2025-10-31 and 2025-12-31.",
        "2025-10-31 至 2025-12-31，有一位客户的标签发生变化。",
    ]


def test_the_first_day_has_nothing_to_be_compared_with() -> None:
    assert reason(figure, shop().source(before=None)).startswith("2025-12-31 has no earlier date")


@pytest.fixture(scope="module")
def ranks() -> Mapping[tuple[str, str], int]:
    """Of the labels, as the rule seed has them."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {(row["scheme"], row["label"]): int(row["label_rank"]) for row in rows}


def read(database: Path, day: date) -> dict[tuple[str, str], dict[str, Any]]:
    """The customers of a day, by store and id."""
    with duckdb.connect(database, read_only=True) as connection:
        cursor = connection.execute(
            "select * from marts.customer_tiers where as_of_date = ?", [day]
        )
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["store_id"], row["customer_id"]): row for row in rows}


@pytest.mark.builds
@pytest.mark.parametrize("asked", [Question(since=OCTOBER), Question(NOVEMBER, store="north")])
def test_the_movers_of_the_sample_are_its_largest(
    sample_database: Path, ranks: Mapping[tuple[str, str], int], asked: Question
) -> None:
    with opened(sample_database) as database:
        source = open_source(database.warehouse, asked.request(Language.EN))
        found = shown(figure, source).data
    assert source.before == OCTOBER
    before, after = read(sample_database, OCTOBER), read(sample_database, source.as_of)
    expected = []
    for who, now in after.items():
        past = before.get(who)
        if past is None or asked.store not in (None, who[0]):
            continue
        for scheme, column in COLUMNS.items():
            if past[column] != now[column]:
                rise = ranks[scheme, now[column]] - ranks[scheme, past[column]]
                row = (who[1], past[column], now[column], "up" if rise > 0 else "down")
                expected.append((-now["net_revenue"], *who, row))
                break
    expected.sort()
    names = ("customer_id", "from_label", "to_label", "direction")
    assert [tuple(row[name] for name in names) for row in found.records] == [
        row for *_, row in expected[:100]
    ]
    assert len(found.rows) == 100


@pytest.mark.builds
def test_the_reasons_of_the_sample_agree_with_its_customers(sample_database: Path) -> None:
    with opened(sample_database) as database:
        source = open_source(database.warehouse, Question().request(Language.EN))
        ((_, split),) = shown(figure, source).more
    assert source.before == NOVEMBER
    before, after = read(sample_database, NOVEMBER), read(sample_database, DECEMBER)
    moves: Counter[str] = Counter()
    ordered: Counter[str] = Counter()
    for who, now in after.items():
        for scheme, column in {**COLUMNS, "key_account": "key_account_status"}.items():
            if who in before and before[who][column] != now[column]:
                moves[scheme] += 1
                last = now["last_order_date"]
                ordered[scheme] += last is not None and last > NOVEMBER
    counts: Counter[str] = Counter()
    by_reason: Counter[tuple[str, str]] = Counter()
    for row in split.records:
        counts[row["scheme"]] += row["move_count"]
        by_reason[row["scheme"], row["reason"]] += row["move_count"]
    assert counts == moves
    # Stages have no cutoffs that move; elsewhere some of those who ordered were moved by cutoffs.
    assert by_reason["lifecycle", "orders"] == ordered["lifecycle"]
    assert by_reason["lifecycle", "cuts"] == 0
    assert 0 < by_reason["rfm", "orders"] <= ordered["rfm"]
