"""MetricFlow's newer spec, which dbt 1.12 reads: dimensions on columns, metrics in the model.

A model has its properties in one file, and those of ours are in this project: so each table gets a
view of its own to carry them. https://docs.getdbt.com/docs/build/latest-metrics-spec
"""

from collections.abc import Mapping

from runner.project import PROJECT_NAME
from runner.semantic.layer import Layer, Metric
from runner.semantic.metricflow import STORE
from runner.semantic.sums import Sum, Sums, sums_of
from runner.semantic.time_spine import spine_files
from runner.semantic.words import verbose_name
from runner.semantic.yaml_text import yaml_text
from runner.serve.tables import DATE, ServedColumn, ServedTable


def latest_files(layer: Layer) -> Mapping[str, str]:
    """What goes into the models of a dbt project: a view of each table, and the days."""
    sums = sums_of(layer.metrics)
    models = [_model(layer, table, sums) for table in layer.bases]
    views = {
        f"{_name(table)}.sql": (
            "{{ config(materialized='view') }}\n\n"
            f"select * from {{{{ ref('{PROJECT_NAME}', '{table.name}') }}}}\n"
        )
        for table in layer.bases
    }
    return {"customer_tiers_metrics.yml": yaml_text({"models": models}), **views, **spine_files()}


def _name(table: ServedTable) -> str:
    return f"metrics_of_{table.name}"


def _model(layer: Layer, table: ServedTable, sums: Sums) -> dict[str, object]:
    dimensions = layer.dimensions(table)
    return {
        "name": _name(table),
        "description": layer.description(table),
        "semantic_model": {"name": table.name},
        "agg_time_dimension": DATE,
        "primary_entity": table.name,
        "columns": [
            {"name": DATE, "granularity": "day", "dimension": {"type": "time", "name": DATE}},
            {"name": STORE, "entity": {"name": "store", "type": "foreign"}},
            *(_column(layer, table, column) for column in dimensions if column.name != STORE),
        ],
        "metrics": [
            *(_side(one) for one in sums.of_base(table.name) if one.metric is None),
            *(_metric(metric, sums) for metric in layer.metrics_of(table)),
        ],
    }


def _column(layer: Layer, table: ServedTable, column: ServedColumn) -> dict[str, object]:
    names = [found.name for found in table.columns]
    description = layer.description(table, column.name)
    return {
        "name": column.name,
        "description": description,
        "dimension": {
            "type": "categorical",
            "name": column.name,
            "label": verbose_name(column.name, names, layer.language),
            "description": description,
        },
    }


def _sum(expression: str) -> dict[str, object]:
    return {
        "type": "simple",
        "agg": "sum",
        "expr": expression,
        # Each date has all customers: of several dates, the last counts.
        "non_additive_dimension": {"name": DATE, "window_agg": "max"},
    }


def _side(one: Sum) -> dict[str, object]:
    return {"name": one.name, "hidden": True, **_sum(one.expression)}


def _metric(metric: Metric, sums: Sums) -> dict[str, object]:
    said = {
        "name": metric.name,
        "label": metric.label,
        "description": metric.description,
        "config": {"meta": {"unit": str(metric.unit)}},
    }
    if metric.denominator is None:
        return {**said, **_sum(metric.numerator)}
    sides = {"numerator": metric.numerator, "denominator": metric.denominator}
    names = {side: sums.of(metric.base, found).name for side, found in sides.items()}
    return {**said, "type": "ratio", **names}
