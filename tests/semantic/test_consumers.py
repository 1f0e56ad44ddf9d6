"""Every figure as OSI and Superset compute it, against one that is computed another way.

MetricFlow is asked in test_metricflow.py.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from runner.semantic.layer import Layer
from runner.semantic.osi import osi_files
from tests.semantic.conftest import CONNECTION
from tests.semantic.expected import METRICS, Customer
from tests.semantic.questions import Asked, dated_questions, questions, right_answers, wrong

Answers = Mapping[object, float | None]


@dataclass(frozen=True)
class Tools:
    """What was written for OSI and Superset, and the database over which it is computed."""

    layer: Layer
    model: Mapping[str, Any]
    datasets: Sequence[Mapping[str, Any]]
    connection: duckdb.DuckDBPyConnection

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
        by = asked.by or "''"
        sql = f"select {by}, {expression} from {source} {where} group by {by}"
        return dict(self.connection.execute(sql).fetchall())


def _named(things: Sequence[Mapping[str, Any]], key: str, name: str) -> Mapping[str, Any]:
    (found,) = (thing for thing in things if thing[key] == name)
    return found


def _ansi(thing: Mapping[str, Any]) -> str:
    (one,) = thing["expression"]["dialects"]
    assert one["dialect"] == "ANSI_SQL"
    return str(one["expression"])


@pytest.fixture(scope="module")
def tools(
    layer: Layer, superset: Mapping[str, Mapping[str, Any]], sample_database: Path
) -> Iterator[Tools]:
    (text,) = osi_files(layer, CONNECTION).values()
    (model,) = json.loads(text)["semantic_model"]
    datasets = [content for name, content in superset.items() if name.startswith("datasets/")]
    with duckdb.connect(sample_database, read_only=True) as connection:
        yield Tools(layer, model, datasets, connection)


def test_the_sample_has_all_metrics(layer: Layer) -> None:
    assert {metric.name for metric in layer.metrics} == METRICS.keys()


@pytest.mark.parametrize("metric", METRICS)
def test_osi_gives_every_number(metric: str, tools: Tools, customers: Sequence[Customer]) -> None:
    given = {asked: tools.osi(asked) for asked in questions(metric)}
    assert wrong(customers, given) == []


@pytest.mark.parametrize("metric", METRICS)
def test_superset_gives_every_number_at_the_newest_date_and_at_any(
    metric: str, tools: Tools, customers: Sequence[Customer]
) -> None:
    newest = {asked: tools.superset(asked, of_all_dates=False) for asked in questions(metric)}
    dated = {asked: tools.superset(asked, of_all_dates=True) for asked in dated_questions(metric)}
    assert wrong(customers, newest) == []
    assert wrong(customers, dated) == []


@pytest.mark.parametrize("metric", ["customers", "net_revenue", "churned_customers"])
def test_a_plain_sum_counts_all_customers_at_each_date_and_ours_does_not(
    metric: str, tools: Tools, customers: Sequence[Customer]
) -> None:
    (found,) = (one for one in tools.layer.metrics if one.name == metric)
    ((plain,),) = tools.connection.execute(
        f"select {found.total} from marts.{found.base}"
    ).fetchall()
    by_date = right_answers(customers, Asked(metric, by="as_of_date"))
    (newest,) = right_answers(customers, Asked(metric)).values()
    assert len(by_date) == 13
    assert float(plain) == pytest.approx(float(sum(filter(None, by_date.values()))))
    assert float(plain) > 9 * float(newest or 0)

    asked = Asked(metric)
    assert wrong(customers, {asked: tools.osi(asked)}) == []
    assert wrong(customers, {asked: tools.superset(asked, of_all_dates=False)}) == []
    # Over all dates it is their mean.
    over_time = tools.superset(asked, of_all_dates=True)
    assert over_time[""] == pytest.approx(float(plain) / 13)
