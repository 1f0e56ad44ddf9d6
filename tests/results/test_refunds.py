"""Refunds of their own: any number of an order, each on its day, worked out by hand."""

from typing import Any

import pytest

from tests.results.dirty import DAYS, JUDGED
from tests.results.shop import Shop
from tests.results.variants import raw_shop, shop_of

pytestmark = pytest.mark.builds
Factory = pytest.TempPathFactory
Row = dict[str, Any]
# All that is said of customers; what tells of raw rows or of versions is not.
TABLES = (
    *("customer_facts", "customer_tiers", "loyalty_levels", "value_types", "tier_cuts"),
    *("store_loyalty", "purchase_habits", "cohort_retention"),
)


def order(order_id: str, customer: str, day: str, amount: str = "100", **more: str) -> Row:
    """A raw row."""
    first = {"order_id": order_id, "customer_id": customer, "ordered_at": day}
    return {**first, "gross_amount": amount, **more}


def refund(order_id: str, day: str, amount: str, **more: str) -> Row:
    """A raw refund."""
    return {"order_id": order_id, "refunded_at": day, "refund_amount": amount, **more}


def run(shop: Shop, orders: list[Row], refunds: list[Row], rates: list[Row] = []) -> Shop:  # noqa: B006
    """The shop over these rows."""
    return shop.run(orders, rates, {"refunds": refunds})


def facts_of(shop: Shop) -> dict[str, tuple[Any, ...]]:
    """By customer: refunds, net revenue, orders and satisfied orders at the last date."""
    columns = ("refund_amount", "net_revenue", "order_count", "satisfied_order_count")
    rows = shop.table("customer_facts")
    return {row["customer_id"]: tuple(row[column] for column in columns) for row in rows}


def rejections(shop: Shop) -> list[tuple[str, str]]:
    """The reason and the raw row of each rejected refund."""
    return sorted((row["rejection_reason"], row["raw_row"]) for row in shop.table("rejected_rows"))


def assert_nothing_is_lost(shop: Shop) -> None:
    assert {row["difference"] for row in shop.table("reconciliation")} == {0}


def test_each_refund_counts_from_its_own_day_on(tmp_path_factory: Factory) -> None:
    # Judged on 2024-03-01. Ann: 100 - 10 - 20, and 5 in two days; Bob keeps all; of Cem's 100
    # are 60 and 60 given back, more than was paid, of which one on the last day.
    shop = run(
        shop_of("window", tmp_path_factory),
        [
            order("1", "ann", "2024-01-05"),
            order("2", "bob", "2024-01-05"),
            order("3", "cem", "2024-01-05"),
            order("4", "cem", "2024-03-20"),
        ],
        [
            refund("1", "2024-01-10", "10"),
            refund("1", "2024-02-10 23:59:59", "20"),
            refund("1", "2024-03-03", "5"),
            refund("3", "2024-02-10", "60"),
            refund("3", "2024-03-01 23:59:59", "60"),
        ],
    )
    assert str(JUDGED) == "2024-03-01"
    assert facts_of(shop) == {
        "ann": (30, 70, 1, 0),
        "bob": (0, 100, 1, 1),
        "cem": (120, -20, 1, 0),
    }
    # What is known in all, whatever the day.
    assert {
        row["order_id"]: (row["refund_amount"], row["net_amount"], str(row["first_reversal_date"]))
        for row in shop.table("accepted_orders")
    } == {
        "1": (35, 65, "2024-01-10"),
        "2": (0, 100, "None"),
        "3": (120, -20, "2024-02-10"),
        "4": (0, 100, "None"),
    }
    assert rejections(shop) == []
    assert_nothing_is_lost(shop)


def test_a_refund_before_its_order_counts_on_the_orders_day(tmp_path_factory: Factory) -> None:
    refunds = [refund("1", "2024-02-01", "10"), refund("2", "2024-02-01", "10")]
    orders = [order("1", "ann", "2024-02-28"), order("2", "ann", "2024-03-02")]
    shop = run(shop_of("window", tmp_path_factory), orders, refunds)
    # The second order is of tomorrow, and so is what was given back of it.
    assert facts_of(shop) == {"ann": (10, 90, 1, 0)}
    assert_nothing_is_lost(shop)


def test_two_refunds_alike_are_two(tmp_path_factory: Factory) -> None:
    twice = [refund("1", "2024-02-10", "10")] * 2
    shop = run(shop_of("window", tmp_path_factory), [order("1", "ann", "2024-02-01")], twice)
    assert facts_of(shop) == {"ann": (20, 80, 1, 0)}
    assert_nothing_is_lost(shop)


def test_a_refund_of_nothing_leaves_the_order_satisfied(tmp_path_factory: Factory) -> None:
    nothing = [refund("1", "2024-02-10", "0"), refund("1", "2024-02-10", "0.00004")]
    shop = run(shop_of("window", tmp_path_factory), [order("1", "ann", "2024-02-01")], nothing)
    assert facts_of(shop) == {"ann": (0, 100, 1, 1)}
    assert rejections(shop) == []


def test_of_an_order_that_counts_for_nothing_nothing_is_taken(tmp_path_factory: Factory) -> None:
    orders = [
        order("1", "ann", "2024-02-01"),
        order("2", "ann", "2024-02-01", order_status="cancelled"),
        order("3", "ann", "2024-02-01", order_status="pending"),
    ]
    refunds = [refund("2", "2024-02-02", "100"), refund("3", "2024-02-02", "100")]
    shop = run(shop_of("window", tmp_path_factory), orders, refunds)
    assert facts_of(shop) == {"ann": (0, 100, 1, 1)}
    assert rejections(shop) == []
    (money,) = (row for row in shop.table("reconciliation") if row["measure"] == "refund_amount")
    assert (money["entered"], money["accepted"], money["rejected"]) == (200, 200, 0)
    assert_nothing_is_lost(shop)


def test_what_the_order_tells_itself_is_taken_once(tmp_path_factory: Factory) -> None:
    orders = [
        order("1", "ann", "2024-02-01", refund_amount="30", refunded_at="2024-02-20"),
        order("2", "bob", "2024-02-01", order_status="returned", refunded_at="2024-02-20"),
        order("3", "cem", "2024-02-01", order_status="returned"),
        order("4", "cem", "2024-02-02", "-7", order_status="returned"),
    ]
    # A refund of nothing in the order's own column is none.
    orders.append(order("5", "dai", "2024-02-01", refund_amount="0"))
    refunds = [refund(row["order_id"], "2024-02-10", "30") for row in orders]
    shop = run(shop_of("window", tmp_path_factory), orders, refunds)
    assert facts_of(shop) == {
        "ann": (30, 70, 1, 0),
        "bob": (0, 0, 0, 0),
        "cem": (7, -7, 0, 0),
        "dai": (30, 70, 1, 0),
    }
    assert rejections(shop) == [
        (
            "conflicting_refund",
            f"order_id={number}; refunded_at=2024-02-10; refund_amount=30",
        )
        for number in (1, 2, 3, 4)
    ]
    assert_nothing_is_lost(shop)


def test_a_refund_is_in_its_own_currency_at_the_rate_of_the_order_date(
    tmp_path_factory: Factory,
) -> None:
    rates = [
        {"rate_date": "2024-01-01", "currency": "EUR", "rate_to_reporting": "2"},
        {"rate_date": "2024-02-05", "currency": "EUR", "rate_to_reporting": "3"},
        {"rate_date": "2024-02-05", "currency": "GBP", "rate_to_reporting": "5"},
    ]
    orders = [order("1", "ann", "2024-02-01", currency="EUR"), order("2", "bob", "2024-02-06")]
    refunds = [
        refund("1", "2024-02-10", "100"),
        refund("1", "2024-02-10", "3", currency="usd"),
        refund("1", "2024-02-10", "4", currency="GBP"),
        refund("2", "2024-02-10", "4", currency="GBP"),
        refund("3", "2024-02-10", "1"),
    ]
    shop = run(shop_of("window", tmp_path_factory), orders, refunds, rates)
    assert facts_of(shop) == {"ann": (203, -3, 1, 0), "bob": (20, 80, 1, 0)}
    assert [reason for reason, _ in rejections(shop)] == ["unknown_currency", "unknown_order"]
    money = {
        row["currency"]: (row["entered"], row["accepted"], row["rejected"])
        for row in shop.table("reconciliation")
        if row["measure"] == "refund_amount"
    }
    assert money == {"EUR": (100, 100, 0), "USD": (4, 3, 1), "GBP": (8, 4, 4)}
    assert_nothing_is_lost(shop)


def test_a_refund_belongs_to_the_order_of_its_store(tmp_path_factory: Factory) -> None:
    orders = [
        order("1", "ann", "2024-02-01", store_id="north"),
        order("1", "bob", "2024-02-01", store_id="south"),
        order("1", "cem", "2024-02-01"),
    ]
    refunds = [
        refund("1", "2024-02-10", "10", store_id=" south"),
        refund("1", "2024-02-10", "20"),
        refund("1", "2024-02-10", "40", store_id="west"),
    ]
    shop = run(shop_of("window", tmp_path_factory), orders, refunds)
    assert {customer: own[0] for customer, own in facts_of(shop).items()} == {
        "ann": 0,
        "bob": 10,
        "cem": 20,
    }
    assert [reason for reason, _ in rejections(shop)] == ["unknown_order"]


def test_the_lines_of_an_order_share_its_refunds(tmp_path_factory: Factory) -> None:
    # Of the first order nothing is bought before the fifth; a line of the second came back.
    orders = [
        order("1", "ann", "2024-02-01", order_status="pending"),
        order("1", "ann", "2024-02-05", "30"),
        order("1", "ann", "2024-02-07", "20"),
        order("2", "bob", "2024-02-01"),
        order("2", "bob", "2024-02-03", "-5", order_status="returned"),
    ]
    refunds = [
        refund("1", "2024-02-02", "1"),
        refund("1", "2024-02-09", "2"),
        refund("2", "2024-02-09", "4"),
    ]
    shop = run(shop_of("lines", tmp_path_factory), orders, refunds)
    assert facts_of(shop) == {"ann": (3, 47, 1, 0), "bob": (5, 95, 1, 0)}
    (row,) = (row for row in shop.table("accepted_orders") if row["order_id"] == "1")
    assert (row["refund_amount"], str(row["first_reversal_date"])) == (3, "2024-02-05")
    assert [reason for reason, _ in rejections(shop)] == ["conflicting_refund"]
    assert_nothing_is_lost(shop)


@pytest.mark.parametrize("name", ["window", "lines"])
def test_a_sum_that_does_not_fit_names_the_order(name: str, tmp_path_factory: Factory) -> None:
    refunds = [refund("1", "2024-02-10", "99999999999999")] * 2
    shop = run(shop_of(name, tmp_path_factory), [order("1", "ann", "2024-02-01")], refunds)
    with pytest.raises(Exception, match="order 1 of customer ann in store default"):
        shop.table("accepted_orders")


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_a_refund_says_the_same_in_its_order_and_in_a_row_of_its_own(
    seed: int, tmp_path_factory: Factory
) -> None:
    raw = raw_shop("window", seed)
    clean = [
        {**row, "order_id": f"{number}", "order_status": None, "discount_amount": None}
        for number, row in enumerate(raw.orders)
    ]
    orders, bare, refunds = [], [], []
    for number, row in enumerate(clean):
        part = str(1 + number % 7)
        day = str(DAYS[number % len(DAYS)])
        own = {"refund_amount": part, "refunded_at": day} if number % 3 == 0 else {}
        nothing = {"refund_amount": None, "refunded_at": None}
        orders.append({**row, **nothing, **own})
        bare.append({**row, **nothing})
        if own:
            of_order = {"order_id": row["order_id"], "store_id": row["store_id"]}
            refunds.append({**of_order, **own})
    more = {name: rows for name, rows in raw.more.items() if name != "refunds"}
    shop = shop_of("window", tmp_path_factory)

    def found() -> dict[str, list[Row]]:
        return {
            table: [
                {name: cell for name, cell in row.items() if not name.endswith("_version")}
                for row in shop.query(f"select * from {{{table}}} order by all")
            ]
            for table in TABLES
        }

    shop.run(orders, raw.rates, more)
    told_by_orders = found()
    accepted = shop.query("select * from {accepted_orders} order by all")
    shop.run(bare, raw.rates, {**more, "refunds": refunds})
    assert found() == told_by_orders
    assert shop.query("select * from {accepted_orders} order by all") == accepted
    assert sum(row["refund_amount"] for row in told_by_orders["customer_facts"]) > 0
    shop.run(bare, raw.rates, more)
    assert found() != told_by_orders
