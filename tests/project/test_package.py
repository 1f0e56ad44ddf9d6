"""Another project installs this one and builds on an empty database at the first try."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import PROJECT, clean_environment

CONSUMER = PROJECT / "integration_tests" / "consumer"


def run_dbt(*command: str, folder: Path) -> str:
    """Run dbt in the consumer's project, as its user does; what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", *command, "--profiles-dir", "."],
        cwd=folder,
        env=clean_environment() | {"PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def consumer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The consumer's project with all of this one installed, built once; its folder."""
    folder = tmp_path_factory.mktemp("consumer") / "acme"
    shutil.copytree(CONSUMER, folder)
    packages = f"packages:\n  - local: {PROJECT}\n"
    (folder / "packages.yml").write_text(packages, encoding="utf-8")
    run_dbt("deps", folder=folder)
    run_dbt("build", folder=folder)
    return folder


@pytest.fixture(scope="module")
def nodes(consumer: Path) -> dict[str, Any]:
    """The nodes that were built, by id."""
    manifest = json.loads((consumer / "target" / "manifest.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = manifest["nodes"]
    return {name: node for name, node in found.items() if node["config"]["enabled"]}


@pytest.mark.builds
def test_its_orders_become_customers_in_schemas_of_its_own(consumer: Path) -> None:
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
    # Two have 40 of 100 each, and 80 % come before Bob. Its own classes let B end at 75 %. Dai
    # has bought nothing, and no day of a registration makes Dai known.
    assert [(customer, revenue, cls) for customer, revenue, cls, _ in tiers] == [
        ("ann", 40, "A"),
        ("bob", 20, "C"),
        ("cem", 40, "A"),
    ]
    assert [customer for customer, *_ in best] == ["ann", "cem"]
    assert metrics == [("net_revenue",)]
    assert {"dev_ann", "dev_ann__marts", "dev_ann__rules"} <= schemas
    assert not {"marts", "rules", "staging"} & schemas


@pytest.mark.builds
def test_its_models_sources_and_rules_are_in_the_lineage(nodes: dict[str, Any]) -> None:
    def parents(name: str) -> list[str]:
        found: list[str] = nodes[f"model.customer_tiers.{name}"]["depends_on"]["nodes"]
        return found

    assert parents("stg_tiers__orders") == ["model.acme.stg_orders"]
    assert parents("stg_tiers__customers") == ["source.acme.shop.people"]
    assert "seed.acme.our_classes" in parents("int_abc_levels")
    assert "seed.acme.our_classes" in parents("int_rules_version")
    # The test of the seed is of what stands in its place.
    tested = [
        node["depends_on"]["nodes"]
        for name, node in nodes.items()
        if name.startswith("test.customer_tiers.is_whole_abc_classes")
    ]
    assert len(tested) == 1
    assert "seed.acme.our_classes" in tested[0]


@pytest.mark.builds
def test_what_is_switched_off_is_no_node_and_what_is_left_is_small(nodes: dict[str, Any]) -> None:
    ours = [node for node in nodes.values() if node["package_name"] == "customer_tiers"]
    names = {node["name"] for node in ours}
    assert {"rfm_scores", "abc_tiers", "lifecycle_stages", "customer_tiers"} <= names
    off = {"man_profiles", "key_accounts", "value_types", "customer_actions", "product_abc"}
    off |= {"tier_migrations", "tier_explanations", "tier_summary", "reconciliation"}
    off |= {"stg_tiers__feedback", "int_feedback_events", "loyalty_rules", "tier_playbook"}
    assert off & names == set()
    of_customers = {"stg_tiers__customers", "int_screened_customers", "int_customer_profiles"}
    of_customers.add("every_row_of_an_input_is_screened_once")
    assert of_customers <= names
    assert len(ours) - len(of_customers) < 60, Counter(node["resource_type"] for node in ours)


@pytest.mark.builds
def test_no_seed_is_loaded_that_nothing_reads(nodes: dict[str, Any]) -> None:
    seeds = {
        name
        for name, node in nodes.items()
        if node["resource_type"] == "seed" and node["package_name"] == "customer_tiers"
    }
    hashed = set(nodes["model.customer_tiers.int_rules_version"]["depends_on"]["nodes"])
    assert seeds - hashed == {"seed.customer_tiers.abc_classes"}


@pytest.mark.builds
def test_every_column_of_a_mart_says_what_it_means_in_the_database(consumer: Path) -> None:
    with duckdb.connect(consumer / "acme.duckdb", read_only=True) as connection:
        silent = connection.execute("""
            select table_name, column_name from duckdb_columns()
            where schema_name = 'dev_ann__marts' and comment is null
        """).fetchall()
        said = connection.execute("""
            select comment from duckdb_columns()
            where table_name = 'customer_tiers' and column_name = 'net_revenue'
        """).fetchall()
    assert silent == []
    assert "reporting currency" in said[0][0]


@pytest.mark.builds
def test_the_freshness_of_an_input_that_is_a_source_is_known(consumer: Path) -> None:
    run_dbt("source", "freshness", folder=consumer)
    found = json.loads((consumer / "target" / "sources.json").read_text(encoding="utf-8"))
    (people,) = found["results"]
    assert people["unique_id"] == "source.acme.shop.people"
    assert people["max_loaded_at"].startswith("2024-03-03T04:00:00")
    assert people["status"] == "warn"
