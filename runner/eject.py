"""`tiers eject`: the dbt project as files of the user's own, to change."""

import shutil
from pathlib import Path

from runner.errors import UserError, explain
from runner.project import Project

# What a dbt project needs; a checkout has more.
PARTS = (
    "dbt_project.yml",
    "profiles.yml",
    "models",
    "macros",
    "seeds",
    "tests/dbt",
    "docs/columns.md",
    "docs/overview.md",
    # What `tiers docs` shows besides.
    "docs/definitions.md",
    "docs/glossary.md",
    "docs/zh/glossary.md",
    "docs/zh/tables.md",
)


def eject(project: Project, folder: Path) -> tuple[Path, ...]:
    """Copy the dbt project into a folder that is new or empty.

    Returns:
        What was written: the files and folders of the project, relative to the folder.

    Raises:
        UserError: the folder has something in it, or can't be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} is there and not empty.", "Name a new folder.")
    try:
        for part in PARTS:
            source, copy = project.folder / part, folder / part
            copy.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(source, copy)
    except OSError as error:
        raise explain(error, f"Can't write {folder}") from error
    return tuple(map(Path, PARTS))
