"""What the YAML of charts says shorter than Superset's import format does.

A dataset is named by its table; `$word` stands for a text of texts.yml; and `{metric: ...}`,
`{sql: ..., label: ..., unit: ...}`, `{column: ..., label: ...}` and `{column: ..., operator: ...,
value: ...}` stand for a metric of the layer, another aggregate, a column or an expression, and a
filter.
"""

from collections.abc import Mapping, Sequence
from string import Template
from typing import Any

from runner.semantic.layer import Metric


def worded(content: object, texts: Mapping[str, str]) -> object:
    """The same with its `$words` replaced."""
    if isinstance(content, str):
        return Template(content).substitute(texts)
    if isinstance(content, list):
        return [worded(part, texts) for part in content]
    if isinstance(content, dict):
        return {name: worded(part, texts) for name, part in content.items()}
    return content


class Shorthand:
    """Says it whole; knows then the units of labels, and whether a metric is missing."""

    def __init__(self, metrics: Sequence[Metric]) -> None:
        """Take the metrics that there are."""
        self._metrics = {metric.name: metric for metric in metrics}
        self.units: dict[str, str] = {}
        self.is_missing = False

    def whole(self, content: object) -> object:
        """The same as Superset says it."""
        if isinstance(content, list):
            return [self.whole(part) for part in content]
        if not isinstance(content, dict):
            return content
        if isinstance(content.get("metric"), str):
            return self._metric(content["metric"])
        if "operator" in content:
            return _filter(content)
        if sql := content.get("sql") or content.get("column"):
            if "unit" in content:
                self.units[content["label"]] = content["unit"]
            return _expression(sql, content["label"])
        return {name: self.whole(part) for name, part in content.items()}

    def _metric(self, name: str) -> object:
        if name not in self._metrics:
            self.is_missing = True
            return None
        metric = self._metrics[name]
        self.units[metric.label] = metric.unit
        return _expression(metric.aggregate, metric.label)


def _expression(sql: str, label: str) -> dict[str, Any]:
    return {
        "expressionType": "SQL",
        "sqlExpression": sql,
        "label": label,
        "hasCustomLabel": True,
    }


def _filter(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "expressionType": "SIMPLE",
        "clause": "WHERE",
        "subject": wanted["column"],
        "operator": wanted["operator"],
        "comparator": wanted.get("value"),
    }
