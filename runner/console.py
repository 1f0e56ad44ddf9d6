"""Where output goes: results to stdout, messages for people beside them."""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

from rich.console import Console
from rich.markup import escape

from runner.backfill import Batch
from runner.choices import Language, Loudness
from runner.errors import ExitCode, UserError
from runner.progress import BuildProgress, progress
from runner.words import Words

SECONDS_OF_SILENCE = 2.0


class Paper(Console):
    """Where messages go; if the reader is gone, the work goes on silently."""

    def on_broken_pipe(self) -> None:
        """Write no more, and stop nothing."""
        self.quiet = True
        _lead_nowhere(self.file)


@dataclass(frozen=True)
class Terminal:
    """Where a command shows results.

    With `as_json`, stdout is reserved for the one object and all messages go to stderr. The object
    is the same in every language. Errors are printed even with --quiet.
    """

    as_json: bool = False
    language: Language = Language.EN
    loudness: Loudness = Loudness.USUAL
    err: Console = field(default_factory=lambda: Paper(stderr=True, highlight=False))
    out: Console = field(default_factory=lambda: Paper(highlight=False))

    def __post_init__(self) -> None:
        """With --quiet, print only errors and the object."""
        self.out.quiet = self.is_quiet

    @property
    def is_quiet(self) -> bool:
        """Whether only errors are printed."""
        return self.loudness == Loudness.QUIET

    @property
    def words(self) -> Console:
        """Where messages for people go."""
        if self.as_json and not self.is_quiet:
            return self.err
        return self.out

    def told(self, english: str) -> str:
        """A sentence or heading in the chosen language."""
        return Words(self.language).say(english)

    def say(self, sentence: str, style: str | None = None) -> None:
        """Say something to people."""
        self.words.print(escape(self.told(sentence)), soft_wrap=True, style=style)

    def note(self, sentence: str) -> None:
        """Print a note before the result."""
        if not self.is_quiet:
            self.err.print(escape(self.told(sentence)), soft_wrap=True)

    def show_object(self, content: object) -> None:
        """Print the one object, if `--json` asks for it."""
        if self.as_json:
            _print(json.dumps(content, ensure_ascii=False, indent=2), sys.stdout)

    def show_fine_object(self, **content: object) -> None:
        """Print the object of a command that can end in one way only."""
        fine = ExitCode.FINE
        self.show_object({"exit_code": fine, "meaning": fine.meaning, **content})

    def show_error(self, error: UserError) -> None:
        """Say on stderr, in one line, what is wrong and what to do, and print it as the object."""
        self.say_error(error)
        code = error.code
        self.show_object({"exit_code": code, "meaning": code.meaning, "error": str(error)})

    def say_error(self, error: UserError) -> None:
        """Say on stderr, in one line, what is wrong and what to do."""
        heading = self.told("Error: ")
        sentences = [self.told(text) for text in (error.sentence, error.advice) if text]
        line = ("" if self.language == Language.ZH else " ").join(sentences)
        self.err.print(f"[bold red]{heading}[/]{escape(line)}", soft_wrap=True)

    def show_traceback(self) -> None:
        """Show the traceback of the error at hand on stderr."""
        import traceback

        traceback.print_exc(file=sys.stderr)

    @contextmanager
    def progress(self, opening: str = "dbt reads the project") -> Iterator[BuildProgress]:
        """Show the progress of a build on stderr; the `opening` until its first part begins."""
        console = Paper(quiet=True) if self.is_quiet else self.err
        lists_each = self.loudness == Loudness.VERBOSE
        with progress(console, self.told, lists_each=lists_each, opening=opening) as shown:
            yield shown

    @contextmanager
    def busy(self, doing: str) -> Iterator[Callable[[str], None]]:
        """Show what is being done, if it takes longer than two seconds.

        Yields:
            A function that tells what is done next.
        """
        console = Paper(quiet=True) if self.is_quiet else self.err
        shown = console.status(escape(self.told(doing)))
        steps, is_late = [doing], threading.Event()

        def say() -> None:
            is_late.set()
            if console.is_terminal:
                shown.start()
            else:
                self.note(steps[-1])

        def tell(step: str) -> None:
            steps.append(step)
            shown.update(escape(self.told(step)))
            if is_late.is_set() and not console.is_terminal:
                self.note(step)

        timer = threading.Timer(SECONDS_OF_SILENCE, say)
        timer.daemon = True
        timer.start()
        try:
            yield tell
        finally:
            timer.cancel()
            timer.join()
            shown.stop()

    @contextmanager
    def batch_begun(self, batch: Batch) -> Iterator[BuildProgress]:
        """Announce a batch of a backfill and show its progress."""
        self.note(str(batch))
        with self.progress() as shown:
            yield shown


def _print(text: str, file: IO[str]) -> None:
    """Print a text unchanged; nothing if the reader is gone, as in `tiers ... | head`."""
    try:
        print(text, file=file, flush=True)
    except BrokenPipeError:
        _lead_nowhere(file)


def _lead_nowhere(file: IO[str]) -> None:
    """Discard the remaining output to a pipe without a reader, without an error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, file.fileno())
    os.close(nowhere)
