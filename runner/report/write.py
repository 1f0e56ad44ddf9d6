"""Write the page of a report, whole or not at all."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from runner.errors import UserError, explain
from runner.files import put_in_place
from runner.report.render import MADE_BY, render
from runner.report.shapes import Report

# So far into a file, an older page of ours says what it is.
HEAD = 2_000


@dataclass(frozen=True)
class WrittenReport:
    """A page that was written.

    Attributes:
        file: where it is.
        bytes: its size.
        seconds: from the first query to the finished file.
        report: what it says.
    """

    file: Path
    bytes: int
    seconds: float
    report: Report


def write_report(read: Callable[[], Report], file: Path) -> WrittenReport:
    """Read a report and write it as one HTML file, under its name only when whole.

    Args:
        read: the report; called once it is known that the file can be written.
        file: new, or an older report, which it replaces.

    Raises:
        UserError: the file can't be written, or something else would be lost.
    """
    begun = time.monotonic()
    file = file.absolute()
    check_writable(file)
    report = read()
    content = render(report).encode()
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        try:
            beside.write_bytes(content)
            put_in_place(beside, file)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise explain(error, f"Can't write {file}") from error
    return WrittenReport(file, len(content), time.monotonic() - begun, report)


def check_writable(file: Path) -> None:
    """Make sure that the folder is there, and that nothing but an older report is lost.

    Raises:
        UserError: it is not, or it would be.
    """
    if not file.parent.is_dir():
        raise UserError(f"There is no folder {file.parent}.", "Make it, or name another file.")
    if file.is_dir():
        raise UserError(f"{file} is a folder.", "Name a file in it, such as report.html.")
    if not file.exists():
        return
    try:
        with file.open("rb") as opened:
            head = opened.read(HEAD)
    except OSError as error:
        raise explain(error, f"Can't read {file}") from error
    if head and MADE_BY.encode() not in head:
        raise UserError(f"{file} is there and is no report of tiers.", "Name another file.")
