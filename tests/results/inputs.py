"""The sample shop with some of its inputs left out, or some of its schemes switched off."""

import os
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import pytest
from _pytest.mark import ParameterSet

from tests.conftest import PROJECT
from tests.results.shop import DATABASE, INPUT_COLUMNS, Shop, compile_models, read_manifest

OPTIONAL = tuple(sorted(INPUT_COLUMNS.keys() - {"orders"}))
IS_COMPLETE = bool(os.environ.get("TEST_ALL_INPUTS"))
Rows = list[dict[str, Any]]


def subsets() -> Iterator[ParameterSet]:
    """The inputs to give: all, none, and each two of these left out; all 128 where asked for.

    Of the two, the first on each commit, the others every night.
    """
    left_out: list[tuple[str, ...]] = [(), OPTIONAL]
    thorough: list[tuple[str, ...]] = [
        ("customer_aliases", "exchange_rates"),
        ("feedback", "order_lines"),
        ("customers", "referrals"),
    ]
    if IS_COMPLETE:
        sizes = range(1, len(OPTIONAL))
        thorough = [names for size in sizes for names in combinations(OPTIONAL, size)]
    for names in (*left_out, *thorough):
        given = tuple(name for name in OPTIONAL if name not in names)
        marks = [pytest.mark.slow] if names in thorough[1:] else []
        marks += [pytest.mark.thorough] if names in thorough[:1] else []
        yield pytest.param(given, marks=marks)


def cut_sample(folder: Path) -> None:
    """Write every fifth customer of the sample shop, with all that is known of them."""
    sample = PROJECT / "seeds" / "sample"
    few = "trim(customer_id)[-1] in ('3', '7')"
    orders = f"select order_id from '{sample}/sample_orders.csv' where {few}"
    chosen = {
        **dict.fromkeys(INPUT_COLUMNS, "true"),
        **dict.fromkeys(("orders", "customers", "feedback"), few),
        "order_lines": f"order_id in ({orders})",
    }
    for name, condition in chosen.items():
        rows = f"from read_csv('{sample}/sample_{name}.csv', all_varchar = true)"
        rows += f" where {condition}"
        duckdb.execute(f"copy ({rows}) to '{folder}/{name}.csv'")


def locations(names: Collection[str], folder: Path) -> dict[str, object]:
    """The orders of a cut sample and these other inputs, as files."""
    return {name: {"location": str(folder / f"{name}.csv")} for name in ("orders", *names)}


class Project:
    """The project on a part of the sample, compiled with other inputs again and again."""

    def __init__(self, folder: Path, variables: Mapping[str, object]) -> None:
        """Remember dbt's variables beside the inputs."""
        self.folder = folder
        cut_sample(folder)
        self.variables: dict[str, object] = {
            "history_periods": 0,
            "inputs": locations(OPTIONAL, folder),
            **variables,
        }
        self._database = folder / f"{DATABASE}.duckdb"
        duckdb.connect(self._database).close()

    def build(self, given: Collection[str] = OPTIONAL) -> Shop:
        """Build all models from the orders and these inputs."""
        variables = {**self.variables, "inputs": locations(given, self.folder)}
        compile_models(variables, self.folder, self._database)
        return Shop(read_manifest(self.folder / "target" / "manifest.json")).run()


def by_customer(rows: Rows) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows by store and customer."""
    return {(row["store_id"], row["customer_id"]): row for row in rows}
