"""A lock file that one process holds at a time, given back however the process ends."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from runner.errors import UserError, explain


@contextmanager
def holding(lock: Path, *, beside: Path, busy: Callable[[str], UserError]) -> Iterator[None]:
    """Hold an exclusive lock, or say who holds it.

    Args:
        lock: its file; it is gone when nobody holds it.
        beside: what it protects, for the error.
        busy: the error if another process holds it, of that process's number.

    Raises:
        UserError: another process holds it, or the folder can't be written or has no locks.
    """
    while True:
        try:
            file = lock.open("a+", encoding="ascii")
        except OSError as error:
            raise explain(error, f"Can't write beside {beside}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise busy(holder) from error
        except OSError as error:
            file.close()
            raise explain(error, f"Can't lock {lock}") from error
        with suppress(FileNotFoundError):
            if os.fstat(file.fileno()).st_ino == lock.stat().st_ino:
                break
        file.close()  # its holder removed it after we had opened it
    with file:
        try:
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield
        finally:
            lock.unlink(missing_ok=True)
