"""What a version covers: a forgotten rule would leave stale rows."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import PROJECT
from tests.project.conftest import Node

# They choose dates or rows. Their effect shows in the ledger and the list of dates, so a version
# need not include them.
CHOOSE_DATES = {
    "as_of_date",
    "history_periods",
    "history_from",
    "history_to",
    "keep_daily_days",
    "latest_credible_date",
}
# How many dates are made at once, when a build stops, and what views and lists say: the rows of the
# dated tables are the same.
CHANGE_NO_ROW = {
    "max_events_per_batch",
    "max_rejected_share",
    "unknown_label_en",
    "unknown_label_zh",
    "use_business_metrics",
    "use_customer_contacts",
}
# Another metric of semantic layers makes no date anew.
JUDGES_NOBODY = {"metric_definitions"}
# The rows that come in, and the rules, have a hash of their own; what else of the inputs
# matters is the grain.
TOLD_BY_CONTENT = {"inputs", "rules"}


def text_of(*parts: str) -> str:
    """The text of a file of the project."""
    return PROJECT.joinpath(*parts).read_text(encoding="utf-8")


def test_every_variable_is_part_of_a_version_or_chooses_dates_alone() -> None:
    project: Mapping[str, Any] = yaml.safe_load(text_of("dbt_project.yml"))
    rules = text_of("macros", "as_of", "rules_version.sql")
    switches = re.findall(r"'switch': '(\w+)'", text_of("macros", "schemes", "registry.sql"))
    in_version = {*re.findall(r"'(\w+)'", rules), *switches}
    names = set(project["vars"])
    assert names - in_version == CHOOSE_DATES | CHANGE_NO_ROW | TOLD_BY_CONTENT
    of_inputs = ("order_grain()", "status_level()", "order_columns()")
    assert [macro for macro in of_inputs if macro not in rules] == []


def test_every_rule_seed_is_part_of_a_version(models: Mapping[str, Node]) -> None:
    seeds = {file.stem for file in (PROJECT / "seeds" / "rules").glob("*.csv")}
    parents = models["int_rules_version"]["depends_on"]["nodes"]
    assert len(seeds) > 5
    assert {name.rpartition(".")[2] for name in parents} == seeds - JUDGES_NOBODY


def test_every_table_with_an_as_of_date_is_made_date_by_date(models: Mapping[str, Node]) -> None:
    made_by_date = {
        name for name, node in models.items() if node["config"]["materialized"] == "as_of"
    }
    kept = {name for name, node in models.items() if node["config"]["materialized"] == "table"}
    dated = {
        name
        for name in made_by_date | kept
        if "as_of_date" in models[name]["columns"]
        and Path(models[name]["original_file_path"]).parts[1] == "marts"
    }
    assert dated == {name for name in made_by_date if "as_of_date" in models[name]["columns"]}
    assert {"customer_facts", "tier_cuts", "customer_tiers", "tier_summary"} <= dated
    for name in made_by_date:
        kind = models[name]["config"]["meta"].get("version_column", "as_of_version")
        assert kind in {"as_of_version", "movement_version", "history_version"}
    # Nothing else is kept from build to build, and nothing of dbt's own is in another's place.
    assert {node["config"]["materialized"] for node in models.values()} == {
        *("as_of", "table", "view")
    }
