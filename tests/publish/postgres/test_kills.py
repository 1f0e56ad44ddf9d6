"""Kill a publish at any moment: readers have the old release or the new one, each whole."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runner.publish.postgres.rollback import list_server_releases
from runner.publish.postgres.verify import verify_server
from tests.conftest import PROJECT, clean_environment
from tests.publish.postgres.conftest import Shared
from tests.publish.postgres.shop import JOINED, publish
from tests.publish.shop import build

# Each takes a second or more; a pull request does without them.
pytestmark = pytest.mark.slow
KILLS = 20

MANY = 20_000  # customers
PUBLISH = """
import sys
from pathlib import Path
from tests.publish.postgres.shop import publish
print("begun", flush=True)
publish(Path(sys.argv[1]), sys.argv[2], keep=2)
"""


def begin(shop: Path, address: str) -> "subprocess.Popen[bytes]":
    """Begin to publish in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", PUBLISH, shop, address],
        cwd=PROJECT,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout
    process.stdout.readline()
    return process


def test_what_is_current_is_whole_wherever_a_publish_is_killed(
    tmp_path: Path, shared: Shared
) -> None:
    shop = tmp_path / "customer_tiers.duckdb"
    build(shop, 1, customers=MANY)
    publish(shop, shared.address)
    build(shop, 2, customers=MANY)
    begun = time.monotonic()
    begin(shop, shared.address).communicate()
    usual = time.monotonic() - begun
    current: object = 2
    for stock in range(3, KILLS + 3):
        build(shop, stock, customers=MANY)
        process = begin(shop, shared.address)
        time.sleep(random.uniform(0, usual))  # noqa: S311
        process.kill()
        process.communicate()
        assert verify_server(shared.address).problems == ()
        ((least, greatest, count),) = shared.rows(JOINED)
        assert least == greatest
        # The new one, or that which was current before.
        assert least in (current, stock)
        current = least
        assert count == MANY
    build(shop, 1000, customers=MANY)
    publish(shop, shared.address, keep=2)
    assert shared.rows(JOINED) == [(1000, 1000, MANY)]
    assert len(list_server_releases(shared.address)) == 2
    ((schemas,),) = shared.rows(
        "select count(*) from pg_namespace where nspname like 'customer_tiers%'"
    )
    assert schemas == 3
