"""`tiers doctor`: whether a build can go well, and what to do if not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from runner.ask.finding import Finding, State
from runner.ask.rule_checks import rule_faults
from runner.ask.rule_files import rule_seeds
from runner.ask.state_of_database import database_findings, leftover_findings
from runner.ask.state_of_inputs import INPUTS, files_of, input_findings, room_findings
from runner.ask.versions import version_findings
from runner.errors import ExitCode, UserError
from runner.project import Project, read_variables

RULES = "rules"


@dataclass(frozen=True)
class Diagnosis:
    """All that was looked at."""

    findings: tuple[Finding, ...]

    @property
    def code(self) -> ExitCode:
        """1 if something must be put right."""
        must = any(finding.state == State.MUST for finding in self.findings)
        return ExitCode.TEST_FAILED if must else ExitCode.FINE

    def as_json(self) -> dict[str, Any]:
        """The diagnosis for `--json`."""
        return {"findings": [vars(finding) for finding in self.findings]}


def examine(
    project: Project,
    database: Path,
    *,
    inputs: Path | None = None,
    variables: str | None = None,
    today: date,
) -> Diagnosis:
    """Look at all that a build needs, without dbt; nothing is changed."""
    findings = _findings(project, database, inputs=inputs, variables=variables, today=today)
    return Diagnosis(tuple(findings))


def _findings(
    project: Project,
    database: Path,
    *,
    inputs: Path | None,
    variables: str | None,
    today: date,
) -> Iterator[Finding]:
    yield from version_findings(project.folder)
    yield from database_findings(database, today)
    try:
        asked = read_variables(project, inputs=inputs, more=variables)
    except UserError as error:
        yield Finding(INPUTS, State.MUST, error.sentence, error.advice)
        asked = {}
    mapped = asked.get("inputs") or project.variables.get("inputs") or {}
    given = mapped if isinstance(mapped, dict) else {}
    yield from input_findings(given)
    yield from room_findings(files_of(given), database)
    seeds = rule_seeds(project.folder)
    faults = rule_faults(project.folder, seeds, {**project.variables, **asked})
    for fault in faults:
        yield Finding(RULES, State.MUST, fault, "Correct the file.")
    if not faults:
        yield Finding(RULES, State.FINE, f"All {len(seeds)} rule seeds are whole.")
    yield from leftover_findings(project, database)
