"""What a command ends with: an exit code, and for a known error one clear line."""

from dataclasses import dataclass
from enum import IntEnum
from textwrap import shorten


class ExitCode(IntEnum):
    """How a command ended; the numbers are part of the interface."""

    FINE = 0
    TEST_FAILED = 1
    ASKED_WRONGLY = 2
    ENGINE_FAILED = 3

    @property
    def meaning(self) -> str:
        """The code in words, as `--json` gives it."""
        return {
            ExitCode.FINE: "fine",
            ExitCode.TEST_FAILED: "the data failed a test",
            ExitCode.ASKED_WRONGLY: "asked wrongly",
            ExitCode.ENGINE_FAILED: "the engine could not run",
        }[self]


@dataclass(eq=False)
class KnownError(Exception):
    """An error that we can explain.

    Attributes:
        sentence: what is wrong, naming the thing.
        advice: what to do about it.
        code: the exit code of the command.
    """

    sentence: str
    advice: str = ""
    code: ExitCode = ExitCode.ASKED_WRONGLY

    def __str__(self) -> str:
        """The one line that people see."""
        return f"{self.sentence} {self.advice}".strip()


def short(value: object) -> str:
    """What a user wrote, on one line that leaves room for what is wrong with it."""
    return shorten(str(value), 60, placeholder="...")
