"""Who holds the database, how old its dates are, and what killed programs left beside it."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from runner.ask.finding import Finding, State, gigabytes
from runner.errors import UserError
from runner.project import Project
from runner.swap import Swap
from runner.warehouse import Warehouse, log_of, open_warehouse

DATABASE, DATES, LEFTOVERS = "database", "dates", "leftovers"
TIERS, LEDGER = "customer_tiers", "int_ledger_events"
# A shop whose newest order is older than this has perhaps stopped sending orders.
QUIET_DAYS = 7


def database_findings(database: Path, today: date) -> Iterator[Finding]:
    """Whether a database can be read and built, and how far it reaches."""
    swap = Swap(database.resolve())
    if holder := _holder(swap.lock):
        yield Finding(
            DATABASE,
            State.NOTE,
            f"A build is writing {database} (process {holder}).",
            "Wait until it ends.",
        )
    if not database.is_file():
        yield Finding(DATABASE, State.NOTE, f"There is no {database} yet.", "tiers build")
        return
    try:
        with open_warehouse(database) as warehouse:
            found = tuple(_dates(warehouse, today))
    except UserError as error:
        yield Finding(DATABASE, State.MUST, error.sentence, error.advice)
        return
    size = gigabytes(database.stat().st_size)
    yield Finding(DATABASE, State.FINE, f"Nobody is writing {database} ({size}).")
    yield from found


def _holder(lock: Path) -> str | None:
    """The process of the build that holds a lock; nothing if there is none."""
    if not lock.exists():
        return None
    with lock.open("r", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return file.read().strip() or "?"
    return None


def _dates(warehouse: Warehouse, today: date) -> Iterator[Finding]:
    if TIERS not in warehouse.tables():
        yield Finding(DATES, State.MUST, f"{warehouse.database} has no {TIERS}.", "tiers build")
        return
    days = warehouse.days(TIERS)
    if not days:
        yield Finding(DATES, State.MUST, f"{warehouse.database} has no customers.", "tiers build")
        return
    newest = date.fromisoformat(days[0])
    yield Finding(DATES, State.FINE, f"{len(days)} as-of dates, the newest {newest}")
    if LEDGER not in warehouse.tables("intermediate"):
        return
    ((last,),) = warehouse.rows(f"select max(event_date) from intermediate.{LEDGER}")  # noqa: S608
    if not isinstance(last, date):
        return
    if last > newest:
        yield Finding(
            DATES,
            State.NOTE,
            f"Events up to {last} are known, the newest as-of date is {newest}.",
            f"tiers build --as-of {last}",
        )
    age = (today - last).days
    if age > QUIET_DAYS:
        yield Finding(
            DATES,
            State.NOTE,
            f"The newest event is of {last}, {age:,} days ago.",
            "See whether new orders arrive in the inputs, then: tiers build",
        )


def leftover_findings(project: Project, database: Path) -> Iterator[Finding]:
    """Scratch files that a killed program has left; the next build removes some by itself."""
    swap = Swap(database.resolve())
    if swap.folder.exists() and not _holder(swap.lock):
        yield _left(swap.folder, "The next build removes it.")
    for folder in sorted(swap.database.parent.glob(f".{swap.database.name}.what-if-*")):
        yield _left(folder, f"If no what-if is at work: rm -r {folder}")
    for folder in sorted((project.target / "tiers").glob("run-*-*")):
        if not _is_running(folder.name.split("-")[1]):
            yield _left(folder, "The next build removes it.")
    if swap.failed.exists():
        size = gigabytes(swap.failed.stat().st_size)
        yield Finding(
            LEFTOVERS,
            State.NOTE,
            f"A failed build left {swap.failed} ({size}).",
            f"Look at it, then: rm {swap.failed}",
        )
    if log_of(swap.database).exists():
        yield Finding(
            LEFTOVERS,
            State.NOTE,
            f"A program that wrote {swap.database} did not end well, or is still at work.",
            "The next build folds in what it wrote.",
        )


def _left(folder: Path, remedy: str) -> Finding:
    size = 0
    for file in folder.rglob("*"):
        with contextlib.suppress(OSError):
            size += file.stat().st_size
    return Finding(LEFTOVERS, State.NOTE, f"{folder} was left ({gigabytes(size)}).", remedy)


def _is_running(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):
        return True
    return True
