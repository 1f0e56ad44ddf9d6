"""The query of each chart, as Superset's own page asks for it.

A chart without a stored query shows in the browser, and cannot be asked through the API, mailed
or exported.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from runner.dashboards.charts import Chart

ROW_LIMIT = 10_000


def query_context(chart: Chart) -> str:
    """The stored query of a chart; Superset puts in the ids of the dataset when it imports it."""
    params = chart.params
    columns, metrics = _columns(params), _metrics(params)
    query = {
        "columns": columns,
        "metrics": metrics,
        "filters": [_filter(wanted) for wanted in params.get("adhoc_filters", ())],
        "orderby": _order(params, columns, metrics),
        "row_limit": params.get("row_limit", ROW_LIMIT if columns else None),
        "extras": {"having": "", "where": ""},
        "time_range": "No filter",
        "is_timeseries": False,
    }
    return json.dumps(
        {
            "datasource": {"id": 0, "type": "table"},
            "force": False,
            "queries": [query],
            "form_data": dict(params),
            "result_format": "json",
            "result_type": "full",
        },
        ensure_ascii=False,
    )


def _columns(params: Mapping[str, Any]) -> list[Any]:
    """The x axis, the sides of a flow, and what else rows are grouped by, in this order."""
    columns = [params[name] for name in ("x_axis", "source", "target") if name in params]
    groups = params.get("groupby", [])
    return columns + (groups if isinstance(groups, list) else [groups])


def _metrics(params: Mapping[str, Any]) -> list[Any]:
    return [params["metric"]] if "metric" in params else list(params["metrics"])


def _order(
    params: Mapping[str, Any], columns: Sequence[Any], metrics: Sequence[Any]
) -> list[list[Any]]:
    if params["viz_type"] == "heatmap_v2":
        return [
            [column, params[name].endswith("asc")]
            for column, name in zip(columns, ("sort_x_axis", "sort_y_axis"), strict=True)
        ]
    if params["viz_type"] == "table":
        first = params.get("timeseries_limit_metric", metrics[0])
        return [[first, not params.get("order_desc", True)]]
    by_metric = [[metrics[0], False]] if columns else []
    if params["viz_type"] == "sankey_v2":
        return by_metric + [[column, True] for column in columns]
    return by_metric


def _filter(wanted: Mapping[str, Any]) -> dict[str, Any]:
    said = {"col": wanted["subject"], "op": wanted["operator"]}
    return said if wanted["comparator"] is None else said | {"val": wanted["comparator"]}
