"""`tiers what-if`: who would have another label by other rules or variables."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from runner.ask.diff import difference
from runner.ask.difference import Difference
from runner.ask.rule_checks import rule_faults
from runner.ask.rule_files import RuleSeed, replaced, rule_seeds
from runner.ask.scratch_project import scratch_project
from runner.ask.sides import TIERS, DiffRequest
from runner.build import BuildRequest, build
from runner.errors import UserError, explain
from runner.project import Project, read_variables
from runner.warehouse import open_warehouse

if TYPE_CHECKING:
    from runner.engine import Watcher

# What a difference reads, and what it is made of; the wide table is called as the project is.
READ = ("+path:models/marts/customers/customer_tiers.sql", "+tier_explanations")


@dataclass(frozen=True)
class WhatIf:
    """What is to be another: rule files, dbt variables as YAML, or both."""

    database: Path
    rules: Path | None = None
    variables: str | None = None
    inputs: Path | None = None

    @property
    def name(self) -> str:
        """What is tried, as it was asked for."""
        rules = f"--rules {self.rules}" if self.rules else ""
        return f"{rules} --vars '{self.variables}'".strip() if self.variables else rules


def what_if(project: Project, asked: WhatIf, watcher: "Watcher") -> Difference:
    """Build the newest date of a database by other rules, beside it, and compare the two.

    The database stays as it is.

    Raises:
        UserError: nothing was asked, the rules are not whole, or the build failed.
    """
    if not asked.rules and not asked.variables:
        raise UserError("What if what?", "Give other rules with --rules, or variables with --vars.")
    newest = _newest(asked.database)
    with _project(project, asked) as tried, _beside(asked.database) as folder:
        scratch = folder / asked.database.name
        request = BuildRequest(
            inputs=asked.inputs,
            database=scratch,
            as_of=str(newest),
            variables=asked.variables,
            select=READ,
            tests=False,
            history={"history_periods": 0, "history_from": None, "history_to": None},
        )
        report = build(tried, request, watcher)
        if report.error:
            raise report.error
        sides = DiffRequest(asked.database, scratch, base_as_of=str(newest), as_of=str(newest))
        found = difference(project, sides)
    return replace(found, head=(asked.name, newest))


def _newest(database: Path) -> date:
    with open_warehouse(database) as warehouse:
        days = warehouse.days(TIERS) if TIERS in warehouse.tables() else ()
    if not days:
        raise UserError(f"{database} has no {TIERS}.", "Run `tiers build` first.")
    return date.fromisoformat(days[0])


@contextmanager
def _project(project: Project, asked: WhatIf) -> Iterator[Project]:
    """The project with the other rules, if they are whole."""
    if not asked.rules:
        yield project
        return
    seeds = replaced(rule_seeds(project.folder), asked.rules)
    variables = read_variables(project, inputs=asked.inputs, more=asked.variables)
    _check(project, seeds, variables)
    with scratch_project(project, seeds) as tried:
        yield tried


def _check(project: Project, seeds: tuple[RuleSeed, ...], variables: dict[str, object]) -> None:
    faults = rule_faults(project.folder, seeds, {**project.variables, **variables})
    if faults:
        more = len(faults) - 1
        if more:
            raise UserError(faults[0], f"Correct the rules; there are {more} more faults.")
        raise UserError(faults[0], "Correct the rules.")


@contextmanager
def _beside(database: Path) -> Iterator[Path]:
    """A folder on the database's disk, gone at the end."""
    try:
        with TemporaryDirectory(
            prefix=f".{database.name}.what-if-",
            dir=database.resolve().parent,
            ignore_cleanup_errors=True,
        ) as folder:
            yield Path(folder)
    except OSError as error:
        raise explain(error, f"Can't write beside {database}") from error
