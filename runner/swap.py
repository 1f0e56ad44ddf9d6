"""Replace a database as a whole or not at all.

A build writes a scratch file beside the database, which begins as a copy of it. Only a
build that ended well takes its place, by a rename. Whoever has the old file open to read
goes on reading the old one until it opens the file again.

DuckDB names a catalog by the first part of the file's name, and views hold that name: the
scratch file therefore begins like the database, `shop.building.duckdb` for `shop.duckdb`.
"""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from runner import warehouse
from runner.errors import ExitCode, KnownError

FICLONE = 0x40049409  # Linux: share the blocks of another file instead of copying them


@dataclass(frozen=True)
class Swap:
    """The files around one database while it is being built."""

    database: Path

    @property
    def scratch(self) -> Path:
        """What the build writes."""
        return self._sibling("building")

    @property
    def failed(self) -> Path:
        """What a failed build left for a look."""
        return self._sibling("failed")

    @property
    def lock(self) -> Path:
        """Held by the one build that writes the scratch file."""
        return self.database.with_name(f".{self.database.name}.lock")

    def _sibling(self, word: str) -> Path:
        return self.database.with_name(f"{self.database.stem}.{word}{self.database.suffix}")

    def publish(self) -> None:
        """Put the scratch file in the database's place, in one step.

        Raises:
            KnownError: another program has opened the database to write meanwhile; its log
                would be taken for ours.
        """
        if self.database.exists():
            warehouse.check_not_being_written(self.database)
        warehouse.fold_log(self.scratch)
        with self.scratch.open("rb") as file:
            os.fsync(file.fileno())
        _discard(self.failed)
        self.scratch.replace(self.database)

    def set_aside(self) -> Path:
        """Keep the scratch file of a failed build under its name for that, and return it."""
        _discard(self.failed)
        warehouse.fold_log(self.scratch)
        return self.scratch.replace(self.failed)


@contextmanager
def building(database: Path) -> Iterator[Swap]:
    """Lend the one right to build the database, with a scratch file that is a copy of it.

    The scratch file is gone at the end unless it was published or set aside.

    Raises:
        KnownError: another build holds the right, or another program has the database open
            to write.
    """
    swap = Swap(database)
    if not database.parent.is_dir():
        raise KnownError(f"There is no folder {database.parent} for the database.")
    with _locked(swap.lock, database):
        _discard(swap.scratch)
        if database.exists():
            warehouse.check_not_being_written(database)
            warehouse.fold_log(database)
            _copy(database, swap.scratch)
        try:
            yield swap
        finally:
            _discard(swap.scratch)


@contextmanager
def _locked(lock: Path, database: Path) -> Iterator[None]:
    """Hold an exclusive lock that the system gives back however the process ends."""
    while True:
        try:
            file = lock.open("a+", encoding="ascii")
        except OSError as error:
            raise KnownError(f"Can't write beside {database}: {error.strerror}.") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise KnownError(
                f"Another build is writing {database} (process {holder}).",
                "Wait until it ends, or build another file with --database.",
                ExitCode.ENGINE_FAILED,
            ) from error
        if lock.exists() and os.fstat(file.fileno()).st_ino == lock.stat().st_ino:
            break
        file.close()  # its holder removed it after we had opened it
    with file:
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def _copy(source: Path, destination: Path) -> None:
    """Copy a file, sharing its blocks where the file system can."""
    if sys.platform == "linux":
        with source.open("rb") as taken, destination.open("wb") as given:
            try:
                fcntl.ioctl(given, FICLONE, taken.fileno())
            except OSError:
                pass  # not this file system, or not across it
            else:
                return
    shutil.copyfile(source, destination)


def _discard(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.with_name(f"{file.name}.wal").unlink(missing_ok=True)
