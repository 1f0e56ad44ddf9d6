"""Replace a database as a whole or not at all.

A build writes a scratch file, which starts as a copy of the database, in a private folder next to
it. Only a successful build replaces the database, by a rename. Readers of the old file keep it
until they reopen it. With a symbolic link, all this happens where the file really is.

DuckDB names a catalog by the first part of the file's name, and views hold that name: the
scratch file therefore has the database's name.
"""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from runner import warehouse
from runner.errors import ExitCode, UserError, explain
from runner.files import keep_access, put_in_place
from runner.locks import holding

FICLONE = 0x40049409  # Linux: share the blocks of another file instead of copying them
HEAD = 3 * 4096  # DuckDB's headers, in which it counts its checkpoints
PIECE = 1 << 24  # bytes copied at a time


@dataclass(frozen=True)
class Identity:
    """What tells a state of a file from any other."""

    device: int
    inode: int
    size: int
    changed_at: int
    head: bytes


@dataclass(frozen=True)
class Swap:
    """The files around one database while it is being built.

    Attributes:
        database: the file itself, no link to it.
        copied: what the scratch file is a copy of; nothing for a first build.
    """

    database: Path
    copied: Identity | None = None

    @property
    def folder(self) -> Path:
        """Where the build writes."""
        return self.database.with_name(f".{self.database.name}.building")

    @property
    def scratch(self) -> Path:
        """What the build writes."""
        return self.folder / self.database.name

    @property
    def failed(self) -> Path:
        """The file that a failed build left for inspection."""
        return self.database.with_name(f"{self.database.stem}.failed{self.database.suffix}")

    @property
    def tested(self) -> Path:
        """Which state of the database has been tested, and how its tests ended."""
        return self.database.with_name(f".{self.database.name}.tests.json")

    @property
    def lock(self) -> Path:
        """Held by the one build that writes the scratch file."""
        return self.database.with_name(f".{self.database.name}.lock")

    def publish(self) -> Identity:
        """Put the scratch file in the database's place, in one step, and say what it is.

        Raises:
            UserError: another program has written the database since it was copied, or has
                it open to write; its changes would be lost.
        """
        warehouse.fold_log(self.scratch)
        with _undisturbed(self.database) as found:
            if found and found != self.copied:
                raise _written_meanwhile(self.database)
            try:
                _discard(self.failed)
                made = identity_of(self.scratch)
                put_in_place(self.scratch, self.database)
            except OSError as error:
                raise explain(error, f"Can't replace {self.database}") from error
        return made

    def set_aside(self) -> Path:
        """Keep the scratch file of a failed build under its name for that, and return it."""
        warehouse.fold_log(self.scratch)
        _discard(self.failed)
        if self.database.exists():
            keep_access(self.scratch, self.database)
        return self.scratch.replace(self.failed)


@contextmanager
def building(database: Path) -> Iterator[Swap]:
    """Take the lock for building the database, with a scratch file that is a copy of it.

    The scratch file is gone at the end unless it was published or set aside.

    Raises:
        UserError: another build holds the lock, another program has the database open for writing,
            or there is no room for a copy.
    """
    swap = Swap(database.resolve())
    if not swap.database.parent.is_dir():
        raise UserError(f"There is no folder {swap.database.parent} for the database.")
    with holding(swap.lock, beside=swap.database, busy=lambda holder: _busy(swap.database, holder)):
        try:
            shutil.rmtree(swap.folder, ignore_errors=True)
            yield Swap(swap.database, copied=_copy(swap))
        finally:
            shutil.rmtree(swap.folder, ignore_errors=True)


def _copy(swap: Swap) -> Identity | None:
    """Copy the database, if there is one, to the scratch file; say what it was."""
    try:
        swap.folder.mkdir(mode=0o700)
        if swap.database.exists():
            warehouse.check_not_being_written(swap.database)
            warehouse.fold_log(swap.database)
        with _undisturbed(swap.database) as found:
            if found:
                _copy_file(swap.database, swap.scratch)
            return found
    except OSError as error:
        raise explain(error, f"Can't copy {swap.database}") from error


@contextmanager
def _undisturbed(database: Path) -> Iterator[Identity | None]:
    """Keep other programs from writing the database, and say what it is now, if it is there.

    Raises:
        UserError: one has it open to write, or has left a log of what it wrote.
    """
    if not database.exists():
        yield None
        return
    # Closed last: the system gives up the locks of all on a file that is closed.
    with database.open("rb") as file, warehouse.closed_to_writers(database):
        if warehouse.log_of(database).exists():
            raise _written_meanwhile(database)
        yield _identify(file)


def identity_of(database: Path) -> Identity:
    """What tells the state of a database that nobody is writing from any other.

    Raises:
        OSError: it can't be read.
    """
    with database.open("rb") as file:
        return _identify(file)


def _identify(file: BinaryIO) -> Identity:
    state = os.fstat(file.fileno())
    return Identity(
        device=state.st_dev,
        inode=state.st_ino,
        size=state.st_size,
        changed_at=state.st_mtime_ns,
        head=file.read(HEAD),
    )


def _busy(database: Path, holder: str) -> UserError:
    return UserError(
        f"Another build is writing {database} (process {holder}).",
        "Wait until it ends, or build another file with --database.",
        ExitCode.ENGINE_FAILED,
    )


def _written_meanwhile(database: Path) -> UserError:
    return UserError(
        f"Another program has written {database} while this build ran; nothing was replaced.",
        "Build again: it begins with what is there now.",
        ExitCode.ENGINE_FAILED,
    )


def _copy_file(source: Path, destination: Path) -> None:
    """Copy a file, sharing its blocks where the file system can."""
    with source.open("rb") as taken, destination.open("wb") as given:
        if sys.platform == "linux":
            try:
                fcntl.ioctl(given, FICLONE, taken.fileno())
            except OSError:
                pass  # not this file system, or not across it
            else:
                return
        shutil.copyfileobj(taken, given, PIECE)


def _discard(file: Path) -> None:
    file.unlink(missing_ok=True)
    warehouse.log_of(file).unlink(missing_ok=True)
