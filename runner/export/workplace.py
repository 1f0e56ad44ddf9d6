"""Where files are made until they are whole."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

UNFINISHED = ".tiers-export-"


@contextmanager
def workplace(out: Path) -> Iterator[Path]:
    """Lend a private folder in `out` for unfinished files.

    Leftovers of a killed export are removed, unless another export is running there.
    """
    handle = os.open(out, os.O_RDONLY)
    try:
        # Not every file system has locks: then leftovers stay.
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in out.glob(f"{UNFINISHED}*"):
                shutil.rmtree(left, ignore_errors=True)
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_SH)
        with TemporaryDirectory(dir=out, prefix=UNFINISHED, ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    finally:
        os.close(handle)
