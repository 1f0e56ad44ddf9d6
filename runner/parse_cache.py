"""A cache of dbt's parsed project: parsing takes longer than building.

dbt itself parses the project again for another database or other variables. The result would be the
same, except for the database's name, as long as no file has changed and the variables differ only
in dates, which only the SQL reads.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

READ_LATER = {
    *("as_of_date", "history_from", "history_to", "history_grain", "history_periods"),
    "only_plan",
}
FOLDERS = ("models", "macros", "seeds", "tests", "docs", "snapshots", "analyses", "dbt_packages")
FILES = ("dbt_project.yml", "profiles.yml", "packages.yml", "dependencies.yml")


@dataclass(frozen=True)
class Parsed:
    """The project as dbt keeps it in partial_parse.msgpack.

    Attributes:
        files: of which files, see `fingerprint`.
        catalog: the database's name, as DuckDB takes it from its file.
        content: of partial_parse.msgpack.
    """

    files: str
    catalog: str
    content: bytes


@dataclass(frozen=True)
class ParseCache:
    """A file for each set of variables; many builds may read and write them at once."""

    folder: Path

    def read(self, key: str) -> Parsed | None:
        """What was kept; nothing if there is none, or none that can be read."""
        try:
            head, _, content = self._file(key).read_bytes().partition(b"\n")
            return Parsed(**json.loads(head), content=content)
        except (OSError, ValueError, TypeError):
            return None

    def write(self, key: str, parsed: Parsed) -> None:
        """Keep it, in one step; where that fails, the next command is slower and no more."""
        file = self._file(key)
        scratch = file.with_suffix(f".{os.getpid()}")
        head = {"files": parsed.files, "catalog": parsed.catalog}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            scratch.write_bytes(json.dumps(head).encode() + b"\n" + parsed.content)
            scratch.replace(file)
        except OSError:
            scratch.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.parsed"


def key_of(project: Path, variables: Mapping[str, object]) -> str:
    """Names what dbt reads with these variables of a project."""
    read = {name: value for name, value in variables.items() if name not in READ_LATER}
    # Unsorted: YAML reads the key `on` of a join as true.
    text = json.dumps([str(project), read], default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fingerprint(project: Path, version: str) -> str:
    """Changes with any file that dbt reads, and with the version of dbt."""
    states = [version]
    for file in sorted(_files(project)):
        state = file.stat()
        states.append(f"{file.relative_to(project)} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(states).encode()).hexdigest()


def _files(project: Path) -> Iterator[Path]:
    settings: dict[str, Any] = {}
    if (project / FILES[0]).is_file():
        settings = yaml.safe_load((project / FILES[0]).read_text(encoding="utf-8")) or {}
    asked = [
        name for key, names in settings.items() if key.endswith("-paths") for name in names or ()
    ]
    yield from (project / name for name in FILES if (project / name).is_file())
    for folder in {*FOLDERS, *asked}:
        for parent, _, names in os.walk(project / folder):
            yield from (Path(parent, name) for name in names)
