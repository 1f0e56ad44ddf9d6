"""The command line: quick to start, each command explained, errors ended in one place."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from runner.cli import app
from runner.errors import ExitCode
from tests.conftest import PROJECT, run_tiers

COMMANDS = ("build", "backfill", "export", "status", "eject")


def _help(*arguments: str) -> str:
    return CliRunner().invoke(app, [*arguments, "--help"], env={"COLUMNS": "100"}).stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_with_an_example(command: str) -> None:
    assert f"Example: tiers {command} " in _help(command)


def test_the_help_lists_every_command() -> None:
    assert all(f"│ {command} " in _help() for command in COMMANDS)


def test_the_help_imports_nothing_heavy() -> None:
    heavy = {"dbt", "duckdb", "pyspark", "yaml", "runner.engine", "runner.warehouse"}
    code = "import sys, runner.cli; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert not heavy & set(done.stdout.split())


def test_the_version_is_that_of_the_package() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == "tiers 0.1.0\n"


def test_completion_is_offered() -> None:
    shown = CliRunner().invoke(app, ["--show-completion", "bash"])
    assert "_TIERS_COMPLETE" in shown.stdout or "--install-completion" in _help()


def test_an_option_that_is_not_there_is_asked_wrongly() -> None:
    assert CliRunner().invoke(app, ["build", "--colour"]).exit_code == ExitCode.USAGE_ERROR


def test_a_known_error_is_one_line_without_traceback() -> None:
    asked = run_tiers("build", "--inputs", "nowhere.yml", folder=PROJECT)
    assert asked.code == ExitCode.USAGE_ERROR
    assert asked.stdout == ""
    assert asked.stderr.splitlines() == [
        (
            "Error: There is no inputs file nowhere.yml. "
            "Give --inputs a YAML file such as examples/online_retail/inputs.yml."
        )
    ]


def test_a_known_error_is_an_object_on_stdout_when_json_is_asked_for() -> None:
    asked = run_tiers("build", "--as-of", "yesterday", "--json", folder=PROJECT)
    assert asked.json == {
        "exit_code": 2,
        "meaning": "asked wrongly",
        "error": "--as-of yesterday is not a day. Write it as YYYY-MM-DD, such as 2024-06-30.",
    }


def test_an_unknown_error_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("runner.project.find_project", breaks)
    broken = CliRunner().invoke(app, ["status"])
    assert broken.exit_code == ExitCode.ENGINE_FAILED
    assert "Traceback" in broken.stderr
    assert "ZeroDivisionError" in broken.stderr


def test_an_interruption_is_no_failed_test(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("runner.project.find_project", interrupted)
    broken = CliRunner().invoke(app, ["status", "--json"])
    assert broken.exit_code == ExitCode.ENGINE_FAILED
    assert "Interrupted" in broken.stderr


def test_every_exit_code_has_a_meaning_of_its_own() -> None:
    assert len({code.meaning for code in ExitCode}) == len(ExitCode) == 4
