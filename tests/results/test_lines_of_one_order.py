"""What the lines of one order say together: on any of them, once, and without contradiction."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.results.shop import TEXT_INPUTS, Shop, compiled
from tests.results.test_small_shops import order, rate

pytestmark = pytest.mark.builds
MADE = {"latest_credible_date": "2024-12-31", "as_of_date": "2024-06-30"}
LOOKED_AT = ("customer_facts", "accepted_orders", "rejected_orders", "reconciliation")
_shops: dict[str, Shop] = {}


def shop_of(factory: pytest.TempPathFactory, *order_columns: str, status_level: str = "") -> Shop:
    """A shop whose rows are lines; these columns are of the whole order."""
    orders: dict[str, object] = {"relation": "main.raw_orders", "grain": "line"}
    orders |= {"leave_out": "category = 'internal'"}
    orders |= {"status_level": status_level} if status_level else {}
    orders |= {"order_columns": {name: name for name in order_columns}} if order_columns else {}
    key = str(orders)
    if key not in _shops:
        variables = {**MADE, "inputs": {**TEXT_INPUTS, "orders": orders}}
        _shops[key] = Shop(compiled(variables, factory, *LOOKED_AT))
    return _shops[key]


def line(order_id: str, amount: str | None, **more: str | None) -> dict[str, Any]:
    """A line of an order of ann's."""
    return {**order(order_id, "ann", "2024-05-01", amount or ""), **more}


def facts(shop: Shop) -> dict[str, tuple[Any, ...]]:
    """By customer: orders, gross, discount, refund."""
    columns = ("order_count", "gross_revenue", "discount_amount", "refund_amount")
    return {
        row["customer_id"]: tuple(row[column] for column in columns)
        for row in shop.table("customer_facts")
    }


def rejections(shop: Shop) -> list[tuple[Any, ...]]:
    """The rejected rows: order, reason and what they count in the money."""
    return sorted(
        (row["raw_order_id"], row["rejection_reason"], row["source_gross_amount"])
        for row in shop.table("rejected_orders")
    )


def gross_balance(shop: Shop) -> tuple[Any, ...]:
    """Gross amounts that came in, accepted and rejected, of all stores and currencies."""
    rows = shop.table("reconciliation")
    assert {row["difference"] for row in rows} == {0}
    return tuple(
        sum((row[part] for row in rows if row["measure"] == "gross_amount"), Decimal(0))
        for part in ("entered", "accepted", "rejected")
    )


# --- values on some of the lines -----------------------------------------------------------


def test_what_one_line_says_is_true_of_all(tmp_path_factory: pytest.TempPathFactory) -> None:
    said = {"order_status": "pending", "store_id": "north", "currency": "EUR", "channel": "web"}
    lines = []
    for told in range(3):
        of_order = [
            {**line(str(told), amount), "customer_id": None} for amount in ("10", "20", "30")
        ]
        of_order[told] |= said
        of_order[2 - told] |= {"customer_id": "bob"}
        lines += of_order
    shop = shop_of(tmp_path_factory).run([*lines, line("all", "1")], [rate("2024-01-01", "2")])
    assert facts(shop) == {"ann": (1, 1, 0, 0)}
    columns = ("order_id", "order_status", "customer_id", "store_id", "currency", "channel")
    amounts = ("source_gross_amount", "source_row_count")
    assert sorted(
        tuple(row[column] for column in (*columns, *amounts))
        for row in shop.table("accepted_orders")
        if row["customer_id"] == "bob"
    ) == [(str(told), "pending", "bob", "north", "EUR", "web", 60, 3) for told in range(3)]
    assert gross_balance(shop) == (181, 181, 0)


def test_where_no_line_says_anything_the_order_has_the_defaults(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of(tmp_path_factory).run([line("1", "10"), line("1", "20", order_status=" ")])
    (row,) = shop.table("accepted_orders")
    assert (row["order_status"], row["store_id"], row["currency"]) == (
        "completed",
        "default",
        "USD",
    )
    assert row["gross_amount"] == 30


def test_a_rejected_line_still_says_what_is_true_of_the_order(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of(tmp_path_factory)
    shop.run([line("1", "much", order_status="cancelled"), line("1", "20"), line("2", "5")])
    assert facts(shop) == {"ann": (1, 5, 0, 0)}
    assert rejections(shop) == [("1", "invalid_amount", None)]


def test_an_order_sent_back_goes_back_whole_on_the_day_that_one_line_names(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of(tmp_path_factory)
    first = line("1", "10", order_status="returned", refunded_at="2024-05-09")
    shop.run([first, line("1", "20"), line("2", "1")])
    (row,) = (row for row in shop.table("accepted_orders") if row["order_id"] == "1")
    assert (str(row["first_reversal_date"]), row["full_return_amount"]) == ("2024-05-09", 30)
    assert facts(shop) == {"ann": (1, 1, 0, 0)}


# --- contradictions ------------------------------------------------------------------------

CONTRADICTING = {
    "customers": ("customer_id", "ann", "bob"),
    "stores": ("store_id", "north", "south"),
    "default": ("store_id", "default", "south"),
    "statuses": ("order_status", "completed", "Pending"),
    "currencies": ("currency", "USD", "eur"),
}
ALIKE = {
    "blanks": ("customer_id", " ann", "ann "),
    "accounts": ("customer_id", "guest", "ann"),
    "cases": ("order_status", "COMPLETED", " completed"),
    "letters": ("currency", "usd", "USD"),
    "channels": ("channel", "web", "shop"),
    "categories": ("category", "toys", "books"),
    "times": ("ordered_at", "2024-05-01 10:00", "2024-05-02"),
}


def test_lines_that_contradict_are_all_rejected_and_no_others(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    lines = [
        line(name, amount, **{column: value})
        for name, (column, *values) in (CONTRADICTING | ALIKE).items()
        for amount, value in zip(("1", "2", "4"), (*values, None), strict=True)
        # A time is never told by another line.
        if value or column != "ordered_at"
    ]
    shop = shop_of(tmp_path_factory)
    aliases = [{"alias_customer_id": "guest", "customer_id": "ann"}]
    shop.run(lines, more={"customer_aliases": aliases})
    assert rejections(shop) == sorted(
        (name, "conflicting_lines", Decimal(amount))
        for name in CONTRADICTING
        for amount in (1, 2, 4)
    )
    assert facts(shop) == {"ann": (7, 6 * 7 + 3, 0, 0)}
    assert gross_balance(shop) == (80, 45, 35)


def test_each_line_has_a_status_of_its_own_where_the_mapping_says_so(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of(tmp_path_factory, status_level="line")
    shop.run([line("1", "30"), line("1", "-10", order_status="returned"), line("1", "5")])
    assert (rejections(shop), facts(shop)) == ([], {"ann": (1, 35, 0, 10)})


# --- amounts of the whole order ------------------------------------------------------------

ALL_AMOUNTS = ("gross_amount", "discount_amount", "refund_amount", "cost_amount", "refunded_at")


def test_an_amount_of_the_order_counts_once_on_however_many_lines_it_stands(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    said = {"gross_amount": "100", "discount_amount": "10.0", "cost_amount": "40"}
    lines = []
    for places in ((0,), (1,), (2,), (0, 1), (0, 1, 2)):
        for number, category in enumerate(("toys", "books", "food")):
            told = said if number in places else {}
            customer = {"customer_id": f"c{places}", "category": category}
            lines.append(line(f"o{places}", None, **customer, **told))
    shop = shop_of(tmp_path_factory, *ALL_AMOUNTS)
    for rows in (lines, lines[::-1]):
        found = shop.run(rows).table("customer_facts")
        assert [
            (row["gross_revenue"], row["discount_amount"], row["margin_amount"]) for row in found
        ] == [(100, 10, 50)] * 5
        assert {(row["order_count"], row["category_count"]) for row in found} == {(1, 3)}
        assert gross_balance(shop) == (500, 500, 0)


def test_an_amount_of_the_order_stays_where_its_line_is_rejected(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of(tmp_path_factory, "discount_amount", "refund_amount", "refunded_at")
    whole = {"discount_amount": "3", "refund_amount": "4", "refunded_at": "2024-06-01"}
    shop.run([line("1", "much", **whole), line("1", "20"), line("1", "30")])
    assert rejections(shop) == [("1", "invalid_amount", None)]
    assert facts(shop) == {"ann": (1, 50, 3, 4)}
    (row,) = shop.table("accepted_orders")
    assert str(row["first_reversal_date"]) == "2024-06-01"


def test_the_gross_amount_of_what_is_rejected_counts_once_too(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Of two that contradict the greater one, as nobody knows which is right."""
    shop = shop_of(tmp_path_factory, *ALL_AMOUNTS)
    lines = [
        *(line("no time", "100", ordered_at=when) for when in ("soon", "later")),
        *(line("one time", "50", ordered_at=when) for when in ("never", "2024-05-01")),
        *(line("contradiction", amount) for amount in ("10", "20")),
        *(line("", amount) for amount in ("1", "2")),
    ]
    shop.run(lines)
    counted = sorted(row for row in rejections(shop) if row[2])
    assert counted == [
        ("", "missing_order_id", 1),
        ("", "missing_order_id", 2),
        ("contradiction", "conflicting_lines", 20),
        ("no time", "invalid_timestamp", 100),
    ]
    assert len(rejections(shop)) == 7
    assert facts(shop) == {"ann": (1, 50, 0, 0)}
    assert gross_balance(shop) == (173, 50, 123)


def test_an_amount_of_the_order_that_is_wrong_rejects_all_its_lines(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    wrong = {
        "conflicting_lines": ({"discount_amount": "1"}, {"discount_amount": "2"}),
        "invalid_amount": ({"discount_amount": "1"}, {"discount_amount": "free"}),
        "invalid_timestamp": ({"refunded_at": "2024-06-01"}, {"refunded_at": "soon"}),
        "negative_amount": ({"refund_amount": "-1"}, {}),
    }
    lines = [
        line(reason, amount, **cells)
        for reason, of_order in wrong.items()
        for amount, cells in zip(("1", "2", "4"), (*of_order, {}), strict=True)
    ]
    shop = shop_of(tmp_path_factory, "discount_amount", "refund_amount", "refunded_at")
    shop.run([*lines, line("right", "8")])
    assert rejections(shop) == sorted(
        (reason, reason, Decimal(amount)) for reason in wrong for amount in (1, 2, 4)
    )
    assert gross_balance(shop) == (36, 8, 28)


def test_an_order_given_back_by_its_whole_amount_was_bought_with_all_its_lines(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of(tmp_path_factory, *ALL_AMOUNTS)
    back = {"order_status": "returned", "refunded_at": "2024-05-09"}
    shop.run([line("1", "100", category="toys", **back), line("1", None, category="books")])
    (own,) = shop.table("customer_facts")
    assert (own["purchase_day_count"], own["order_count"], own["net_revenue"]) == (1, 0, 0)
    assert own["category_count"] == 2


def test_what_is_left_out_of_an_order_says_nothing_of_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Its amount of the whole order counts once more, among what is left out."""
    shop = shop_of(tmp_path_factory, *ALL_AMOUNTS)
    out = {"category": "internal", "order_status": "cancelled", "currency": "EUR"}
    shop.run(
        [
            *(line("1", amount) for amount in ("100", None)),
            *(line("1", "7", customer_id="bob", **out) for _ in range(2)),
        ]
    )
    assert facts(shop) == {"ann": (1, 100, 0, 0)}
    assert sorted(rejections(shop)) == [("1", "left_out", 0), ("1", "left_out", 7)]
    assert gross_balance(shop) == (107, 100, 7)


# --- the export of a shop system -----------------------------------------------------------

# All columns of an order's export from Shopify, as its manual lists them.
SHOPIFY_COLUMNS = (
    *("Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at"),
    *("Accepts Marketing", "Currency", "Subtotal", "Shipping", "Taxes", "Total"),
    *("Discount Code", "Discount Amount", "Shipping Method", "Created at"),
    *("Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem compare at price"),
    *("Lineitem sku", "Lineitem requires shipping", "Lineitem taxable"),
    *("Lineitem fulfillment status", "Billing Name", "Billing Street", "Billing Address1"),
    *("Billing Address2", "Billing Company", "Billing City", "Billing Zip"),
    *("Billing Province", "Billing Country", "Billing Phone", "Shipping Name"),
    *("Shipping Street", "Shipping Address1", "Shipping Address2", "Shipping Company"),
    *("Shipping City", "Shipping Zip", "Shipping Province", "Shipping Country"),
    *("Shipping Phone", "Notes", "Note Attributes", "Cancelled at", "Payment Method"),
    *("Payment Reference", "Refunded Amount", "Vendor", "Outstanding Balance", "Employee"),
    *("Location", "Device ID", "Id", "Tags", "Risk Level", "Source", "Lineitem discount"),
    *(f"Tax {number} {part}" for number in range(1, 6) for part in ("Name", "Value")),
    *("Phone", "Receipt Number", "Duties", "Billing Province Name", "Shipping Province Name"),
    *("Payment ID", "Payment Terms Name", "Next Payment Due At", "Payment References"),
)
# Financial status, discount, refund, and the lines as quantity times price.
SHOPIFY_ORDERS = {
    ("#1001", "ann@example.com"): ("paid", "2.50", "0.00", ["2 10.00", "1 5.50"]),
    ("#1002", "ben@example.com"): ("voided", "0.00", "0.00", ["1 100.00", "1 20.00", "3 1.00"]),
    ("#1003", "ann@example.com"): ("pending", "0.00", "0.00", ["1 40.00", "1 2.00"]),
    ("#1004", "cai@example.com"): ("partially_refunded", "0.00", "12.00", ["1 30.00", "1 12.00"]),
    ("#1005", "dee@example.com"): ("paid", "0.00", "0.00", ["4 7.25"]),
    ("#1006", "ben@example.com"): ("paid", "1.00", "0.00", ["1 n/a", "1 8.00"]),
    ("#1007", "eve@example.com"): ("voided", "0.00", "0.00", ["1 9.00"]),
}
SHOPIFY_MAPPING: dict[str, Any] = {
    "grain": "line",
    "columns": {
        "order_id": '"Name"',
        "customer_id": '"Email"',
        "ordered_at": "try_strptime(\"Created at\", '%Y-%m-%d %H:%M:%S %z')",
        "currency": '"Currency"',
        "order_status": """
            case "Financial Status"
                when 'paid' then 'completed' when 'partially_refunded' then 'completed'
                when 'voided' then 'cancelled' else "Financial Status"
            end
        """,
        "gross_amount": """
            try_cast("Lineitem quantity" as decimal(9, 0))
            * try_cast("Lineitem price" as decimal(9, 2))
        """,
    },
    "order_columns": {
        "discount_amount": '"Discount Amount"',
        "refund_amount": '"Refunded Amount"',
    },
}


def write_shopify_export(file: Path) -> None:
    """What is of the order stands on its first line alone."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, SHOPIFY_COLUMNS, restval="")
        writer.writeheader()
        for (name, email), (status, discount, refund, lines) in SHOPIFY_ORDERS.items():
            for number, item in enumerate(lines):
                quantity, price = item.split()
                of_order = {
                    "Financial Status": status,
                    "Paid at": "2024-05-01 09:30:00 +0100" if status == "paid" else "",
                    "Currency": "GBP",
                    "Subtotal": "0.00",
                    "Discount Amount": discount,
                    "Refunded Amount": refund,
                    "Source": "web",
                }
                writer.writerow(
                    {
                        **({} if number else of_order),
                        "Name": name,
                        "Email": email,
                        "Created at": "2024-05-01 09:30:00 +0100",
                        "Lineitem quantity": quantity,
                        "Lineitem name": f"Thing {number}",
                        "Lineitem price": price,
                        "Lineitem discount": "0.00",
                        "Vendor": "Made Up",
                    }
                )


@pytest.mark.slow
def test_a_shopify_export_counts_what_was_sold_and_no_more(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """By hand: 25.50 - 2.50, 42.00 - 12.00, 29.00, and of #1006 the line that can be read."""
    file = tmp_path_factory.mktemp("shopify") / "orders_export.csv"
    write_shopify_export(file)
    orders = {"location": str(file), **SHOPIFY_MAPPING}
    variables = {**MADE, "reporting_currency": "GBP", "inputs": {"orders": orders}}
    shop = Shop(compiled(variables, tmp_path_factory, *LOOKED_AT)).run()
    cents = Decimal("0.01")
    assert facts(shop) == {
        "ann@example.com": (1, 2550 * cents, 250 * cents, 0),
        "ben@example.com": (1, 800 * cents, 100 * cents, 0),
        "cai@example.com": (1, 4200 * cents, 0, 1200 * cents),
        "dee@example.com": (1, 2900 * cents, 0, 0),
    }
    assert rejections(shop) == [("#1006", "invalid_amount", None)]
    # 25.50 + 123 + 42 + 42 + 29 + 8 + 9
    assert gross_balance(shop) == (27850 * cents, 27850 * cents, 0)
