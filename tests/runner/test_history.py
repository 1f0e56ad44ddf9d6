"""The period ends are those of the models."""

from datetime import date

import pytest

from runner.choices import Grain
from runner.errors import UserError
from runner.history import default_grain, period_ends
from runner.project import Project, find_project
from tests.conftest import PROJECT

ENDS = {
    Grain.DAY: 366,
    Grain.WEEK: 52,
    Grain.MONTH: 12,
    Grain.QUARTER: 4,
    Grain.YEAR: 1,
}


@pytest.mark.parametrize("grain", Grain)
def test_a_leap_year_has_as_many_ends_as_periods(grain: Grain) -> None:
    ends = period_ends(grain, date(2024, 1, 1), date(2024, 12, 31))
    assert len(ends) == ENDS[grain]
    assert grain == Grain.WEEK or ends[-1] == date(2024, 12, 31)


def test_a_week_ends_on_sunday() -> None:
    assert {
        day.isoweekday() for day in period_ends(Grain.WEEK, date(2024, 1, 1), date(2026, 1, 1))
    } == {7}


def test_both_limits_belong_to_the_stretch() -> None:
    ends = period_ends(Grain.QUARTER, date(2024, 3, 31), date(2024, 6, 30))
    assert ends == (date(2024, 3, 31), date(2024, 6, 30))


def test_the_usual_grain_is_that_of_the_project_unless_the_variables_have_one() -> None:
    project = find_project(PROJECT)
    assert default_grain(project, {}) == Grain.MONTH
    assert default_grain(project, {"history_grain": "week"}) == Grain.WEEK


def test_a_grain_that_is_not_there_is_named() -> None:
    project = Project(PROJECT, {"history_grain": "fortnight"})
    with pytest.raises(UserError, match=r"fortnight.*day, week, month, quarter, year"):
        default_grain(project, {})
