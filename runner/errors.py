"""How a command ends: an exit code and, for a known error, one clear line."""

import errno
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from textwrap import shorten
from typing import NoReturn

# A file size limit or a disk quota counts as a full disk too.
FULL_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SAYS_FULL_DISK = re.compile("No space left on device|Disk quota exceeded|File too large")
NAMES_FILE = re.compile(r"""file:? \\*["'](?P<file>[^"'\\]+)""")


class ExitCode(IntEnum):
    """How a command ended; the numbers are part of the interface."""

    FINE = 0
    TEST_FAILED = 1
    USAGE_ERROR = 2
    ENGINE_FAILED = 3

    @property
    def meaning(self) -> str:
        """The code in words, as `--json` gives it."""
        return {
            ExitCode.FINE: "fine",
            ExitCode.TEST_FAILED: "the data failed a test",
            ExitCode.USAGE_ERROR: "asked wrongly",
            ExitCode.ENGINE_FAILED: "the engine could not run",
        }[self]


@dataclass(eq=False)
class UserError(Exception):
    """An error that we can explain.

    Attributes:
        sentence: what is wrong, naming the thing.
        advice: what to do about it.
        code: the exit code of the command.
    """

    sentence: str
    advice: str = ""
    code: ExitCode = ExitCode.USAGE_ERROR

    def __str__(self) -> str:
        """The one line that people see."""
        return f"{self.sentence} {self.advice}".strip()


Tell = Callable[[UserError], object]


def fail(error: UserError) -> NoReturn:
    """What becomes of an error if nobody gathers them.

    Raises:
        UserError: this one.
    """
    raise error


@contextmanager
def told(tell: Tell) -> Iterator[None]:
    """Tell of an error that is raised within, and go on behind it."""
    try:
        yield
    except UserError as error:
        tell(error)


def short(value: object) -> str:
    """The user's text on one line, shortened to leave room for the error."""
    return shorten(str(value), 60, placeholder="...")


class FullDiskError(UserError):
    """There is no room to write the file; half of it is of no use."""

    def __init__(self, file: object = None) -> None:
        """`file` is the one that could not be written, if known."""
        what = f": {file} can't be written" if file else ""
        super().__init__(f"The disk is full{what}.", "Make room, and try again.")
        self.code = ExitCode.ENGINE_FAILED


def full_disk(error: BaseException | str) -> FullDiskError | None:
    """The error of a full disk, if that is what the system, DuckDB or dbt says."""
    if isinstance(error, OSError) and error.errno in FULL_DISK:
        return FullDiskError(error.filename)
    if SAYS_FULL_DISK.search(str(error)):
        named = NAMES_FILE.search(str(error))
        return FullDiskError(named["file"] if named else None)
    return None


def explain(error: OSError, doing: str) -> UserError:
    """The system's objection to what we are `doing` ("Can't copy x")."""
    return full_disk(error) or UserError(
        f"{doing}: {error.strerror or error}.", code=ExitCode.ENGINE_FAILED
    )
