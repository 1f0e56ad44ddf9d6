"""`tiers backfill`: the past in batches, each of which stays."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from runner.backfill import Batch
from runner.cli import app
from runner.errors import ExitCode
from tests.conftest import PROJECT, clean_environment, run_tiers

STRETCH = ("--from", "2024-07-01", "--to", "2025-01-31")  # the sample holds its last two ends
OLDER = ["2024-07-31", "2024-08-31"]
NEWER = ["2024-09-30", "2024-10-31", "2024-11-30"]


@pytest.fixture
def database(tmp_path: Path, sample_database: Path) -> Path:
    """A copy of the sample shop, whose first as-of date is 2024-12-31."""
    return Path(shutil.copy(sample_database, tmp_path))


def _dates(database: Path) -> list[str]:
    with duckdb.connect(database, read_only=True) as connection:
        rows = connection.execute(
            "select distinct as_of_date::text from marts.customer_tiers"
            " where as_of_date < '2024-12-31' order by all"
        ).fetchall()
    return [day for (day,) in rows]


def _command(database: Path, *arguments: str) -> list[str]:
    return ["backfill", "--database", str(database), *(arguments or STRETCH)]


@pytest.mark.slow
@pytest.mark.builds
def test_a_killed_backfill_keeps_its_batches_and_the_next_one_completes_it(
    database: Path, tmp_path: Path
) -> None:
    target = str(tmp_path / "target")
    with subprocess.Popen(
        [sys.executable, "-m", "runner.cli", *_command(database), "--batch", "3"],
        cwd=PROJECT,
        env=clean_environment() | {"DBT_TARGET_PATH": target},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        try:
            said = next(line for line in process.stderr if line.startswith("Batch 2 of 2"))
            next(line for line in process.stderr if " done, " in line)  # dbt is at work
        finally:
            process.kill()
    assert "2 dates, 2024-07-31 to 2024-08-31; 3 of 5 dates done, about 0:00:" in said
    assert _dates(database) == NEWER

    again = run_tiers(*_command(database), "--json", folder=PROJECT, DBT_TARGET_PATH=target)
    assert again.code == 0, again.stderr
    assert again.json["dates_missing"] == again.json["dates_built"] == OLDER
    assert len(again.json["dates_asked"]) == 7
    assert again.json["tests"]["pass"] > 0
    assert _dates(database) == [*OLDER, *NEWER]
    assert {file.name for file in tmp_path.iterdir()} == {
        *("customer_tiers.duckdb", ".customer_tiers.duckdb.tests.json", "target"),
    }

    before = database.read_bytes()
    third = run_tiers(*_command(database), "--json", folder=PROJECT, DBT_TARGET_PATH=target)
    assert third.code == 0, third.stderr
    assert third.json["dates_built"] == third.json["batches"] == []
    assert database.read_bytes() == before

    plain = tmp_path / "plain" / "customer_tiers.duckdb"
    plain.parent.mkdir()
    asked = "{history_from: 2024-07-01, history_to: 2025-01-31}"
    built = run_tiers(
        *("build", "--no-tests", "--vars", asked, "--database", plain),
        folder=PROJECT,
        DBT_TARGET_PATH=target,
    )
    assert built.code == 0, built.stderr
    assert _cells(database) == _cells(plain)


def _cells(database: Path) -> tuple[int, int]:
    """How many rows of the past there are, and a number that changes with any of their cells."""
    with duckdb.connect(database, read_only=True) as connection:
        ((count, content),) = connection.execute(
            "select count(*), sum(hash(t)) from marts.customer_tiers as t"
            " where as_of_date < '2024-12-31'"
        ).fetchall()
    assert count > 1_000
    return int(count), int(content)


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2024-05-31", "2024-02-29", "--from 2024-05-31 is after --to 2024-02-29. Give the ea"),
        ("2024-02-30", "2024-05-31", "--from 2024-02-30 is not a day. Write it as YYYY-MM-DD"),
        ("2024-01-01", "soon", "--to soon is not a day."),
        ("2024-01-01", "2026-01-01", "--to 2026-01-01 is after the newest as-of date, 2025-12-31."),
        ("2010-01-01", "2022-06-30", "Nothing is known up to --to 2022-06-30: it begins on 2022-"),
        ("2024-03-01", "2024-03-30", "No month ends from 2024-03-01 to 2024-03-30. Give a longer"),
    ],
)
@pytest.mark.builds
def test_wrong_dates_are_named_before_anything_runs(
    sample_database: Path, first: str, last: str, says: str
) -> None:
    asked = CliRunner().invoke(app, _command(sample_database, "--from", first, "--to", last))
    assert asked.exit_code == ExitCode.USAGE_ERROR
    assert asked.stdout == ""
    assert asked.stderr.startswith(f"Error: {says}")
    assert len(asked.stderr.splitlines()) == 1


def test_a_database_that_is_not_built_yet_is_to_be_built_first(tmp_path: Path) -> None:
    asked = CliRunner().invoke(app, _command(tmp_path / "none.duckdb"))
    assert asked.exit_code == ExitCode.USAGE_ERROR
    assert "Run `tiers build` first" in asked.stderr
    empty = tmp_path / "empty.duckdb"
    duckdb.connect(empty).close()
    asked = CliRunner().invoke(app, _command(empty))
    assert asked.exit_code == ExitCode.USAGE_ERROR
    assert "holds no history yet. Run `tiers build` first." in asked.stderr


def test_the_time_left_is_that_of_the_dates_done() -> None:
    dates = (date(2024, 1, 31), date(2024, 2, 29))
    batch = Batch(number=3, count=4, dates=dates, done=4, left=3, seconds=80)
    assert str(batch) == (
        "Batch 3 of 4: 2 dates, 2024-01-31 to 2024-02-29; 4 of 7 dates done, about 0:01:00 left"
    )
