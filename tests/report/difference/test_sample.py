"""What moved in the sample shop, held against its tables and against `tiers diff`."""

from pathlib import Path

import duckdb
import pytest

from runner.ask.diff import difference
from runner.ask.difference import MOVED
from runner.ask.sides import DiffRequest
from runner.choices import Language
from runner.project import find_project
from tests.conftest import PROJECT
from tests.report.difference.pages import DifferencePage, page_of

pytestmark = pytest.mark.builds


@pytest.fixture(scope="module", params=["2025-11-30", "2025-03-31"])
def page(request: pytest.FixtureRequest, sample_database: Path) -> DifferencePage:
    """Compared with the date before, and with one longer ago."""
    return page_of(sample_database, request.param, language=Language.ZH)


@pytest.mark.thorough
def test_the_sql_gives_every_cell(page: DifferencePage) -> None:
    assert page.check_cells() > 1000


@pytest.mark.thorough
def test_it_is_what_diff_says(page: DifferencePage, sample_database: Path) -> None:
    (before,) = (row[1] for row in page.rows("overview") if row[0] == "base")
    found = difference(find_project(PROJECT), DiffRequest(sample_database, base_as_of=str(before)))
    for name, customers, behaviour, cuts, time, revenue in page.rows("schemes"):
        moved = found.moved_in(name)
        assert (customers, revenue) == (moved.customers, moved.net_revenue)
        counts = [moved.by_cause.get(cause, (0, 0))[0] for cause in MOVED]
        assert counts == [behaviour, cuts, time]


def test_those_who_stay_or_moved_are_all_customers(
    page: DifferencePage, sample_database: Path
) -> None:
    """Of each scheme, the flow into a label is the number of customers who have it."""
    with duckdb.connect(sample_database, read_only=True) as connection:
        labels = connection.execute(
            "select label, sum(customer_count) from marts.tier_summary"
            " where scheme = 'abc' and as_of_date = '2025-12-31' group by label"
        ).fetchall()
    into: dict[str, int] = {}
    for _, label, _, customers, _ in page.rows("flows-abc"):
        if label is not None:
            into[label] = into.get(label, 0) + customers
    assert into == dict(labels)


def test_the_page_is_light_and_every_lead_has_its_figure(page: DifferencePage) -> None:
    assert len(page.text.encode()) < 800_000
    assert {lead.figure for lead in page.report.summary} <= {*page.names}
    assert len([name for name in page.names if name.startswith("flows-")]) == 13
