"""`tiers build`: run dbt on a scratch copy; only a build that ended well takes its place."""

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from runner.diagnosis import diagnose
from runner.errors import ExitCode, FullDiskError, KnownError
from runner.project import Project, read_variables
from runner.rebuilt import compare
from runner.report import BuildReport
from runner.summary import read_summary
from runner.swap import Swap, building
from runner.warehouse import open_warehouse

if TYPE_CHECKING:
    from runner.engine import Watcher


@dataclass(frozen=True)
class BuildRequest:
    """What the user asked of `tiers build`, see its help; `history` are vars that win over all."""

    inputs: Path | None = None
    database: Path | None = None
    as_of: str | None = None
    variables: str | None = None
    target: str | None = None
    select: tuple[str, ...] = ()
    full_refresh: bool = False
    tests: bool = True
    unit_tests: bool = False
    threads: int | None = None
    history: Mapping[str, object] = field(default_factory=dict)


def build(project: Project, request: BuildRequest, watcher: "Watcher") -> BuildReport:
    """Build the database and report on it.

    Raises:
        KnownError: what was asked can't be done, or another program wrote the database.
        KeyboardInterrupt: the user interrupted it; the last good database is as it was.
    """
    begun = time.monotonic()
    database = project.database(request.database)
    variables = read_variables(
        project,
        inputs=request.inputs,
        as_of=request.as_of,
        more=request.variables,
        target=request.target,
    )
    variables |= request.history
    before = _inode(database)
    try:
        with building(database) as swap:
            report = _run_dbt(project, request, variables=variables, swap=swap, watcher=watcher)
        if not report.error and database.exists():
            as_of = variables.get("as_of_date")
            with open_warehouse(database) as warehouse:
                summary = read_summary(warehouse, str(as_of) if as_of else None)
            report = replace(report, summary=summary)
    except KeyboardInterrupt as error:
        if _inode(database) == before:
            raise
        raise KnownError(
            f"Interrupted when all was done: {database} is the new one.",
            code=ExitCode.ENGINE_FAILED,
        ) from error
    return replace(report, database=database, seconds=time.monotonic() - begun)


def _run_dbt(
    project: Project,
    request: BuildRequest,
    *,
    variables: dict[str, object],
    swap: Swap,
    watcher: "Watcher",
) -> BuildReport:
    from runner import engine

    target_path = _target_path(project, swap.database)
    run = engine.build(
        engine.Order(
            project=project.folder,
            database=swap.scratch,
            target_path=target_path,
            variables=variables,
            target=request.target,
            select=request.select,
            full_refresh=request.full_refresh,
            tests=request.tests,
            unit_tests=request.unit_tests,
            threads=request.threads,
        ),
        watcher,
    )
    log = str(target_path / "logs" / "dbt.log")
    inputs = variables.get("inputs")
    error = diagnose(
        run.results,
        stopped_by=run.stopped_by,
        log=log,
        inputs=inputs if isinstance(inputs, dict) else {},
    )
    kept = rebuilt = None
    if not error and swap.scratch.exists():
        # A part of the project says nothing about the dates of the rest.
        if not request.select:
            rebuilt = compare(swap.database, swap.scratch, full_refresh=request.full_refresh)
        swap.publish()
    elif error and swap.scratch.exists() and _is_worth_a_look(error):
        kept = swap.set_aside()
    return BuildReport(swap.database, results=run.results, rebuilt=rebuilt, error=error, kept=kept)


def _inode(database: Path) -> int | None:
    """Another number says that another file has taken the place."""
    return database.stat().st_ino if database.exists() else None


def _is_worth_a_look(error: KnownError) -> bool:
    return error.code != ExitCode.ASKED_WRONGLY and not isinstance(error, FullDiskError)


def _target_path(project: Project, database: Path) -> Path:
    """A folder of dbt's own per database: no two builds share one, and parsing stays quick."""
    targets = Path.cwd() / os.environ.get("DBT_TARGET_PATH", project.folder / "target")
    name = hashlib.sha256(str(database).encode()).hexdigest()[:8]
    return targets / "builds" / f"{database.stem}-{name}"
