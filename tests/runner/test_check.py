"""`tiers check` runs every step to the end and tells the truth about each."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from runner import check as module
from runner.check import Step, StepResult, check, code_of, steps
from runner.choices import Part
from runner.console import Terminal
from runner.errors import ExitCode, KnownError
from tests.conftest import PROJECT


def _step(name: str, code: str, *, streams: bool = False) -> Step:
    return Step(name, Part.LINT, "timeit", ("-n1", "-r1", code), streams=streams)


@pytest.fixture
def two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_two(_: Path, __: Path) -> tuple[Step, ...]:
        return (
            _step("breaks", "print('\\x1b[31mwrong'); raise SystemExit(4)"),
            _step("works", "print('=== 3 passed ===')", streams=True),
        )

    monkeypatch.setattr(module, "steps", only_two)


@pytest.mark.usefixtures("two_steps")
def test_a_step_that_fails_stops_none_of_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = check(tmp_path, watcher=Terminal())
    assert [(result.name, result.passed) for result in results] == [
        ("breaks", False),
        ("works", True),
    ]
    assert code_of(results) == ExitCode.TEST_FAILED
    shown = capsys.readouterr().out
    assert "wrong" in shown
    assert "=== 3 passed ===" in shown


def test_quiet_steps_run_at_the_same_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = """
import pathlib, time
pathlib.Path('{own}').touch()
until = time.monotonic() + 60
while not pathlib.Path('{other}').exists():
    assert time.monotonic() < until
    time.sleep(0.01)
"""
    pair = [
        _step(own, waits.format(own=own, other=other))
        for own, other in (("one", "two"), ("two", "one"))
    ]
    monkeypatch.setattr(module, "steps", lambda *_: pair)
    results = check(tmp_path, watcher=Terminal())
    assert [(result.name, result.passed) for result in results] == [("one", True), ("two", True)]


@pytest.mark.usefixtures("two_steps")
def test_junit_has_a_case_per_step_and_the_output_of_the_failed(tmp_path: Path) -> None:
    junit = tmp_path / "deep" / "check.xml"
    check(tmp_path, watcher=Terminal(), junit=junit)
    (suite,) = ET.parse(junit).getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    first, second = suite
    failure = first.find("failure")
    assert failure is not None
    assert failure.text
    assert "wrong" in failure.text
    assert second.find("failure") is None


@pytest.mark.usefixtures("two_steps")
def test_with_json_only_the_object_is_on_stdout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(as_json=True)
    terminal.show_check(check(tmp_path, watcher=terminal))
    shown = capsys.readouterr()
    assert shown.out.startswith('{\n  "exit_code": 1,')
    assert "=== 3 passed ===" in shown.err


def test_all_passed_is_fine() -> None:
    passed = StepResult("x", passed=True, seconds=0.1, closing="", output="")
    assert code_of([passed, passed]) == ExitCode.FINE


def test_missing_tools_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TOOLS", ("pytest", "no_such_tool"))
    with pytest.raises(KnownError, match="Not installed: no_such_tool"):
        check(tmp_path, watcher=Terminal())


def test_the_steps_build_away_from_the_users_database(tmp_path: Path) -> None:
    building = [
        step for step in steps(PROJECT, tmp_path) if step.module in ("dbt.cli.main", "sqlfluff")
    ]
    assert len(building) == 3
    for step in building:
        assert step.environment["TIERS_DATABASE"].startswith(str(tmp_path))


@pytest.mark.parametrize("module_name", ["duckdb", "dbt.cli.main", "rich.table", "pyspark"])
def test_the_linter_keeps_each_library_behind_its_seam(module_name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--stdin-filename", "runner/build.py", "-"],
        input=f'"""A module."""\n\nimport {module_name}\n\nprint({module_name})\n',
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "TID251" in done.stdout
