"""Pages of three customers of the sample shop, held against its orders in plain Python."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from runner.choices import Language
from runner.report.draw.steps import Steps
from tests.report.customer.pages import CustomerPage, page_of

pytestmark = pytest.mark.builds
# The largest key account, one who bought once, one who is registered and has not bought.
CHOSEN = {
    "key account": "key_account_status = 'key_account' order by net_revenue desc",
    "one order": "order_count = 1 and refund_amount > 0 order by net_revenue desc",
    "no purchase": "first_order_date is null order by customer_id",
}
AS_OF = date(2025, 12, 31)


def asked(database: Path, sql: str, *parameters: object) -> list[dict[str, Any]]:
    with duckdb.connect(database, read_only=True) as connection:
        answer = connection.execute(sql, parameters)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@pytest.fixture(scope="module", params=CHOSEN)
def customer(request: pytest.FixtureRequest, sample_database: Path) -> dict[str, Any]:
    """The facts of one of them."""
    (found,) = asked(
        sample_database,
        f"select * from marts.customer_tiers where as_of_date = ? and {CHOSEN[request.param]},"
        " store_id limit 1",
        AS_OF,
    )
    return found


@pytest.fixture(scope="module")
def page(customer: dict[str, Any], sample_database: Path) -> CustomerPage:
    return page_of(
        sample_database,
        customer["customer_id"],
        store=customer["store_id"],
        language=Language.ZH,
    )


def test_the_sql_gives_every_cell(page: CustomerPage) -> None:
    assert page.check_cells() > 10


def test_revenue_by_period_is_that_of_the_orders_and_refunds(
    page: CustomerPage, customer: dict[str, Any], sample_database: Path
) -> None:
    """Orders on their day, refunds on theirs, summed by quarter with Python's dates."""
    if customer["first_order_date"] is None:
        assert page.absent["orders"] == "尚无订单。"
        return
    who = (customer["store_id"], customer["customer_id"])
    expected: dict[date, Decimal] = defaultdict(Decimal)
    months = {row["period_date"].month for row in page.rows("orders")}
    by_quarter = months <= {1, 4, 7, 10}

    def add(day: date, amount: Decimal) -> None:
        month = (day.month - 1) // 3 * 3 + 1 if by_quarter else day.month
        if day <= AS_OF:
            expected[date(day.year, month, 1)] += amount

    for order in asked(
        sample_database,
        "select * from intermediate.int_screened_orders where store_id = ? and customer_id = ?"
        " and rejection_reason is null",
        *who,
    ):
        if order["is_purchase"]:
            add(order["order_date"], order["gross_amount"] - order["discount_amount"])
        if order["refund_amount"]:
            add(order["reversal_date"] or order["order_date"], -order["refund_amount"])
        if order["is_full_return"]:
            add(order["reversal_date"], order["discount_amount"] - order["gross_amount"])
    for refund in asked(
        sample_database,
        "select * from intermediate.int_screened_refunds where store_id = ? and customer_id = ?"
        " and rejection_reason is null",
        *who,
    ):
        add(refund["event_date"], -refund["refund_amount"])
    found = {row["period_date"]: row["net_revenue"] for row in page.rows("orders")}
    assert sum(found.values()) == customer["net_revenue"]
    assert {day: amount for day, amount in expected.items() if found.get(day, 0) != amount} == {}
    assert sum(row["order_count"] for row in page.rows("orders")) == customer["order_count"]


def test_the_orders_are_those_that_were_accepted(
    page: CustomerPage, customer: dict[str, Any], sample_database: Path
) -> None:
    if customer["first_order_date"] is None:
        return
    orders = asked(
        sample_database,
        "select order_id, order_date, ordered_at from marts.accepted_orders"
        " where store_id = ? and customer_id = ?",
        customer["store_id"],
        customer["customer_id"],
    )
    known = [order for order in orders if order["order_date"] <= AS_OF]
    newest = sorted(known, key=lambda order: (order["ordered_at"], ""), reverse=True)
    listed = page.more("orders")
    assert len(listed) == min(100, len(known)) > 0
    assert {row["order_id"] for row in listed} <= {order["order_id"] for order in known}
    assert listed[0]["order_date"] == newest[0]["order_date"]


def test_the_bands_are_the_labels_of_each_day(page: CustomerPage, sample_database: Path) -> None:
    """Each stretch, spread over its dates again, is what the wide table says."""
    chart = page.figure("labels").chart
    assert isinstance(chart, Steps)
    rows = page.rows("labels")
    columns = [name for name in rows[0] if name != "as_of_date"]
    assert len(chart.rows) == len(columns) == 13
    names = {
        (row["scheme"], row["label"]): row["label_zh"]
        for row in asked(sample_database, "select * from rules.tier_labels")
    }
    schemes = {column.name: column.names for column in page.figure("labels").data.columns}
    for row, column in zip(chart.rows, columns, strict=True):
        spread = {
            chart.periods[place]: stretch.label
            for stretch in row.stretches
            for place in range(stretch.start, stretch.end)
        }
        expected = {str(each["as_of_date"]): schemes[column][each[column]] for each in rows}
        assert spread == expected
        assert set(expected.values()) <= set(names.values())


def test_the_sentences_are_those_of_the_database(
    page: CustomerPage, customer: dict[str, Any], sample_database: Path
) -> None:
    told = asked(
        sample_database,
        "select explanation_zh from marts.tier_explanations"
        " where store_id = ? and customer_id = ? and as_of_date = ?",
        customer["store_id"],
        customer["customer_id"],
        AS_OF,
    )
    found = [row["explanation"] for row in page.rows("why")]
    assert sorted(found) == sorted(row["explanation_zh"] for row in told)
    assert page.report.summary[0].said.text == customer["headline_zh"]


def test_what_is_expected_is_what_the_forecasts_say(
    page: CustomerPage, customer: dict[str, Any], sample_database: Path
) -> None:
    if customer["first_order_date"] is None:
        assert "尚未购买" in page.absent["expected"]
        return
    forecasts = asked(
        sample_database,
        "select * from marts.customer_forecasts where store_id = ? and customer_id = ?"
        " and as_of_date = ? order by horizon_days",
        customer["store_id"],
        customer["customer_id"],
        AS_OF,
    )
    assert [row["horizon_days"] for row in forecasts] == [91, 365]
    rows = page.rows("expected")
    assert [row["expected_orders"] for row in rows[:2]] == [
        row["expected_orders"] for row in forecasts
    ]
    sentence = page.figure("expected").sentence.text
    orders = forecasts[0]["expected_orders"]
    assert (f"{orders:.1f}".removesuffix(".0") in sentence) is (orders >= 0.05)
    assert f"{forecasts[0]['return_probability']:.1%}" in sentence
    for shown, row in zip(rows, forecasts, strict=False):
        is_within = row["expected_orders"] < row["orders_high"] + 0.5
        assert shown["orders_high"] == (row["orders_high"] if is_within else None)


def test_every_sentence_leads_to_what_it_is_of(page: CustomerPage) -> None:
    anchors = {each.name for each in page.report.figures}
    assert 2 <= len(page.report.summary) <= 10
    assert {lead.figure for lead in page.report.summary} <= anchors
    assert len(page.text.encode()) < 300_000
