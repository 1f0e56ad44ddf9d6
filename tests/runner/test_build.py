"""`tiers build`: one object on stdout, a true exit code, and the last good file kept."""

import csv
import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from runner.cli import app
from runner.engine import DbtBuild, Run
from runner.results import NodeResult
from tests.conftest import PROJECT, SampleBuild, clean_environment, run_tiers
from tests.runner.conftest import Project

pytestmark = pytest.mark.builds


def _labels(database: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(
            "select as_of_date::text, label from marts.tier_summary"
        ).fetchall()


def test_a_good_build_is_reported_as_one_object(project: Project) -> None:
    built = run_tiers("build", "--as-of", "2024-06-30", "--json", folder=project.folder)
    report = built.json
    assert built.code == report["exit_code"] == 0
    assert report["meaning"] == "fine"
    assert report["as_of_date"] == "2024-06-30"
    assert report["customers"] == 3
    assert report["net_revenue"] == "10.5000"
    assert report["schemes"]["abc"][0]["label_zh"] == "甲"
    assert report["tests"] == {"pass": 1, "warn": 0, "fail": 0, "error": 0, "skipped": 0}
    assert {timing["name"] for timing in report["timings"]} == {"stg_tiers__orders", "tier_summary"}
    assert report["database"] == str(project.database)
    assert _labels(project.database) == [("2024-06-30", "A")]
    assert project.files() == {"customer_tiers.duckdb"}


def test_a_build_without_tests_runs_none(project: Project) -> None:
    report = project.tiers("build", "--no-tests", "--vars", "{label: B}", "--json").json
    assert report["exit_code"] == 0
    assert sum(report["tests"].values()) == 0


def test_the_summary_speaks_the_language_that_is_asked_for(project: Project) -> None:
    built = project.tiers("build", "--no-tests", "--language", "zh")
    assert built.code == 0, built.stderr
    assert "甲" in built.stdout
    assert "Top" not in built.stdout


def test_a_failed_test_leaves_the_last_good_database_byte_by_byte(project: Project) -> None:
    assert project.tiers("build").code == 0
    good = project.database.read_bytes()
    failed = project.tiers("build", "--vars", "{label: B}", "--json")
    assert failed.code == failed.json["exit_code"] == 1
    assert failed.json["meaning"] == "the data failed a test"
    (trouble,) = failed.json["troubles"]
    assert (trouble["name"], trouble["failures"]) == ("label_is_known", 1)
    assert "A label is A." in failed.stderr
    assert "models/marts/tier_summary.yml" in failed.stderr
    assert project.database.read_bytes() == good
    kept = Path(failed.json["failed_database"])
    assert kept.name == "customer_tiers.failed.duckdb"
    assert _labels(kept) == [("2024-01-31", "B")]


def test_the_next_good_build_clears_the_failed_one_away(project: Project) -> None:
    assert project.tiers("build", "--vars", "{label: B}").code == 1
    assert project.files() == {"customer_tiers.failed.duckdb"}
    assert project.tiers("build").code == 0
    assert project.files() == {"customer_tiers.duckdb"}


def test_what_a_compile_error_says_is_the_whole_message(project: Project) -> None:
    asked = project.tiers("build", "--vars", "{bins: 12}")
    assert asked.code == 2
    assert asked.stdout == ""
    assert "Error: bins is 12; at most 9.\n" in asked.stderr
    assert project.files() == set()


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("{location: nowhere.csv}", "Error: There is no file nowhere.csv."),
        (
            "{location: orders.csv, columns: {customer_id: Custmer}}",
            'Error: The input of stg_tiers__orders has no column "Custmer".',
        ),
    ],
)
def test_a_wrong_mapping_is_asked_wrongly_and_named(
    project: Project, mapping: str, says: str
) -> None:
    (project.folder / "orders.csv").write_text("Customer,Amount\n1,2\n", encoding="utf-8")
    inputs = project.folder / "inputs.yml"
    inputs.write_text(f"inputs:\n  orders: {mapping}\n", encoding="utf-8")
    asked = project.tiers("build", "--inputs", "inputs.yml")
    assert asked.code == 2, asked.stderr
    assert says in asked.stderr
    assert "Traceback" not in asked.stderr


def test_a_selection_that_matches_nothing_is_asked_wrongly(project: Project) -> None:
    asked = project.tiers("build", "--select", "nothing_like_it")
    assert asked.code == 2
    assert "Nothing was built" in asked.stderr


def test_what_is_excluded_is_not_built(project: Project) -> None:
    built = project.tiers("build", "--exclude", "tier_summary", "--json")
    assert built.code == 0, built.stderr
    assert [timing["name"] for timing in built.json["timings"]] == ["stg_tiers__orders"]


def test_a_quiet_build_says_nothing(project: Project) -> None:
    built = project.tiers("build", "--quiet")
    assert (built.code, built.stdout, built.stderr) == (0, "", "")
    failed = project.tiers("build", "--quiet", "--vars", "{label: B}")
    assert failed.code == 1
    assert failed.stdout == ""
    assert "Error: A test failed." in failed.stderr


def test_a_selection_without_the_summary_still_ends_well(project: Project) -> None:
    built = project.tiers("build", "--select", "stg_tiers__orders", "--json")
    assert built.code == 0, built.stderr
    assert built.json["customers"] is None
    assert built.json["schemes"] == {}


@pytest.mark.thorough
@pytest.mark.parametrize(
    "ended_by", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_an_interrupted_build_leaves_the_last_good_database(
    ended_by: signal.Signals, project: Project
) -> None:
    assert project.tiers("build").code == 0
    good = project.database.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-m", "runner.cli", "build", "--vars", "{label: slow}", "--no-tests"],
        cwd=project.folder,
        env=clean_environment(),
        stderr=subprocess.PIPE,
        text=True,
        # Where the tests run in the background, a shell has told all below it to ignore Ctrl-C.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        try:
            _wait_for(lambda: any(project.folder.glob("target/tiers/*/run/**/slow.sql")))
            time.sleep(1)  # until the query that was written there is at work
            process.send_signal(ended_by)
            _, said = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 3
    assert "Interrupted" in said
    assert "Traceback" not in said
    assert project.database.read_bytes() == good
    assert project.files() == {"customer_tiers.duckdb"}


@pytest.mark.thorough
def test_a_build_on_a_full_disk_is_one_sentence_and_leaves_nothing(project: Project) -> None:
    assert project.tiers("build").code == 0
    good = project.database.read_bytes()
    size = 8_000_000  # room for what dbt writes of the project
    failed = subprocess.run(
        [sys.executable, "-m", "runner.cli", "build", "--vars", "{label: large}", "--json"],
        cwd=project.folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    report = json.loads(failed.stdout)
    assert failed.returncode == report["exit_code"] == 3
    assert report["error"].startswith("The disk is full")
    assert "Traceback" not in failed.stderr
    assert project.database.read_bytes() == good
    assert project.files() == {"customer_tiers.duckdb"}


def _built(database: Path) -> Run:
    """Dbt has made, or changed, something in a database."""
    with duckdb.connect(database) as connection:
        connection.execute("create or replace table made as select uuid() as at")
    return Run((NodeResult("made", kind="model", status="success", seconds=0.1),))


def test_what_plain_dbt_built_meanwhile_is_not_replaced(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build_beside(order: DbtBuild, _: object) -> Run:
        _built(project.database)
        return _built(order.database)

    _built(project.database)
    before = project.database.read_bytes()
    monkeypatch.setattr("runner.engine.build", build_beside)
    told = run_in_process(project)
    assert told.exit_code == 3
    assert f"Another program has written {project.database}" in told.output
    assert "Traceback" not in told.output
    assert project.database.read_bytes() != before
    assert project.files() == {"customer_tiers.duckdb"}


def test_interrupted_after_the_swap_it_does_not_say_that_nothing_was_replaced(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("runner.engine.build", lambda order, _: _built(order.database))
    monkeypatch.setattr("runner.build.read_summary", interrupted)
    _built(project.database)
    told = run_in_process(project)
    assert told.exit_code == 3
    assert f"Interrupted when all was done: {project.database} is the new one." in told.output
    assert "nothing was replaced" not in told.output


def test_a_build_through_a_link_reports_by_the_name_that_was_given(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runner.engine.build", lambda order, _: _built(order.database))
    link = tmp_path / "current.duckdb"
    link.symlink_to(project.database)
    told = run_in_process(project, "--database", str(link))
    assert told.exit_code == 0, told.output
    assert link.is_symlink()
    assert f"Tables: {link} " in told.output
    assert project.files() == {"customer_tiers.duckdb"}


def run_in_process(project: Project, *options: str) -> Result:
    """`tiers build` in this process, where parts of it can be others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.folder)
        patch.delenv("TIERS_DATABASE", raising=False)
        return CliRunner().invoke(app, ["build", *options])


def _wait_for(condition: Callable[[], bool], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def test_the_sample_shop_has_every_row_and_all_money_accounted_for(
    sample_build: SampleBuild,
) -> None:
    report = sample_build.report
    rows = report["rows"]
    assert rows["entered"] == rows["accepted"] + rows["rejected"]
    assert sum(report["rejected_by_reason"].values()) == rows["rejected"] > 0
    assert {line["difference"] for line in report["money"]} == {"0.0000"}
    # A customer without a margin or a purchase has no class by margin and no style.
    partly_known = {"abc_margin", "buying_style", "price_tier"}
    for scheme, labels in report["schemes"].items():
        customers = sum(label["customers"] for label in labels)
        if scheme in partly_known:
            assert 0 < customers <= report["customers"]
        else:
            assert customers == report["customers"]


@pytest.mark.parametrize("scheme", ["rfm", "rfm_value", "abc", "lifecycle"])
def test_every_label_of_every_scheme_occurs_in_the_sample_shop(
    scheme: str, sample_build: SampleBuild
) -> None:
    with (PROJECT / "seeds" / "rules" / "tier_labels.csv").open(encoding="utf-8") as file:
        named = {row["label"] for row in csv.DictReader(file) if row["scheme"] == scheme}
    assert {label["label"] for label in sample_build.report["schemes"][scheme]} == named


def test_every_reason_to_reject_occurs_in_the_sample_shop(sample_build: SampleBuild) -> None:
    assert set(sample_build.report["rejected_by_reason"]) == {
        *("missing_order_id", "duplicate_order_id", "missing_customer", "invalid_timestamp"),
        *("future_timestamp", "invalid_amount", "negative_amount", "unknown_status"),
        "unknown_currency",
    }
