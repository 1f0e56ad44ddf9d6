"""The Python of docs/connect.md reads a release, and each library finds what the marts hold."""

import re
from pathlib import Path

import duckdb
import pytest

from tests.bi.superset import bi_program
from tests.conftest import PROJECT
from tests.versions.environments import run

pytestmark = [pytest.mark.builds, pytest.mark.slow]

PAGES = ("docs/connect.md", "docs/zh/connect.md")
LIBRARIES = ("pandas", "DuckDB", "polars", "pyarrow", "ibis", "SQLAlchemy")
BLOCK = re.compile(r"^(\w+)[^\n]*\n```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def code_of(page: str) -> dict[str, str]:
    """The code of each library, by its name before it."""
    return dict(BLOCK.findall((PROJECT / page).read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_reads_the_figures_of_the_marts(
    library: str, page: str, release: Path, sample_database: Path
) -> None:
    code = code_of(page)[library].replace("/srv/tiers/current", str(release))
    with duckdb.connect(sample_database, read_only=True) as connection:
        expected = connection.execute(
            "select count(*), sum(net_revenue)::double from marts.customer_facts"
            " where as_of_date = (select max(as_of_date) from marts.customer_facts)"
        ).fetchone()
    assert expected is not None
    count, total = run([bi_program("python"), "-W", "ignore", "-c", code]).split()
    assert int(count) == expected[0]
    assert float(total) == pytest.approx(expected[1], abs=0.001)


@pytest.mark.parametrize("page", PAGES)
def test_no_library_is_left_out(page: str) -> None:
    assert set(code_of(page)) == set(LIBRARIES)
