"""Whether the installed versions go together."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import yaml

from runner.ask.finding import Finding, State

OURSELVES, DBT = "customer-tiers", "dbt-core"
ABOUT = "versions"
SHOWN = (DBT, "dbt-duckdb", "duckdb")


def version_findings(project: Path) -> Iterator[Finding]:
    """The versions of what a build needs; those that are known to be bad, or are missing.

    What goes together is what the program's own package asks for, and for dbt the project.
    """
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

    settings = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    asked = {
        needed.name: needed.specifier
        for needed in map(Requirement, _requirements())
        if needed.marker is None or needed.marker.evaluate({"extra": ""})
    }
    asked[DBT] = SpecifierSet(",".join(settings.get("require-dbt-version") or ()))
    faults = 0
    for name, specifier in asked.items():
        found = _version(name)
        if found is None or found not in specifier:
            faults += 1
            sentence = (
                f"{name} is {found}, and this program needs {specifier}."
                if found
                else f"{name} is not installed, and this program needs it."
            )
            yield Finding(ABOUT, State.MUST, sentence, f'pip install "{name}{specifier}"')
    if not faults:
        there = ", ".join(f"{name} {_version(name)}" for name in SHOWN)
        yield Finding(ABOUT, State.FINE, f"Python {platform.python_version()}, {there}")


def _requirements() -> list[str]:
    try:
        return requires(OURSELVES) or []
    except PackageNotFoundError:
        return []


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
