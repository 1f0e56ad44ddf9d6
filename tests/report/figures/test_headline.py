"""The metrics that a shop goes by: against hand-made shops, and the rows of the sample."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from runner.choices import Language
from runner.report.figures import headline
from runner.report.shapes import Card
from tests.report.figures.tiny import (
    AS_OF,
    BEFORE,
    Asked,
    Row,
    Tables,
    read,
    reason,
    shown,
    source_of,
)
from tests.report.shops import opened

OCTOBER = date(2025, 10, 31)


def customers(day: date, *revenues: float, **more: object) -> list[dict[str, Any]]:
    return [
        {"as_of_date": day, "customer_id": f"c{place}", "net_revenue": revenue, **more}
        for place, revenue in enumerate(revenues, start=1)
    ]


def tables(rows: Sequence[Row]) -> Tables:
    """With cuts, which tell what dates there are."""
    days = {row.get("as_of_date", AS_OF) for row in rows}
    return {"customer_tiers": rows, "tier_cuts": [{"as_of_date": day} for day in days]}


def cards(found: object) -> Mapping[str, Card]:
    return {card.title: card for card in shown(found).cards}  # type: ignore[arg-type]


def test_what_is_sold_is_compared_with_a_period_of_about_that_length() -> None:
    """200 in October, 500 at the end of November, 950 in December: 300, then 450, half more."""
    rows = customers(OCTOBER, 200) + customers(BEFORE, 100, 400) + customers(AS_OF, 500, 350, 100)
    figure = shown(read(headline.figure, tables(rows)))
    assert figure.sentence.text == (
        "Net revenue since 2025-11-30 is 450 USD, 50.0% more than in the 30 days before that"
        " (300 USD)."
    )
    found = cards(figure)
    assert found["Net revenue since 2025-11-30"].change == "up 50.0%, from 300 USD"
    assert found["Customers"] == Card(
        "Customers", "3", "up 50.0%, from 2", "good", found["Customers"].chart
    )
    assert found["Customers"].chart.values == (1.0, 2.0, 3.0)  # type: ignore[union-attr]
    # 950 of 3 orders, before 500 of 2.
    assert found["Average order value"].value == "316.67 USD"
    assert found["Average order value"].change == "up 26.7%, from 250.00 USD"
    chinese = shown(read(headline.figure, tables(rows), Asked(language=Language.ZH))).sentence.text
    assert chinese == "2025-11-30 以来净收入 450 USD，比此前 30 天（300 USD）增长 50.0%。"


@pytest.mark.parametrize(
    ("revenues", "text"),
    [
        ((0, 300, 450), "Net revenue since 2025-11-30 is 150 USD, 50.0% less than in the"),
        (
            (0, 300, 600),
            "Net revenue since 2025-11-30 is 300 USD, as much as in the 30 days before",
        ),
        ((0, -5, 600), "Net revenue since 2025-11-30 is 605 USD; 1 customer is known now."),
        ((0, 300, 300), "Nothing was sold or returned on balance since 2025-11-30; 1 customer"),
        ((0, 300, 250.5), "Since 2025-11-30, refunds exceed sales by 50 USD."),
    ],
)
def test_the_sentence_holds_for_losses_and_standstill(revenues: Sequence[float], text: str) -> None:
    days = (OCTOBER, BEFORE, AS_OF)
    rows = [
        row for day, revenue in zip(days, revenues, strict=True) for row in customers(day, revenue)
    ]
    assert shown(read(headline.figure, tables(rows))).sentence.text.startswith(text)


def test_a_period_of_another_length_is_not_compared() -> None:
    """A day after the end of a month is not set against the month."""
    rows = customers(OCTOBER, 100) + customers(BEFORE, 200) + customers(date(2025, 12, 1), 210)
    asked = Asked(as_of=date(2025, 12, 1))
    activity = [
        {"as_of_date": BEFORE, "previous_as_of_date": OCTOBER, "active_customer_count": 9},
        {"as_of_date": asked.as_of, "previous_as_of_date": BEFORE, "active_customer_count": 1},
    ]
    found = read(headline.figure, {**tables(rows), "growth_accounting": activity}, asked)
    assert shown(found).sentence.name == "headline.since"
    assert cards(found)["Net revenue since 2025-11-30"].change == ""
    assert cards(found)["Active customers since 2025-11-30"].change == ""


def test_without_an_earlier_date_nothing_is_compared() -> None:
    found = shown(read(headline.figure, tables(customers(AS_OF, 10, 20.4)), Asked(before=None)))
    assert found.sentence.text == "2 customers have brought 30 USD of net revenue so far."
    assert [note.name for note in found.notes] == ["headline.no_before"]
    assert {card.change for card in found.cards} == {""}


def test_nobody_bought_or_only_returned() -> None:
    nobody = customers(AS_OF, 0, -3, order_count=0, purchase_day_count=0, abc_class="no_purchase")
    found = shown(read(headline.figure, tables(nobody), Asked(before=None)))
    assert found.sentence.text == "2 customers are known; there is no net revenue yet."
    titles = set(cards(found))
    assert "Average order value" not in titles
    assert "Repeat rate" not in titles


def test_shares_change_in_points_and_churn_is_bad_when_it_grows() -> None:
    before = [
        *customers(BEFORE, 1, 1, purchase_day_count=2),
        {"as_of_date": BEFORE, "customer_id": "x", "net_revenue": 1, "lifecycle_stage": "lapsed"},
    ]
    now = [
        *customers(AS_OF, 1, 1, lifecycle_stage="lapsed"),
        {"as_of_date": AS_OF, "customer_id": "x", "net_revenue": 1, "abc_class": "A"},
    ]
    found = cards(read(headline.figure, tables(before + now)))
    # Two of three bought twice, then nobody.
    repeat = found["Repeat rate"]
    assert (repeat.value, repeat.change, repeat.tone) == (
        "0.0%",
        "down 66.7 points, from 66.7%",
        "bad",
    )
    churned = found["Churned customers"]
    assert (churned.value, churned.change, churned.tone) == ("2", "up 100.0%, from 1", "bad")
    share = found["Class A share of customers"]
    assert (share.value, share.change, share.tone) == ("33.3%", "up 33.3 points, from 0.0%", "")


def test_a_store_is_read_alone_and_one_without_customers_is_missing() -> None:
    rows = [
        {"store_id": "a", "customer_id": "x", "net_revenue": 7},
        {"store_id": "b", "customer_id": "y", "net_revenue": 9},
    ]
    found = shown(read(headline.figure, tables(rows), Asked(store="a", before=None)))
    assert found.sentence.text == "1 customer has brought 7 USD of net revenue so far."
    none = read(headline.figure, tables(rows), Asked(store="c", before=None))
    assert reason(none).startswith("There are no customers on 2025-12-31.")


def test_of_many_dates_the_newest_sixty_are_read_and_the_one_that_is_compared() -> None:
    days = [AS_OF - timedelta(days=back) for back in range(90)]
    rows = [row for place, day in enumerate(days) for row in customers(day, 900 - place)]
    found = shown(read(headline.figure, tables(rows), Asked(before=days[80])))
    assert found.data.values("as_of_date") == [*days[:60], days[80]]
    assert found.sentence.values["revenue"] == 80


@pytest.mark.builds
def test_it_is_what_the_definitions_of_the_mart_give(sample_database: Path) -> None:
    """The rows of the sample, summed in Python under each definition of business_metrics."""
    with opened(sample_database) as database:
        newest = database.days()[0]
        source = source_of(database.connection, Asked(as_of=newest, before=None))
        (row,) = [
            row
            for row in headline.figure(source).data.records  # type: ignore[union-attr]
            if row["as_of_date"] == newest
        ]
        columns = {
            "customers": "customer_count",
            "active_customers": "active_customer_count",
            "retention_rate": "retention_rate",
            "net_revenue": "net_revenue",
            "average_order_value": "average_order_value",
            "repeat_rate": "repeat_rate",
            "class_a_customer_share": "class_a_customer_share",
            "churned_customers": "churned_customer_count",
        }
        wrong = {}
        for metric in database.warehouse.records("select * from marts.business_metrics"):
            if metric["metric_name"] in columns:
                expected = _value(database.connection, metric, newest)
                found = row[columns.pop(metric["metric_name"])]
                if float(found) != pytest.approx(float(expected), rel=1e-12):
                    wrong[metric["metric_name"]] = (found, expected)
    assert wrong == {}
    assert columns == {}


def _value(connection: Any, metric: Mapping[str, Any], day: date) -> Decimal:  # noqa: ANN401
    """The database gives what each row counts for; the sums are ours."""
    counted = [metric["numerator"], metric["denominator"] or "null"]
    rows = connection.execute(
        f"select {', '.join(counted)} from marts.{metric['base_table']} where as_of_date = ?",
        [day],
    ).fetchall()
    above, below = (
        sum((Decimal(str(value)) for value in values if value is not None), Decimal())
        for values in zip(*rows, strict=True)
    )
    return above / below if metric["denominator"] else above
