"""The benchmark: the same orders for the floor, for us and for the peers.

`python -m bench.run --orders 100000 1000000 --repeats 3 --out bench-results`
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.measure import FailedError, Measure, measure, median

PROJECT = Path(__file__).resolve().parents[1]
PEERS_PYTHON = PROJECT / ".venv-bench" / "bin" / "python"
THREADS = 2
ORDERS_PER_CUSTOMER = 10
FLOOR = "floor"
# From this many orders on, a peer takes minutes or more memory than a laptop has.
PEER_LIMITS = {
    "openretailscience": 100_000_000,
    "rfm": 1_000_000,
    "lifetimes": 1_000_000,
    "pandas": 10_000_000,
}


@dataclass(frozen=True)
class Contestant:
    """A command, and where dbt writes its results if it is a dbt run."""

    name: str
    command: tuple[str, ...]
    target: Path | None = None


@dataclass(frozen=True)
class Result:
    """The median and all repeats of one contestant at one size."""

    orders: int
    name: str
    median: Measure
    repeats: tuple[Measure, ...]


@dataclass(frozen=True)
class Shop:
    """The orders of one size and the files that are made of them."""

    orders: int
    folder: Path

    @property
    def inputs(self) -> Path:
        """The inputs file of `tiers build`."""
        return self.folder / "inputs.yml"

    def database(self, name: str) -> Path:
        """A contestant's database."""
        return self.folder / f"{name}.duckdb"

    def target(self, name: str) -> Path:
        """The folder that dbt keeps for a contestant."""
        return self.folder / "targets" / name


def main() -> int:
    """Run the benchmark that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("bench-results"))
    parser.add_argument("--only", nargs="+", help="contestants to run; the floor always runs")
    options = parser.parse_args()
    # DuckDB and the others start as many threads as there are cores for them.
    if sys.platform == "linux":
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])
    out: Path = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    results: list[Result] = []
    notes: list[str] = []
    try:
        for orders in sorted(options.orders):
            shop = make_shop(orders, out)
            print(f"{orders:,} orders: comparing floor and ours cell by cell ...", flush=True)
            check_equal(shop)
            for contestant in contestants(shop, notes):
                if options.only and contestant.name not in (FLOOR, *options.only):
                    continue
                print(f"{orders:,} orders: {contestant.name} ...", flush=True)
                results.append(run(contestant, shop, options.repeats))
    except FailedError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        write(results, notes, out)
    return 0


def make_shop(orders: int, out: Path) -> Shop:
    """Make the orders, or take those of an earlier run."""
    shop = Shop(orders, out / f"shop-{orders}")
    shop.folder.mkdir(exist_ok=True)
    if not shop.inputs.exists():
        sizes = ("--orders", str(orders), "--customers", str(orders // ORDERS_PER_CUSTOMER))
        command = (*_tiers("sample"), *sizes, "--out", str(shop.folder))
        measure(command, log=shop.folder / "sample.log", folder=PROJECT, environment={})
        inputs = {
            name: {"location": str(shop.folder / f"{name}.parquet")}
            for name in ("orders", "exchange_rates")
        }
        variables = {"inputs": inputs, "history_periods": 0}
        shop.inputs.write_text(json.dumps(variables), encoding="utf-8")
    return shop


def contestants(shop: Shop, notes: list[str]) -> Iterator[Contestant]:
    """Everyone who runs at this size; who does not is noted."""
    yield Contestant(
        FLOOR,
        (sys.executable, "-m", "bench.floor", str(shop.folder), str(shop.database(FLOOR))),
    )
    for name, options in {"tiers build --no-tests": ("--no-tests",), "tiers build": ()}.items():
        yield Contestant(name, _build(shop, "tiers", *options), shop.target("tiers"))
    yield Contestant("dbt build", _dbt_build(shop), shop.target("dbt"))
    for name, limit in PEER_LIMITS.items():
        if not PEERS_PYTHON.exists():
            notes.append(f"{name}: not installed; `make bench` does it")
        elif shop.orders > limit:
            notes.append(f"{name}: left out at {shop.orders:,} orders, more than {limit:,}")
        else:
            peers = str(PROJECT / "bench" / "peers.py")
            yield Contestant(name, (str(PEERS_PYTHON), peers, name, str(shop.folder)))


def check_equal(shop: Shop) -> None:
    """Build floor and ours once, untimed, and compare them.

    It also leaves dbt's parsed project behind, so that all timed runs start alike.

    Raises:
        FailedError: they are not equal.
    """
    floor, ours, *_ = contestants(shop, [])
    for contestant in (floor, ours):
        run(contestant, shop, 1)
    files = (str(shop.database("tiers")), str(shop.database(FLOOR)))
    command = (sys.executable, "-m", "bench.compare", *files)
    measure(command, log=shop.folder / "compare.log", folder=PROJECT, environment={})


def run(contestant: Contestant, shop: Shop, repeats: int) -> Result:
    """Run a contestant several times, each time from no database."""
    measures = []
    for _ in range(repeats):
        for database in shop.folder.glob("*.duckdb*"):
            if database.name.startswith(_database_name(contestant)):
                database.unlink()
        measured = measure(
            contestant.command,
            log=shop.folder / f"{contestant.name.replace(' ', '-')}.log",
            folder=PROJECT,
            environment={
                "DBT_TARGET_PATH": str(contestant.target or ""),
                "TIERS_DATABASE": str(shop.database("dbt")),
            },
        )
        measures.append(replace(measured, model_seconds=_model_seconds(contestant)))
    return Result(shop.orders, contestant.name, median(measures), tuple(measures))


def write(results: Sequence[Result], notes: Sequence[str], out: Path) -> None:
    """Print the table, write results.json and, with the extra installed, the picture."""
    floors = {result.orders: result.median for result in results if result.name == FLOOR}
    print(
        f"\n{'orders':>12} {'':<24}{'wall s':>9}{'x floor':>9}{'cpu s':>9}{'x floor':>9}"
        f"{'peak MB':>9}{'x floor':>9}{'models s':>10}{'x floor':>9}"
    )
    for result in results:
        took, floor = result.median, floors[result.orders]
        line = f"{result.orders:>12,} {result.name:<24}"
        line += _pair(took.wall_seconds, floor.wall_seconds, 2)
        line += _pair(took.cpu_seconds, floor.cpu_seconds, 2)
        line += _pair(took.peak_megabytes, floor.peak_megabytes, 0)
        if took.model_seconds is not None:
            line += " " + _pair(took.model_seconds, floor.wall_seconds, 2)
        print(line)
    for note in dict.fromkeys(notes):
        print(f"  {note}")
    content = {
        "made_at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "processor": platform.processor() or platform.machine(),
            "system": platform.platform(),
            "python": platform.python_version(),
            "load_before_the_end": os.getloadavg(),
        },
        "versions": {name: version(name) for name in ("duckdb", "dbt-core", "dbt-duckdb")},
        "threads": THREADS,
        "notes": list(dict.fromkeys(notes)),
        "results": [asdict(result) for result in results],
    }
    file = out / "results.json"
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(f"Written: {file}")
    if PEERS_PYTHON.exists() and results:
        picture = out / "results.png"
        script = str(PROJECT / "bench" / "picture.py")
        subprocess.run([PEERS_PYTHON, script, str(file), str(picture)], check=True)
        print(f"Written: {picture}")


def _pair(value: float, floor: float, places: int) -> str:
    return f"{value:>9,.{places}f}{value / floor:>9.2f}"


def _tiers(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "runner.cli", *arguments)


def _build(shop: Shop, name: str, *options: str) -> tuple[str, ...]:
    places = ("--inputs", str(shop.inputs), "--database", str(shop.database(name)))
    return (*_tiers("build"), *places, "--threads", str(THREADS), *options)


def _dbt_build(shop: Shop) -> tuple[str, ...]:
    return (
        *(sys.executable, "-m", "dbt.cli.main", "--no-send-anonymous-usage-stats", "build"),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
        *("--target-path", str(shop.target("dbt")), "--threads", str(THREADS)),
        *("--vars", shop.inputs.read_text(encoding="utf-8")),
        *("--exclude-resource-type", "unit_test"),
    )


def _database_name(contestant: Contestant) -> str:
    return contestant.target.name if contestant.target else contestant.name


def _model_seconds(contestant: Contestant) -> float | None:
    if contestant.target is None:
        return None
    files = list(contestant.target.rglob("run_results.json"))
    newest = max(files, key=lambda file: file.stat().st_mtime)
    results = json.loads(newest.read_text(encoding="utf-8"))["results"]
    return sum(
        float(result["execution_time"])
        for result in results
        if result["unique_id"].startswith("model.")
    )


if __name__ == "__main__":
    sys.exit(main())
