"""Measure one command as a whole process: wall time, CPU time, memory."""

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measure:
    """What a process took, with the children that it waited for.

    Attributes:
        wall_seconds: from its start to its end.
        cpu_seconds: user and system time on all cores.
        peak_megabytes: the largest resident set of the process or of one child.
        model_seconds: dbt's own times of the models added up; none if it is no dbt run.
    """

    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float
    model_seconds: float | None = None


class FailedError(Exception):
    """A measured command did not end well; the message ends with its output."""


def measure(
    command: Sequence[str], *, log: Path, folder: Path, environment: Mapping[str, str]
) -> Measure:
    """Run a command and wait for it.

    Args:
        command: program and arguments.
        log: its output is written here.
        folder: where it runs.
        environment: added to the one of this process.

    Raises:
        FailedError: it ended with another code than 0.
    """
    with log.open("w", encoding="utf-8") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise FailedError(f"{' '.join(command)} ended with {process.returncode}:\n{tail}")
    return Measure(
        wall_seconds=wall,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_megabytes=usage.ru_maxrss / 1024,
    )


def median(measures: Sequence[Measure]) -> Measure:
    """The median of each figure by itself."""
    models = [m.model_seconds for m in measures if m.model_seconds is not None]
    return Measure(
        wall_seconds=statistics.median(m.wall_seconds for m in measures),
        cpu_seconds=statistics.median(m.cpu_seconds for m in measures),
        peak_megabytes=statistics.median(m.peak_megabytes for m in measures),
        model_seconds=statistics.median(models) if models else None,
    )
