"""The ugly files of the corpus, tried without dbt: the same outcome, written by hand before."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from runner.errors import ExitCode, UserError
from runner.project import find_project, read_variables
from runner.screen.check import check
from runner.screen.models import Models
from runner.warehouse import beside
from tests.inputs.corpus import CORPUS
from tests.inputs.test_corpus import names, put


def one_in_sixteen(*, stop: bool) -> list[ParameterSet]:
    """The cases of each commit: a build reads the same SQL, and tries four times as many."""
    return [
        pytest.param(*case.values, marks=[pytest.mark.slow] * (number % 16 > 0), id=case.id)
        for number, case in enumerate(names(stop=stop))
    ]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's working folder; `tiers` finds the project by itself."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", one_in_sixteen(stop=False))
def test_each_row_is_accepted_or_rejected_as_worked_out_by_hand(name: str, desk: Path) -> None:
    case = CORPUS[name]
    mapping = put(case, desk)
    project = find_project(desk)
    variables = {**project.variables, **read_variables(project, inputs=mapping)}
    with beside(desk / "none.duckdb") as connection:
        models = Models(project, connection, variables=variables)
        accepted = models.query(
            "select order_id, customer_id, order_date::text, gross_amount from {accepted_orders}"
        )
        reasons = models.query("select rejection_reason from {rejected_orders}")
    assert sorted(accepted) == sorted((*order, Decimal(money)) for *order, money in case.accepted)
    assert Counter(reason for (reason,) in reasons) == Counter(case.rejected)
    checked = check(project, mapping)
    assert checked.faults == ()
    assert checked.screened
    assert checked.screened.orders == len(case.accepted)
    assert {of.reason: of.rows for of in checked.screened.rejections} == case.rejected


@pytest.mark.parametrize("name", one_in_sixteen(stop=True))
def test_what_stops_a_build_is_told_in_the_same_words(name: str, desk: Path) -> None:
    case = CORPUS[name]
    mapping = put(case, desk)
    try:
        checked = check(find_project(desk), mapping)
    except UserError as error:
        said = str(error)
    else:
        assert checked.code != ExitCode.FINE
        refused = checked.screened.refused if checked.screened else ""
        said = " ".join([*map(str, checked.faults), refused])
    assert [word for word in case.stops if word not in said] == [], said
