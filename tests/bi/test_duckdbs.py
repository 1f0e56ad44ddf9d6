"""Each DuckDB from 1.0 on opens the published file and answers each query of the dashboards."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.bi.conftest import LANGUAGES
from tests.bi.superset import Superset
from tests.conftest import PROJECT
from tests.versions.environments import copy_of_marts, environment, run
from tests.versions.test_versions import all_differences

pytestmark = [pytest.mark.builds, pytest.mark.slow]

SCRIPT = Path(__file__).with_name("run_queries.py")
OLDER = ("1.0", "1.2", "1.3", "1.4", "1.5")


@pytest.fixture(scope="session")
def queries(superset: Superset) -> Sequence[str]:
    """The SQL of all charts, as Superset writes it."""
    return [
        superset.stored_sql_of(chart)
        for language in LANGUAGES
        for chart in superset.ids_of_charts(f"customer-tiers-{language}").values()
    ]


def answers(
    published: Path, queries: Sequence[str], folder: Path, duckdb: Path | None = None
) -> dict[str, Any]:
    """The version of a DuckDB, and the rows of each query in an order of their own."""
    asked, results = folder / "queries.json", folder / f"{duckdb.name if duckdb else 'ours'}.json"
    asked.write_text(json.dumps(queries), encoding="utf-8")
    run([sys.executable, SCRIPT, published, asked, results], duckdb)
    found: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
    return found | {"rows": [sorted(map(rounded, rows)) for rows in found["rows"]]}


def rounded(row: Sequence[str]) -> list[str]:
    """Sums of doubles may differ in their last digits, by the order of the rows."""
    return [f"{float(cell):.10g}" if is_number(cell) else cell for cell in row]


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("version", OLDER)
def test_a_duckdb_answers_each_query_of_the_dashboards_as_the_newest_does(
    version: str, published: Path, queries: Sequence[str], tmp_path: Path
) -> None:
    older = environment(f"duckdb-{version}")
    ours = answers(published, queries, tmp_path)
    theirs = answers(published, queries, tmp_path, older)
    assert ours["version"].startswith("2.")
    assert theirs["version"].startswith(f"{version}.")
    assert len(queries) == 40
    assert all(ours["rows"])
    assert theirs["rows"] == ours["rows"]


@pytest.mark.parametrize("version", OLDER)
def test_a_duckdb_reads_every_table_as_the_newest_does(
    version: str, published: Path, tmp_path: Path
) -> None:
    older = environment(f"duckdb-{version}")
    ours = copy_of_marts(published, tmp_path / "ours")
    assert all_differences(ours, copy_of_marts(published, tmp_path / "theirs", older)) == []


def test_each_version_that_is_locked_is_tried() -> None:
    locks = (PROJECT / "tests" / "versions").glob("duckdb-*.lock")
    assert sorted(OLDER) == sorted(file.stem.removeprefix("duckdb-") for file in locks)
