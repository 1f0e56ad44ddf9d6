"""Publish to a PostgreSQL database: load a release, compare it, and let the views show it."""

import time
from typing import TYPE_CHECKING

from runner.errors import ExitCode, UserError
from runner.project import Project
from runner.publish.postgres.catalog import Relation, relations
from runner.publish.postgres.loading import load, relation_of
from runner.publish.postgres.manifest import TABLE, content_of, tables_of, write_manifest
from runner.publish.postgres.place import Place, Release
from runner.publish.postgres.rights import check_rights, check_roles
from runner.publish.postgres.session import taken
from runner.publish.postgres.swap import Swap
from runner.publish.postgres.verify import problems_of
from runner.publish.postgres.views import changes, grants, read_views
from runner.publish.shapes import (
    Edition,
    Published,
    PublishedTable,
    PublishRequest,
    PublishWatcher,
    Source,
)
from runner.publish.source import open_source
from runner.serve.tables import quoted

if TYPE_CHECKING:
    from runner.publish.gate import MovedCheck


def publish_to_server(
    project: Project, target: str, request: PublishRequest, watcher: PublishWatcher
) -> Published:
    """Publish a database to a schema of a PostgreSQL database.

    Readers see the old release until the new one is whole and compared with the source.

    Args:
        project: says which columns are personal.
        target: the URL; its password is told nobody.
        request: what is published.
        watcher: of the progress.

    Raises:
        UserError: a test failed, the server can't be reached or does not allow it, another program
            publishes there, or a reader does not end: the old release is current.
    """
    begun = time.monotonic()
    with taken(target, schema=request.schema) as place:
        check_roles(place, request.grants)
        before = place.current()
        try:
            with open_source(project, request, watcher) as source:
                _check(place, source.edition)
                release = _prepared(place, source, watcher)
                moved = _check_moved(project, place, release, source=source, request=request)
                make_current(place, release, roles=request.grants)
        except KeyboardInterrupt as error:
            now = place.current()
            if now == before:
                raise
            raise UserError(
                f"Interrupted when all was done: {now.name if now else None} is current.",
                code=ExitCode.ENGINE_FAILED,
            ) from error
        removed = _retire(place, request.keep, watcher)
        tables = tables_of(release.manifest)
    return Published(
        target=place.address,
        release=release.name,
        replaced=before.name if before else None,
        removed=removed,
        tables=tuple(PublishedTable(one.table, one.rows, one.bytes) for one in tables),
        bytes=sum(one.bytes for one in tables),
        seconds=time.monotonic() - begun,
        moved=moved,
    )


def _check(place: Place, edition: Edition) -> None:
    """Make sure, before anything is loaded, that the views can be made to show it."""
    tables = {table.name: relation_of(table) for table in edition.tables} | {TABLE.name: TABLE}
    _changes(place, tables, place.schema_of(edition.release))
    check_rights(place, list(tables))


def _changes(place: Place, tables: dict[str, Relation], release: str) -> tuple[str, ...]:
    there = [one.schema for one in place.all()]
    views = read_views(place.connection, place.schema, there)
    return changes(views, tables, release=release)


def _prepared(place: Place, source: Source, watcher: PublishWatcher) -> Release:
    """Load an edition, its manifest last.

    A release of the same state of the database with the same options is taken as it is, if it is
    whole.
    """
    for release in place.all():
        is_same = release.manifest["made_from"] == source.edition.made_from
        if is_same and not problems_of(place, release):
            return release
    schema = place.begin(source.edition.release)
    with watcher.progress() as progress:
        loaded = tuple(load(source, place, schema, progress))
    content = content_of(source.edition, loaded)
    write_manifest(place, schema, source.edition, content)
    return Release(schema, content)


def _check_moved(
    project: Project, place: Place, release: Release, *, source: Source, request: PublishRequest
) -> "MovedCheck | None":
    """The gate on meaning, if it is asked for and something is to change."""
    current = place.current()
    if request.max_moved is None or (current and current.name == release.name):
        return None
    from runner.publish.postgres.gate import check_moved_there

    try:
        return check_moved_there(
            project,
            place,
            release,
            max_moved=request.max_moved,
            source=source.warehouse,
        )
    except UserError:
        if release.name == source.edition.release:  # else it was there before
            place.drop(release.schema)
        raise


def make_current(place: Place, release: Release, *, roles: tuple[str, ...] = ()) -> None:
    """Let the views of the readers show a release, all in one transaction.

    Args:
        place: where it is; its lock is held.
        release: that is whole.
        roles: that are to read, besides those that may already.

    Raises:
        UserError: somebody's view depends on what the release does not have, or a reader does not
            end.
    """
    import psycopg

    tables = relations(place.connection, release.schema)
    statements = (
        f"create schema if not exists {quoted(place.schema)}",
        *_changes(place, tables, release.schema),
        *grants(place.schema, tables, roles),
    )
    try:
        Swap(place.schema, statements).run(place.connection)
    except psycopg.OperationalError as error:
        if not place.connection.broken:
            raise
        raise UserError(
            f"The connection to {place.address} was lost while {release.name} was made current.",
            "`tiers releases` says whether it is.",
            ExitCode.ENGINE_FAILED,
        ) from error


def _retire(place: Place, keep: int, watcher: PublishWatcher) -> tuple[str, ...]:
    """Drop the oldest releases; the current one always stays, and what somebody depends on."""
    import psycopg

    current = place.current()
    removed = []
    for old in reversed(place.all()[keep:]):
        if current and old.schema == current.schema:
            continue
        try:
            place.drop(old.schema)
            removed.append(old.name)
        except psycopg.errors.DependentObjectsStillExist as error:
            used = (error.diag.message_detail or "").splitlines()[0]
            watcher.note(f"{old.name} stays, since it is used: {used}")
        except psycopg.errors.LockNotAvailable:
            watcher.note(f"{old.name} stays until the next time, since it is being read.")
    return tuple(removed)
