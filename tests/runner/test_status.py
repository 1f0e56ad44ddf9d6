"""`tiers status`: what a database holds."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from runner.errors import UserError
from runner.status import read_status
from tests.conftest import run_tiers

pytestmark = pytest.mark.builds
# The ends of twelve months and the newest date, which ends a month too.
DATES = sorted(
    [str(date(2025, month, 1) - timedelta(days=1)) for month in range(1, 13)] + ["2025-12-31"],
    reverse=True,
)


def test_the_sample_has_its_dates_with_their_reasons_and_its_rows(sample_database: Path) -> None:
    shown = run_tiers("status", "--json", "--database", sample_database, folder=Path.cwd())
    status = shown.json
    assert (shown.code, status["exit_code"]) == (0, 0)
    assert [held["as_of_date"] for held in status["dates"]] == DATES
    assert [held["is_newest"] for held in status["dates"]] == [True] + [False] * 12
    assert {tuple(held["reasons"]) for held in status["dates"]} == {("first build",)}
    assert status["bytes"] == sample_database.stat().st_size
    with duckdb.connect(sample_database, read_only=True) as connection:
        counted = connection.execute("select count(*) from marts.customer_tiers").fetchall()
    assert [(status["tables"]["customer_tiers"],)] == counted
    assert "2025-12-31" in shown.stderr


def test_a_database_without_a_log_is_to_be_built_first(
    tmp_path: Path, sample_database: Path
) -> None:
    old = Path(shutil.copy(sample_database, tmp_path / "old.duckdb"))
    with duckdb.connect(old) as connection:
        connection.execute("drop table intermediate.build_log")
    with pytest.raises(UserError, match="not built by this version"):
        read_status(old)
