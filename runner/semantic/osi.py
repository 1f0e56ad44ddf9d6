"""A document of the Open Semantic Interchange (Apache Ossie), over the newest date only.

The spec has no word for a figure that may not be summed over dates; at one date a plain sum is
right. Version 0.1.1 is what is released: https://github.com/apache/ossie/tree/main/core-spec
"""

import json
from collections.abc import Mapping

from runner.semantic.layer import Layer, Metric, Unit
from runner.semantic.sums import Sum, Sums, sums_of
from runner.semantic.superset import NAME, schema_of
from runner.semantic.words import verbose_name
from runner.serve.marks import CURRENT
from runner.serve.tables import DATE, ServedColumn, ServedTable

VERSION = "0.1.1"


def osi_files(layer: Layer, connection: str) -> Mapping[str, str]:
    """One JSON document: the newest date of each table with its fields, and the metrics."""
    sums = sums_of(layer.metrics)
    money = f" Amounts are in {layer.currency}." if layer.currency else ""
    model = {
        "name": NAME,
        "description": "The customers of a shop: facts, labels and the figures made of them.",
        "ai_context": {
            "instructions": "Every table has one as-of date only, the newest: sums need no filter"
            f" by date.{money}"
        },
        "datasets": [_dataset(layer, table, sums, schema_of(connection)) for table in layer.bases],
        "metrics": [_metric(layer, metric, sums) for metric in layer.metrics],
    }
    document = {"version": VERSION, "semantic_model": [model]}
    return {"osi.json": json.dumps(document, ensure_ascii=False, indent=2) + "\n"}


def _dataset(layer: Layer, base: ServedTable, sums: Sums, schema: str) -> dict[str, object]:
    table = layer.current(base)
    dates = [column for column in table.columns if column.name == DATE]
    fields = [_field(layer, table, column) for column in (*dates, *layer.dimensions(table))]
    return {
        "name": table.name,
        "source": f"{schema}.{table.name}",
        "description": layer.description(table),
        "fields": [*fields, *(_fact(one) for one in sums.of_base(base.name))],
    }


def _field(layer: Layer, table: ServedTable, column: ServedColumn) -> dict[str, object]:
    names = [found.name for found in table.columns]
    return {
        "name": column.name,
        "expression": _ansi(column.name),
        "dimension": {"is_time": column.name == DATE},
        "label": verbose_name(column.name, names, layer.language),
        "description": layer.description(table, column.name),
    }


def _fact(one: Sum) -> dict[str, object]:
    return {
        "name": one.name,
        "expression": _ansi(one.expression),
        "description": one.metric.description if one.metric else "One side of a ratio.",
    }


def _metric(layer: Layer, metric: Metric, sums: Sums) -> dict[str, object]:
    def total(expression: str) -> str:
        one = sums.of(metric.base, expression)
        return f"SUM({metric.base}{CURRENT}.{one.name})"

    aggregate = total(metric.numerator)
    if metric.denominator is not None:
        bottom = total(metric.denominator)
        aggregate = f"CAST({aggregate} AS DOUBLE PRECISION) / NULLIF({bottom}, 0)"
    unit: dict[str, str] = {"unit": metric.unit}
    if metric.unit == Unit.MONEY and layer.currency:
        unit = {**unit, "currency": layer.currency}
    return {
        "name": metric.name,
        "expression": _ansi(aggregate),
        "description": metric.description,
        "ai_context": {"synonyms": list(metric.labels)},
        "custom_extensions": [{"vendor_name": "COMMON", "data": json.dumps(unit)}],
    }


def _ansi(expression: str) -> dict[str, object]:
    return {"dialects": [{"dialect": "ANSI_SQL", "expression": expression}]}
