"""The environments that `make test-versions` makes: other versions of DuckDB, and of dbt."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import PROJECT, clean_environment

FOLDER = PROJECT / ".venv-versions"


def environment(name: str) -> Path:
    """The folder of duckdb-1.4, say; the test is skipped where it has not been made."""
    folder = FOLDER / name
    if not (folder / ".installed").exists():
        pytest.skip(f"{folder.relative_to(PROJECT)} is not there; `make test-versions` makes it")
    return folder


def run(
    command: Sequence[str | Path],
    duckdb: Path | None = None,
    folder: Path = PROJECT,
    **variables: str,
) -> str:
    """Run a program, for which a folder's DuckDB takes the place of the installed one.

    Returns:
        What it printed.
    """
    path = os.pathsep.join(str(folder) for folder in (duckdb, PROJECT) if folder)
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=clean_environment() | variables | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def copy_of_marts(database: Path, folder: Path, duckdb: Path | None = None) -> Path:
    """Let a version of DuckDB read all marts, views too, and write them to Parquet."""
    script = PROJECT / "tests" / "versions" / "copy_marts.py"
    run([sys.executable, script, database, folder], duckdb)
    return folder
