"""`tiers check-input`: all that is wrong at once, else what a build would say, in seconds."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from runner.errors import ExitCode
from runner.project import find_project
from runner.screen.check import Checked, check
from tests.conftest import clean_environment, run_tiers

ORDERS = """\
Order No,Customer ID,When,Total,Off,State,Money
1,ann@example.com,2024-01-05,100.00,10,Paid,EUR
2,ann@example.com,2024-02-05,50.00,,PAID ,EUR
3,bob,2024-02-06,20.5,,Void,EUR
4,bob,2024-02-07,30,,On hold,EUR
5,eve,2024-03-01,40,,Sent back,EUR
6,eve,2024-03-02,60,,Sent back,EUR
7,eve,2024-03-03,70,,Paid,USD
7,eve,2024-03-04,80,,Paid,EUR
8,,2024-03-05,90,,Paid,EUR
9,zoe,2024-03-06,much,,Paid,EUR
"""
MAPPING = """\
reporting_currency: EUR
inputs:
  orders:
    location: orders.csv
    columns:
      order_id: '"Order No"'
      customer_id: '"Customer ID"'
      ordered_at: '"When"'
      gross_amount: Total
      discount_amount: "Off"
      order_status: State
      currency: Money
      refunded_at: case when "Order No" = '6' then '2024-04-01' end
    statuses: {Paid: completed, Void: cancelled, On hold: pending, Sent back: returned}
  exchange_rates: {location: rates.csv}
  customers:
    location: customers.csv
    columns: {customer_id: id}
"""
RATES = "rate_date,currency,rate_to_reporting\n2024-01-01,USD,0.5\n"
CUSTOMERS = "id,email,birth_date\nann@example.com,ann@example.com,1990-01-01\n,x@example.com,\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's working folder with a shop."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "rates.csv").write_text(RATES, encoding="utf-8")
    (tmp_path / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    (tmp_path / "inputs.yml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def checked(desk: Path, *, more: str | None = None) -> Checked:
    """The mapping of the folder, checked."""
    file = desk / "inputs.yml"
    return check(find_project(desk), file, more=more, database=desk / "none.duckdb")


def test_the_sums_are_those_worked_out_by_hand(desk: Path) -> None:
    screened = checked(desk).screened
    assert screened
    assert (screened.rows, screened.accepted, screened.orders, screened.customers) == (10, 7, 7, 3)
    assert (str(screened.first_date), str(screened.last_date)) == ("2024-01-05", "2024-03-03")
    assert {of.reason: (of.rows, of.values) for of in screened.rejections} == {
        "duplicate_order_id": (1, ""),
        "missing_customer": (1, ""),
        "invalid_amount": (1, 'gross_amount "much"'),
    }
    euros, dollars = screened.money
    # Bought: 1, 2, and 6, which is given back a month later. 5 is given back on its day.
    assert (euros.currency, euros.orders, euros.purchases) == ("EUR", 6, Decimal(210))
    assert euros.set_aside == {"cancelled": Decimal("20.5"), "pending": Decimal(30)}
    assert [euros.gross, euros.discounts, euros.refunds, euros.net] == [210, 10, 60, 140]
    assert (dollars.currency, dollars.orders, dollars.purchases) == ("USD", 1, Decimal(70))
    assert [dollars.gross, dollars.refunds, dollars.net] == [35, 0, 35]
    assert screened.refused == ""


def test_the_first_rows_are_shown_as_they_are_mapped(desk: Path) -> None:
    screened = checked(desk).screened
    assert screened
    assert [row["order_id"] for row in screened.mapped] == list("1234567789")
    assert screened.mapped[1]["order_status"] == "completed"
    assert screened.mapped[9]["gross_amount"] is None
    (example,) = screened.rejections[0].examples
    assert example == (
        "order_id=7; customer_id=eve; ordered_at=2024-03-04; gross_amount=80; order_status=Paid; "
        "currency=EUR"
    )


def test_what_another_input_loses_is_told(desk: Path) -> None:
    screened = checked(desk).screened
    assert screened
    rates, customers = screened.others
    assert (rates.name, rates.rows, rates.rejections) == ("exchange_rates", 1, ())
    assert (customers.name, customers.rows) == ("customers", 2)
    (lost,) = customers.rejections
    assert (lost.reason, lost.rows) == ("missing_customer", 1)
    assert lost.examples == ("email=x@example.com",)


def test_refunds_of_their_own_are_taken_off_the_net(desk: Path) -> None:
    rows = "order_id,refunded_at,refund_amount\n1,2024-02-01,25\nghost,2024-02-01,5\n"
    (desk / "refunds.csv").write_text(rows, encoding="utf-8")
    mapping = f"{MAPPING}  refunds: {{location: refunds.csv}}\n"
    (desk / "inputs.yml").write_text(mapping, encoding="utf-8")
    screened = checked(desk).screened
    assert screened
    assert [screened.money[0].refunds, screened.money[0].net] == [85, 115]
    (refunds,) = (other for other in screened.others if other.name == "refunds")
    assert (refunds.rows, [of.reason for of in refunds.rejections]) == (2, ["unknown_order"])


def test_the_object_has_no_row_of_the_data(desk: Path) -> None:
    text = json.dumps(checked(desk).as_json())
    assert "@" not in text
    assert "eve" not in text


def test_all_faults_are_told_at_once(desk: Path) -> None:
    text = MAPPING.replace("reporting_currency", "reporting_curency")
    text = text.replace("'\"Order No\"'", "OrderNo").replace("Total", "upper(Totl || Sum)")
    text = text.replace("Void: cancelled", "Void: canceled").replace("rates.csv", "gone.csv")
    text = text.replace("{customer_id: id}", "{customer_id: id, emial: email, region: user()}")
    (desk / "inputs.yml").write_text(text, encoding="utf-8")
    found = checked(desk)
    assert (found.code, found.screened) == (ExitCode.USAGE_ERROR, None)
    told = [str(fault) for fault in found.faults]
    assert len(told) == 8, "\n".join(told)
    for place, words in [
        ("There is no variable reporting_curency.", "Did you mean reporting_currency?"),
        ("inputs.orders.statuses.Void is canceled", "completed or cancelled"),
        ("inputs.customers.columns has a key emial", "Did you mean email?"),
        ("inputs.customers.columns.region is user()", "function user is not"),
        ("inputs.orders.columns.order_id is OrderNo", "Did you mean Order No?"),
        ("orders.csv does not have Totl.", "Did you mean Total?"),
        ("orders.csv does not have Sum.", "It has: Order No,"),
        ("inputs.exchange_rates.location is gone.csv", "no file is there"),
    ]:
        assert [fault for fault in told if place in fault and words in fault], place


def test_a_required_column_that_is_not_there_is_told_with_those_that_are(desk: Path) -> None:
    text = MAPPING.replace("      customer_id: '\"Customer ID\"'\n", "")
    (desk / "inputs.yml").write_text(text, encoding="utf-8")
    (fault,) = checked(desk).faults
    assert "orders.csv has no column customer_id, which is required." in str(fault)
    assert str(fault).endswith("Did you mean Customer ID?")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("max_rejected_share: 0.2", "3 of 10 rows of the orders were rejected, more than"),
        ("as_of_date: 2024-01-04", "as_of_date is 2024-01-04, before the first accepted order"),
        ("latest_credible_date: 2024-01-01", "no order was accepted. future_timestamp: 8 rows"),
    ],
)
def test_data_that_a_build_would_refuse_are_refused_in_its_words(
    more: str, says: str, desk: Path
) -> None:
    found = checked(desk, more=more)
    assert found.code == ExitCode.TEST_FAILED
    assert found.screened
    assert says in found.screened.refused


def test_a_file_of_another_encoding_is_checked_as_its_copy(desk: Path) -> None:
    text = ORDERS.replace("Paid", "已付款").replace("Total", "总额")
    (desk / "orders.csv").write_bytes(f"店铺导出\n{text}".encode("gb18030"))
    mapping = MAPPING.replace("Paid", "已付款").replace("gross_amount: Total", "gross_amount: 总额")
    mapping = mapping.replace(
        "location: orders.csv",
        "location: orders.csv\n    convert: {encoding: gb18030, header_line: 2}",
    )
    (desk / "inputs.yml").write_text(mapping, encoding="utf-8")
    found = checked(desk)
    assert found.faults == ()
    assert found.screened
    # PAID is no status that the mapping knows now.
    assert found.screened.accepted == 6
    (desk / "inputs.yml").write_text(mapping.replace(": 总额", ": 金额"), encoding="utf-8")
    (fault,) = checked(desk).faults
    assert "is 金额, but orders.csv does not have 金额. It has: Order No" in str(fault)


def test_a_broken_line_is_named(desk: Path) -> None:
    (desk / "orders.csv").write_text(f"{ORDERS}10,ann\n", encoding="utf-8")
    run = run_tiers("check-input", folder=desk)
    assert run.code == ExitCode.USAGE_ERROR
    assert "orders.csv, line 12: the header has 7 fields, this line 2." in run.stderr


def test_the_command_shows_what_it_found_and_ends_accordingly(desk: Path) -> None:
    fine = run_tiers("check-input", folder=desk)
    assert fine.code == ExitCode.FINE
    assert "row count: 10 in, 7 accepted, 3 rejected" in fine.stdout
    assert "Orders: 7, customers: 3, from 2024-01-05 to 2024-03-03" in fine.stdout
    assert "A build would accept these data." in fine.stdout
    assert "Not counted, as cancelled: 20.50 EUR" in fine.stdout
    refused = run_tiers(
        "check-input",
        "--vars",
        "max_rejected_share: 0.2",
        "--json",
        "--language",
        "zh",
        folder=desk,
    )
    assert refused.code == ExitCode.TEST_FAILED
    assert refused.json["screened"]["refused"].startswith("Data refused: 3 of 10 rows")
    assert "数据未被采用：订单10行中有3行被拒" in refused.stderr
    (desk / "inputs.yml").write_text(MAPPING.replace("Total", "Totl"), encoding="utf-8")
    wrong = run_tiers("check-input", "inputs.yml", "--json", folder=desk)
    assert wrong.code == ExitCode.USAGE_ERROR
    assert len(wrong.json["faults"]) == 1
    assert "是否想写 Total" not in wrong.stderr
    assert "Did you mean Total?" in wrong.stderr


def test_dbt_is_not_imported(desk: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from runner.project import find_project\n"
        "from runner.screen.check import check\n"
        "here = pathlib.Path.cwd()\n"
        "assert check(find_project(here), here / 'inputs.yml').screened.rows == 10\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'dbt']\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=desk,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def test_without_a_file_it_is_told_which_was_looked_for(desk: Path) -> None:
    (desk / "inputs.yml").unlink()
    run = run_tiers("check-input", folder=desk)
    assert run.code == ExitCode.USAGE_ERROR
    assert "There is no inputs file inputs.yml." in run.stderr
