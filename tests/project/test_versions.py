"""What a version is made of: a rule that it forgot would leave old judgements standing."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml

from tests.conftest import PROJECT, VERSIONS_OF_ORDERS
from tests.project.conftest import Node

# They choose which dates are judged, or which rows are true. What they change shows in the
# ledger and in the list of dates, so a version needs no word of them.
CHOOSE_DATES = {
    "as_of_date",
    "history_periods",
    "history_from",
    "history_to",
    "keep_daily_days",
    "latest_credible_date",
}
# How many dates are made at once, and when a build stops: the rows are the same.
CHANGE_NO_ROW = {"events_at_a_time", "max_rejected_share"}
# The rows that come in have a hash of their own; what else of it matters is the grain.
TOLD_BY_CONTENT = {"inputs"}


def text_of(*parts: str) -> str:
    """The text of a file of the project."""
    return PROJECT.joinpath(*parts).read_text(encoding="utf-8")


def test_every_variable_is_part_of_a_version_or_chooses_dates_alone() -> None:
    project: Mapping[str, Any] = yaml.safe_load(text_of("dbt_project.yml"))
    rules = text_of("macros", "rules_at_hand.sql")
    in_version = set(re.findall(r"'(\w+)'", rules))
    names = set(project["vars"])
    assert names - in_version == CHOOSE_DATES | CHANGE_NO_ROW | TOLD_BY_CONTENT
    assert "order_grain()" in rules


def test_every_rule_seed_is_part_of_a_version(models: Mapping[str, Node]) -> None:
    seeds = {file.stem for file in (PROJECT / "seeds" / "rules").glob("*.csv")}
    parents = models["int_rules_version"]["depends_on"]["nodes"]
    assert len(seeds) > 5
    assert {name.rpartition(".")[2] for name in parents} == seeds


def test_every_kept_table_with_an_as_of_date_has_its_version(models: Mapping[str, Node]) -> None:
    kept = {
        name: node
        for name, node in models.items()
        if node["config"]["materialized"] == "incremental"
        and Path(node["original_file_path"]).parts[1] == "marts"
        and node["config"]["meta"]["version_column"] not in VERSIONS_OF_ORDERS
    }
    dated = {
        name
        for name, node in models.items()
        if "as_of_date" in node["columns"]
        and node["config"]["materialized"] not in ("view", "ephemeral")
        and Path(node["original_file_path"]).parts[1] == "marts"
    }
    # Of what is no view, no table of judgements is built whole each time.
    assert dated == {name for name in kept if "as_of_date" in kept[name]["columns"]}
    assert {"customer_facts", "tier_cuts", "customer_tiers", "tier_summary"} <= dated
    for name, node in kept.items():
        assert re.search(r"\{\{ as_of_rows\('\w+'\) \}\}\s*$", node["raw_code"]), name
        assert node["config"]["meta"]["version_column"] in {
            "as_of_version",
            "movement_version",
            "history_version",
        }
        hooks = [hook["sql"] for hook in node["config"]["pre-hook"]]
        assert hooks == ["{{ forget_stale_rows() }}"], name


def test_the_hash_of_a_day_holds_every_column_of_its_events(
    models: Mapping[str, Node], sample_database: Path
) -> None:
    with duckdb.connect(sample_database, read_only=True) as connection:
        columns = connection.execute("describe intermediate.int_order_events").fetchall()
    sql = models["int_ledger_days"]["raw_code"]
    (hashed,) = re.findall(r"order_events as \(\s*select\s([\w\s,]+)\sfrom\s", sql)
    assert set(re.findall(r"\w+", hashed)) == {
        name for name, *_ in columns if name not in ("source_date", "ledger_version")
    }
