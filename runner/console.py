"""Where words go: what was asked for to stdout, words for people beside it."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

from rich.console import Console
from rich.markup import escape

from runner.backfill import Batch
from runner.choices import Language, Loudness
from runner.errors import ExitCode, KnownError
from runner.progress import BuildProgress, progress
from runner.words import Words


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
    the same in every language. Errors are told however quiet it is.
    """

    as_json: bool = False
    language: Language = Language.EN
    loudness: Loudness = Loudness.USUAL
    err: Console = field(default_factory=lambda: Paper(stderr=True, highlight=False))
    out: Console = field(default_factory=lambda: Paper(highlight=False))

    def __post_init__(self) -> None:
        """Let nothing but errors and the object through, if that was asked for."""
        self.out.quiet = self.is_quiet

    @property
    def is_quiet(self) -> bool:
        """Whether only what is wrong is told."""
        return self.loudness == Loudness.QUIET

    @property
    def words(self) -> Console:
        """Where words for people go."""
        if self.as_json and not self.is_quiet:
            return self.err
        return self.out

    def told(self, english: str) -> str:
        """A sentence or heading in the language asked for."""
        return Words(self.language).say(english)

    def say(self, sentence: str, style: str | None = None) -> None:
        """Say something to people."""
        self.words.print(escape(self.told(sentence)), soft_wrap=True, style=style)

    def note(self, sentence: str) -> None:
        """Say beside the result what is to be known before it."""
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

    def show_error(self, error: KnownError) -> None:
        """Say on stderr, in one line, what is wrong and what to do, and print it as the object."""
        self.say_error(error)
        code = error.code
        self.show_object({"exit_code": code, "meaning": code.meaning, "error": str(error)})

    def say_error(self, error: KnownError) -> None:
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
    def progress(self) -> Iterator[BuildProgress]:
        """Show on stderr how a build goes on."""
        console = Paper(quiet=True) if self.is_quiet else self.err
        lists_each = self.loudness == Loudness.VERBOSE
        with progress(console, self.told, lists_each=lists_each) as shown:
            yield shown

    @contextmanager
    def batch_begun(self, batch: Batch) -> Iterator[BuildProgress]:
        """Say which batch of a backfill begins, and show how it goes on."""
        self.note(str(batch))
        with self.progress() as shown:
            yield shown


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
