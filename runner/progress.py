"""The progress of a build: live on a terminal, else a line now and then."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def progress(
    console: Console, told: Callable[[str], str], *, lists_each: bool, opening: str
) -> Iterator["BuildProgress"]:
    """Show how a build goes on, in the language of `told`; `lists_each` model when it is done.

    The `opening` is said before the first one begins.
    """
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    is_live = console.is_terminal
    live = Progress(*columns, console=console, transient=True, disable=not is_live)
    shown = BuildProgress(live, told, lists_each, opening)
    ended = threading.Event()
    speaker = threading.Thread(target=shown.speak_until, args=(ended,), daemon=True)
    if not is_live:
        speaker.start()
    try:
        with live:
            yield shown
    finally:
        ended.set()
        if not is_live:
            speaker.join()


@dataclass
class BuildProgress:
    """Shows which models and tests are at work, and how many are done."""

    live: Progress
    told: Callable[[str], str] = str
    lists_each: bool = False
    opening: str = "dbt reads the project"
    begun: float = field(default_factory=time.monotonic)
    running: dict[str, float] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    total: int | None = None
    done: int = 0
    source: str = ""

    def __post_init__(self) -> None:
        """Show that dbt is working before the first model starts."""
        self.task = self.live.add_task(self.current, total=None)

    @property
    def current(self) -> str:
        """The node that has been running the longest."""
        before = f"{self.source} is copied" if self.source else self.opening
        name = next(iter(self.running.copy()), None)
        if name is None:
            return "" if self.total else self.told(before)
        rows = self.rows.get(name)
        return f"{name} {self.told(f'{rows:,} rows')}" if rows else name

    def copying(self, source: str) -> None:
        """Show that a file is being copied, before dbt begins."""
        self.source = source
        self._show()

    def planned(self, total: int) -> None:
        """Note the number of nodes."""
        self.total = total

    def started(self, name: str) -> None:
        """Show a model or test as being at work."""
        self.running[name] = time.monotonic()
        self._show()

    def reached(self, name: str, rows: int) -> None:
        """Note how many rows of a table are written."""
        self.rows[name] = rows
        self._show()

    def finished(self, name: str) -> None:
        """Count a model or test as done; what never began was none of those planned."""
        begun = self.running.pop(name, None)
        if begun is None:
            return
        self.done += 1
        if self.lists_each:
            self.live.console.print(f"{name:<60} {time.monotonic() - begun:6.2f} s", markup=False)
        self._show()

    def _show(self) -> None:
        description = self.current[:50].ljust(40)
        self.live.update(self.task, description=description, completed=self.done, total=self.total)

    def speak_until(self, ended: threading.Event) -> None:
        """Print the progress on a plain line every few seconds."""
        while not ended.wait(SECONDS_BETWEEN_LINES):
            count = f"{self.done} of {self.total} done, " if self.total else ""
            seconds = time.monotonic() - self.begun
            line = self.told(f"{seconds:.0f} s: {count}{self.current}")
            self.live.console.print(escape(line))
