"""`tiers backfill`: build any range of past dates, in batches."""

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from runner.build import BuildRequest, build
from runner.build_report import BackfillReport, BuildReport
from runner.choices import Grain
from runner.errors import ExitCode, UserError
from runner.history import History, default_grain, period_ends, read_history
from runner.project import Project, parse_day, read_variables
from runner.warehouse import open_warehouse

if TYPE_CHECKING:
    from runner.engine import Watcher


@dataclass(frozen=True)
class BackfillRequest:
    """What the user asked of `tiers backfill`; see its help."""

    first: str
    last: str
    grain: Grain | None = None
    batch: int = 12
    inputs: Path | None = None
    database: Path | None = None
    variables: str | None = None


@dataclass(frozen=True)
class Batch:
    """The dates of one dbt run; `left` counts those of this and later batches.

    `seconds` is the time of the `done` dates of earlier batches.
    """

    number: int
    count: int
    dates: tuple[date, ...]
    done: int
    left: int
    seconds: float

    def __str__(self) -> str:
        """What is being built, and for how long."""
        dates = "1 date" if len(self.dates) == 1 else f"{len(self.dates)} dates"
        stretch = f"{dates}, {self.dates[0]} to {self.dates[-1]}"
        if not self.done:
            return f"Batch 1 of {self.count}: {stretch}"
        seconds = round(self.seconds / self.done * self.left)
        return (
            f"Batch {self.number} of {self.count}: {stretch}; {self.done} of"
            f" {self.done + self.left} dates done, about {timedelta(seconds=seconds)} left"
        )


class BackfillWatcher(Protocol):
    """Is notified of the progress of a backfill."""

    def note(self, sentence: str) -> None:
        """A note before the start."""

    def batch_begun(self, batch: Batch) -> AbstractContextManager["Watcher"]:
        """A batch begins; lends a watcher for its run."""


def backfill(
    project: Project, request: BackfillRequest, watcher: BackfillWatcher
) -> BackfillReport:
    """Build the missing period ends, in batches from the newest to the oldest.

    Each batch is published when it succeeds, so it stays whatever stops the rest. The data tests
    read all dates: they run once, with the last batch.

    Raises:
        UserError: the request can't be fulfilled; nothing was built.
    """
    begun = time.monotonic()
    database = project.database(request.database)
    variables = read_variables(project, inputs=request.inputs, more=request.variables)
    with open_warehouse(database) as warehouse:
        history = read_history(warehouse)
    usual = default_grain(project, variables)
    grain = request.grain or usual
    asked = _asked(request, grain, replace(history, newest=_newest(history, variables)))
    missing = tuple(day for day in asked if day not in history.held)
    report = BackfillReport(database, grain=grain, asked=asked, missing=missing)
    if missing:
        watcher.note(f"{len(missing)} of {len(asked)} dates are missing, the newest first.")
        if grain != usual:
            watcher.note(_consequence(grain, usual))
    for batch_dates in _batches(missing, request.batch):
        done = len(report.built)
        batch = Batch(
            number=len(report.batches) + 1,
            count=-(-len(missing) // request.batch),
            dates=batch_dates,
            done=done,
            left=len(missing) - done,
            seconds=time.monotonic() - begun,
        )
        built = _build(project, request, grain=grain, batch=batch, watcher=watcher)
        report = replace(report, batches=(*report.batches, built), error=built.error)
        if built.error:
            break
        report = replace(report, built=(*report.built, *batch_dates))
    return replace(report, seconds=time.monotonic() - begun)


def _newest(history: History, variables: dict[str, object]) -> date:
    asked = variables.get("as_of_date")
    return parse_day(str(asked), option="var as_of_date") if asked else history.newest


def _asked(request: BackfillRequest, grain: Grain, history: History) -> tuple[date, ...]:
    first = parse_day(request.first, option="--from")
    last = parse_day(request.last, option="--to")
    if first > last:
        raise UserError(f"--from {first} is after --to {last}.", "Give the earlier day first.")
    if last > history.newest:
        raise UserError(
            f"--to {last} is after the newest as-of date, {history.newest}.",
            "Give an earlier day; newer orders come in with `tiers build`.",
        )
    if last < history.first_event:
        raise UserError(
            f"Nothing is known up to --to {last}: it begins on {history.first_event}.",
            "Give a later day.",
        )
    asked = period_ends(grain, max(first, history.first_event), last)
    if not asked:
        raise UserError(
            f"No {grain} ends from {max(first, history.first_event)} to {last}.",
            "Give a longer stretch or a finer --grain.",
        )
    return asked


def _consequence(grain: Grain, usual: Grain) -> str:
    return (
        f"By {grain} in place of {usual}, all dates are judged anew, and those that are no"
        f" {grain}'s end are forgotten, but for the last days (keep_daily_days). The next build by"
        f" {usual} does the reverse: to keep these dates, set history_grain: {grain} for every"
        " build."
    )


def _batches(missing: tuple[date, ...], size: int) -> tuple[tuple[date, ...], ...]:
    """Consecutive dates together, the newest batch first, so that the history has no gap."""
    ends = range(len(missing), 0, -size)
    return tuple(missing[max(0, end - size) : end] for end in ends)


def _build(
    project: Project,
    request: BackfillRequest,
    *,
    grain: Grain,
    batch: Batch,
    watcher: BackfillWatcher,
) -> BuildReport:
    """Build a batch; a failure goes into its report, since earlier batches are in place."""
    build_request = BuildRequest(
        inputs=request.inputs,
        database=request.database,
        variables=request.variables,
        tests=batch.number == batch.count,
        history={
            "history_grain": str(grain),
            "history_from": str(batch.dates[0]),
            "history_to": str(batch.dates[-1]),
        },
    )
    try:
        with watcher.batch_begun(batch) as watching:
            return build(project, build_request, watching)
    except UserError as known:
        error = known
    except KeyboardInterrupt:
        error = UserError("Interrupted.", code=ExitCode.ENGINE_FAILED)
    return BuildReport(project.database(request.database), error=error)
