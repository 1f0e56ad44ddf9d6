"""What each copy was made of, kept beside it: to know whether it still holds, and for errors."""

import functools
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from runner.errors import UserError

# Of the copies that an earlier version made, none is taken for one of ours.
VERSION = 1


@dataclass(frozen=True)
class Stamp:
    """What a copy was made of, kept beside it.

    Attributes:
        source: as the user named it.
        state: the size and time of change of the file; the process, of a server's table.
        options: how it was converted.
        copy: the name of its file.
        lines_before: how many lines of the file are not in the copy, which begins behind them.
    """

    source: str
    state: str
    options: str
    copy: str
    lines_before: int = 0
    version: int = VERSION


def read_stamp(seal: Path) -> Stamp | None:
    """The stamp in a file; nothing if there is none."""
    try:
        return Stamp(**json.loads(seal.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def originals_named(folder: Path) -> Iterator[None]:
    """Let the errors about copies in a folder be about the files that the user knows."""
    try:
        yield
    except UserError as error:
        named = naming_originals(error, folder)
        if named is error:
            raise
        raise named from error


def naming_originals(error: UserError, folder: Path) -> UserError:
    """The error about a copy as one about the file that the user knows.

    Args:
        error: may name copies and their lines.
        folder: of the copies.
    """
    sentence, advice = error.sentence, error.advice
    for seal in folder.glob("*.stamp"):
        made = read_stamp(seal)
        if not made:
            continue
        copy = re.escape(str(folder / made.copy))
        of_copy = re.compile(rf"{copy}(?:, line (?P<line>\d+))?")
        named = functools.partial(_original, made)
        sentence, advice = of_copy.sub(named, sentence), of_copy.sub(named, advice)
    return UserError(sentence, advice, error.code) if sentence != error.sentence else error


def _original(made: Stamp, found: "re.Match[str]") -> str:
    line = f", line {int(found['line']) + made.lines_before}" if found["line"] else ""
    return f"{made.source}{line}"
