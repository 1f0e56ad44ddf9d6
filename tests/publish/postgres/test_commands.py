"""The commands with the address of a server, as a user runs them."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runner.publish.postgres.verify import verify_server
from runner.swap import Swap, identity_of
from runner.tested import keep_tested
from tests.conftest import PROJECT, clean_environment, run_tiers
from tests.publish.postgres.conftest import Shared
from tests.publish.postgres.server import PASSWORD
from tests.publish.postgres.shop import JOINED, publish
from tests.publish.shop import CUSTOMERS, PASSED, build

# Each takes a second or more; a pull request does without them.
pytestmark = pytest.mark.slow


def test_publish_rollback_verify_and_releases_take_an_address(shop: Path, shared: Shared) -> None:
    given = ("--database", shop, "--to", shared.address, "--grant", "analyst")
    first = run_tiers("publish", *given, "--json", folder=PROJECT)
    assert first.code == 0, first.stderr
    assert first.json["target"] == shared.told
    assert [table["rows"] for table in first.json["tables"]] == [
        CUSTOMERS,
        *(2 * CUSTOMERS,) * 2,
        CUSTOMERS,
    ]
    build(shop, 2)
    second = run_tiers("publish", *given, "--language", "zh", folder=PROJECT)
    assert second.code == 0, second.stderr
    assert "发布到" in second.stdout
    assert shared.rows(JOINED, user="analyst") == [(2, 2, CUSTOMERS)]
    back = run_tiers("rollback", shared.address, "--json", folder=PROJECT)
    assert back.json["release"] == first.json["release"]
    verified = run_tiers("verify", shared.address, folder=PROJECT)
    assert f"is whole: 4 tables, {6 * CUSTOMERS:,} rows" in verified.stdout
    listed = run_tiers("releases", shared.address, "--json", folder=PROJECT)
    assert [one["is_current"] for one in listed.json["releases"]] == [False, True]
    for done in (first, second, back, verified, listed):
        assert PASSWORD not in done.stdout + done.stderr
        assert PASSWORD.replace(" ", "%20") not in done.stdout + done.stderr


def test_options_of_a_server_are_not_for_a_folder(tmp_path: Path) -> None:
    done = run_tiers("publish", "--to", tmp_path, "--grant", "analyst", folder=PROJECT)
    assert done.code == 2
    assert "is a folder; --schema and --grant are for a server." in done.stderr


def test_an_interrupt_leaves_the_old_release_and_no_half_of_a_new_one(
    tmp_path: Path, shared: Shared
) -> None:
    shop = tmp_path / "customer_tiers.duckdb"
    build(shop, 1)
    first = publish(shop, shared.address)
    build(shop, 2, customers=500_000)
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "runner.cli", "publish"),
            *("--database", shop, "--to", shared.address),
        ],
        cwd=PROJECT,
        env=clean_environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    while not shared.rows("select 1 from pg_stat_activity where query ilike 'copy%'"):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)  # as an interrupt, and never ignored
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.splitlines()[-1]) == (
        3,
        "Error: Interrupted; nothing was replaced.",
    )
    verified = verify_server(shared.address)
    assert (verified.release, verified.problems) == (first.release, ())
    schemas = "select count(*) from pg_namespace where nspname like 'customer_tiers%'"
    assert shared.rows(schemas) == [(2,)]


@pytest.mark.slow
def test_all_tables_of_the_sample_arrive(
    tmp_path: Path, sample_database: Path, shared: Shared
) -> None:
    database = Path(shutil.copy2(sample_database, tmp_path))
    swap = Swap(database)
    swap.folder.mkdir()
    keep_tested(swap, identity_of(database), PASSED)
    published = publish(database, shared.address)
    assert verify_server(shared.address).problems == ()
    assert {"customer_tiers", "customer_tiers_current", "tier_explanations_current"} <= {
        table.name for table in published.tables
    }
    # Every column has its comment.
    assert shared.rows(
        "select count(*) from pg_attribute where attrelid = any(array("
        " select oid from pg_class where relnamespace = 'customer_tiers'::regnamespace))"
        " and attnum > 0 and col_description(attrelid, attnum) is null"
    ) == [(0,)]
