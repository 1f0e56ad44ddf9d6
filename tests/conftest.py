"""What all tests share: the program as a process of its own, and the sample shop, built once."""

import fcntl
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let CI hand over the sample shop that it has built, with report.json and dbt's target."""
    parser.addoption("--sample", type=Path, help="a folder in which the sample shop is built")


@dataclass(frozen=True)
class Outcome:
    """How a run of `tiers` ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> dict[str, Any]:
        """All of stdout, which is one object; anything else beside it is an error."""
        content: dict[str, Any] = json.loads(self.stdout)
        return content


def run_tiers(*arguments: str | Path, folder: Path, **environment: str) -> Outcome:
    """Run `tiers` in a folder, as a user does."""
    done = subprocess.run(
        [sys.executable, "-m", "runner.cli", *map(str, arguments)],
        cwd=folder,
        env=clean_environment() | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def clean_environment() -> dict[str, str]:
    """The environment without what would change what `tiers` does."""
    own = ("TIERS_", "DBT_", "FORCE_COLOR", "COLUMNS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**kept, "PYTHONPATH": str(PROJECT)}


_shared: list[Path] = []


@pytest.fixture(scope="session", autouse=True)
def _know_the_shared_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    _shared[:] = [shared_by_workers(tmp_path_factory)]


def shared_by_workers(factory: pytest.TempPathFactory) -> Path:
    """The folder of this session, also where its tests run in several processes."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def shared_folder() -> Path:
    """The same, for what knows no factory."""
    return _shared[0]


@dataclass(frozen=True)
class SampleBuild:
    """The sample shop as `tiers build` made it, and the object that `--json` printed."""

    database: Path
    report: dict[str, Any]


@pytest.fixture(scope="session")
def sample_build(pytestconfig: pytest.Config) -> SampleBuild:
    """The sample shop, built once for all tests, also when they run in several processes.

    Without its tests, which CI runs where it builds the sample itself.
    """
    given: Path | None = pytestconfig.getoption("--sample")
    folder = given.resolve() if given else shared_folder() / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    database, report = folder / "customer_tiers.duckdb", folder / "report.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not report.exists():
            target = str(folder / "target")
            built = run_tiers(
                *("build", "--no-tests", "--database", database, "--json"),
                folder=PROJECT,
                DBT_TARGET_PATH=target,
                DBT_WRITE_JSON="true",
            )
            assert built.code == 0, built.stderr
            report.write_text(json.dumps(built.json), encoding="utf-8")
    return SampleBuild(database, json.loads(report.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def sample_database(sample_build: SampleBuild) -> Path:
    """The database of the sample shop; open it read-only."""
    return sample_build.database
