"""The project built by DuckDB and by Spark, each in a process of its own."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

import yaml

from tests.conftest import PROJECT, clean_environment
from tests.spark.cells import Table, differences, read_tables
from tests.spark.spark_build import CURRENT, view_of

# Both builds of a pair must agree on today, also at midnight.
FIXED: Mapping[str, object] = {"latest_credible_date": "2026-01-31"}
# In the environment: asks for the plans of all models, which takes a minute.
READ_PLANS: Mapping[str, str] = {"READ_PLANS": "1"}
NO_TESTS = ("--exclude-resource-type", "test", "unit_test")
LONGEST_BUILD_SECONDS = 3600


@dataclass(frozen=True)
class Pair:
    """One set of orders, built by both engines.

    Attributes:
        tables: what DuckDB and what Spark made, by public table or view of its newest date.
        keys: the columns that tell a row, by table.
        plans: what is wrong with Spark's plan, by model; empty without READ_PLANS.
        done: how many nodes of each type of resource Spark ran, all of them well.
    """

    tables: Mapping[str, tuple[Table, Table]]
    keys: Mapping[str, list[str]]
    plans: Mapping[str, list[str]]
    done: Mapping[str, int]

    def differences(self) -> list[str]:
        """What differs in any table."""
        return [
            f"{name} {difference}"
            for name, (ours, theirs) in self.tables.items()
            for difference in differences(ours, theirs, self.keys.get(name, []))
        ]


def build_both(
    folder: Path,
    variables: Mapping[str, object],
    *options: str,
    environment: Mapping[str, str] | None = None,
    watch: Callable[[str], None] | None = None,
) -> Pair:
    """Build with DuckDB, then with Spark; see `build_on_spark` for what concerns Spark alone."""
    text, target = written(variables), folder / "duckdb"
    database = target / "customer_tiers.duckdb"
    target.mkdir()
    run(
        *("-m", "dbt.cli.main", "--no-send-anonymous-usage-stats", "--no-use-colors"),
        *("--log-path", str(target), "build", "--profiles-dir", ".", "--vars", text),
        *("--target-path", str(target), *NO_TESTS),
        environment={"TIERS_DATABASE": str(database)},
    )
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    public = {
        node["name"]: node["relation_name"]
        for node in nodes.values()
        if node["resource_type"] == "model" and node["access"] == "public"
    }
    dated = [
        node["name"]
        for node in nodes.values()
        if node["name"] in public and "as_of_date" in node["columns"]
    ]
    public |= {f"{name}{CURRENT}": view_of(public[name]) for name in dated}
    copies = build_on_spark(
        folder / "spark",
        variables,
        *options,
        models=list(public),
        environment=environment,
        watch=watch,
    )
    plans = folder / "spark" / "plans.json"
    return Pair(
        tables=read_tables(database, public, copies),
        keys=keys_of(nodes),
        plans=json.loads(plans.read_text(encoding="utf-8")) if plans.exists() else {},
        done=count_nodes(folder / "spark" / "target" / "run_results.json"),
    )


def build_on_spark(
    folder: Path,
    variables: Mapping[str, object],
    *options: str,
    models: Sequence[str],
    environment: Mapping[str, str] | None = None,
    watch: Callable[[str], None] | None = None,
) -> Path:
    """Build with Spark.

    Args:
        folder: where it writes.
        variables: dbt's.
        options: of `dbt build`.
        models: those to copy when it is done.
        environment: added to that of the process.
        watch: is told each line that dbt says, as it says it.

    Returns:
        The folder with a folder of Parquet for each copied model.
    """
    run(
        *("-m", "tests.spark.spark_build", str(folder), ",".join(models), written(variables)),
        *options,
        environment=environment or {},
        watch=watch,
    )
    return folder / "tables"


def written(variables: Mapping[str, object]) -> str:
    """Variables as dbt takes them."""
    text: str = yaml.safe_dump({**FIXED, **variables})
    return text


def keys_of(nodes: Mapping[str, Any]) -> dict[str, list[str]]:
    """The columns that tell a row, by model, as its test says."""
    found = {}
    for node in nodes.values():
        metadata = node.get("test_metadata") or {}
        if metadata.get("name") == "is_whole" and "key" in metadata["kwargs"]:
            model = nodes.get(node["attached_node"], {}).get("name", "")
            found[model] = metadata["kwargs"]["key"]
    return found


def count_nodes(run_results: Path) -> Counter[str]:
    """How many nodes of each type of resource a build ran."""
    results = json.loads(run_results.read_text(encoding="utf-8"))["results"]
    return Counter(result["unique_id"].partition(".")[0] for result in results)


def run(
    *arguments: str,
    environment: Mapping[str, str],
    watch: Callable[[str], None] | None = None,
) -> None:
    """Run Python in the project's folder; what it says is shown only if it fails."""
    lines = []
    with subprocess.Popen(
        [sys.executable, "-u", *arguments],
        cwd=PROJECT,
        env={**clean_environment(), "PYTHONWARNINGS": "ignore", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        too_late = Timer(LONGEST_BUILD_SECONDS, process.kill)
        too_late.start()
        try:
            for line in process.stdout or ():
                lines.append(line)
                if watch:
                    watch(line)
        except BaseException:
            process.kill()
            raise
        finally:
            too_late.cancel()
    assert process.returncode == 0, "".join(lines)[-8000:]
