"""Readers beside publishes: none fails, and none sees two builds mixed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from runner.publish.rollback import rollback_folder
from runner.publish.verify import verify
from tests.conftest import PROJECT, clean_environment
from tests.publish.shop import CUSTOMERS, build, publish


@contextmanager
def read_beside(folder: Path, customers: int) -> Iterator[dict[str, Any]]:
    """Let a program of its own read until this ends; then it says what it saw."""
    seen: dict[str, Any] = {}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.publish.reader", str(folder), str(2 * customers)],
        cwd=PROJECT,
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        yield seen
        output, _ = reader.communicate()
        seen.update(json.loads(output))


@pytest.mark.parametrize("publishes", [pytest.param(4), pytest.param(100, marks=pytest.mark.slow)])
def test_a_reader_beside_publishes_never_fails_and_never_sees_two_builds(
    publishes: int, shop: Path, folder: Path
) -> None:
    publish(shop, folder)
    with read_beside(folder, CUSTOMERS) as seen:
        for stock in range(2, publishes + 2):
            build(shop, stock)
            publish(shop, folder, keep=3)
            assert verify(folder).problems == ()
            if stock % 10 == 0:
                rollback_folder(folder)
    sys.stdout.write(f"{seen}\n")
    assert (seen["failed"], seen["mixed"]) == (0, 0), seen
    assert seen["reads"] >= publishes
    assert seen["builds"] > publishes / 4


def test_the_reader_notices_what_is_mixed(shop: Path, folder: Path) -> None:
    """Or the test above could not fail."""
    publish(shop, folder)
    tiers = (folder / "current" / "customer_tiers.parquet").read_bytes()
    build(shop, 2)
    publish(shop, folder)
    file = folder / "current" / "customer_tiers.parquet"
    file.chmod(0o644)
    file.write_bytes(tiers)
    with read_beside(folder, CUSTOMERS) as seen:
        pass
    assert seen["mixed"] > 0
