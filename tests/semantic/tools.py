"""How a tool computes a metric out of what was written for it, with SQL of its own."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runner.semantic.layer import Layer
from runner.semantic.osi import osi_files
from runner.semantic.superset import superset_files
from tests.semantic.conftest import parsed
from tests.semantic.questions import Asked

Answers = Mapping[object, float | None]
Rows = Callable[[str], Sequence[tuple[Any, ...]]]


@dataclass(frozen=True)
class Tools:
    """What was written for OSI and Superset, and the database over which it is computed."""

    layer: Layer
    model: Mapping[str, Any]
    datasets: Sequence[Mapping[str, Any]]
    rows: Rows

    def osi(self, asked: Asked) -> Answers:
        """As the spec has it: fields are computed of rows, metrics of fields."""
        expression = _ansi(_named(self.model["metrics"], "name", asked.metric))
        (dataset,) = (
            found for found in self.model["datasets"] if f"{found['name']}." in expression
        )
        fields = ", ".join(f"{_ansi(field)} as {field['name']}" for field in dataset["fields"])
        source = f"(select {fields} from {dataset['source']}) as {dataset['name']}"
        return self._answers(asked, expression, source)

    def superset(self, asked: Asked, *, of_all_dates: bool) -> Answers:
        """As Superset has it: an expression over a table."""
        (dataset,) = (
            content
            for content in self.datasets
            if content["table_name"].endswith("_current") != of_all_dates
            and asked.metric in {metric["metric_name"] for metric in content["metrics"]}
        )
        metric = _named(dataset["metrics"], "metric_name", asked.metric)
        source = f"{dataset['schema']}.{dataset['table_name']}"
        return self._answers(asked, metric["expression"], source)

    def _answers(self, asked: Asked, expression: str, source: str) -> Answers:
        conditions = [f"store_id = '{asked.store}'"] if asked.store else []
        conditions += [f"as_of_date = date '{asked.day}'"] if asked.day else []
        where = f"where {' and '.join(conditions)}" if conditions else ""
        columns, groups = "''", ""
        if asked.by:
            columns, groups = asked.by, f"group by {asked.by}"
        return dict(self.rows(f"select {columns}, {expression} from {source} {where} {groups}"))


def tools_of(layer: Layer, connection: str, rows: Rows) -> Tools:
    """What is written for a published copy.

    Args:
        layer: the metrics.
        connection: the SQLAlchemy URI of the copy.
        rows: runs a query there.
    """
    (text,) = osi_files(layer, connection).values()
    (model,) = json.loads(text)["semantic_model"]
    files = parsed(superset_files(layer, connection))
    datasets = [content for name, content in files.items() if name.startswith("datasets/")]
    return Tools(layer, model, datasets, rows)


def _named(things: Sequence[Mapping[str, Any]], key: str, name: str) -> Mapping[str, Any]:
    (found,) = (thing for thing in things if thing[key] == name)
    return found


def _ansi(thing: Mapping[str, Any]) -> str:
    (one,) = thing["expression"]["dialects"]
    assert one["dialect"] == "ANSI_SQL"
    return str(one["expression"])
