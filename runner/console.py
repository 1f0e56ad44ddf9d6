"""The one module that prints: what was asked for to stdout, words for people beside it."""

import json
import os
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from runner.backfill import Batch
from runner.check import Step, StepResult, code_of
from runner.choices import Language
from runner.diagnosis import plain_words
from runner.errors import ExitCode, KnownError
from runner.export import ExportedFile
from runner.report import BackfillReport, BuildReport
from runner.results import NodeResult, count_tests
from runner.summary import Summary
from runner.words import Words

BAR_WIDTH = 12
LAST_WORDS = 50
EIGHTHS = " ▏▎▍▌▋▊▉█"
SECONDS_BETWEEN_LINES = 5.0


class Paper(Console):
    """Where words go; when the reader has gone, the work goes on without words."""

    def on_broken_pipe(self) -> None:
        """Write no more, and stop nothing."""
        self.quiet = True
        _lead_nowhere(self.file)


@dataclass(frozen=True)
class Terminal:
    """Where a command shows things.

    With `as_json`, stdout is kept for the one object and all words go to stderr. The object is
    the same in every language.
    """

    as_json: bool = False
    language: Language = Language.EN
    err: Console = field(default_factory=lambda: Paper(stderr=True, highlight=False))
    out: Console = field(default_factory=lambda: Paper(highlight=False))

    def told(self, english: str) -> str:
        """A sentence or heading in the language asked for."""
        return Words(self.language).say(english)

    @property
    def words(self) -> Console:
        """Where words for people go."""
        return self.err if self.as_json else self.out

    def show_object(self, content: object) -> None:
        """Print the one object of `--json`."""
        _print(json.dumps(content, ensure_ascii=False, indent=2), sys.stdout)

    def show_error(self, error: KnownError) -> None:
        """Say on stderr, in one line, what is wrong and what to do."""
        self._show_error(error)
        if self.as_json:
            code = error.code
            self.show_object({"exit_code": code, "meaning": code.meaning, "error": str(error)})

    def _show_error(self, error: KnownError) -> None:
        heading = self.told("Error: ")
        sentences = [self.told(text) for text in (error.sentence, error.advice) if text]
        line = ("" if self.language == Language.ZH else " ").join(sentences)
        self.err.print(f"[bold red]{heading}[/]{escape(line)}", soft_wrap=True)

    def show_traceback(self) -> None:
        """Show the traceback of the error at hand on stderr."""
        import traceback

        traceback.print_exc(file=sys.stderr)

    def say(self, sentence: str, style: str | None = None) -> None:
        """Say something to people."""
        self.words.print(escape(self.told(sentence)), soft_wrap=True, style=style)

    @contextmanager
    def progress(self) -> Iterator["BuildProgress"]:
        """Show on stderr how a build goes on: live on a terminal, else a line now and then."""
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        is_live = self.err.is_terminal
        live = Progress(*columns, console=self.err, transient=True, disable=not is_live)
        progress = BuildProgress(live, told=self.told)
        ended = threading.Event()
        speaker = threading.Thread(target=progress.speak_until, args=(ended,), daemon=True)
        if not is_live:
            speaker.start()
        try:
            with live:
                yield progress
        finally:
            ended.set()
            if not is_live:
                speaker.join()

    def note(self, sentence: str) -> None:
        """Say beside the result what is to be known before it."""
        self.err.print(escape(self.told(sentence)), soft_wrap=True)

    @contextmanager
    def batch_begun(self, batch: Batch) -> Iterator["BuildProgress"]:
        """Say which batch of a backfill begins, and show how it goes on."""
        self.note(str(batch))
        with self.progress() as progress:
            yield progress

    def show_backfill(self, report: BackfillReport) -> None:
        """Show which dates are there now."""
        for batch in report.batches:
            for result in batch.other_troubles:
                self._show_trouble(result)
            if batch.rebuilt:
                self.say(f"Built {batch.rebuilt}")
        self.say(
            f"{report.held} of {len(report.asked)} dates are there, {len(report.built)} of them"
            f" new; {report.seconds:.1f} s"
        )
        self.say(f"Tables: {report.database} (schema marts)")
        if report.kept:
            self.note(f"For a look at the failed batch: {report.kept}")
        if report.error:
            self._show_error(report.error)
            self.note("Once that is put right, the same command goes on from there.")
        if self.as_json:
            self.show_object(report.as_json())

    def show_build(self, report: BuildReport) -> None:
        """Show what a build made, and what to do next."""
        self._show_build(report)
        if self.as_json:
            self.show_object(report.as_json())

    def _show_build(self, report: BuildReport) -> None:
        words = self.words
        for result in report.other_troubles:
            self._show_trouble(result)
        counts = count_tests(report.results)
        done = sum(result.status == "success" for result in report.results)
        tests = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
        if not report.error:
            self._show_summary(report.summary)
            words.print()
        if report.results:
            self.say(f"{done} models and seeds, tests: {tests or 'none'}; {report.seconds:.1f} s")
        if report.error:
            self._show_outcome_of_failure(report)
            return
        if report.rebuilt:
            self.say(f"Built {report.rebuilt}")
        self.say(f"Tables: {report.database} (schema marts)")
        self.say("Next: `tiers export --format csv --out export` writes them as files.")

    def _show_trouble(self, result: NodeResult) -> None:
        """Show a test that failed, or what could not run: what it is, where it is."""
        colour = "yellow" if result.status == "warn" else "red"
        has_rows = result.kind == "test" and result.failures
        rows = ": " + self.told(f"{result.failures:,} rows") if has_rows else ""
        status = self.told(result.status)
        self.err.print(f"[{colour}]{status}[/] [bold]{escape(result.name)}[/]{rows}")
        is_diff = result.kind == "unit_test" and result.status == "fail"
        says = result.message if is_diff else result.description or plain_words(result.message)
        for line in (*says.splitlines(), result.path):
            self.err.print(f"     {escape(line)}", soft_wrap=True)

    def _show_outcome_of_failure(self, report: BuildReport) -> None:
        if report.error:
            self._show_error(report.error)
        kept = f" For a look at the failed one: {report.kept}" if report.kept else ""
        state = "is as it was." if report.database.exists() else "was not made."
        self.note(f"{report.database} {state}{kept}")

    def _show_summary(self, summary: Summary) -> None:
        words = self.words
        for scheme, labels in summary.by_scheme.items():
            words.print()
            table = self._table(scheme, "customers", "share", "", "net revenue", "share")
            for label in labels:
                share = label.customer_share or 0.0
                table.add_row(
                    escape(label.named(self.language)),
                    f"{label.customers:,}",
                    _percent(label.customer_share),
                    f"[cyan]{bar(share)}[/]",
                    _money(label.net_revenue),
                    _percent(label.net_revenue_share),
                )
            words.print(table)
        if summary.rejected_by_reason:
            words.print()
            table = self._table("rejected because", "rows")
            for reason, count in summary.rejected_by_reason:
                table.add_row(escape(self.told(reason)), f"{count:,}")
            words.print(table)
        if summary.rejected_besides_orders:
            words.print()
            table = self._table("rejected of other inputs", "rows")
            for name, reason, count in summary.rejected_besides_orders:
                table.add_row(escape(self.told(f"{name}: {reason}")), f"{count:,}")
            words.print(table)
        words.print()
        if summary.customers is not None:
            self.say(
                f"As of {summary.as_of_date}: {summary.customers:,} customers, "
                f"net revenue {_money(summary.net_revenue)}"
            )
        for line in summary.reconciled:
            unit = f" {line.currency}" if line.currency else ""
            number = _count if line.measure == "row_count" else _money
            self.say(
                f"{line.measure.replace('_', ' ')}{unit}: {number(line.entered)} in, "
                f"{number(line.accepted)} accepted, {number(line.rejected)} rejected"
                + (f", {number(line.difference)} lost" if line.difference else ""),
                style="red" if line.difference else None,
            )

    def show_export(self, files: Sequence[ExportedFile]) -> None:
        """List the files that were written."""
        table = self._table("file", "rows", "bytes", "as of")
        for file in files:
            day = file.as_of_date or ""
            table.add_row(escape(str(file.file)), f"{file.rows:,}", f"{file.bytes:,}", day)
        self.words.print(table)
        self._show_fine_object(files=[file.as_json() for file in files])

    def show_files(self, files: Sequence[Path]) -> None:
        """List files that were written, without more."""
        for file in files:
            self.say(str(file))
        self._show_fine_object(files=[str(file) for file in files])

    def step_begun(self, step: Step) -> None:
        """Say which step of a check begins."""
        self.words.print(f"[dim]{step.name} ...[/]")

    def step_said(self, line: str) -> None:
        """Pass on a line of a step, as it is."""
        _print(line, self.words.file)

    def step_ended(self, step: Step, result: StepResult) -> None:
        """Show what a step said that did not pass, unless it was seen already."""
        if not result.passed and not step.streams:
            _print(result.output, self.words.file)

    def show_check(self, results: Sequence[StepResult]) -> None:
        """Show how each step ended."""
        table = self._table("step", "outcome", "seconds")
        table.add_column("its last words")
        for result in results:
            outcome = "[green]passed[/]" if result.passed else "[bold red]FAILED[/]"
            closing = escape(textwrap.shorten(result.closing, LAST_WORDS, placeholder=" …"))
            table.add_row(result.name, outcome, f"{result.seconds:.1f}", closing)
        self.words.print(table)
        code = code_of(results)
        if self.as_json:
            steps = [result.as_json() for result in results]
            self.show_object({"exit_code": code, "meaning": code.meaning, "steps": steps})

    def _table(self, *headings: str) -> Table:
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
        for number, heading in enumerate(headings):
            numeric = number > 0 and heading
            table.add_column(
                self.told(heading),
                justify="right" if numeric else "left",
                overflow="fold",
                no_wrap=number == 0,
            )
        return table

    def _show_fine_object(self, **content: object) -> None:
        if self.as_json:
            fine = ExitCode.FINE
            self.show_object({"exit_code": fine, "meaning": fine.meaning, **content})


@dataclass
class BuildProgress:
    """Shows which models and tests are at work, and how many are done."""

    live: Progress
    told: Callable[[str], str] = str
    begun: float = field(default_factory=time.monotonic)
    running: dict[str, None] = field(default_factory=dict)
    total: int | None = None
    done: int = 0

    def __post_init__(self) -> None:
        """Show that dbt is at work before it has begun with the first model."""
        self.task = self.live.add_task(self.current, total=None)

    @property
    def current(self) -> str:
        """What has been at work for the longest."""
        reads = "" if self.total else self.told("dbt reads the project")
        return next(iter(self.running.copy()), reads)

    def planned(self, total: int) -> None:
        """Take note of how many there will be."""
        self.total = total

    def started(self, name: str) -> None:
        """Show a model or test as being at work."""
        self.running[name] = None
        self._show()

    def finished(self, name: str) -> None:
        """Count a model or test as done."""
        self.done += 1
        self.running.pop(name, None)
        self._show()

    def _show(self) -> None:
        description = self.current[:40].ljust(40)
        self.live.update(self.task, description=description, completed=self.done, total=self.total)

    def speak_until(self, ended: threading.Event) -> None:
        """Say every few seconds, on plain lines, how far the build is."""
        while not ended.wait(SECONDS_BETWEEN_LINES):
            count = f"{self.done} of {self.total} done, " if self.total else ""
            seconds = time.monotonic() - self.begun
            line = self.told(f"{seconds:.0f} s: {count}{self.current}")
            self.live.console.print(escape(line))


def bar(share: float) -> str:
    """A share, 0 to 1, as a bar of blocks."""
    eighths = round(max(0.0, min(1.0, share)) * BAR_WIDTH * 8)
    return ("█" * (eighths // 8) + EIGHTHS[eighths % 8]).strip().ljust(BAR_WIDTH)


def _print(text: str, file: IO[str]) -> None:
    """Print a text as it is; nothing when the reader has gone, as of `tiers ... | head`."""
    try:
        print(text, file=file, flush=True)
    except BrokenPipeError:
        _lead_nowhere(file)


def _lead_nowhere(file: IO[str]) -> None:
    """Let what is still to be written to a pipe without a reader go nowhere, without an error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, file.fileno())
    os.close(nowhere)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def _count(amount: Decimal) -> str:
    return f"{amount:,.0f}"
