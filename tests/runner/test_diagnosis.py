"""What dbt and DuckDB say becomes one line that names the thing and what to do."""

import pytest

from runner.diagnosis import diagnose, plain_words
from runner.errors import ExitCode, UserError
from runner.results import NodeResult


def _result(status: str, *, name: str = "rfm_scores", message: str = "") -> NodeResult:
    kind = "test" if status in ("fail", "warn", "pass") else "model"
    return NodeResult(name=name, kind=kind, status=status, seconds=0.1, message=message)


def _error(name: str, message: str) -> UserError:
    found = diagnose([_result("error", name=name, message=message)], stopped_by="", log="dbt.log")
    assert found
    return found


def test_all_is_well_when_nothing_failed() -> None:
    assert diagnose([_result("success"), _result("pass"), _result("warn")], stopped_by="") is None


def test_failed_tests_are_counted() -> None:
    found = diagnose([_result("fail"), _result("fail"), _result("pass")], stopped_by="")
    assert found
    assert (found.code, str(found)) == (ExitCode.TEST_FAILED, "2 tests failed.")


def test_an_error_weighs_more_than_a_failed_test() -> None:
    found = diagnose([_result("fail"), _result("error", message="no")], stopped_by="")
    assert found
    assert found.code == ExitCode.ENGINE_FAILED


def test_nothing_built_is_asked_wrongly() -> None:
    found = diagnose([], stopped_by="")
    assert found
    assert found.code == ExitCode.USAGE_ERROR


def test_a_compile_error_is_reduced_to_its_sentence() -> None:
    message = (
        "Compilation Error in model rfm_scores (models/marts/tiers/rfm_scores.sql)\n"
        "  var rfm_bins is '12'; it must be a whole number from 2 to 9.\n"
        "  \n"
        "  > in macro setting (macros/settings/setting.sql)\n"
        "  > called by model rfm_scores (models/marts/tiers/rfm_scores.sql)"
    )
    found = _error("rfm_scores", message)
    assert str(found) == "var rfm_bins is '12'; it must be a whole number from 2 to 9."
    assert found.code == ExitCode.USAGE_ERROR


@pytest.mark.parametrize(
    ("message", "says"),
    [
        (
            (
                "Compilation Error in model int_screened_orders (models/intermediate/x.sql)\n"
                "  Data refused: no order was accepted. unknown_status: 1 row: wc-completed 1.\n"
                "  \n"
                "  > in macro refuse (macros/screening/check_screening.sql)"
            ),
            "Data refused: no order was accepted. unknown_status: 1 row: wc-completed 1.",
        ),
        (
            (
                "Runtime Error in model customer_facts (models/marts/facts/customer_facts.sql)\n"
                "  Invalid Input Error: Data refused: the amounts of customer 7 in store a add up "
                "to more than 14 digits before the decimal point. Correct these rows."
            ),
            (
                "Data refused: the amounts of customer 7 in store a add up to more than 14 digits "
                "before the decimal point. Correct these rows."
            ),
        ),
    ],
)
def test_data_that_a_model_refuses_have_failed_a_test(message: str, says: str) -> None:
    found = _error("int_screened_orders", message)
    assert (found.code, str(found)) == (ExitCode.TEST_FAILED, says)


@pytest.mark.parametrize(
    "message",
    [
        'IO Error: Could not write file "/d/shop.duckdb": No space left on device',
        (
            'IO Error: Async write failed: {"exception_message":"Could not write file'
            ' \\\\"/d/shop.duckdb\\\\": File too large"}'
        ),
    ],
)
def test_a_full_disk_is_told_with_what_could_not_be_written(message: str) -> None:
    found = _error("stg_tiers__orders", message)
    assert found.code == ExitCode.ENGINE_FAILED
    assert str(found) == (
        "The disk is full: /d/shop.duckdb can't be written. Make room, and try again."
    )


@pytest.mark.parametrize(
    ("message", "says"),
    [
        (
            (
                'Binder Error: Referenced column "Custmer" not found in FROM clause!\n'
                'Candidate bindings: "CustomerID", "Country"\n\nLINE 7: Custmer\n        ^'
            ),
            (
                'The input of stg_tiers__orders has no column "Custmer". '
                'Candidate bindings: "CustomerID", "Country" Correct `columns:`'
            ),
        ),
        (
            'IO Error: No files found that match the pattern "data/orders.csv"',
            "There is no file data/orders.csv. A relative `location:` is taken from",
        ),
        (
            "Catalog Error: Table with name raw_orders does not exist!\nDid you mean ...",
            "stg_tiers__orders reads the table raw_orders, which is not there.",
        ),
        (
            (
                "Invalid Input Error: CSV Error on Line: 3\nOriginal Line: 1,2,3\n"
                "Something new.\n\n  file = orders.csv"
            ),
            "orders.csv, line 3: it can't be read. Mend it, or say in read_options",
        ),
        (
            'Binder Error: Ambiguous reference to catalog or schema "sample" - use a fully',
            "The database is called sample, and so is one of its schemas. Give the file another",
        ),
        (
            (
                "Invalid Input Error: inputs.orders.joins.product has more than one row of "
                "7 (2 rows), 9 (3 rows). Add what tells them apart to on."
            ),
            (
                "inputs.orders.joins.product has more than one row of 7 (2 rows), 9 (3 rows). "
                "Add what tells them apart"
            ),
        ),
        (
            (
                "Out of Range Error: Overflow in multiplication of DECIMAL(18) (3000 * 2000). "
                "You might want to add an explicit cast to a bigger decimal."
            ),
            (
                "An expression of the inputs file gives a number that its type can't hold: "
                "Overflow in multiplication of DECIMAL(18) (3000 * 2000). Make its parts wider"
            ),
        ),
        ('Parser Error: syntax error at or near "from"', "Parser Error: syntax error"),
    ],
)
def test_what_is_wrong_with_an_input_is_asked_wrongly(message: str, says: str) -> None:
    headline = "Runtime Error in model stg_tiers__orders (models/staging/stg_tiers__orders.sql)\n  "
    found = _error("stg_tiers__orders", headline + message)
    assert str(found).startswith(says)
    assert found.code == ExitCode.USAGE_ERROR


def test_a_column_that_a_model_of_ours_misses_is_no_fault_of_the_user() -> None:
    found = _error("rfm_scores", 'Binder Error: Referenced column "nope" not found in FROM clause!')
    assert found.code == ExitCode.ENGINE_FAILED
    assert str(found).endswith("The whole story: dbt.log")


def test_a_rule_seed_of_an_earlier_version_says_how_to_go_on() -> None:
    found = _error(
        "abc_classes",
        "Runtime Error in seed abc_classes (seeds/rules/abc_classes.csv)\n"
        '  Invalid Input Error: Error when sniffing file "seeds/rules/abc_classes.csv".\n'
        "  Possible fixes:\n  * Columns are set as: \"columns = { 'abc_class' : 'VARCHAR'}\"\n"
        "  It does not match the number of columns found by the sniffer: 3.",
    )
    assert found.code == ExitCode.USAGE_ERROR
    assert "--full-refresh" in found.advice
    assert "abc_classes" in str(found)


def test_a_machine_that_is_too_small_is_engine_trouble_even_at_the_input() -> None:
    found = _error(
        "stg_tiers__orders", "Out of Memory Error: could not allocate block of size 256 KiB"
    )
    assert found.code == ExitCode.ENGINE_FAILED


def test_plain_words_fit_on_one_line() -> None:
    assert (
        plain_words("Runtime Error\n  The profile has\n   - duckdb") == "The profile has - duckdb"
    )
