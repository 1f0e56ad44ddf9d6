"""The benchmark: the same orders for the floor, for us and for the peers.

`python -m bench.run --orders 100000 1000000 --repeats 3 --out bench-results`
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench.contestants import (
    ALL_SCHEMES,
    CORES,
    HISTORY,
    ONE_DATE,
    Contestant,
    Result,
    bases_of_lane,
    others_of_history,
    others_of_one_date,
)
from bench.measure import FailedError, measure, median
from bench.report import print_table, write
from bench.shop import PROJECT, Shop, make_shop

LANES = (ONE_DATE, HISTORY, ALL_SCHEMES)


def main() -> int:
    """Run the benchmark that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("bench-results"))
    parser.add_argument("--lanes", nargs="+", choices=LANES, default=LANES)
    parser.add_argument("--periods", type=int, default=12, help="month ends in the history")
    parser.add_argument("--only", nargs="+", help="contestants to run; the bases always run")
    options = parser.parse_args()
    # DuckDB and the others start as many threads as there are cores for them.
    if sys.platform == "linux":
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    out: Path = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    results: list[Result] = []
    notes: list[str] = []
    try:
        for orders in sorted(options.orders):
            shop = make_shop(orders, out)
            for lane in options.lanes:
                periods = options.periods if lane == HISTORY else 0
                for contestant in contestants(shop, lane, periods, notes):
                    if not options.only or contestant.is_base or contestant.name in options.only:
                        print(f"{orders:,} orders, {lane}: {contestant.name} ...", flush=True)
                        results.append(run(contestant, shop, options.repeats))
    except FailedError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        print_table(results, notes)
        write(results, notes, out)
    return 0


def contestants(
    shop: Shop, lane: str, history_periods: int, notes: list[str]
) -> Iterator[Contestant]:
    """All contestants of a lane at this size, after checking that the floor and ours are equal."""
    shop.write_inputs(lane, history_periods, schemes=lane == ALL_SCHEMES)
    bases = bases_of_lane(shop, lane, history_periods)
    print(f"{shop.orders:,} orders, {lane}: a build that is not timed ...", flush=True)
    prepare(bases, shop)
    yield from bases
    if lane == HISTORY:
        yield from others_of_history(shop)
    elif lane == ONE_DATE:
        yield from others_of_one_date(shop, notes)


def prepare(bases: Sequence[Contestant], shop: Shop) -> None:
    """Build ours and, where the lane has one, the floor once, untimed, and compare them.

    It leaves dbt's parsed project behind, so that all timed runs start alike, and a
    database for the builds that begin with one.

    Raises:
        FailedError: they are not equal.
    """
    for contestant in bases:
        run(contestant, shop, 1)
    *floors, ours = (str(shop.database(contestant.database)) for contestant in bases)
    for floor in floors:
        command = (sys.executable, "-m", "bench.compare", ours, floor)
        measure(command, log=shop.folder / "compare.log", folder=PROJECT, environment={})
    shop.keep_database(bases[-1].database)


def run(contestant: Contestant, shop: Shop, repeats: int) -> Result:
    """Run a contestant several times, each time from the same start."""
    measures = []
    for _ in range(repeats):
        if contestant.database:
            shop.set_database(contestant.database, is_built=contestant.begins_built)
        shop.set_new_day(is_here=contestant.has_new_day)
        log = shop.folder / f"{contestant.lane}-{contestant.name.replace(' ', '-')}.log"
        measured = measure(
            contestant.command,
            log=log,
            folder=PROJECT,
            environment={
                "DBT_TARGET_PATH": str(contestant.target or ""),
                "TIERS_DATABASE": str(shop.database("dbt")),
            },
        )
        measures.append(replace(measured, model_seconds=contestant.model_seconds(log)))
    shop.set_new_day(is_here=False)
    return Result(
        *(shop.orders, contestant.lane, contestant.name, contestant.base),
        median=median(measures),
        repeats=tuple(measures),
    )


if __name__ == "__main__":
    sys.exit(main())
