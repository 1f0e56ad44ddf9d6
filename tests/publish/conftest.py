"""A small shop that is built, and the folder that it is published to."""

from pathlib import Path

import pytest

from tests.publish.shop import build


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The database of the small shop, tested."""
    database = tmp_path / "customer_tiers.duckdb"
    build(database, 1)
    return database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where it is published to; not there yet."""
    return tmp_path / "out"
