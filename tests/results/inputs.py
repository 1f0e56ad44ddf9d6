"""The sample shop with some of its inputs left out, or some of its schemes switched off."""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb

from tests.conftest import PROJECT
from tests.results.shop import DATABASE, INPUT_COLUMNS, Shop, dbt, read_manifest

OPTIONAL = tuple(sorted(INPUT_COLUMNS.keys() - {"orders"}))
IS_COMPLETE = bool(os.environ.get("TEST_ALL_INPUTS"))
Rows = list[dict[str, Any]]


def subsets() -> Iterator[tuple[str, ...]]:
    """The inputs to give: none, each alone, each left out, all; all 64 where asked for."""
    for size in range(len(OPTIONAL) + 1):
        if IS_COMPLETE or size in (0, 1, len(OPTIONAL) - 1, len(OPTIONAL)):
            yield from combinations(OPTIONAL, size)


def locations(names: Collection[str]) -> dict[str, object]:
    """The sample's orders and these other inputs, as files."""
    sample = PROJECT / "seeds" / "sample"
    return {
        name: {"location": str(sample / f"sample_{name}.csv")} for name in ("orders", *names)
    }


class Project:
    """The project parsed once, and compiled under other variables again and again.

    What decides which models there are is read while parsing: that takes another Project.
    """

    def __init__(self, folder: Path, variables: Mapping[str, object]) -> None:
        """Parse the project under some variables."""
        self.folder = folder
        self.variables: dict[str, object] = {"history_periods": 0, **variables}
        self._database = folder / f"{DATABASE}.duckdb"
        duckdb.connect(self._database).close()
        self._parsed = self._dbt("parse", {})

    def _dbt(self, command: str, variables: Mapping[str, object], **more: Any) -> Any:  # noqa: ANN401
        words = [command, *(("--select", "resource_type:model") if more else ())]
        return dbt(
            *words,
            variables={**self.variables, **variables},
            folder=self.folder,
            database=self._database,
            **more,
        )

    def build(self, **variables: object) -> Shop:
        """Build all models under these variables."""
        shutil.rmtree(self.folder / "target" / "compiled", ignore_errors=True)
        self._dbt("compile", variables, parsed=self._parsed)
        return Shop(read_manifest(self.folder / "target" / "manifest.json")).run()


def by_customer(rows: Rows) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows by store and customer."""
    return {(row["store_id"], row["customer_id"]): row for row in rows}
