"""No file that a user names, and no row of it, is lost in silence."""

from pathlib import Path

import pytest

from runner.errors import UserError
from runner.intake.answers import Answers
from tests.conftest import PROJECT
from tests.intake.proposing import asked, proposed, reads, sql

ANN = "order_id,customer_id,ordered_at,gross_amount\n1,ann,2024-01-05,10\n"
NUMBERED = """\
Voucher,Customer,Date,Qty,Unit price
B01,ann,2024-01-05,2,10.50
B02,bob,2024-01-06,1,99.00
B03,ann,2024-01-07,3,5.00
B04,cat,2024-01-07,1,20.00
"""


def test_a_second_file_of_orders_is_not_left_out(tmp_path: Path) -> None:
    other = "order_id,customer_id,ordered_at,gross_amount,note\n2,bob,2024-02-05,20,x\n"
    with pytest.raises(UserError, match=r"b\.csv has orders too, beside .*a\.csv"):
        proposed(tmp_path, {"a.csv": ANN, "b.csv": other})


def test_a_file_of_which_nothing_is_used_is_told(tmp_path: Path) -> None:
    found = proposed(tmp_path, {"a.csv": ANN, "weather.csv": "day,degrees\n2024-01-05,3\n"})
    assert f"{tmp_path}/weather.csv is not used." in found.remarks


def test_a_number_in_each_row_is_asked_about_before_rows_are_numbered(tmp_path: Path) -> None:
    found = proposed(tmp_path, NUMBERED)
    assert asked(found) == {
        "orders.order_id": ("--map 'orders.order_id=Voucher'", "--map orders.order_id=none")
    }
    taken = proposed(tmp_path, NUMBERED, Answers(mapped={"orders.order_id": "Voucher"}))
    assert (asked(taken), reads(taken)["order_id"]) == ({}, ("Voucher",))
    numbered = proposed(tmp_path, NUMBERED, Answers(mapped={"orders.order_id": "none"}))
    assert asked(numbered) == {}
    assert sql(numbered)["order_id"].startswith("row_number() over (order by Date, Customer")


def test_a_percentage_among_amounts_is_no_amount(tmp_path: Path) -> None:
    found = proposed(tmp_path, ANN + "2,bob,2024-02-05,20%\n")
    assert sql(found)["gross_amount"] == "gross_amount"


def test_a_word_that_a_known_export_does_not_list_is_asked_about(tmp_path: Path) -> None:
    export = PROJECT / "tests/intake/presets/shopify_orders/orders_export.csv"
    text = export.read_text(encoding="utf-8").replace(",paid,", ",in limbo,")
    found = proposed(tmp_path, text)
    assert asked(found) == {"orders.order_status": ("--status 'in limbo=completed'",)}
    answered = proposed(tmp_path, text, Answers(statuses={"in limbo": "completed"}))
    assert asked(answered) == {}
    assert answered.inputs["orders"].statuses["in limbo"] == "completed"
