"""Publish to a folder: write a release, check it, and swap `current` to it."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from runner.errors import ExitCode, UserError, explain
from runner.files import sync_folder
from runner.project import Project
from runner.publish.manifest import DATABASE, Manifest, manifest_of
from runner.publish.place import Place, taken
from runner.publish.shapes import (
    Published,
    PublishedTable,
    PublishRequest,
    PublishWatcher,
    Source,
)
from runner.publish.source import open_source
from runner.publish.verify import problems_of
from runner.publish.written import finish_file, write_release

if TYPE_CHECKING:
    from runner.publish.gate import MovedCheck


def publish_to_folder(
    project: Project, folder: Path, request: PublishRequest, watcher: PublishWatcher
) -> Published:
    """Publish a database to a folder.

    Readers see the old release until the new one is whole, checked and on disk.

    Args:
        project: says which columns are personal.
        folder: created if missing.
        request: what is published.
        watcher: of the progress.

    Raises:
        UserError: a test failed, another program publishes there, the folder can't be written or
            the disk is full: the old release is current. Or it was interrupted.
    """
    begun = time.monotonic()
    with taken(folder, create=True) as place:
        before = place.current()
        try:
            with open_source(project, request, watcher) as source:
                manifest = _prepared(place, source, watcher)
                # What is to be current is written, checked and on disk, and readers have the old
                # one; an error leaves it so.
                moved = _check_moved(project, place, manifest, source=source, request=request)
                _make_current(place, manifest.release)
            removed = _retire(place, request.keep, before=before)
        except OSError as error:
            where = error.filename2 or error.filename or folder
            raise explain(error, f"Can't write {where}") from error
        except KeyboardInterrupt as error:
            now = place.current()
            if now == before:
                raise
            raise UserError(
                f"Interrupted when all was done: {now} is current.", code=ExitCode.ENGINE_FAILED
            ) from error
    return Published(
        target=str(folder),
        release=manifest.release,
        replaced=before,
        removed=removed,
        tables=tuple(
            PublishedTable(file.table, file.rows, file.bytes)
            for file in manifest.files
            if file.table
        ),
        bytes=manifest.bytes,
        seconds=time.monotonic() - begun,
        moved=moved,
    )


def _prepared(place: Place, source: Source, watcher: PublishWatcher) -> Manifest:
    """Write and check an edition, the manifest last; all is on disk when this returns.

    A release of the same state of the database with the same options is taken as it is, if it is
    whole.
    """
    for release in place.all():
        manifest = release.manifest
        is_same = manifest and manifest.made_from == source.edition.made_from
        if manifest and is_same and not problems_of(release):
            return manifest
    folder = place.unfinished(source.edition.release)
    folder.mkdir()
    with watcher.progress() as progress:
        files = write_release(source, folder, progress)
    manifest = manifest_of(source.edition, files)
    finish_file(manifest.write(folder))
    sync_folder(folder)
    return manifest


def _check_moved(
    project: Project, place: Place, new: Manifest, *, source: Source, request: PublishRequest
) -> "MovedCheck | None":
    """The gate on meaning, if it is asked for and something is to change."""
    name = place.current()
    if request.max_moved is None or name == new.release:
        return None
    from runner.publish.gate import ReleaseFile, check_moved, not_whole

    current = place.release(name) if name else None
    if current and not current.manifest:
        raise not_whole(current.name)
    unfinished = place.unfinished(new.release)
    folder = unfinished if unfinished.is_dir() else place.release(new.release).folder
    return check_moved(
        project,
        current=ReleaseFile(current.name, current.folder / DATABASE, current.manifest.rules_hash)
        if current and current.manifest
        else None,
        new=ReleaseFile(new.release, folder / DATABASE, new.rules_hash),
        max_moved=request.max_moved,
        source=source.warehouse,
    )


def _make_current(place: Place, name: str) -> None:
    if place.unfinished(name).is_dir():
        place.finish(name)
    if place.current() != name:
        place.swap(name)


def _retire(place: Place, keep: int, *, before: str | None) -> tuple[str, ...]:
    """Remove the oldest releases, but for the current one and the one that readers had before."""
    stay = {place.current(), before}
    old = [release.name for release in place.all()[keep:] if release.name not in stay]
    return tuple(name for name in reversed(old) if place.discard(name))
