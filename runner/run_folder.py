"""Where dbt writes while it builds: one folder under target/ for all databases.

Each build has its own folder in it, which is removed on success. That of the last failed build is
kept as `failed`, with dbt's log and the SQL that ran.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from runner.parse_cache import ParseCache

# What dbt writes for others, with DBT_WRITE_JSON=true: kept, and what quotes the data, not.
KEPT, NOT_KEPT = "manifest.json", "run_results.json"


@dataclass(frozen=True)
class RunFolder:
    """The folder of one build."""

    shared: Path
    path: Path

    @property
    def log(self) -> Path:
        """Where the log of the build is to be found once it has failed."""
        return self.shared / "failed" / "logs" / "dbt.log"

    @property
    def cache(self) -> ParseCache:
        """The parsed project of earlier builds."""
        return ParseCache(self.shared / "parsed")

    def keep_as_failed(self) -> None:
        """Keep it, replacing the previous failed one."""
        failed = self.shared / "failed"
        shutil.rmtree(failed, ignore_errors=True)
        (self.path / NOT_KEPT).unlink(missing_ok=True)
        with suppress(OSError):  # another build that failed was quicker
            self.path.rename(failed)


@contextmanager
def run_folder(target: Path) -> Iterator[RunFolder]:
    """Lend a folder for one build; removed at the end unless kept.

    Args:
        target: dbt's, unless DBT_TARGET_PATH names another.
    """
    targets = Path.cwd() / os.environ.get("DBT_TARGET_PATH", target)
    shared = targets / "tiers"
    shared.mkdir(parents=True, exist_ok=True)
    _sweep(shared)
    folder = RunFolder(shared, Path(mkdtemp(prefix=f"run-{os.getpid()}-", dir=shared)))
    try:
        yield folder
        with suppress(FileNotFoundError):
            (folder.path / KEPT).replace(shared / KEPT)
    finally:
        shutil.rmtree(folder.path, ignore_errors=True)


def _sweep(shared: Path) -> None:
    """Remove what killed builds left."""
    for folder in shared.glob("run-*-*"):
        process = int(folder.name.split("-")[1])
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except PermissionError:
            pass  # somebody else's, at work
