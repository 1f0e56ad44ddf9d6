"""`tiers init` writes what is clear, and names all questions at once."""

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from runner.choices import Language
from runner.cli import app
from runner.intake.answers import Answers
from runner.intake.asking import answered
from runner.words import Words

CLEAR = """\
Order No,Email,Date,Total,Status,Currency
1,ann@x.org,2024-01-05,10.00,Paid,EUR
2,bob@x.org,2024-01-06,12.50,Paid,EUR
3,ann@x.org,2024-01-07,7.50,Voided,EUR
"""
OPEN = CLEAR.replace("2024-01-05", "05/01/2024").replace("2024-01-06", "06/01/2024")
OPEN = OPEN.replace("2024-01-07", "07/01/2024").replace("Voided", "Odd")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tiers(*arguments: str) -> tuple[int, str, str]:
    """The exit code of a command, its stdout and its stderr."""
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_a_clear_file_is_mapped_previewed_and_written(shop: Path) -> None:
    (shop / "orders.csv").write_text(CLEAR, encoding="utf-8")
    code, stdout, stderr = tiers("init", "orders.csv", "--json")
    assert code == 0, stderr
    shown = json.loads(stdout)
    assert shown["preview"]["accepted"] == 3
    # Two orders were paid, 10.00 and 12.50; the voided one counts for nothing.
    assert shown["preview"]["money"][0]["gross"] == "22.5000"
    written = (shop / "inputs.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(written) == {
        "reporting_currency": "EUR",
        "inputs": {
            "orders": {
                "location": "orders.csv",
                "columns": {
                    "order_id": '"Order No"',
                    "customer_id": "Email",
                    "ordered_at": "Date",
                    "gross_amount": "Total",
                    "order_status": "Status",
                    "currency": "Currency",
                },
                "statuses": {"Paid": "completed", "Voided": "cancelled"},
            }
        },
    }
    assert "# an e-mail address" not in written
    assert "e-mail address, since there is no number" in written


def test_an_inputs_file_is_not_replaced_unasked(shop: Path) -> None:
    (shop / "orders.csv").write_text(CLEAR, encoding="utf-8")
    (shop / "inputs.yml").write_text("mine", encoding="utf-8")
    code, _, stderr = tiers("init", "orders.csv", "--yes")
    assert code == 2
    assert "inputs.yml is there already." in stderr
    assert (shop / "inputs.yml").read_text(encoding="utf-8") == "mine"
    assert tiers("init", "orders.csv", "--overwrite")[0] == 0


@pytest.mark.parametrize("yes", [(), ("--yes",)])
def test_open_questions_are_named_at_once_and_nothing_is_written(
    shop: Path, yes: tuple[str, ...]
) -> None:
    (shop / "orders.csv").write_text(OPEN, encoding="utf-8")
    code, stdout, stderr = tiers("init", "orders.csv", "--json", *yes)
    assert code == 2
    questions = json.loads(stdout)["questions"]
    assert [each["about"] for each in questions] == ["orders.ordered_at", "orders.order_status"]
    assert questions[0]["examples"][0]["--day-first"] == "2024-01-05 00:00:00"
    assert questions[0]["examples"][0]["--month-first"] == "2024-05-01 00:00:00"
    assert "--day-first --status Odd=completed" in stderr.replace("'", "")
    assert not (shop / "inputs.yml").exists()


def test_flags_answer_the_questions(shop: Path) -> None:
    (shop / "orders.csv").write_text(OPEN, encoding="utf-8")
    code, _, stderr = tiers("init", "orders.csv", "--day-first", "--status", "Odd=pending")
    assert code == 0, stderr
    orders = yaml.safe_load((shop / "inputs.yml").read_text(encoding="utf-8"))["inputs"]["orders"]
    assert orders["columns"]["ordered_at"] == "try_strptime(Date, '%d/%m/%Y')"
    assert orders["statuses"] == {"Paid": "completed", "Odd": "pending"}


def test_a_build_of_an_open_file_stops_with_the_questions(shop: Path) -> None:
    (shop / "orders.csv").write_text(OPEN, encoding="utf-8")
    code, _, stderr = tiers("build", "orders.csv")
    assert code == 2
    assert "2 questions are open, so nothing was built. Next: tiers init orders.csv" in stderr
    code, _, stderr = tiers("build", "orders.csv", "--inputs", "inputs.yml")
    assert code == 2
    assert "FILE and --inputs both say where the orders are." in stderr


def test_a_pair_that_is_none_is_told(shop: Path) -> None:
    (shop / "orders.csv").write_text(CLEAR, encoding="utf-8")
    code, _, stderr = tiers("init", "orders.csv", "--status", "Paid=payed")
    assert code == 2
    assert "payed is no status" in stderr
    assert tiers("init", "orders.csv", "--day-first", "--month-first")[0] == 2


def test_typed_flags_are_answers() -> None:
    answers = answered(Answers(), "--month-first --map 'orders.customer_id=E Mail' --grain line")
    assert answers == Answers(first="month", grain="line", mapped={"orders.customer_id": "E Mail"})


def test_a_question_is_asked_in_chinese(shop: Path) -> None:
    sentence = "All 3 dates in Date read in 2 ways. Which part stands first?"
    assert Words(Language.ZH).say(sentence) == "Date 的3个日期有2种读法。哪一部分在前？"
    (shop / "orders.csv").write_text(OPEN, encoding="utf-8")
    assert "哪一部分在前" in tiers("init", "orders.csv", "--language", "zh")[2]
