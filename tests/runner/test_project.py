"""Finding the project and reading what the user asks of it."""

from datetime import date
from pathlib import Path

import pytest

from runner.errors import ExitCode, UserError
from runner.project import Project, find_project, parse_day, read_variables
from tests.conftest import PROJECT

NAMES = ("inputs", "as_of_date", "rfm_method", "rfm_bins")


def _inputs(folder: Path, text: str) -> Path:
    file = folder / "inputs.yml"
    file.write_text(text, encoding="utf-8")
    return file


def _project(folder: Path) -> Project:
    return Project(folder, dict.fromkeys(NAMES))


def test_the_project_is_found_from_a_folder_inside_it() -> None:
    assert find_project(PROJECT / "models" / "marts").folder == PROJECT


def test_the_project_of_the_package_is_found_from_anywhere(tmp_path: Path) -> None:
    assert find_project(tmp_path).folder == PROJECT


def test_a_dbt_project_of_someone_else_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").write_text("name: jaffle_shop\n", encoding="utf-8")
    with pytest.raises(UserError, match="no customer_tiers project"):
        find_project(tmp_path, fallback=tmp_path)


def test_the_database_is_by_default_the_one_of_plain_dbt(tmp_path: Path) -> None:
    assert _project(tmp_path).database(None) == tmp_path / "customer_tiers.duckdb"


def test_a_relative_database_lies_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _project(PROJECT).database(Path("shop.duckdb")) == tmp_path / "shop.duckdb"


def test_variables_keep_their_types_and_the_later_wins(tmp_path: Path) -> None:
    file = _inputs(tmp_path, "rfm_bins: 4\nas_of_date: 2011-12-09\nrfm_method: fixed\n")
    read = read_variables(_project(tmp_path), inputs=file, as_of="2011-12-10", more="{rfm_bins: 3}")
    assert read == {"rfm_bins": 3, "as_of_date": date(2011, 12, 10), "rfm_method": "fixed"}


def test_a_byte_order_mark_before_the_variables_is_no_part_of_them(tmp_path: Path) -> None:
    file = _inputs(tmp_path, "\ufeffrfm_bins: 4\n")
    assert read_variables(_project(tmp_path), inputs=file) == {"rfm_bins": 4}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: b: c", "is not valid YAML"),
        ("- orders", "must be a mapping of variables"),
        ("rfm_metod: quantile", "no variable rfm_metod. Did you mean rfm_method?"),
        ("zzz: 1", "See `vars:` in dbt_project.yml."),
    ],
)
def test_wrong_variables_are_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UserError) as caught:
        read_variables(_project(tmp_path), inputs=_inputs(tmp_path, text))
    assert says in str(caught.value)
    assert caught.value.code == ExitCode.USAGE_ERROR


@pytest.mark.parametrize("text", ["2023-02-29", "09.12.2011", "", "2011-12-09T00:00"])
def test_what_is_not_a_day_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="is not a day"):
        parse_day(text, option="--as-of")


def test_a_leap_day_is_a_day() -> None:
    assert parse_day("2024-02-29", option="--as-of") == date(2024, 2, 29)
