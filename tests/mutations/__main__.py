"""Apply small wrong changes one after the other, and see whether a test notices each.

    python -m tests.mutations                      all of mutations.yml
    python -m tests.mutations of_two_rates_the_lower_holds --jobs 1

A change is made in a copy of the project. First the unit tests of the models that it touches
run, then the tests of its room, then all data tests over the sample shop; the first that fails
has caught it. Not part of CI: all together take about half an hour.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.conftest import PROJECT, clean_environment
from tests.mutations.mutation import Mutation, read_mutations

# Which tests look at a room; those that find most in least time come first.
RANDOM_SHOPS = "tests/results/test_random_shops.py"
BUILDS_OF_A_SHOP = "tests/results/test_increments.py"
ROOMS: dict[str, tuple[str, ...]] = {
    "staging": ("tests/inputs/test_texts.py", RANDOM_SHOPS),
    "screening": (
        *(RANDOM_SHOPS, "tests/results/test_small_shops.py"),
        "tests/inputs/test_texts.py",
    ),
    "ledger": (RANDOM_SHOPS, "tests/results/test_no_leak.py"),
    "dates": (
        *("tests/results/test_rules_change.py", BUILDS_OF_A_SHOP),
        *("tests/results/test_no_leak.py", "tests/results/test_history_example.py"),
    ),
    "facts": (RANDOM_SHOPS,),
    "forecasts": (
        *("tests/forecasts/test_expected_orders.py", "tests/forecasts/test_customer_forecasts.py"),
        *("tests/project/test_forecast_pages.py", "tests/project/test_pages.py"),
    ),
    "cuts": (RANDOM_SHOPS, "tests/results/test_promises.py"),
    "tiers": (RANDOM_SHOPS,),
    "customers": ("tests/results/test_promises.py", RANDOM_SHOPS, "tests/results/test_words.py"),
    "movement": (
        *("tests/results/test_history_example.py", "tests/results/test_promises.py"),
        *("tests/results/test_words.py", BUILDS_OF_A_SHOP),
    ),
    "reports": ("tests/results/test_promises.py", "tests/results/test_real_shops.py"),
    "runner": (
        *("tests/runner/test_results.py", "tests/runner/test_swap.py"),
        *("tests/runner/test_build.py", "tests/results/test_bad_input.py"),
    ),
}
# What dbt does not read, and what a copy must not take along.
LEFT_OUT = (".git", ".venv*", "target", "logs", "*.duckdb*", "__pycache__", ".*_cache")
QUIET = ("--no-send-anonymous-usage-stats", "--no-use-colors", "--quiet")


class Workplace:
    """A copy of the project in which one mutation at a time is tried."""

    def __init__(self, folder: Path) -> None:
        """Copy the project; what lies beside it is linked."""
        self.project = folder / "project"
        shutil.copytree(PROJECT, self.project, ignore=shutil.ignore_patterns(*LEFT_OUT))
        if (PROJECT.parent / "shared").is_dir():
            (folder / "shared").symlink_to(PROJECT.parent / "shared")
        self._database = folder / "customer_tiers.duckdb"
        self._target = folder / "target"
        self._state = folder / "state"

    def prepare(self) -> None:
        """Build the sample shop, with which unit tests and what changed are compared."""
        code, said = self._dbt(
            "build", "--exclude", "resource_type:test", "resource_type:unit_test"
        )
        if code:
            raise SystemExit(f"The project itself does not build:\n{said}")
        self._state.mkdir()
        shutil.copy(self._target / "manifest.json", self._state)
        shutil.copy(self._database, self._state)

    def try_out(self, mutation: Mutation) -> str | None:
        """The test that fails when the project is changed; none: not noticed."""
        file = mutation.find(self.project)
        before = file.read_text(encoding="utf-8")
        file.write_text(mutation.applied(before), encoding="utf-8")
        try:
            return self._first_failure(mutation)
        finally:
            file.write_text(before, encoding="utf-8")
            shutil.copy(self._state / self._database.name, self._database)

    def _first_failure(self, mutation: Mutation) -> str | None:
        concerns_dbt = mutation.place != "runner"
        if concerns_dbt:
            touched = "state:modified+1,test_type:unit"
            failed = self._failed_in_dbt("test", "--select", touched)
            if failed:
                return failed
        for tests in ROOMS[mutation.room]:
            failed = self._failed_in_pytest(tests)
            if failed:
                return failed
        if concerns_dbt:
            return self._failed_in_dbt("build", "--exclude", "resource_type:unit_test")
        return None

    def _failed_in_dbt(self, *command: str) -> str | None:
        results = self._target / "run_results.json"
        results.unlink(missing_ok=True)
        code, said = self._dbt(*command, "--state", str(self._state))
        if not code:
            return None
        if not results.exists():
            return said.strip().splitlines()[-1]
        for result in json.loads(results.read_text(encoding="utf-8"))["results"]:
            if result["status"] in ("fail", "error"):
                kind, _, name = result["unique_id"].split(".", 2)
                return f"{kind} {name}"
        return said.strip().splitlines()[-1]

    def _failed_in_pytest(self, tests: str) -> str | None:
        options = (
            "-m",
            "not cluster",
            "-x",
            "-q",
            "--no-header",
            "--tb=no",
            "-p",
            "no:cacheprovider",
        )
        code, said = self._run(sys.executable, "-m", "pytest", *options, tests)
        if not code:
            return None
        failed = [line for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        return failed[0].split(" - ")[0] if failed else said.strip().splitlines()[-1]

    def _dbt(self, *command: str) -> tuple[int, str]:
        return self._run(sys.executable, "-m", "dbt.cli.main", *QUIET, *command)

    def _run(self, *command: str) -> tuple[int, str]:
        environment = {
            **clean_environment(),
            "PYTHONPATH": str(self.project),
            "PYTHONWARNINGS": "ignore",
            "TIERS_DATABASE": str(self._database),
            "DBT_TARGET_PATH": str(self._target),
            "DBT_LOG_PATH": str(self._target / "logs"),
        }
        if memory := os.environ.get("TIERS_MEMORY_LIMIT"):
            environment["TIERS_MEMORY_LIMIT"] = memory
        done = subprocess.run(
            command,
            cwd=self.project,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout


def tried(mutations: Sequence[Mutation], jobs: int) -> Iterator[tuple[Mutation, str | None, float]]:
    """Each mutation with the test that caught it, in the order in which they end."""
    with tempfile.TemporaryDirectory(prefix="mutations-") as scratch:
        free: SimpleQueue[Workplace] = SimpleQueue()
        for number in range(jobs):
            folder = Path(scratch) / str(number)
            folder.mkdir()
            place = Workplace(folder)
            place.prepare()
            free.put(place)

        def try_out(mutation: Mutation) -> tuple[Mutation, str | None, float]:
            place = free.get()
            begun = time.monotonic()
            try:
                return mutation, place.try_out(mutation), time.monotonic() - begun
            finally:
                free.put(place)

        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(try_out, mutations)


def main() -> int:
    """Print each mutation with what caught it; 1 if one was not caught."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("names", nargs="*", help="of the mutations; without any, all")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--list", action="store_true", help="only say where each is made")
    asked = parser.parse_args()
    mutations = read_mutations()
    if unknown := set(asked.names) - {mutation.name for mutation in mutations}:
        parser.error(f"no such mutation: {', '.join(sorted(unknown))}")
    chosen = [mutation for mutation in mutations if mutation.name in asked.names or not asked.names]
    for mutation in chosen:
        file = mutation.find(PROJECT)
        if asked.list:
            print(f"{mutation.room:10} {mutation.name}: {file.relative_to(PROJECT)}")
    if asked.list:
        return 0
    missed = 0
    for mutation, caught_by, seconds in tried(chosen, asked.jobs):
        missed += caught_by is None
        verdict = caught_by or "NOT CAUGHT"
        print(f"{mutation.room:10} {mutation.name} ({seconds:.0f} s): {verdict}", flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} caught")
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
