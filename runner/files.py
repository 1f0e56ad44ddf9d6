"""A file takes another one's place as a whole, and nobody new can read it."""

import contextlib
import os
import stat
from pathlib import Path


def put_in_place(new: Path, file: Path) -> None:
    """Give a finished file, on the same file system, its name, on which another may lie.

    Whoever opens `file` finds the old one or the new one, each whole, also after a power
    failure: the content is on the disk before the name is, and the name when this returns.
    """
    if file.exists():
        keep_access(new, file)
    with new.open("rb") as finished:
        os.fsync(finished.fileno())
    new.replace(file)
    _sync_folder(file.parent)


def keep_access(new: Path, old: Path) -> None:
    """Give a new file the owner, group and mode of an old one, as far as we may.

    Where the group can't be kept, ours may do no more with it than everybody.
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


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # not every file system can
            os.fsync(handle)
    finally:
        os.close(handle)
