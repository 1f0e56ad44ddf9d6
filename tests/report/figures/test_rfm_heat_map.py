"""Who orders lately and often: by hand, and against the rows of the sample."""

from collections import Counter
from pathlib import Path

import pytest

from runner.report.draw.heat_map import HeatMap
from runner.report.figures import rfm_heat_map
from runner.report.shapes import Figure
from tests.report.figures.tiny import Asked, Row, read, reason, shown, source_of
from tests.report.shops import opened


def of_rows(rows: list[Row], *, scores: int = 5) -> Figure:
    cuts: list[Row] = [
        {"scheme": "rfm", "level": str(score), "level_rank": score}
        for score in range(1, scores + 1)
    ]
    return shown(read(rfm_heat_map.figure, {"customer_tiers": rows, "tier_cuts": cuts}))


def scored(recency: int, frequency: int, revenue: float = 10) -> Row:
    return {"recency_score": recency, "frequency_score": frequency, "net_revenue": revenue}


def heat_map(found: Figure) -> HeatMap:
    assert isinstance(found.chart, HeatMap)
    return found.chart


def test_who_used_to_order_often_and_does_no_longer() -> None:
    """Scores of 4 and 5 are often, 1 and 2 are long ago."""
    rows = [scored(2, 4, 30), scored(1, 5, 20), scored(3, 5), scored(2, 3), scored(5, 5, 30)]
    found = of_rows(rows)
    assert found.sentence.text == (
        "2 customers who used to order often have not ordered lately; they have brought 50 USD,"
        " 50.0% of the net revenue."
    )
    assert found.lead == found.sentence
    chart = heat_map(found)
    # Above is what is most frequent, at the right what is most recent.
    assert chart.rows == ("5", "4", "3", "2", "1")
    assert {place: cell.text for place, cell in chart.cells.items()} == {
        (1, 1): "1",
        (0, 0): "1",
        (0, 2): "1",
        (2, 1): "1",
        (0, 4): "1",
    }


def test_one_customer_and_losses() -> None:
    assert of_rows([scored(1, 5, -5)]).sentence.text == (
        "1 customer who used to order often has not ordered lately."
    )
    none = of_rows([scored(5, 5), scored(1, 1)])
    assert none.sentence.text == "No customer who used to order often has stopped lately."
    assert none.lead is None


@pytest.mark.parametrize(
    ("scores", "slipping", "not_slipping"),
    [(2, (1, 2), (2, 2)), (3, (1, 3), (2, 3)), (9, (3, 7), (4, 7))],
)
def test_a_shop_with_other_scores_has_as_many_rows(
    scores: int, slipping: tuple[int, int], not_slipping: tuple[int, int]
) -> None:
    found = of_rows([scored(*slipping), scored(*not_slipping)], scores=scores)
    assert len(heat_map(found).rows) == scores
    assert found.sentence.values["slipping"] == 1


def test_nobody_bought() -> None:
    tables = {"customer_tiers": [{"net_revenue": -5}], "tier_cuts": []}
    assert "Nobody has bought" in reason(read(rfm_heat_map.figure, tables))


@pytest.mark.builds
def test_the_scores_of_the_sample_are_counted(sample_database: Path) -> None:
    with opened(sample_database) as database:
        day = database.days()[3]
        facts = {
            (row["store_id"], row["customer_id"]): row["net_revenue"]
            for row in database.warehouse.records("select * from marts.customer_facts")
            if row["as_of_date"] == day
        }
        rows = [
            row
            for row in database.warehouse.records("select * from marts.rfm_scores")
            if row["as_of_date"] == day and row["recency_score"]
        ]
        found = shown(rfm_heat_map.figure(source_of(database.connection, Asked(day))))
    counts = Counter((row["recency_score"], row["frequency_score"]) for row in rows)
    assert {
        (row["recency_score"], row["frequency_score"]): row["customer_count"]
        for row in found.data.records
    } == counts
    slipping = [row for row in rows if row["recency_score"] <= 2 and row["frequency_score"] >= 4]
    revenue = sum(facts[row["store_id"], row["customer_id"]] for row in slipping)
    assert found.sentence.values["slipping"] == len(slipping)
    assert found.sentence.values["revenue"] == revenue
