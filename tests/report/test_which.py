"""`tiers report` writes the page that is asked for, and one page at a time."""

from pathlib import Path

import pytest

from runner.errors import UserError
from runner.project import find_project
from runner.report.read import ReportRequest
from runner.report.which import reader_of
from tests.conftest import PROJECT, run_tiers

PROJECT_OF_THE_SAMPLE = find_project(PROJECT)


def test_two_pages_at_once_are_refused() -> None:
    with pytest.raises(UserError, match="two pages"):
        reader_of(PROJECT_OF_THE_SAMPLE, ReportRequest(Path("x")), customer="a", base="b")


def test_a_customer_is_compared_with_no_date() -> None:
    request = ReportRequest(Path("x"), since="2025-11-30")
    with pytest.raises(UserError, match="compares with no date"):
        reader_of(PROJECT_OF_THE_SAMPLE, request, customer="a", base=None)


@pytest.mark.builds
@pytest.mark.thorough
@pytest.mark.parametrize(
    ("options", "title", "anchor"),
    [
        (("--customer", "C10387"), "Customer C10387", "profile"),
        (("--diff", "2025-11-30"), "What moved", "overview"),
    ],
)
def test_the_command_writes_the_page(
    sample_database: Path, tmp_path: Path, options: tuple[str, str], title: str, anchor: str
) -> None:
    file = tmp_path / "page.html"
    done = run_tiers(
        *("report", *options, "--out", file, "--database", sample_database, "--json"),
        folder=PROJECT,
    )
    assert done.code == 0, done.stderr
    assert done.json["title"] == title
    assert done.json["summary"][0]["anchor"] == anchor
    assert f"<h1>{title}</h1>" in file.read_text(encoding="utf-8")


@pytest.mark.builds
@pytest.mark.thorough
def test_an_unknown_customer_is_answered_with_the_nearest(
    sample_database: Path, tmp_path: Path
) -> None:
    """C10308 has one letter more than C1038."""
    file = tmp_path / "page.html"
    done = run_tiers(
        *("report", "--customer", "C1038", "--out", file, "--database", sample_database),
        folder=PROJECT,
    )
    assert done.code == 2
    assert "There is no customer C1038" in done.stderr
    assert "C10308" in done.stderr.partition("nearest ids")[2]
    assert not file.exists()
