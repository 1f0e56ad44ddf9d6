"""Whether a release on a server is what its manifest says."""

from collections.abc import Iterator
from dataclasses import dataclass

from runner.errors import ExitCode, UserError
from runner.publish.postgres.catalog import relations, shown
from runner.publish.postgres.loading import fingerprint_there
from runner.publish.postgres.manifest import tables_of
from runner.publish.postgres.place import MANIFEST, Place, Release
from runner.publish.postgres.session import opened
from runner.publish.shapes import SCHEMA_VERSION


@dataclass(frozen=True)
class VerifiedServer:
    """What is found of a release.

    Attributes:
        target: the URL without its password.
        schema: of the release.
        release: its id.
        is_current: whether readers get it.
        tables: that were read.
        rows: of them.
        problems: what is wrong, each a sentence; none if it is whole.
    """

    target: str
    schema: str
    release: str
    is_current: bool
    tables: int
    rows: int
    problems: tuple[str, ...]

    @property
    def code(self) -> ExitCode:
        """The exit code of the command."""
        return ExitCode.TEST_FAILED if self.problems else ExitCode.FINE

    @property
    def size(self) -> str:
        """For people."""
        return f"{self.tables} tables, {self.rows:,} rows"

    def as_json(self) -> dict[str, object]:
        """The one object of `--json`."""
        return {"exit_code": int(self.code), "meaning": self.code.meaning, **vars(self)}


def verify_server(
    target: str, *, schema: str | None = None, name: str | None = None
) -> VerifiedServer:
    """Read every row of a release, by default of the current one, and compare it.

    Raises:
        UserError: nothing is published there, or there is no such release.
    """
    with opened(target, schema=schema) as place:
        current = place.current()
        release = find(place, name) if name else current
        if not release:
            raise nothing_published(place)
        is_current = release == current
        tables = tables_of(release.manifest)
        return VerifiedServer(
            target=place.address,
            schema=release.schema,
            release=release.name,
            is_current=is_current,
            tables=len(tables),
            rows=sum(table.rows for table in tables),
            problems=(*problems_of(place, release), *_problems_of_views(place, current)),
        )


def find(place: Place, name: str) -> Release:
    """A release by its id.

    Raises:
        UserError: there is none.
    """
    there = place.all()
    for release in there:
        if release.name == name:
            return release
    listed = ", ".join(release.name for release in there)
    raise UserError(
        f"There is no release {name} in {place.address}.",
        f"There are: {listed}." if there else "There is none.",
    )


def nothing_published(place: Place) -> UserError:
    """The error of a database without a release."""
    return UserError(
        f"Nothing is published in the schema {place.schema} of {place.address}.",
        "`tiers publish --to` does it.",
    )


def problems_of(place: Place, release: Release) -> tuple[str, ...]:
    """What is wrong with a release that has a manifest."""
    return tuple(_problems(place, release))


def _problems(place: Place, release: Release) -> Iterator[str]:
    manifest = release.manifest
    version = manifest["schema_version"]
    if version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        yield f"The manifest is of version {version}, not {SCHEMA_VERSION}."
    there = relations(place.connection, release.schema)
    for table in tables_of(manifest):
        relation = there.pop(table.table, None)
        if not relation:
            yield f"{table.table} is missing."
        elif [column.name for column in relation.columns] != list(manifest["columns"][table.table]):
            yield f"{table.table} has other columns than were published."
        else:
            found = fingerprint_there(place, release.schema, relation)
            if found.rows != table.rows:
                yield f"{table.table} has {found.rows:,} rows instead of {table.rows:,}."
            elif found.sum != table.fingerprint:
                yield f"{table.table} has other values than were published."
    for name in there.keys() - {MANIFEST}:
        yield f"{name} is not in the manifest."


def _problems_of_views(place: Place, current: Release | None) -> Iterator[str]:
    """Readers see all tables of the current release, and of no other."""
    if not current:
        return
    showing = shown(place.connection, place.schema)
    for table in (*(one.table for one in tables_of(current.manifest)), MANIFEST):
        if showing.pop(table, None) != current.schema:
            yield f"The view {place.schema}.{table} does not show {current.name}."
    others = {release.schema for release in place.all()}
    for table, schema in showing.items():
        if schema in others:
            yield f"The view {place.schema}.{table} does not show {current.name}."
