"""A copy of the dbt project with other rule seeds, made of links."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runner.ask.rule_files import RULES, RuleSeed
from runner.errors import ExitCode, UserError, explain
from runner.project import Project

# What dbt and the runner read of a project, besides the seeds.
LINKED = ("dbt_project.yml", "profiles.yml", "models", "macros", "tests", "docs")
SEEDS = Path("seeds")


@contextmanager
def scratch_project(project: Project, seeds: tuple[RuleSeed, ...]) -> Iterator[Project]:
    """Lend a project like another, with other rules.

    It is always in the same place, so that dbt parses only what is new in it.

    Args:
        project: as it is.
        seeds: whose files are to be the rules.

    Raises:
        UserError: another what-if of this project is at work, or there is no room.
    """
    folder = project.target / "tiers" / "what-if"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UserError(
                    "Another what-if of this project is at work.",
                    "Wait until it ends.",
                    ExitCode.ENGINE_FAILED,
                ) from error
            _fill(folder, project.folder, seeds)
            yield Project(folder, project.variables)
    except OSError as error:
        raise explain(error, f"Can't write to {folder}") from error


def _fill(folder: Path, original: Path, seeds: tuple[RuleSeed, ...]) -> None:
    for name in LINKED:
        _link(folder / name, original / name)
    shutil.rmtree(folder / SEEDS, ignore_errors=True)
    # Link by link, so that what dbt parsed is known to be old when a file is another one.
    for file in sorted((original / SEEDS).rglob("*.*")):
        _link(folder / file.relative_to(original), file)
    for seed in seeds:
        _link(folder / RULES / f"{seed.name}.csv", seed.file)


def _link(link: Path, file: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    if file.exists():
        link.symlink_to(file.resolve())
