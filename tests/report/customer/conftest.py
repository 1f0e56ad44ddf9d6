"""The shop of a few orders, built once for all tests."""

import fcntl
from pathlib import Path

import pytest

from tests.conftest import run_tiers, shared_folder
from tests.report.customer.shop import write_shop


@pytest.fixture(scope="session")
def shop() -> Path:
    """Its database, built once, also when tests run in several processes; open it read-only."""
    folder = shared_folder() / "customer-page"
    folder.mkdir(exist_ok=True)
    database = folder / "customer_tiers.duckdb"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not database.exists():
            write_shop(folder)
            built = run_tiers(
                *("build", "--inputs", "inputs.yml", "--database", database, "--no-tests"),
                folder=folder,
                DBT_TARGET_PATH=str(folder / "target"),
            )
            assert built.code == 0, built.stderr
    return database
