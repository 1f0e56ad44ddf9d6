"""The corpus of ugly files through `tiers init`: right, or a question, or a clear error."""

from decimal import Decimal
from pathlib import Path

import pytest

from runner.errors import UserError
from runner.intake.answers import Answers
from runner.intake.convert import folder_beside, prepared
from runner.intake.init import InitRequest, checked, draft
from runner.project import find_project
from runner.screen.models import Models
from runner.warehouse import beside
from tests.inputs.corpus import CORPUS, Case
from tests.inputs.test_corpus import marks_of, put

# What only the mapping of a case says, and not its file: init sees another file than the case.
SAID_BY_THE_MAPPING = ("columns", "grain", "joins", "leave_out", "order_columns", "read_options")
# Written in a way that plain columns reject, and that init reads, since it finds the format.
READ = {
    "a day in words",
    "a blank between digits",
    "a decimal comma",
    "two points",
    "a sign of currency",
    "a currency behind",
    "a status that nobody knows",
    # Below zero: goods sent back, which the table of the proposal says.
    "brackets",
    "less than nothing",
    # Text in a column of discounts that is no number: the column is not taken, and told so.
    "a discount that is none",
    # Orders converted by rates from a file that init was not given.
    "an amount that overflows when converted",
}

# What the rows can't decide, by what is asked about; all other files are taken.
ASKED = {
    # Customers by names or words only, which two may share.
    "orders.customer_id": {
        "a delimiter in quotes",
        "blanks inside an id stay",
        "an id like a number with an exponent stays",
        "a name that only begins like nothing",
    },
    # An order number that most rows lack.
    "orders.order_id": {
        "words for a missing order",
        "a null in every column",
    },
    # One number on two rows: an order of two lines, or a copy.
    "orders.grain": {
        "one order id twice",
    },
    # The day or the month first, or years of two digits.
    "orders.ordered_at": {
        "day, month and two digits of the year",
        "the same without zeros",
        "two digits of the year first",
        "two digits of the year and a time",
        "a day that may be a month",
        "a day with two digits of the year, in JSON",
        "a day that may be a month, in JSON",
    },
    # Values that are no numbers, or a separator that may be a point.
    "orders.gross_amount": {
        "a separator of thousands",
        "an underscore",
        "hexadecimal",
        "infinity",
        "two signs",
        "yes",
        "a huge exponent",
        "yes as an amount",
        "doubles as amounts",
        "yes as an amount, in Parquet",
    },
    # Orders in a currency without a rate.
    "reporting_currency": {
        "a currency without a rate",
    },
}
# No row, or no column that could be the customer.
REFUSED = {
    "a header alone",
    "a customer that looks like a day",
    "decimals as ids",
    "whole numbers that became doubles",
}


def cases() -> list[object]:
    """Those whose file alone says what they are."""
    found = [
        name
        for name, case in CORPUS.items()
        if case.text is None
        and "relation" not in case.orders
        and not case.stops
        and not set(SAID_BY_THE_MAPPING) & case.orders.keys()
    ]
    return [
        pytest.param(name, marks=marks_of(number), id=name) for number, name in enumerate(found)
    ]


@pytest.mark.parametrize("name", cases())
def test_nothing_is_wrong_in_silence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    case = CORPUS[name]
    put(case, tmp_path)
    try:
        drafted = draft(InitRequest((str(case.orders.get("location", "orders.csv")),), Answers()))
    except UserError:
        assert name in REFUSED
        return
    assert name not in REFUSED
    about = {each.about for each in drafted.proposal.questions}
    assert about >= {each for each, names in ASKED.items() if name in names}
    if about:
        assert name in set().union(*ASKED.values())
        return
    variables = {**checked(find_project(tmp_path), drafted.proposal), **case.variables}
    accepted = accepted_of(case, variables, tmp_path)
    by_hand = sorted((*order, Decimal(money)) for *order, money in case.accepted)
    assert (accepted == by_hand) != (name in READ)


def accepted_of(case: Case, variables: dict[str, object], folder: Path) -> list[tuple[object, ...]]:
    """The orders that a build would accept, as the cases have them."""
    database = folder / "none.duckdb"
    project = find_project(folder)
    inputs = prepared(variables["inputs"], folder_beside(database))  # type: ignore[arg-type]
    with beside(database) as connection:
        every = {**project.variables, **case.variables, **variables, "inputs": inputs}
        models = Models(project, connection, variables=every)
        return sorted(
            models.query(
                "select order_id, customer_id, order_date::text, gross_amount"
                " from {accepted_orders}"
            )
        )
