"""MetricFlow's semantic models and metrics, as dbt 1.6 to 1.11 and newer read them.

https://docs.getdbt.com/docs/build/semantic-models, https://docs.getdbt.com/docs/build/measures
"""

from collections.abc import Mapping

from runner.project import PROJECT_NAME
from runner.semantic.layer import Layer, Metric
from runner.semantic.sums import Sum, Sums, sums_of
from runner.semantic.time_spine import spine_files
from runner.semantic.words import verbose_name
from runner.semantic.yaml_text import yaml_text
from runner.serve.tables import DATE, ServedColumn, ServedTable

STORE = "store_id"


def metricflow_files(layer: Layer) -> Mapping[str, str]:
    """What goes into the models of a dbt project: semantic models, metrics, the days."""
    sums = sums_of(layer.metrics)
    content = {
        "semantic_models": [_semantic_model(layer, table, sums) for table in layer.bases],
        "metrics": [
            *(_hidden(one) for one in sums.all if one.metric is None),
            *(_metric(metric, sums) for metric in layer.metrics),
        ],
    }
    return {"customer_tiers_metrics.yml": yaml_text(content), **spine_files()}


def _semantic_model(layer: Layer, table: ServedTable, sums: Sums) -> dict[str, object]:
    dimensions = layer.dimensions(table)
    return {
        "name": table.name,
        "description": layer.description(table),
        "model": f"ref('{PROJECT_NAME}', '{table.name}')",
        "defaults": {"agg_time_dimension": DATE},
        # The rows of a date are the customers, so none is one in all dates.
        "primary_entity": table.name,
        "entities": [{"name": "store", "type": "foreign", "expr": STORE}],
        "dimensions": [
            {"name": DATE, "type": "time", "type_params": {"time_granularity": "day"}},
            *(_dimension(layer, table, column) for column in dimensions if column.name != STORE),
        ],
        "measures": [_measure(one) for one in sums.of_base(table.name)],
    }


def _dimension(layer: Layer, table: ServedTable, column: ServedColumn) -> dict[str, object]:
    names = [found.name for found in table.columns]
    return {
        "name": column.name,
        "type": "categorical",
        "label": verbose_name(column.name, names, layer.language),
        "description": layer.description(table, column.name),
    }


def _measure(one: Sum) -> dict[str, object]:
    return {
        "name": one.name,
        "agg": "sum",
        "expr": one.expression,
        # Each date has all customers: of several dates, the last counts.
        "non_additive_dimension": {"name": DATE, "window_choice": "max"},
    }


def _hidden(one: Sum) -> dict[str, object]:
    return {
        "name": one.name,
        "label": one.name.replace("_", " ").capitalize(),
        "description": "One side of a ratio.",
        "type": "simple",
        "type_params": {"measure": one.name},
    }


def _metric(metric: Metric, sums: Sums) -> dict[str, object]:
    top = sums.of(metric.base, metric.numerator)
    parameters: dict[str, object] = {"measure": top.name}
    if metric.denominator is not None:
        bottom = sums.of(metric.base, metric.denominator)
        parameters = {"numerator": top.name, "denominator": bottom.name}
    return {
        "name": metric.name,
        "label": metric.label,
        "description": metric.description,
        "type": "ratio" if metric.denominator is not None else "simple",
        "type_params": parameters,
        "config": {"meta": {"unit": str(metric.unit)}},
    }
