"""Where the dbt project is, and what the user asked of it: variables and files."""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from runner.errors import Tell, UserError, fail
from runner.mapping import check_inputs, read_words
from runner.sources import engine_of
from runner.strict_yaml import read_yaml

PROJECT_NAME = "customer_tiers"
CHECKOUT = Path(__file__).resolve().parents[1]
# Where a wheel has the dbt project (pyproject.toml).
PACKAGED = Path(__file__).resolve().with_name("project_files")
DATABASE_NAME = "customer_tiers.duckdb"


@dataclass(frozen=True)
class Project:
    """The dbt project in `folder` and the variables that it has, with their defaults."""

    folder: Path
    variables: Mapping[str, object]

    @property
    def is_packaged(self) -> bool:
        """Whether it came with a wheel: nothing is written into it."""
        return self.folder == PACKAGED

    def database(self, asked: Path | None) -> Path:
        """The database file, absolute: as asked, else the one that plain `dbt build` writes.

        Of a packaged project, one in the working folder.
        """
        home = Path.cwd() if self.is_packaged else self.folder
        return Path.cwd() / asked if asked else home / DATABASE_NAME

    @property
    def target(self) -> Path:
        """Where dbt writes while it builds: `target/`, or the user's cache for a packaged one."""
        if not self.is_packaged:
            return self.folder / "target"
        caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(caches) / "customer-tiers"


def find_project(start: Path, *, fallback: Path | None = None) -> Project:
    """Find the project: `start` or the nearest folder above it, else the fallback.

    The fallback is by default what this program came with: a checkout, or the project in a wheel.

    Raises:
        UserError: there is none.
    """
    last_resorts = (fallback,) if fallback else (CHECKOUT, PACKAGED)
    for folder in (start.resolve(), *start.resolve().parents, *last_resorts):
        settings = _settings(folder / "dbt_project.yml")
        if settings.get("name") == PROJECT_NAME:
            return Project(folder=folder, variables=settings.get("vars") or {})
    raise UserError(
        f"There is no {PROJECT_NAME} project in {start} or above it.",
        "Run tiers inside the project's folder.",
    )


def _settings(file: Path) -> Mapping[str, Any]:
    if not file.is_file():
        return {}
    try:
        settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError:
        return {}
    return settings if isinstance(settings, dict) else {}


def read_variables(
    project: Project,
    *,
    inputs: Path | None = None,
    as_of: str | None = None,
    more: str | None = None,
    tell: Tell = fail,
) -> dict[str, object]:
    """Combine the dbt variables of a build; the later wins: inputs, `more`, as-of date.

    Args:
        project: says which variables there are.
        inputs: a YAML file of variables, with the orders under `inputs:`.
        as_of: a day, YYYY-MM-DD.
        more: variables as YAML text, as dbt's own `--vars` takes them.
        tell: what becomes of each error in what the YAML says; it is raised by default.

    Raises:
        UserError: the file is missing, is not a YAML mapping, names an unknown variable, has an
            invalid mapping of inputs, or the day is not one.
    """
    variables: dict[str, object] = {}
    if inputs:
        if not inputs.is_file():
            raise UserError(
                f"There is no inputs file {inputs}.",
                "Give --inputs a YAML file such as examples/online_retail/inputs.yml.",
            )
        variables |= _mapping(inputs.read_bytes(), source=str(inputs))
    if more:
        variables |= _mapping(more.encode(), source="--vars")
    if as_of:
        variables["as_of_date"] = parse_day(as_of, option="--as-of")
    for name in variables.keys() - project.variables:
        close = difflib.get_close_matches(name, project.variables, n=1)
        advice = f"Did you mean {close[0]}?" if close else "See `vars:` in dbt_project.yml."
        tell(UserError(f"There is no variable {name}.", advice))
    mapped = variables.get("inputs", project.variables.get("inputs"))
    if mapped:
        engine = engine_of(project.folder)
        words = read_words(project.folder)
        variables["inputs"] = check_inputs(mapped, words, engine, tell=tell)
    return variables


def _mapping(text: bytes, *, source: str) -> dict[str, object]:
    content = read_yaml(text, source=source)
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise UserError(
            f"{source} must be a mapping of variables.",
            "Its top level has a key `inputs:`.",
        )
    return {str(name): value for name, value in content.items()}


def parse_day(text: str, *, option: str) -> date:
    """Parse YYYY-MM-DD.

    Raises:
        UserError: not a day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(
            f"{option} {text} is not a day.", "Write it as YYYY-MM-DD, such as 2024-06-30."
        ) from error
