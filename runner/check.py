"""`tiers check`: what CI runs on each commit, all steps to the end."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from runner.choices import Part
from runner.errors import ExitCode, KnownError

SQL_FOLDERS = ("models", "tests/dbt")
TIME_OF_DAY = re.compile(r"^\d\d:\d\d:\d\d\s+")
TOOLS = ("dbt", "mypy", "pytest", "ruff", "sqlfluff")


@dataclass(frozen=True)
class Step:
    """One command, run in the project's folder; `streams` shows its output as it comes."""

    name: str
    part: Part
    module: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    streams: bool = False


@dataclass(frozen=True)
class StepResult:
    """How a step ended: `closing` is the last line that it said."""

    name: str
    passed: bool
    seconds: float
    closing: str
    output: str

    def as_json(self) -> dict[str, object]:
        """The step as `--json` lists it; its output only if it did not pass."""
        outcome = {
            "name": self.name,
            "passed": self.passed,
            "seconds": round(self.seconds, 3),
        }
        return {
            **outcome,
            "closing": self.closing,
            "output": "" if self.passed else self.output,
        }


class CheckWatcher(Protocol):
    """Is told how a check goes on; by two threads at once."""

    def step_begun(self, step: Step) -> None:
        """A step begins."""

    def step_said(self, line: str) -> None:
        """A step that streams has said a line."""

    def step_ended(self, step: Step, result: StepResult) -> None:
        """A step has ended."""


def code_of(results: Sequence[StepResult]) -> ExitCode:
    """The exit code of a check."""
    return ExitCode.FINE if all(result.passed for result in results) else ExitCode.TEST_FAILED


def steps(project: Path, scratch: Path) -> tuple[Step, ...]:
    """All steps; what they write goes to the scratch folder."""
    folders = [folder for folder in SQL_FOLDERS if (project / folder).is_dir()]
    dbt = ("--no-send-anonymous-usage-stats",)
    places = ("--project-dir", str(project), "--profiles-dir", str(project))

    # No option, for sqlfluff's dbt templater has none. Steps run at the same time.
    def apart(name: str) -> dict[str, str]:
        return {
            "TIERS_DATABASE": str(scratch / f"{name}.duckdb"),
            "DBT_LOG_PATH": str(scratch / name),
            "DBT_TARGET_PATH": str(scratch / name),
            "DBT_USE_COLORS": "false",
            "PYTHONWARNINGS": "ignore",  # of what dbt leaves behind
        }

    return (
        Step(
            "dbt parse",
            Part.LINT,
            "dbt.cli.main",
            (
                *("--warn-error", "--show-all-deprecations", "--no-partial-parse", *dbt),
                *("--quiet", "parse", *places),
            ),
            apart("parse"),
        ),
        Step(
            "sqlfluff",
            Part.LINT,
            "sqlfluff",
            ("lint", "--processes", "0", "--disable-progress-bar", *folders),
            apart("lint"),
        ),
        Step("ruff check", Part.LINT, "ruff", ("check", "--no-cache", ".")),
        Step("ruff format", Part.LINT, "ruff", ("format", "--no-cache", "--check", ".")),
        Step("mypy", Part.LINT, "mypy", ()),
        Step(
            "dbt build",
            Part.BUILD,
            "dbt.cli.main",
            (*dbt, "build", *places),
            apart("build"),
        ),
        Step(
            "pytest",
            Part.TEST,
            "pytest",
            (
                "--numprocesses",
                "auto",
                "--dist",
                "worksteal",
                "--color",
                "auto",
                f"--junitxml={scratch / 'pytest.xml'}",
            ),
            streams=True,
        ),
    )


def check(
    project: Path,
    *,
    watcher: CheckWatcher,
    only: Part | None = None,
    junit: Path | None = None,
) -> tuple[StepResult, ...]:
    """Run the steps to the end, even after one did not pass.

    The quiet ones run two at a time, for most use one core; then those that stream.

    Args:
        project: the folder to check.
        watcher: is told how it goes on.
        only: one part, by default all.
        junit: an XML file to write for CI systems.

    Raises:
        KnownError: the tools are not installed, or the XML file can't be written.
    """
    missing = [tool for tool in TOOLS if find_spec(tool) is None]
    if missing:
        raise KnownError(
            f"Not installed: {', '.join(missing)}.",
            "Run `make setup` and then .venv/bin/tiers check.",
        )
    with tempfile.TemporaryDirectory(prefix="tiers-check-") as scratch:
        chosen = [step for step in steps(project, Path(scratch)) if only in (None, step.part)]
        quiet = [step for step in chosen if not step.streams]
        streaming = [step for step in chosen if step.streams]
        with ThreadPoolExecutor(max_workers=2) as pool:
            results = list(pool.map(lambda step: _run(step, project, watcher), quiet))
        results += [_run(step, project, watcher) for step in streaming]
        if junit:
            from runner.junit import write_junit

            write_junit(junit, results, pytest_xml=Path(scratch) / "pytest.xml")
    return tuple(results)


def _run(step: Step, project: Path, watcher: CheckWatcher) -> StepResult:
    watcher.step_begun(step)
    begun = time.monotonic()
    lines: list[str] = []
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", step.module, *step.arguments],
        cwd=project,
        env={**os.environ, **step.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if step.streams:
                watcher.step_said(line.rstrip("\n"))
    last = next((line for line in reversed(lines) if line.strip()), "")
    closing = TIME_OF_DAY.sub("", last.strip().strip("= "))
    result = StepResult(
        name=step.name,
        passed=process.returncode == 0,
        seconds=time.monotonic() - begun,
        closing=closing,
        output="".join(lines),
    )
    watcher.step_ended(step, result)
    return result
