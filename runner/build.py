"""`tiers build`: run dbt on a scratch copy; only a successful build replaces the database."""

import gc
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from runner.build_report import BuildReport, PlanReport
from runner.diagnosis import diagnose
from runner.errors import ExitCode, FullDiskError, UserError
from runner.intake.convert import folder_beside, prepared
from runner.intake.stamps import naming_originals
from runner.project import Project, read_variables
from runner.rebuilt import Rebuilt, read_rebuilt
from runner.run_folder import run_folder
from runner.summary import read_summary
from runner.swap import Swap, building
from runner.tested import keep_tested
from runner.warehouse import open_warehouse

if TYPE_CHECKING:
    from runner.engine import Run, Watcher

# The first dated table: it does not read another one.
FACTS = "customer_facts"


@dataclass(frozen=True)
class BuildRequest:
    """The options of `tiers build`, see its help; `history` are vars that override all others."""

    inputs: Path | None = None
    database: Path | None = None
    as_of: str | None = None
    variables: str | None = None
    select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    full_refresh: bool = False
    tests: bool = True
    unit_tests: bool = False
    threads: int | None = None
    history: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether the whole project is built; else nothing is known about the dates of the rest."""
        return not (self.select or self.exclude)


def build(project: Project, request: BuildRequest, watcher: "Watcher") -> BuildReport:
    """Build the database and report on it.

    Raises:
        UserError: the request can't be fulfilled, or another program wrote the database.
        KeyboardInterrupt: the user interrupted it; the last good database is as it was.
    """
    begun = time.monotonic()
    database = project.database(request.database)
    variables = variables_of(project, request, watcher)
    before = _inode(database)
    try:
        with building(database) as swap:
            report = _build(project, request, variables=variables, swap=swap, watcher=watcher)
        if not report.error and database.exists():
            as_of = variables.get("as_of_date")
            with open_warehouse(database) as warehouse:
                summary = read_summary(warehouse, str(as_of) if as_of else None)
            report = replace(report, summary=summary)
    except KeyboardInterrupt as error:
        if _inode(database) == before:
            raise
        raise UserError(
            f"Interrupted when all was done: {database} is the new one.",
            code=ExitCode.ENGINE_FAILED,
        ) from error
    return replace(report, database=database, seconds=time.monotonic() - begun)


def plan(project: Project, request: BuildRequest, watcher: "Watcher") -> PlanReport:
    """Say which dates `build` would make, and why, on a temporary copy.

    Orders and ledger are built as usual, since only they show what is known at a date, and then the
    first dated table plans what to build.

    Raises:
        UserError: what was asked can't be done, or the data were refused.
    """
    begun = time.monotonic()
    if not request.is_whole:
        raise UserError(
            "--plan is of the whole project, and --select and --exclude are of a part.",
            "Leave them out.",
        )
    database = project.database(request.database)
    variables = variables_of(project, request, watcher) | {"only_plan": True}
    request = replace(request, select=(f"+{FACTS}",), tests=False, unit_tests=False)
    with building(database) as swap:
        run, error = run_dbt(
            project, request, variables=variables, database=swap.scratch, watcher=watcher
        )
        if error:
            raise error
        planned = read_rebuilt(swap.database, swap.scratch, invocation=run.invocation)
    return PlanReport(
        database, planned=planned or Rebuilt(held=()), seconds=time.monotonic() - begun
    )


def variables_of(project: Project, request: BuildRequest, watcher: "Watcher") -> dict[str, object]:
    """Dbt's variables, with copies in place of the files that are to be converted."""
    variables = read_variables(
        project, inputs=request.inputs, as_of=request.as_of, more=request.variables
    )
    inputs = variables.get("inputs")
    if isinstance(inputs, dict):
        folder = folder_beside(project.database(request.database))
        variables["inputs"] = prepared(inputs, folder, watcher.copying)
        watcher.copying("")
    return variables | dict(request.history)


def _build(
    project: Project,
    request: BuildRequest,
    *,
    variables: dict[str, object],
    swap: Swap,
    watcher: "Watcher",
) -> BuildReport:
    run, error = run_dbt(
        project, request, variables=variables, database=swap.scratch, watcher=watcher
    )
    kept = rebuilt = None
    if not error and swap.scratch.exists():
        if request.is_whole:
            rebuilt = read_rebuilt(swap.database, swap.scratch, invocation=run.invocation)
        made = swap.publish()
        keep_tested(swap, made, run.results if request.is_whole and request.tests else ())
    elif error and swap.scratch.exists() and _is_worth_a_look(error):
        kept = swap.set_aside()
    return BuildReport(swap.database, results=run.results, rebuilt=rebuilt, error=error, kept=kept)


def run_dbt(
    project: Project,
    request: BuildRequest,
    *,
    variables: dict[str, object],
    database: Path,
    watcher: "Watcher",
) -> tuple["Run", UserError | None]:
    """Let dbt write a database; return the result and what went wrong."""
    with run_folder(project.target) as folder, _without_garbage_collection():
        from runner import engine

        run = engine.build(
            engine.DbtBuild(
                project=project.folder,
                database=database,
                target_path=folder.path,
                cache=folder.cache,
                variables=variables,
                select=request.select,
                exclude=request.exclude,
                full_refresh=request.full_refresh,
                tests=request.tests,
                unit_tests=request.unit_tests,
                threads=request.threads,
            ),
            watcher,
        )
        inputs = variables.get("inputs")
        error = diagnose(
            run.results,
            stopped_by=run.stopped_by,
            log=str(folder.log),
            inputs=inputs if isinstance(inputs, dict) else {},
        )
        if error:
            error = naming_originals(error, folder_beside(project.database(request.database)))
            folder.keep_as_failed()
    return run, error


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Nearly all of dbt's many objects live to the end, and looking for others takes a tenth."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _inode(database: Path) -> int | None:
    """A different number means that another file has taken its place."""
    return database.stat().st_ino if database.exists() else None


def _is_worth_a_look(error: UserError) -> bool:
    return error.code != ExitCode.USAGE_ERROR and not isinstance(error, FullDiskError)
