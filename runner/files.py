"""Replace a file atomically, without giving anybody new access to it."""

import contextlib
import os
import stat
from pathlib import Path


def put_in_place(new: Path, file: Path) -> None:
    """Move a finished file, on the same file system, to its final name, replacing any old one.

    A reader of `file` finds the old or the new one, each complete, even after a power failure: the
    content is on disk before the name, and the name when this returns.
    """
    if file.exists():
        keep_access(new, file)
    sync_file(new)
    new.replace(file)
    sync_folder(file.parent)


def keep_access(new: Path, old: Path) -> None:
    """Give a new file the owner, group and mode of an old one, as far as permitted.

    If the group can't be kept, the new group gets no more rights than everybody.
    """
    kept = old.stat()
    mode = stat.S_IMODE(kept.st_mode)
    if not _is_of(new, kept.st_uid, kept.st_gid):
        try:
            os.chown(new, kept.st_uid, kept.st_gid)
        except PermissionError:
            try:
                os.chown(new, -1, kept.st_gid)
            except PermissionError:
                mode &= ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    new.chmod(mode)


def _is_of(file: Path, user: int, group: int) -> bool:
    found = file.stat()
    return (found.st_uid, found.st_gid) == (user, group)


def sync_file(file: Path) -> None:
    """Make sure that the content of a file is on disk."""
    with file.open("rb") as finished:
        os.fsync(finished.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on disk, where the file system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # not every file system can
            os.fsync(handle)
    finally:
        os.close(handle)
