"""A folder that is published to: its releases, and which of them is current.

    releases/2025-12-31-1f2e3d4c/   the tables of one build, never changed
    current -> releases/2025-12-31-1f2e3d4c

`current` is replaced by one rename, so who follows it finds one release or the other, each whole.
It is a relative link: the folder can be moved, or mounted elsewhere.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from runner.errors import ExitCode, UserError, explain, full_disk
from runner.files import sync_folder
from runner.locks import holding
from runner.publish.manifest import Manifest, UnreadableError, read_manifest

RELEASES, CURRENT = "releases", "current"
NAME = re.compile(r"(?:\d{4}-\d\d-\d\d|undated)-[0-9a-f]{8}")
UNFINISHED = ".unfinished-"
NEXT = ".next-current"


@dataclass(frozen=True)
class Release:
    """A release that is there; without a manifest it is not whole."""

    folder: Path
    manifest: Manifest | None

    @property
    def name(self) -> str:
        """Its id."""
        return self.folder.name

    @property
    def made_at(self) -> str:
        """When it was made, ISO 8601; what has no manifest counts as the oldest."""
        return self.manifest.made_at if self.manifest else ""


@dataclass(frozen=True)
class Place:
    """A folder that is published to."""

    folder: Path

    @property
    def releases(self) -> Path:
        """Where the releases are."""
        return self.folder / RELEASES

    @property
    def link(self) -> Path:
        """What readers follow."""
        return self.folder / CURRENT

    def current(self) -> str | None:
        """The release that `current` names; none if nothing is published yet.

        Raises:
            UserError: it is no link to a release.
        """
        try:
            target = self.link.readlink()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._no_link() from error
        if target.parent != Path(RELEASES) or not NAME.fullmatch(target.name):
            raise self._no_link()
        return target.name

    def _no_link(self) -> UserError:
        return UserError(
            f"{self.link} is no link that `tiers publish` made.",
            "Move it away, or publish to another folder.",
        )

    def all(self) -> tuple[Release, ...]:
        """The releases that are there, the newest first."""
        if not self.releases.is_dir():
            return ()
        found = [
            self.release(folder.name)
            for folder in self.releases.iterdir()
            if folder.is_dir() and NAME.fullmatch(folder.name)
        ]
        return tuple(sorted(found, key=lambda one: (one.made_at, one.name), reverse=True))

    def release(self, name: str) -> Release:
        """One of them, by its id."""
        folder = self.releases / name
        try:
            return Release(folder, read_manifest(folder))
        except UnreadableError:
            return Release(folder, None)

    def unfinished(self, name: str) -> Path:
        """Where a release is written."""
        return self.releases / f"{UNFINISHED}{name}"

    def finish(self, name: str) -> None:
        """Give a release that is whole and on disk its name."""
        self.unfinished(name).rename(self.releases / name)
        sync_folder(self.releases)

    def swap(self, name: str) -> None:
        """Make a release the current one, in one step."""
        following = self.folder / NEXT
        following.unlink(missing_ok=True)
        following.symlink_to(Path(RELEASES) / name)
        following.replace(self.link)
        sync_folder(self.folder)

    def discard(self, name: str) -> bool:
        """Remove a release, so that no half of it is taken for one; whether it could be."""
        with suppress(OSError):
            gone = (self.releases / name).rename(self.unfinished(name))
            shutil.rmtree(gone, ignore_errors=True)
            return True
        return False

    def sweep(self) -> None:
        """Remove what this run or a killed one left unfinished; the lock is held."""
        for left in self.releases.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        (self.folder / NEXT).unlink(missing_ok=True)


@contextmanager
def taken(folder: Path, *, create: bool = False) -> Iterator[Place]:
    """Take a folder, so that nobody else publishes to it meanwhile.

    Raises:
        UserError: another program publishes there, it can't be written, or it can't hold a link.
    """
    place = Place(folder.absolute())
    try:
        if create:
            place.releases.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain(error, f"Can't make the folder {error.filename or folder}") from error
    if not place.releases.is_dir():
        raise UserError(f"Nothing is published in {folder}.", "`tiers publish --to` does it.")
    lock = place.folder / ".publish.lock"
    with holding(lock, beside=place.releases, busy=lambda holder: _busy(folder, holder)):
        place.current()
        place.sweep()
        _check_links(place)
        try:
            yield place
        finally:
            place.sweep()


def _busy(folder: Path, holder: str) -> UserError:
    return UserError(
        f"Process {holder} publishes to {folder} at the moment.",
        "Wait until it ends, and try again.",
        ExitCode.ENGINE_FAILED,
    )


def _check_links(place: Place) -> None:
    probe = place.folder / NEXT
    try:
        probe.symlink_to(RELEASES)
        probe.unlink()
    except OSError as error:
        raise full_disk(error) or UserError(
            f"{place.folder} can't hold a symbolic link ({error.strerror}), by which releases are"
            " swapped in one step.",
            "Publish to a folder on a local disk, and copy or mount it from there.",
            ExitCode.ENGINE_FAILED,
        ) from error
