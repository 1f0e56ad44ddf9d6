"""Whether a database may be published: its data tests have passed, when it was built or now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runner.build import BuildRequest, run_dbt, variables_of
from runner.errors import ExitCode, UserError
from runner.project import Project
from runner.publish.shapes import PublishRequest, PublishWatcher
from runner.results import NodeResult
from runner.swap import Identity, Swap, building, identity_of
from runner.tested import count_data_tests, has_failed, keep_tested, read_tested
from runner.warehouse import check_is_there, open_warehouse

if TYPE_CHECKING:
    from runner.engine import Watcher

# Built once more in the copy, it says whether rules and variables are still those of the build.
RULES = "int_rules_version"
NAMED = 5


@dataclass(frozen=True)
class Audited:
    """A state of a database whose tests have passed, and how many did; a warning stops nothing."""

    identity: Identity
    tests: Mapping[str, int]


def audit(project: Project, request: PublishRequest, watcher: PublishWatcher) -> Audited:
    """Make sure that a database has passed its data tests; run them where that is not known.

    They run on a private copy, so that nothing is written to the database.

    Raises:
        UserError: there is no database, a test failed or could not run, or the variables are not
            those of the build.
    """
    swap = Swap(request.database.resolve())
    check_is_there(swap.database)
    identity = identity_of(swap.database)
    if tests := read_tested(swap, identity):
        return Audited(identity, tests)
    watcher.note(f"{swap.database.name} has not been tested as it is now: its data tests run.")
    with watcher.progress() as progress:
        return _tested_now(project, request, swap, progress)


def _tested_now(
    project: Project, request: PublishRequest, swap: Swap, progress: "Watcher"
) -> Audited:
    build = BuildRequest(
        inputs=request.inputs,
        database=swap.database,
        variables=request.variables,
        select=("test_type:data", RULES),
    )
    variables = variables_of(project, build, progress)
    with building(swap.database) as copied:
        if not copied.copied:
            raise not_built(swap.database)
        before = _rules_version(copied.scratch)
        run, error = run_dbt(
            project, build, variables=variables, database=copied.scratch, watcher=progress
        )
        if _rules_version(copied.scratch) != before:
            raise UserError(
                f"The rules or variables are not those by which {swap.database} was built.",
                "Build it again, or give the --inputs and --vars of that build.",
            )
        if error and error.code != ExitCode.TEST_FAILED:
            raise error
        tests = count_data_tests(run.results)
        if error or has_failed(tests):
            raise _failed(run.results)
        keep_tested(copied, copied.copied, run.results)
        return Audited(copied.copied, tests)


def _rules_version(database: Path) -> str:
    with open_warehouse(database) as warehouse:
        if RULES not in warehouse.tables("intermediate"):
            raise not_built(database)
        ((version,),) = warehouse.rows(f"select rules_version from intermediate.{RULES}")  # noqa: S608
    return str(version)


def not_built(database: Path) -> UserError:
    """The error of a file that is no database of ours, or of an earlier version."""
    return UserError(f"{database} was not built by this version.", "Run `tiers build` first.")


def _failed(results: Sequence[NodeResult]) -> UserError:
    failed = [
        f"{result.name} ({result.failures or 0:,} rows)"
        for result in results
        if result.kind == "test" and result.status in ("fail", "error")
    ]
    more = f" and {len(failed) - NAMED} more" if len(failed) > NAMED else ""
    return UserError(
        f"Nothing was published, since a test failed: {', '.join(failed[:NAMED])}{more}.",
        "`tiers build` shows each with what it says.",
        ExitCode.TEST_FAILED,
    )
