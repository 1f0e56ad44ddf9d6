"""Another project installs this one and builds on an empty database at the first try."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT, clean_environment
from tests.results.shop import project_without_tests

CONSUMER = PROJECT / "integration_tests" / "consumer"


@pytest.fixture(scope="module")
def consumer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The consumer's project with this one installed, built once; its folder."""
    folder = tmp_path_factory.mktemp("consumer") / "acme"
    shutil.copytree(CONSUMER, folder)
    (folder / "packages.yml").write_text(
        f"packages:\n  - local: {project_without_tests()}\n", encoding="utf-8"
    )
    for command in (("deps",), ("build",)):
        done = subprocess.run(
            [sys.executable, "-m", "dbt.cli.main", *command, "--profiles-dir", "."],
            cwd=folder,
            env=clean_environment() | {"PYTHONWARNINGS": "ignore"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:]
    return folder


@pytest.mark.builds
def test_her_orders_become_customers_in_schemas_of_her_own(consumer: Path) -> None:
    with duckdb.connect(consumer / "acme.duckdb", read_only=True) as connection:
        tiers = connection.execute("""
            select customer_id, net_revenue, abc_class, lifecycle_stage
            from dev_ann__marts.customer_tiers
            where as_of_date = date '2024-03-02' order by customer_id
        """).fetchall()
        best = connection.execute("select * from dev_ann.best_customers order by all").fetchall()
        schemas = {
            row[0]
            for row in connection.execute("select schema_name from duckdb_schemas()").fetchall()
        }
        metrics = connection.execute("select metric from dev_ann.metrics").fetchall()
    # Two have 40 of 100 each, and 80 % come before Bob. Dai has bought nothing, and no day of
    # a registration makes her known.
    assert [(customer, revenue, cls) for customer, revenue, cls, _ in tiers] == [
        ("ann", 40, "A"),
        ("bob", 20, "B"),
        ("cem", 40, "A"),
    ]
    assert [customer for customer, *_ in best] == ["ann", "cem"]
    assert metrics == [("net_revenue",)]
    assert {"dev_ann", "dev_ann__marts", "dev_ann__rules"} <= schemas
    assert not {"marts", "rules", "staging"} & schemas


@pytest.mark.builds
def test_her_models_are_in_the_lineage_and_what_she_switched_off_is_not(consumer: Path) -> None:
    manifest = json.loads((consumer / "target" / "manifest.json").read_text(encoding="utf-8"))
    nodes = manifest["nodes"]
    staged = nodes["model.customer_tiers.stg_tiers__orders"]["depends_on"]["nodes"]
    assert "model.acme.stg_orders" in staged
    customers = nodes["model.customer_tiers.stg_tiers__customers"]["depends_on"]["nodes"]
    assert customers == ["model.acme.stg_customers"]
    # What she has switched off is no node; what all schemes share is one.
    ours = {node["name"] for node in nodes.values() if node["package_name"] == "customer_tiers"}
    assert {"rfm_scores", "abc_tiers", "lifecycle_stages", "customer_tiers"} <= ours
    off = {"man_profiles", "key_accounts", "value_types", "customer_actions", "product_abc"}
    assert off & ours == set()
