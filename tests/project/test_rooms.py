"""Data travels one way: what each room of models may read."""

from collections.abc import Iterator, Mapping

from tests import registry
from tests.project.conftest import Manifest, Node

FACTS = frozenset({"intermediate", "rules", "facts"})
# A room reads itself and the rooms before it in this order; nothing skips screening.
MAY_READ: Mapping[str, frozenset[str]] = {
    "staging": frozenset({"sample"}),
    "intermediate": frozenset({"staging", "intermediate", "rules"}),
    "orders": frozenset({"intermediate", "rules"}),
    "facts": frozenset({"intermediate", "rules"}),
    "forecasts": FACTS | {"forecasts"},
    "cuts": FACTS | {"forecasts", "cuts"},
    "tiers": FACTS | {"forecasts", "cuts", "tiers"},
    # Its rules come from `tiers cluster`: there is nothing to screen.
    "clusters": FACTS | {"staging", "cuts", "tiers", "clusters"},
    "customers": FACTS | {"forecasts", "cuts", "tiers", "customers"},
    "movement": FACTS | {"forecasts", "cuts", "tiers", "customers", "movement"},
    "reports": FACTS | {"orders", "forecasts", "cuts", "tiers", "customers", "reports"},
}


def room(node: Node) -> str:
    """Where a node lives: models/marts/cuts/steps/int_learned_cuts.sql is in cuts."""
    _, folder, *below = node["original_file_path"].split("/")
    return str(below[0] if folder == "marts" else folder)


def reads(manifest: Manifest) -> Iterator[tuple[Node, Node]]:
    """Each model with each node that it reads."""
    nodes = manifest["nodes"]
    for node in nodes.values():
        if node["resource_type"] == "model":
            for parent in node["depends_on"]["nodes"]:
                yield node, nodes[parent]


def ancestors(manifest: Manifest, node: Node) -> set[str]:
    """The names of everything upstream of a node."""
    found: dict[str, Node] = {}
    new = [node]
    while new:
        parents = {name for one in new for name in one.get("depends_on", {}).get("nodes", ())}
        new = [manifest["nodes"][name] for name in parents - found.keys()]
        found |= {one["unique_id"]: one for one in new}
    return {one["name"] for one in found.values()}


def test_what_is_made_of_a_schemes_labels_has_the_wide_table(manifest: Manifest) -> None:
    # Selecting `abc_tiers+`, or `state:modified+` after changing it, builds that too.
    schemes = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and room(node) == "tiers"
        and node["config"]["access"] == "public"
    }
    assert schemes == {scheme["model"] for scheme in registry.schemes().values()}
    customer_tiers = manifest["nodes"]["model.customer_tiers.customer_tiers"]
    assert schemes - ancestors(manifest, customer_tiers) == set()


def test_every_model_reads_only_the_rooms_that_its_own_may_read(manifest: Manifest) -> None:
    wrong = [
        f"{node['name']} ({room(node)}) reads {parent['name']} ({room(parent)})"
        for node, parent in reads(manifest)
        if room(parent) not in MAY_READ[room(node)]
    ]
    assert wrong == []


def test_the_orders_are_read_through_one_door(manifest: Manifest) -> None:
    readers = {
        node["name"]
        for node, parent in reads(manifest)
        if parent["name"] in {"sample_orders", "stg_tiers__orders"}
    }
    assert readers == {
        "stg_tiers__orders",
        "int_order_duplicates",
    }


def test_every_optional_input_is_read_through_one_door(manifest: Manifest) -> None:
    doors = {
        "stg_tiers__customers": {"int_screened_customers"},
        "stg_tiers__order_lines": {"int_screened_lines"},
        "stg_tiers__feedback": {"int_screened_feedback"},
        "stg_tiers__referrals": {"int_screened_referrals"},
        "stg_tiers__customer_aliases": {"int_screened_aliases"},
        "stg_tiers__refunds": {"int_refunds_with_orders"},
        "stg_tiers__cluster_rules": {"cluster_rules"},
        "stg_tiers__factor_loadings": {"factor_loadings"},
    }
    readers = {
        door: {node["name"] for node, parent in reads(manifest) if parent["name"] == door}
        for door in doors
    }
    assert readers == doors


def test_only_the_credible_date_reads_the_clock(manifest: Manifest) -> None:
    clocks = ("current_date", "current_timestamp", "now()", "run_started_at", "today()")
    readers = {
        thing["name"]
        for thing in [*manifest["nodes"].values(), *manifest["macros"].values()]
        if thing["package_name"] == "customer_tiers"
        and any(
            clock in (thing.get("macro_sql") or thing.get("raw_code") or "").lower()
            for clock in clocks
        )
    }
    # The log says when a build began, and no result is read from it.
    assert readers == {"latest_credible_date", "insert_into_build_log"}


def test_no_model_asks_which_engine_it_runs_on(models: Mapping[str, Node]) -> None:
    assert [name for name, node in models.items() if "target." in node["raw_code"]] == []


def test_a_table_of_judgements_is_built_after_the_dates_that_it_judges(
    manifest: Manifest,
) -> None:
    judgements = {
        node["name"]: ancestors(manifest, node)
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["config"]["materialized"] == "as_of"
    }
    assert {"customer_facts", "tier_cuts", "time_in_tier"} <= judgements.keys()
    assert [name for name, before in judgements.items() if "int_as_of_dates" not in before] == []
