"""manifest.json: what a release is, and which files it has; it is written last."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from runner.publish.shapes import SCHEMA_VERSION, Edition

MANIFEST = "manifest.json"
DATABASE = "customer_tiers.duckdb"


class UnreadableError(Exception):
    """There is no manifest, or it is none of ours."""


@dataclass(frozen=True)
class ReleasedFile:
    """A file of a release.

    Attributes:
        file: its name in the folder of the release.
        table: which it holds; none for the database, which holds all.
        rows: of all tables in it.
        bytes: its size.
        sha256: of its bytes, in hex.
    """

    file: str
    table: str | None
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What manifest.json says; see docs/serving.md.

    Attributes:
        schema_version: of the manifest and the tables; the first number changes when a reader must.
        release: the name of the folder.
        as_of_dates: YYYY-MM-DD, the newest first.
        made_at: ISO 8601, UTC.
        made_from: the same for two releases of the same state of a database with the same options.
        rules_hash: of all rules.
        input_hash: of all that is known at the newest date.
        versions: of the programs, by name.
        tests: how many data tests passed, warned, failed, could not run or were skipped.
        privacy: whether personal data is in it, and whether ids are pseudonyms.
        columns: of each table, their types by name.
        files: all but the manifest.
    """

    schema_version: str
    release: str
    as_of_dates: tuple[str, ...]
    made_at: str
    made_from: str
    rules_hash: str
    input_hash: str
    versions: Mapping[str, str]
    tests: Mapping[str, int]
    privacy: Mapping[str, bool]
    columns: Mapping[str, Mapping[str, str]]
    files: tuple[ReleasedFile, ...]

    @property
    def bytes(self) -> int:
        """The size of all files but the manifest."""
        return sum(file.bytes for file in self.files)

    def write(self, folder: Path) -> Path:
        """Write it into the folder of its release."""
        file = folder / MANIFEST
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        file.write_text(text + "\n", encoding="utf-8")
        return file


def manifest_of(edition: Edition, files: tuple[ReleasedFile, ...]) -> Manifest:
    """The manifest of an edition whose files are written."""
    return Manifest(
        schema_version=SCHEMA_VERSION,
        release=edition.release,
        as_of_dates=edition.as_of_dates,
        made_at=edition.made_at.isoformat(timespec="microseconds"),
        made_from=edition.made_from,
        rules_hash=edition.rules_hash,
        input_hash=edition.input_hash,
        versions=edition.versions,
        tests=edition.tests,
        privacy={
            "includes_personal_data": edition.privacy.include_personal,
            "has_pseudonyms": edition.privacy.key is not None,
        },
        columns={
            table.name: {column.name: column.type for column in table.columns}
            for table in edition.tables
        },
        files=files,
    )


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a release.

    Raises:
        UnreadableError: there is none, or it is none of ours.
    """
    file = folder / MANIFEST
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        files = tuple(ReleasedFile(**_known(ReleasedFile, entry)) for entry in content["files"])
        days = tuple(content["as_of_dates"])
        known = _known(Manifest, content)
        return Manifest(**{**known, "files": files, "as_of_dates": days})
    except FileNotFoundError as error:
        raise UnreadableError(f"{MANIFEST} is missing.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableError(f"{MANIFEST} can't be read: {error}") from error


def _known(kind: type[Manifest | ReleasedFile], content: dict[str, Any]) -> dict[str, Any]:
    """What this version knows of; a later one may say more."""
    return {field.name: content[field.name] for field in fields(kind)}
