"""The contestants: which runs in which lane, by which command, and on what."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bench.measure import Measure
from bench.shop import PROJECT, Shop

PEERS_PYTHON = PROJECT / ".venv-bench" / "bin" / "python"
CORES = 2
ONE_DATE, HISTORY, ALL_SCHEMES = "one-date", "history", "all-schemes"
FLOOR = "floor"
BUILD = "tiers build --no-tests"
# From this many orders on, a peer takes minutes or more memory than a laptop has.
PEER_LIMITS = {
    "openretailscience": 100_000_000,
    "rfm": 1_000_000,
    "lifetimes": 1_000_000,
    "pandas": 10_000_000,
}


@dataclass(frozen=True)
class Contestant:
    """A command and what it runs on.

    Attributes:
        lane: the newest date alone, with the month ends before it, or with all schemes.
        name: as the table shows it.
        command: program and arguments.
        database: name of the database that it writes; the peers have none.
        target: where dbt writes its results if it is a dbt run.
        base: the contestant of the lane that its figures are compared with.
        begins_built: starts with the database that the lane's `tiers build` left.
        has_new_day: the orders include one more day.
    """

    lane: str
    name: str
    command: tuple[str, ...]
    database: str = ""
    target: Path | None = None
    base: str = FLOOR
    begins_built: bool = False
    has_new_day: bool = False

    @property
    def is_base(self) -> bool:
        """Whether others are compared with it."""
        return self.name in (FLOOR, BUILD)

    def model_seconds(self, log: Path) -> float | None:
        """Sum of dbt's own model times of the last run; `log` is what it printed."""
        if "--json" in self.command:
            _, begin, report = log.read_text(encoding="utf-8").rpartition("\n{\n")
            timings = json.loads(begin + report)["timings"]
            return sum(float(node["seconds"]) for node in timings if node["kind"] == "model")
        if self.target is None:
            return None
        results = json.loads((self.target / "run_results.json").read_text(encoding="utf-8"))
        return sum(
            float(result["execution_time"])
            for result in results["results"]
            if result["unique_id"].startswith("model.")
        )


@dataclass(frozen=True)
class Result:
    """The median and all repeats of one contestant at one size."""

    orders: int
    lane: str
    name: str
    base: str
    median: Measure
    repeats: tuple[Measure, ...]


def bases_of_lane(shop: Shop, lane: str, history_periods: int) -> tuple[Contestant, ...]:
    """The build of a lane, after the floor that it is compared with, if the lane has one."""
    ours = _ours(shop, lane, BUILD, "--no-tests")
    if lane == ALL_SCHEMES:
        return (replace(ours, base=BUILD),)
    database = f"{lane}-floor"
    files = (str(shop.folder), str(shop.database(database)))
    floor = (sys.executable, "-m", "bench.floor", *files, str(history_periods))
    return Contestant(lane, FLOOR, floor, database), ours


def others_of_one_date(shop: Shop, notes: list[str]) -> Iterator[Contestant]:
    """With tests, by plain dbt, and the peers; those that do not run at this size are noted."""
    yield _ours(shop, ONE_DATE, "tiers build")
    yield Contestant(ONE_DATE, "dbt build", _dbt_build(shop), "dbt", shop.target("dbt"))
    for name, limit in PEER_LIMITS.items():
        if not PEERS_PYTHON.exists():
            notes.append(f"{name}: not installed; `make bench` does it")
        elif shop.orders > limit:
            notes.append(f"{name}: left out at {shop.orders:,} orders, more than {limit:,}")
        else:
            peers = str(PROJECT / "bench" / "peers.py")
            yield Contestant(ONE_DATE, name, (str(PEERS_PYTHON), peers, name, str(shop.folder)))


def others_of_history(shop: Shop) -> Iterator[Contestant]:
    """The same build again: of the same orders, and of those with the new day."""
    build = _ours(shop, HISTORY, BUILD, "--no-tests")
    again = replace(build, name="again, no change", base=BUILD, begins_built=True)
    yield again
    yield replace(again, name="again, a new day", has_new_day=True)


def _ours(shop: Shop, lane: str, name: str, *options: str) -> Contestant:
    database = f"{lane}-tiers"
    command = (
        *(sys.executable, "-m", "runner.cli", "build", "--json", *options),
        *("--inputs", str(shop.inputs(lane))),
        *("--database", str(shop.database(database))),
    )
    return Contestant(lane, name, command, database, shop.target(database))


def _dbt_build(shop: Shop) -> tuple[str, ...]:
    return (
        *(sys.executable, "-m", "dbt.cli.main", "--no-send-anonymous-usage-stats", "build"),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
        *("--target-path", str(shop.target("dbt"))),
        *("--vars", shop.inputs(ONE_DATE).read_text(encoding="utf-8")),
        *("--exclude-resource-type", "unit_test"),
    )
