"""What is proposed for files, and what is asked."""

from pathlib import Path

import pytest

from runner.errors import UserError
from runner.intake.answers import Answers
from runner.intake.shapes import Certainty
from tests.intake.proposing import asked, proposed, reads, sql

LINES = """\
Order No,Customer ID,Order Date,SKU,Qty,Unit Price,Discount %,Line Total,Shipping
1001,C1,2024-01-05,A,2,10.00,10,18.00,5.00
1001,C1,2024-01-05,B,1,5.00,0,5.00,5.00
1002,C2,2024-01-06,A,3,10.00,0,30.00,4.00
"""


def test_lines_are_added_up_and_equations_are_the_evidence(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, LINES)
    orders = proposal.inputs["orders"]
    assert not proposal.questions
    assert orders.grain == "line"
    assert reads(proposal) == {
        "order_id": ("Order No",),
        "customer_id": ("Customer ID",),
        "ordered_at": ("Order Date",),
        "gross_amount": ("Qty", "Unit Price"),
        "discount_amount": ("Qty", "Unit Price", "Discount %"),
    }
    gross = next(each for each in orders.columns if each.column == "gross_amount")
    said = "Qty x Unit Price x (1 - Discount % / 100) = Line Total on 100.0% of 3 rows"
    assert said in gross.evidence
    assert reads(proposal, "order_lines")["product_id"] == ("SKU",)


def test_consent_is_no_identity(tmp_path: Path) -> None:
    text = """\
Order,Email consent,Accepts Marketing,Newsletter,Email,Date,Total
1,yes@x.org,no,yes,ann@x.org,2024-01-05,10.00
2,no@x.org,no,yes,bob@x.org,2024-01-06,12.00
3,on@x.org,no,yes,ann@x.org,2024-01-07,12.50
"""
    assert reads(proposed(tmp_path, text))["customer_id"] == ("Email",)


def test_a_name_alone_is_asked(tmp_path: Path) -> None:
    text = """\
Order,Customer Name,Date,Total
1,Ann Lee,2024-01-05,10.00
2,Bob Ray,2024-01-06,12.00
"""
    assert asked(proposed(tmp_path, text))["orders.customer_id"] == (
        "--map orders.customer_id='Customer Name'",
    )
    answers = Answers(mapped={"orders.customer_id": "customer name"})
    proposal = proposed(tmp_path, text, answers)
    assert not proposal.questions
    assert sql(proposal)["customer_id"] == '"Customer Name"'


def test_guests_with_the_number_0_are_not_one_customer(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n % 3 * 7},g{n}@x.org,2024-01-05,10.00\n" for n in range(1, 13))
    proposal = proposed(tmp_path, f"order_id,user_id,email,date,total\n{rows}")
    assert asked(proposal)["orders.customer_id"] == (
        "--map orders.customer_id=email",
        "--map orders.customer_id=user_id",
    )


@pytest.mark.parametrize(
    ("discounts", "totals", "expected"),
    [
        # 100 - 10 + 5 = 95, 50 - 5 + 5 = 50: the subtotal is before the discount.
        (("10.00", "5.00"), ("95.00", "50.00"), ("Subtotal",)),
        # 100 + 5 = 105, 50 + 5 = 55: it is after, so that the discount is added.
        (("10.00", "5.00"), ("105.00", "55.00"), ("Subtotal", "Discount")),
    ],
)
def test_an_equation_tells_on_which_side_of_the_discount_an_amount_is(
    tmp_path: Path, discounts: tuple[str, str], totals: tuple[str, str], expected: tuple[str, ...]
) -> None:
    text = f"""\
Order,Email,Date,Subtotal,Discount,Shipping,Total
1,ann@x.org,2024-01-05,100.00,{discounts[0]},5.00,{totals[0]}
2,bob@x.org,2024-01-06,50.00,{discounts[1]},5.00,{totals[1]}
"""
    proposal = proposed(tmp_path, text)
    assert not proposal.questions
    assert reads(proposal)["gross_amount"] == expected


def test_without_an_equation_the_side_of_the_discount_is_asked(tmp_path: Path) -> None:
    text = """\
Order,Email,Date,Subtotal,Discount
1,ann@x.org,2024-01-05,100.00,10.00
2,bob@x.org,2024-01-06,50.00,0.00
"""
    assert asked(proposed(tmp_path, text))["orders.gross_amount"] == (
        "--map 'orders.gross_amount=Subtotal'",
        "--map 'orders.gross_amount=Subtotal + Discount'",
    )
    answers = Answers(mapped={"orders.gross_amount": "Subtotal + Discount"})
    assert reads(proposed(tmp_path, text, answers))["gross_amount"] == ("Subtotal", "Discount")


def test_a_price_that_may_be_of_the_row_is_asked(tmp_path: Path) -> None:
    text = """\
Order,Email,Date,Product,Quantity,Price
1,ann@x.org,2024-01-05,A,2,20.00
2,bob@x.org,2024-01-06,B,1,12.00
"""
    assert "orders.gross_amount" in asked(proposed(tmp_path, text))
    # A costs the same by twos and by threes: it is the price of one.
    cheap = text + "3,cat@x.org,2024-01-07,A,3,20.00\n"
    assert asked(proposed(tmp_path, cheap)) == {}


def test_tax_shipping_balance_and_points_are_never_the_amount(tmp_path: Path) -> None:
    text = """\
Order,Email,Date,Tax Amount,Shipping Amount,Balance,Points,Item Total
1,ann@x.org,2024-01-05,1.00,2.00,300.00,40,10.00
2,bob@x.org,2024-01-06,1.20,2.00,400.00,50,12.00
"""
    assert reads(proposed(tmp_path, text))["gross_amount"] == ("Item Total",)


def test_returns_without_a_status_are_known_by_their_sign(tmp_path: Path) -> None:
    text = """\
InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID
536365,A,6,2024-12-01 08:26,2.55,17850
536365,B,6,2024-12-01 08:26,3.39,17850
C536379,A,-1,2024-12-01 09:41,27.50,14527
"""
    assert sql(proposed(tmp_path, text))["order_status"] == (
        "case when try_cast(Quantity as decimal(18, 4)) < 0 then 'returned' else 'completed' end"
    )


def test_each_status_word_is_mapped_and_unknown_ones_are_asked(tmp_path: Path) -> None:
    text = """\
订单编号,买家会员名,订单创建时间,总金额,订单状态
1,小明,2024-01-05 10:00,10.00,交易成功
2,小红,2024-01-06 10:00,12.00,交易关闭
3,小明,2024-01-07 10:00,13.00,神秘状态
"""
    proposal = proposed(tmp_path, text)
    assert proposal.inputs["orders"].statuses == {"交易成功": "completed", "交易关闭": "cancelled"}
    assert asked(proposal) == {"orders.order_status": ("--status '神秘状态=completed'",)}
    answers = Answers(statuses={"神秘状态": "pending"})
    assert proposed(tmp_path, text, answers).inputs["orders"].statuses["神秘状态"] == "pending"


def test_a_state_of_the_country_is_no_status(tmp_path: Path) -> None:
    text = """\
Order,Email,Date,Total,State
1,ann@x.org,2024-01-05,10.00,Ohio
2,bob@x.org,2024-01-06,12.00,Texas
"""
    assert "order_status" not in reads(proposed(tmp_path, text))


def test_one_currency_is_the_reporting_currency_and_several_are_asked(tmp_path: Path) -> None:
    head = "Order,Email,Date,Total,Currency\n1,ann@x.org,2024-01-05,10.00,EUR\n"
    one = proposed(tmp_path, head + "2,bob@x.org,2024-01-06,12.00,EUR\n")
    assert one.variables == {"reporting_currency": "EUR"}
    several = proposed(tmp_path, head + "2,bob@x.org,2024-01-06,12.00,CHF\n")
    assert asked(several) == {"reporting_currency": ("--currency CHF", "--currency EUR")}
    none = proposed(tmp_path, head.replace(",Currency", "").replace(",EUR", ""))
    assert "--currency" in none.remarks[0]


def test_a_decimal_comma_is_read_and_an_open_sign_is_asked(tmp_path: Path) -> None:
    german = """\
Bestellnummer;Kundennummer;Bestelldatum;Gesamtbetrag
1;K1;31.12.2023;1.049,50
2;K2;02.01.2024;99,90
"""
    proposal = proposed(tmp_path, german)
    assert not proposal.questions
    assert sql(proposal)["gross_amount"] == "replace(replace(Gesamtbetrag, '.', ''), ',', '.')"
    open_ = german.replace("1.049,50", '"1,049"').replace("99,90", "99")
    assert asked(proposed(tmp_path, open_))["orders.gross_amount"] == (
        "--decimal-point",
        "--decimal-comma",
    )
    answers = Answers(decimal="comma")
    assert (
        sql(proposed(tmp_path, open_, answers))["gross_amount"] == "replace(Gesamtbetrag, ',', '.')"
    )


def test_rows_of_one_order_without_a_product_are_asked(tmp_path: Path) -> None:
    text = """\
Order,Email,Date,Total
1,ann@x.org,2024-01-05,10.00
1,ann@x.org,2024-01-05,11.00
2,bob@x.org,2024-01-06,12.00
"""
    assert asked(proposed(tmp_path, text))["orders.grain"] == ("--grain line", "--grain order")


def test_doubled_rows_are_no_lines(tmp_path: Path) -> None:
    text = "Order,Email,Date,Total\n" + "1,ann@x.org,2024-01-05,10.00\n" * 2
    assert (
        proposed(tmp_path, text + "2,bob@x.org,2024-01-06,12.00\n").inputs["orders"].grain
        == "order"
    )


def test_amounts_of_the_whole_order_count_once(tmp_path: Path) -> None:
    text = """\
Order,Email,Date,Product,Quantity,Unit Price,Order Discount
1,ann@x.org,2024-01-05,A,1,10.00,3.00
1,ann@x.org,2024-01-05,B,1,20.00,
2,bob@x.org,2024-01-06,A,1,10.00,2.00
2,bob@x.org,2024-01-06,C,1,30.00,
"""
    orders = proposed(tmp_path, text).inputs["orders"]
    of_order = {each.column for each in orders.columns if each.is_of_order}
    assert of_order == {"discount_amount"}


def test_a_file_without_orders_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not look like orders: no column says who bought"):
        proposed(tmp_path, "sensor,reading\nA,1.5\nB,2.5\n")
    customers = "Customer ID,First Name,Email,Birthday\n1,Ann,ann@x.org,1980-02-03\n"
    with pytest.raises(UserError, match="but like customers"):
        proposed(tmp_path, customers)


def test_without_a_header_each_column_is_asked_together(tmp_path: Path) -> None:
    rows = "1,x1,2024-01-01,10.5\n2,x2,2024-01-02,11.5\n"
    questions = asked(proposed(tmp_path, f"column0,column1,column2,column3\n{rows}"))
    assert questions.keys() == {
        "orders.order_id",
        "orders.customer_id",
        "orders.ordered_at",
        "orders.gross_amount",
    }


def test_a_column_with_a_canonical_name_that_is_not_taken_is_ruled_out(tmp_path: Path) -> None:
    text = """\
order_id,email,date,total,channel
1,ann@x.org,2024-01-05,10.00,2024-01-05
2,bob@x.org,2024-01-06,12.00,2024-01-06
"""
    # By itself the project would take it for the channel.
    assert sql(proposed(tmp_path, text))["channel"] == "null"


SHOP = {
    "orders.csv": """\
order_id,customer_id,order_date,status
1,7,2024-01-02,completed
2,8,2024-01-03,completed
3,7,2024-02-03,cancelled
""",
    "order_items.csv": """\
order_id,product_id,quantity,unit_price
1,5,2,10.0
1,6,1,3.0
2,5,1,10.0
3,6,1,3.0
""",
    "customers.csv": """\
id,first_name,last_name,email,created_at
7.0,Ann,Lee,ann@x.org,2023-01-01
8.0,Bob,Ray,bob@x.org,2023-01-01
""",
    "products.csv": "product_id,name,category\n5,Chair,Home\n6,Cup,Kitchen\n",
}


def test_lines_their_orders_products_and_customers_are_joined(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, SHOP)
    assert not proposal.questions
    orders = proposal.inputs["orders"]
    assert orders.grain == "line"
    assert {name: join["on"] for name, join in orders.joins.items()} == {
        "orders": {"order_id": "order_id"},
        "products": {"product_id": "product_id"},
    }
    assert sql(proposal)["customer_id"] == "orders.customer_id"
    assert sql(proposal)["category"] == "products.category"
    assert reads(proposal)["gross_amount"] == ("quantity", "unit_price")
    assert reads(proposal, "customers")["full_name"] == ("first_name", "last_name")
    # 7.0 there is 7 in the orders.
    assert sql(proposal, "customers")["customer_id"] == "regexp_replace(id, '[.]0+$', '')"


def test_two_files_of_orders_are_to_be_one_glob(tmp_path: Path) -> None:
    rows = "order_id,email,date,total\n1,ann@x.org,2024-01-05,10.00\n"
    with pytest.raises(UserError, match="both are orders"):
        proposed(tmp_path, {"a.csv": rows, "b.csv": rows})


def test_a_known_export_wins_over_its_columns(tmp_path: Path) -> None:
    file = Path(__file__).parent / "presets" / "shopify_orders" / "orders_export.csv"
    text = file.read_text(encoding="utf-8")
    known = proposed(tmp_path, text)
    assert known.preset == "Shopify orders export"
    assert all(each.certainty is Certainty.CLEAR for each in known.inputs["orders"].columns)
    by_columns = proposed(tmp_path, text, Answers(preset="none"))
    assert not by_columns.preset
    assert reads(by_columns)["customer_id"] == ("Email",)
