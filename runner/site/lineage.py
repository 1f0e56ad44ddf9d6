"""What each table is made from, as dbt knows it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STAGING = "stg_tiers__"
# They name all rules and dates, so that all would seem to be made from all.
VERSIONS = {"int_as_of_dates", "int_rules_version", "int_history_dates"}


@dataclass(frozen=True)
class Lineage:
    """The nearest tables, inputs and rule seeds that a table is made from."""

    tables: tuple[str, ...]
    inputs: tuple[str, ...]
    rules: tuple[str, ...]


def read_lineage(manifest: Path) -> Mapping[str, Lineage]:
    """The lineage of every public table, by name.

    Args:
        manifest: dbt's manifest.json.
    """
    nodes: dict[str, dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    return {node["name"]: _lineage(node, nodes) for node in nodes.values() if is_public(node)}


def is_public(node: Mapping[str, Any]) -> bool:
    """Whether it is a table for readers, and no step towards one."""
    return bool(
        node["resource_type"] == "model"
        and node["original_file_path"].startswith("models/marts/")
        and not node["name"].startswith("int_")
    )


def _lineage(node: Mapping[str, Any], nodes: Mapping[str, dict[str, Any]]) -> Lineage:
    found = list(_nearest(node, nodes, set()))
    return Lineage(
        tables=tuple(sorted(each["name"] for each in found if is_public(each))),
        inputs=tuple(
            sorted(
                each["name"].removeprefix(STAGING)
                for each in found
                if each["name"].startswith(STAGING)
            )
        ),
        rules=tuple(sorted(each["name"] for each in found if each["resource_type"] == "seed")),
    )


def _nearest(
    node: Mapping[str, Any], nodes: Mapping[str, dict[str, Any]], seen: set[str]
) -> Iterator[Mapping[str, Any]]:
    """Its first ancestors on each way that are public, staging, or rules."""
    for name in node["depends_on"]["nodes"]:
        parent = nodes.get(name)
        if parent is None or name in seen or parent["name"] in VERSIONS:
            continue
        seen.add(name)
        if (
            is_public(parent)
            or parent["name"].startswith(STAGING)
            or parent["resource_type"] == "seed"
        ):
            yield parent
        else:
            yield from _nearest(parent, nodes, seen)
