"""A build or a publish that is killed leaves `current` whole, and the next one succeeds."""

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runner.publish.place import Place
from runner.publish.verify import verify
from tests.conftest import PROJECT, clean_environment
from tests.publish.dbt_shop import CUSTOMERS, dbt_shop
from tests.publish.reader import by_database, by_parquet
from tests.publish.test_readers import read_beside

KILLS = int(os.environ.get("TEST_KILLS", "6"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "scene",
    ["a first publish", "a publish", "a publish, its writing", "a rollback", "a build"],
)
def test_a_kill_at_any_line_leaves_old_or_new_whole(scene: str, tmp_path: Path) -> None:
    assert _lines_killed(scene, tmp_path, every=1) > 80


@pytest.mark.slow
@pytest.mark.parametrize("scene", ["a publish", "a rollback"])
def test_a_kill_at_some_lines_leaves_old_or_new_whole(scene: str, tmp_path: Path) -> None:
    assert _lines_killed(scene, tmp_path, every=41) > 2


def _lines_killed(scene: str, folder: Path, *, every: int) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "tests.publish.kill_at_each_line", scene, str(folder), str(every)],
        cwd=PROJECT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


# Builds and publishes as a user does, in a shell of its own that is killed with all it started.
COMMANDS = """
set -e
{tiers} build --vars 'stock: {stock}'
{tiers} publish --to out --keep 3
"""


def _started(folder: Path, stock: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["/bin/sh", "-c", COMMANDS.format(tiers=f"{sys.executable} -m runner.cli", stock=stock)],
        cwd=folder,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _run(folder: Path, stock: int) -> float:
    """Build and publish; how long it took."""
    begun = time.monotonic()
    with _started(folder, stock) as process:
        _, error = process.communicate()
    assert process.returncode == 0, error.decode()
    return time.monotonic() - begun


@pytest.mark.slow
def test_kills_at_random_moments_of_build_and_publish(tmp_path: Path) -> None:
    """As many as TEST_KILLS says, beside a reader."""
    folder = dbt_shop(tmp_path / "shop").folder
    out = folder / "out"
    dice = random.Random(23)  # noqa: S311 (no secret)
    _run(folder, 1)
    usual = _run(folder, 2)
    killed = {"at work": 0, "when all was done": 0}
    with read_beside(out, CUSTOMERS) as seen:
        for stock in itertools.count(3, 2):
            if killed["at work"] == KILLS:
                break
            before = Place(out).current()
            with _started(folder, stock) as process:
                time.sleep(dice.uniform(0, usual))
                is_done = process.poll() is not None
                if not is_done:
                    os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
            killed["when all was done" if is_done else "at work"] += 1
            assert verify(out).problems == ()
            builds = {*by_database(out)[1:], *by_parquet(out)[1:]}
            assert len(builds) == 1
            if Place(out).current() != before:
                assert builds == {stock}
            usual = _run(folder, stock + 1)
            assert by_database(out) == (2 * CUSTOMERS, *[stock + 1] * 4)
    sys.stdout.write(f"killed: {killed}; reader: {seen}\n")
    assert (seen["failed"], seen["mixed"]) == (0, 0), seen
    hidden = {file.name for file in (out / "releases").glob(".*")}
    assert hidden == set()
    beside = {file.name for file in folder.iterdir() if "customer_tiers" in file.name}
    assert beside == {"customer_tiers.duckdb", ".customer_tiers.duckdb.tests.json"}
