"""How concentrated revenue is: by hand, and against the sorted customers of the sample."""

from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from runner.choices import Language
from runner.report.draw.curve import Curve
from runner.report.figures import concentration
from runner.report.shapes import Figure
from tests.report.figures.tiny import Asked, Row, read, reason, shown, source_of
from tests.report.shops import opened

CUTS: list[Row] = [
    {"scheme": "abc", "level": "A", "level_rank": 3, "lower_bound": 50},
    {"scheme": "abc", "level": "B", "level_rank": 2, "lower_bound": 10},
    {"scheme": "abc", "level": "C", "level_rank": 1},
]
# Of 100, the first brings 60, then 20, 15, 5; one returned more than was bought, one never bought.
SIX: list[Row] = [
    {"net_revenue": 60, "abc_class": "A", "revenue_share_before": 0.0},
    {"net_revenue": 20, "abc_class": "A", "revenue_share_before": 0.6},
    {"net_revenue": 15, "abc_class": "B", "revenue_share_before": 0.8},
    {"net_revenue": 5, "revenue_share_before": 0.95},
    {"net_revenue": -8},
    {"net_revenue": -1, "abc_class": "no_purchase"},
]


def of_rows(rows: list[Row], asked: Asked | None = None) -> Figure:
    found = read(concentration.figure, {"customer_tiers": rows, "tier_cuts": CUTS}, asked)
    return shown(found)


def curve(found: Figure) -> Curve:
    assert isinstance(found.chart, Curve)
    return found.chart


def test_the_cuts_of_four_customers() -> None:
    """Losses count as zero; who never bought is no part of it."""
    found = of_rows(SIX)
    assert [tuple(row.values()) for row in found.data.records] == [
        ("s", "A", Decimal(50), 2, 0, Decimal(80), 0.4, 0.8),
        ("s", "B", Decimal(10), 1, 0, Decimal(15), 0.6, 0.95),
        ("s", "C", None, 2, 1, Decimal(-3), 1.0, 1.0),
    ]
    (line,) = curve(found).lines
    assert line.points == ((0, 0), (0.2, 0.6), (0.4, 0.8), (0.6, 0.95), (0.8, 1), (1, 1))
    assert [(cut.x, cut.y, cut.label) for cut in line.cuts] == [
        (0.4, 0.8, "Class A: 40.0% bring 80.0%"),
        (0.6, 0.95, "down to B: 60.0% bring 95.0%"),
    ]
    assert found.sentence.text == "1 of the 5 customers who bought brings 60.0% of the net revenue."
    assert [note.text for note in found.notes] == [
        "1 customer has more refunds than sales and counts as zero here."
    ]
    chinese = of_rows(SIX, Asked(language=Language.ZH)).sentence.text
    assert chinese == "已购的 5 位客户中，前 1 位贡献净收入的 60.0%。"


def test_customers_with_the_same_revenue_share_the_places_that_are_left() -> None:
    """Of 60 customers with 1 each and 40 with 3, the first 20 bring 60 of 180."""
    rows: list[Row] = [{"net_revenue": 1 if place < 60 else 3} for place in range(100)]
    found = of_rows(rows)
    assert found.sentence.text == (
        "20% of the customers who bought (20) bring 33.3% of the net revenue; the first 10 alone"
        " bring 16.7%."
    )
    top = {row["customer_count"]: row["net_revenue"] for row in found.more[0][1].records}
    assert top == {1: 3, 5: 15, 10: 30, 20: 60, 50: 130}


def test_of_many_customers_ten_are_not_worth_a_word() -> None:
    rows: list[Row] = [{"net_revenue": 1} for _ in range(300)]
    assert of_rows(rows).sentence.text == (
        "20% of the customers who bought (60) bring 20.0% of the net revenue; the first 1% (3)"
        " bring 1.0%."
    )


def test_one_customer_brings_all() -> None:
    found = of_rows([{"net_revenue": 5, "abc_class": "A", "revenue_share_before": 0.0}])
    assert found.sentence.text == "All of the net revenue comes from one customer."
    assert curve(found).lines[0].points == ((0, 0), (1, 1))


def test_there_is_nothing_to_split() -> None:
    for rows in ([{"net_revenue": -5}], [{"abc_class": "no_purchase"}]):
        tables = {"customer_tiers": rows, "tier_cuts": CUTS}
        assert "no net revenue" in reason(read(concentration.figure, tables))


def test_each_store_has_its_line_the_first_four_the_largest_first() -> None:
    rows: list[Row] = [
        {"store_id": store, "net_revenue": revenue, "revenue_share_before": 0.0}
        for store, revenue in zip("abcdef", (1, 5, 3, 2, 4, -9), strict=True)
    ]
    found = of_rows(rows)
    assert [line.label for line in curve(found).lines] == ["b", "e", "c", "d"]
    assert {note.name.split(".")[1] for note in found.notes} == {
        "negative",
        "by_store",
        "most_stores",
    }
    assert [line.label for line in curve(of_rows(rows, Asked(store="a"))).lines] == [""]


def test_the_cuts_of_two_stores_say_whose_they_are_and_of_more_the_table_does() -> None:
    rows: list[Row] = [
        {"store_id": store, "net_revenue": 90 - 80 * place, "abc_class": name, **before}
        for store in "abc"
        for place, (name, before) in enumerate(
            [("A", {"revenue_share_before": 0.0}), ("C", {"revenue_share_before": 0.9})]
        )
    ]
    cuts: list[Row] = [{**cut, "store_id": store} for store in "abc" for cut in CUTS]
    labels = []
    for count in (2, 4, 6):
        tables = {"customer_tiers": rows[:count], "tier_cuts": cuts}
        lines = curve(shown(read(concentration.figure, tables))).lines
        labels.append([cut.label for line in lines for cut in line.cuts])
    text = "Class A: 50.0% bring 90.0%"
    assert labels == [[text], [f"a, {text}", f"b, {text}"], ["", "", ""]]


@pytest.mark.builds
@pytest.mark.parametrize("store", [None, "south"])
def test_the_sample_sorted_in_python(sample_database: Path, store: str | None) -> None:
    with opened(sample_database) as database:
        newest = database.days()[0]
        buyers = [
            row
            for row in database.warehouse.records("select * from marts.customer_facts")
            if row["as_of_date"] == newest
            and row["purchase_day_count"]
            and store in (None, row["store_id"])
        ]
        found = shown(
            concentration.figure(source_of(database.connection, Asked(newest, store=store)))
        )
    revenues = [max(row["net_revenue"], Decimal()) for row in buyers]
    revenues.sort(reverse=True)
    for row in found.more[0][1].records:
        share = row["customer_share_up_to"]
        count = 10 if share is None else ceil(share * len(revenues))
        assert row["customer_count"] == count
        assert row["net_revenue"] == sum(revenues[:count])
    for line in curve(found).lines:
        _check_line(line.points, [row for row in buyers if line.label in ("", row["store_id"])])


def _check_line(points: tuple[tuple[float, float], ...], buyers: list[dict[str, Any]]) -> None:
    """Each point is one of the whole curve, which has a point for each customer."""
    revenues = [max(row["net_revenue"], Decimal()) for row in buyers]
    revenues.sort(reverse=True)
    assert 20 < len(points) < 110
    for x, y in points:
        count = round(x * len(revenues))
        assert x == pytest.approx(count / len(revenues))
        assert y == pytest.approx(float(sum(revenues[:count]) / sum(revenues)))
