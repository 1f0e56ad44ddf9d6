"""Orders that were not understood stop the build, in words that say what was not."""

from collections.abc import Iterable

import pytest

from tests.results.shop import TEXT_INPUTS, DbtFailedError, Row
from tests.results.warehouse import Warehouse

pytestmark = [pytest.mark.builds, pytest.mark.filterwarnings("ignore")]
ORDERS_ALONE = ("--select", "+accepted_orders")


def rows(count: int, **columns: str | None) -> list[Row]:
    """Raw orders that are right but for these columns."""
    right = {"customer_id": "ann@example.com", "ordered_at": "2024-01-10", "gross_amount": "10"}
    return [{"order_id": f"{columns}{number}", **right, **columns} for number in range(count)]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A shop in which two good orders were screened."""
    warehouse = Warehouse(tmp_path_factory.mktemp("refused"))
    return warehouse.build(*ORDERS_ALONE, orders=rows(2))


def refused(warehouse: Warehouse, orders: Iterable[Row], *options: str) -> str:
    """What dbt says of orders that it refuses; what it had screened before must stay."""
    before = warehouse.query("from accepted_orders order by all")
    with pytest.raises(DbtFailedError) as caught:
        warehouse.build(*(options or ORDERS_ALONE), orders=orders)
    assert warehouse.query("from accepted_orders order by all") == before
    assert "ann@" not in str(caught.value)
    return " ".join(str(caught.value).split())


def test_no_accepted_order_is_refused_with_the_words_that_were_not_understood(
    warehouse: Warehouse,
) -> None:
    orders = [
        *rows(571, order_status="wc-completed"),
        *rows(29, order_status=" wc-refunded "),
        *rows(3, currency="XXX"),
    ]
    assert (
        "Data refused: no order was accepted. unknown_status: 600 rows: wc-completed 571,"
        " wc-refunded 29; unknown_currency: 3 rows: XXX 3. Correct"
    ) in refused(warehouse, orders)


def test_orders_without_a_row_are_refused(warehouse: Warehouse) -> None:
    assert "Data refused: the orders have no rows" in refused(warehouse, [])


def test_more_than_the_share_is_refused_and_the_share_itself_is_not(warehouse: Warehouse) -> None:
    half = [*rows(10), *rows(10, order_status="lost")]
    warehouse.build(*ORDERS_ALONE, orders=half)
    one_more = [*half, *rows(1, customer_id=" ")]
    assert (
        "Data refused: 11 of 21 rows of the orders were rejected, more than the share of 0.5 that"
        " var max_rejected_share allows. unknown_status: 10 rows: lost 10; missing_customer: 1 row."
    ) in refused(warehouse, one_more)
    warehouse.variables["max_rejected_share"] = 0.6
    try:
        warehouse.build(*ORDERS_ALONE, orders=one_more)
    finally:
        del warehouse.variables["max_rejected_share"]


@pytest.mark.thorough
def test_rows_left_out_on_purpose_do_not_count(warehouse: Warehouse) -> None:
    before = warehouse.variables["inputs"]
    leave_out = {"relation": "main.raw_orders", "leave_out": "channel = 'draft'"}
    warehouse.variables["inputs"] = {**TEXT_INPUTS, "orders": leave_out}
    drafts = rows(9, channel="draft")
    try:
        warehouse.build(*ORDERS_ALONE, orders=[*drafts, *rows(1), *rows(1, order_status="lost")])
        assert (
            "2 of 3 rows of the orders were rejected, more than the share of 0.5 that var"
            " max_rejected_share allows. left_out: 9 rows; unknown_status: 2 rows: lost 2."
        ) in refused(warehouse, [*drafts, *rows(1), *rows(2, order_status="lost")])
        assert "no order was accepted. left_out: 9 rows." in refused(warehouse, drafts)
    finally:
        warehouse.variables["inputs"] = before


@pytest.mark.thorough
def test_dates_and_amounts_are_shown_by_examples_of_the_cell_at_fault(
    warehouse: Warehouse,
) -> None:
    orders = [
        *rows(2),
        *rows(3, ordered_at="10.01.2024"),
        *rows(1, refunded_at="soon"),
        *rows(1, ordered_at="ann@example.com"),
        *rows(2, ordered_at="2999-01-01"),
        *rows(1, ordered_at="05/01/24"),
        *rows(1, refunded_at="0001-01-01"),
        *rows(2, gross_amount="12,50"),
        *rows(1, gross_amount=None),
        *rows(1, discount_amount="10%"),
        *rows(1, gross_amount="-7.5"),
        *rows(1, cost_amount="-3"),
    ]
    said = refused(warehouse, orders)
    assert (
        'invalid_timestamp: 5 rows: ordered_at "10.01.2024", "(hidden)", refunded_at "soon"; '
        'invalid_amount: 4 rows: gross_amount "12,50", "(empty)", discount_amount "10%"; '
        'future_timestamp: 2 rows: ordered_at "2999-01-01"; '
        'incredible_timestamp: 2 rows: ordered_at "05/01/24", refunded_at "0001-01-01"; '
        'negative_amount: 2 rows: gross_amount "-7.5", cost_amount "-3".'
    ) in said


@pytest.mark.thorough
def test_of_many_words_the_most_frequent_are_shown(warehouse: Warehouse) -> None:
    orders = [row for n in range(1, 13) for row in rows(13 - n, order_status=f"word{n:02}")]
    shown = ", ".join(f"word{n:02} {13 - n}" for n in range(1, 11))
    assert f"unknown_status: 78 rows: {shown} and others." in refused(warehouse, orders)


@pytest.mark.slow
def test_an_as_of_date_before_the_first_accepted_order_is_refused(warehouse: Warehouse) -> None:
    orders = [*rows(1, ordered_at="2024-01-01", order_status="lost"), *rows(2)]
    days = ("--select", "+int_as_of_dates")
    warehouse.build(*days, orders=orders)
    spine = warehouse.spine()
    warehouse.variables["as_of_date"] = "2024-01-09"
    try:
        with pytest.raises(DbtFailedError) as caught:
            warehouse.build(*days)
        assert (
            "Data refused: as_of_date is 2024-01-09, before the first accepted order, which is of"
            " 2024-01-10: there is nobody to judge yet."
        ) in " ".join(str(caught.value).split())
        assert warehouse.spine() == spine
        warehouse.variables["as_of_date"] = "2024-01-10"
        warehouse.build(*days)
    finally:
        del warehouse.variables["as_of_date"]
