"""What the commands of publishing say."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape

from runner.console import Terminal
from runner.publish.listing import Listed
from runner.publish.rollback import RolledBack
from runner.publish.shapes import Published
from runner.publish.show_gate import show_moved
from runner.tables import plain_table

if TYPE_CHECKING:
    from runner.publish.postgres.verify import VerifiedServer
    from runner.publish.verify import Verified


def show_published(terminal: Terminal, published: Published) -> None:
    """Say what is current now, and what is in it."""
    table = plain_table(terminal, "table", "rows", "bytes")
    for one in published.tables:
        size = "" if one.bytes is None else f"{one.bytes:,}"
        table.add_row(escape(one.name), f"{one.rows:,}", size)
    terminal.words.print(table)
    terminal.words.print()
    if published.replaced == published.release:
        terminal.say(f"{published.release} is current already: nothing has changed since.")
    else:
        size = "" if published.bytes is None else f", {published.bytes / 1e6:,.1f} MB"
        terminal.say(
            f"Published {published.release} to {published.target}:"
            f" {len(published.tables)} tables{size}, {published.seconds:.1f} s"
        )
        if published.replaced:
            terminal.say(f"It replaces {published.replaced}; `tiers rollback` brings that back.")
    if published.moved:
        show_moved(terminal, published.moved)
    if published.removed:
        terminal.say(f"Old releases removed: {', '.join(published.removed)}")
    terminal.show_fine_object(**published.as_json())


def show_rolled_back(terminal: Terminal, done: RolledBack) -> None:
    """Say what is current now."""
    if done.release == done.replaced:
        terminal.say(f"{done.release} is current already.")
    else:
        terminal.say(f"{done.release} is current again in {done.target}.")
        if done.replaced:
            terminal.say(f"It replaces {done.replaced}, which stays: --to brings it back.")
    terminal.show_fine_object(**vars(done))


def show_verified(terminal: Terminal, verified: "Verified | VerifiedServer") -> None:
    """Say whether a release is whole, and what is wrong with it."""
    for problem in verified.problems:
        terminal.note(problem)
    state = "is not whole" if verified.problems else "is whole"
    terminal.say(f"{verified.release} {state}: {verified.size}")
    terminal.show_object(verified.as_json())


def show_releases(terminal: Terminal, releases: Sequence[Listed]) -> None:
    """List the releases."""
    table = plain_table(terminal, "release", "", "made (UTC)", "bytes", numeric=("bytes",))
    for one in releases:
        mark = terminal.told("current") if one.is_current else ""
        size = "" if one.bytes is None else f"{one.bytes:,}"
        table.add_row(one.release, mark, one.made_at or terminal.told("not whole"), size)
    terminal.words.print(table)
    terminal.show_fine_object(releases=[vars(one) for one in releases])
