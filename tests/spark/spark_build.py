"""A process of its own: build the project on Spark, copy what it promises, read the plans.

Called as `python -m tests.spark.spark_build FOLDER MODELS VARIABLES [dbt arguments]`; the
folder gets `tables/NAME` as Parquet, dbt's own target folder and, if READ_PLANS is in the
environment, `plans.json`: what is wrong with each model's plan.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# What stays small however many orders there are: rules, cuts, days, categories and channels, and
# what is summed by store.
SMALL = frozenset(
    {
        *(
            "abc_classes",
            "lifecycle_rules",
            "tier_metrics",
            "order_status_effects",
            "rfm_fixed_bounds",
        ),
        *("rfm_segment_cells", "tier_labels", "rfm_value_bounds", "rfm_value_segments"),
        "percent_rank_cuts",
        *("customer_grade_rules", "decision_roles", "effective_reasons"),
        *("key_account_reasons", "intent_conflicts", "playbook_intents", "contact_channels"),
        *(
            "key_account_weights",
            "loyalty_rules",
            "man_codes",
            "tier_playbook",
            "portfolio_advices",
        ),
        *("value_type_rules", "tier_sentences", "migration_causes", "sample_exchange_rates"),
        *("migration_metrics", "tier_quantities"),
        *("int_daily_exchange_rates", "int_as_of_dates", "int_rules_version"),
        *("int_ledger_days", "int_store_cadence"),
        "int_category_channel_bits",
        *("int_metric_histogram", "int_learned_cuts", "int_fixed_cuts", "tier_cuts"),
    }
)
# A window over one customer or one order is as long as that one's history.
NARROW_KEYS = ("customer_id#", "order_id#")


# The view of a table's newest date, which is no node of dbt's.
CURRENT = "_current"


def view_of(relation: str) -> str:
    """The view of the newest date of a table, quoted as it is."""
    quote = relation[-1] if relation[-1] in '`"' else ""
    return f"{relation.removesuffix(quote)}{CURRENT}{quote}"


class Children(Protocol):
    """A sequence of Scala's."""

    def size(self) -> int:
        """How many there are."""

    def apply(self, number: int, /) -> "PlanNode":
        """One of them."""

    def mkString(self, separator: str, /) -> str:  # noqa: N802
        """All of them in one line."""


class PlanNode(Protocol):
    """A node of a physical plan, which lives in the Java process."""

    def children(self) -> Children:
        """What it reads."""

    def nodeName(self) -> str:  # noqa: N802
        """What it is: Window, Exchange, Scan parquet and a table's name."""

    def simpleString(self, fields: int, /) -> str:  # noqa: N802
        """It with its expressions, in one line."""

    def partitionSpec(self) -> Children:  # noqa: N802
        """The keys of a window; no other node has them."""


def nodes_below(node: PlanNode, *, through_groups: bool) -> Iterator[PlanNode]:
    """All nodes under one; what lies under a `group by` only if asked, under a total never."""
    children = node.children()
    for number in range(children.size()):
        child = children.apply(number)
        yield child
        name = str(child.nodeName())
        is_total = "Aggregate" in name and "keys=[]," in str(child.simpleString(10_000))
        if is_total or ("Aggregate" in name and not through_groups):
            continue
        yield from nodes_below(child, through_groups=through_groups)


def big_tables(node: PlanNode, *, through_groups: bool) -> list[str]:
    """The tables under a node that grow with the orders."""
    scans = [
        str(below.nodeName())
        for below in nodes_below(node, through_groups=through_groups)
        if "Scan" in str(below.nodeName())
    ]
    names = {scan.rpartition(".")[2] for scan in scans if "LocalTable" not in scan}
    return sorted(names - SMALL)


def faults(plan: PlanNode) -> list[str]:
    """The nodes that would bring all customers or orders of a store into one task."""
    found = []
    for node in [plan, *nodes_below(plan, through_groups=True)]:
        name, text = str(node.nodeName()), str(node.simpleString(10_000))
        if name == "Window":
            keys = node.partitionSpec().mkString(", ")
            if any(key in keys for key in NARROW_KEYS):
                continue
            # Grouped rows, such as a histogram's, may be windowed within a store and day.
            tables = big_tables(node, through_groups=not keys)
        elif "SinglePartition" in text and name == "Exchange":
            tables = big_tables(node, through_groups=True)
        else:
            continue
        if tables:
            found.append(f"{text[:200]} over {', '.join(tables)}")
    return found


def plans_of(session: "SparkSession", nodes: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is wrong with the plan of each model, and of four examples, two of them bad."""
    session.conf.set("spark.sql.adaptive.enabled", "false")
    queries = {
        node["name"]: node["compiled_code"]
        for node in nodes.values()
        if node["resource_type"] == "model"
    }
    (facts,) = (
        node["relation_name"] for node in nodes.values() if node["name"] == "customer_facts"
    )
    queries |= {
        "bad: all customers": f"select row_number() over (order by net_revenue) from {facts}",
        "bad: a store": (f"select sum(order_count) over (partition by store_id) as n from {facts}"),
        "good: a customer": (
            f"select sum(order_count) over (partition by customer_id) as n from {facts}"
        ),
        "good: a total": f"select sum(order_count) from {facts}",
    }
    return {
        name: faults(session.sql(sql)._jdf.queryExecution().executedPlan())
        for name, sql in queries.items()
    }


def main(arguments: Sequence[str]) -> int:
    """Build, copy and, if asked, explain; 1 if dbt failed."""
    from dbt.cli.main import dbtRunner
    from pyspark.sql import SparkSession

    folder, wanted, variables, *dbt_arguments = arguments
    target = Path(folder) / "target"
    os.environ["TIERS_SPARK_FOLDER"] = str(Path(folder) / "spark")
    outcome = dbtRunner().invoke(
        [
            *("--no-send-anonymous-usage-stats", "--no-use-colors"),
            *("--log-path", str(target / "logs"), "build", "--target", "spark"),
            *("--target-path", str(target), "--profiles-dir", ".", "--vars", variables),
            *dbt_arguments,
        ]
    )
    if not outcome.success:
        return 1
    session = SparkSession.builder.enableHiveSupport().getOrCreate()
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    relations = {node["name"]: node["relation_name"] for node in nodes.values()}
    for name in filter(None, wanted.split(",")):
        # One file each: it is read by one reader.
        table = session.table(
            relations.get(name) or view_of(relations[name.removesuffix(CURRENT)])
        ).coalesce(1)
        table.write.parquet(str(Path(folder) / "tables" / name))
    if "READ_PLANS" in os.environ:
        found = plans_of(session, nodes)
        (Path(folder) / "plans.json").write_text(json.dumps(found), encoding="utf-8")
    # Else the executors of a cluster are lost instead of released.
    session.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
