"""`tiers verify`: whether a release is what its manifest says."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from runner.errors import ExitCode, UserError
from runner.publish.manifest import (
    DATABASE,
    MANIFEST,
    Manifest,
    ReleasedFile,
    UnreadableError,
    read_manifest,
)
from runner.publish.place import Place, Release
from runner.publish.shapes import SCHEMA_VERSION
from runner.publish.written import sha256_of
from runner.warehouse import EngineError, Warehouse, in_memory, open_warehouse


@dataclass(frozen=True)
class Verified:
    """What is found of a release.

    Attributes:
        folder: of the release.
        release: its id.
        is_current: whether readers get it.
        files: that were read, the manifest besides.
        bytes: of them.
        problems: what is wrong, each a sentence; none if it is whole.
    """

    folder: Path
    release: str
    is_current: bool
    files: int
    bytes: int
    problems: tuple[str, ...]

    @property
    def code(self) -> ExitCode:
        """The exit code of the command."""
        return ExitCode.TEST_FAILED if self.problems else ExitCode.FINE

    @property
    def size(self) -> str:
        """For people."""
        return f"{self.files} files, {self.bytes / 1e6:,.1f} MB"

    def as_json(self) -> dict[str, object]:
        """The one object of `--json`."""
        return {
            "exit_code": int(self.code),
            "meaning": self.code.meaning,
            **vars(self),
            "folder": str(self.folder),
        }


def verify(folder: Path, *, name: str | None = None) -> Verified:
    """Read every byte of a release, by default of the current one, and compare it.

    Raises:
        UserError: nothing is published there, or there is no such release.
    """
    place = Place(folder.absolute())
    current = place.current()
    wanted = name or current
    if not wanted:
        raise UserError(f"Nothing is published in {folder}.", "`tiers publish --to` does it.")
    release = find(place, wanted)
    manifest = release.manifest
    return Verified(
        folder=release.folder,
        release=wanted,
        is_current=wanted == current,
        files=len(manifest.files) if manifest else 0,
        bytes=manifest.bytes if manifest else 0,
        problems=problems_of(release),
    )


def find(place: Place, name: str) -> Release:
    """A release by its id.

    Raises:
        UserError: there is none.
    """
    there = [release.name for release in place.all()]
    if name not in there and name != place.current():
        raise UserError(
            f"There is no release {name} in {place.folder}.",
            f"There are: {', '.join(there)}." if there else "There is none.",
        )
    return place.release(name)


def problems_of(release: Release) -> tuple[str, ...]:
    """What is wrong with a release."""
    return tuple(_problems(release))


def _problems(release: Release) -> Iterator[str]:
    if not release.folder.is_dir():
        yield f"{release.folder} is missing."
        return
    try:
        manifest = read_manifest(release.folder)
    except UnreadableError as error:
        yield str(error)
        return
    yield from _problems_of_manifest(release, manifest)
    for file in manifest.files:
        yield from _problem_of(release.folder / file.file, file, manifest)


def _problems_of_manifest(release: Release, manifest: Manifest) -> Iterator[str]:
    if manifest.schema_version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        yield f"{MANIFEST} is of version {manifest.schema_version}, not {SCHEMA_VERSION}."
    if manifest.release != release.name:
        yield f"{MANIFEST} is of {manifest.release}."
    needed = {DATABASE, *(f"{table}.parquet" for table in manifest.columns)}
    listed = {file.file for file in manifest.files}
    there = {file.name for file in release.folder.iterdir()} - {MANIFEST}
    for name in sorted(needed - listed | there - listed):
        yield f"{name} is not in {MANIFEST}."


def _problem_of(file: Path, listed: ReleasedFile, manifest: Manifest) -> Iterator[str]:
    """The first thing that is wrong with a file."""
    try:
        if not file.is_file():
            yield f"{listed.file} is missing."
        elif (size := file.stat().st_size) != listed.bytes:
            yield f"{listed.file} has {size:,} bytes instead of {listed.bytes:,}."
        elif sha256_of(file) != listed.sha256:
            yield f"{listed.file} has other bytes than were published."
        else:
            yield from _wrong_rows(file, listed, manifest)
    except (OSError, EngineError, UserError) as error:
        yield f"{listed.file} can't be read: {error}"


def _wrong_rows(file: Path, listed: ReleasedFile, manifest: Manifest) -> Iterator[str]:
    if listed.table:
        wanted = {listed.table: listed.rows}
        with in_memory() as connection:
            warehouse = Warehouse(connection, file)
            ((rows,),) = warehouse.rows(f"select count(*) from ({warehouse.scan(file)})")  # noqa: S608
        found = {listed.table: int(rows)}
    else:
        wanted = {one.table: one.rows for one in manifest.files if one.table}
        with open_warehouse(file) as warehouse:
            found = warehouse.row_counts()
    for table, rows in wanted.items():
        if found.get(table) != rows:
            yield f"{listed.file} has {found.get(table, 0):,} rows of {table}, not {rows:,}."
