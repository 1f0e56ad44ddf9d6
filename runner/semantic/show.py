"""What `tiers semantic` wrote, in the terminal."""

from runner.console import Terminal
from runner.semantic.semantic import Written


def show_written(terminal: Terminal, written: Written) -> None:
    """Say how many metrics went where."""
    first, *others = written.files
    where = first if not others else f"{first.parent} ({len(written.files)} files)"
    terminal.say(f"Wrote {len(written.metrics)} metrics: {where}")
    terminal.show_fine_object(**written.as_json())
