"""Every figure as OSI and Superset compute it, against one that is computed another way.

MetricFlow is asked in test_metricflow.py, Superset itself in tests/bi.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import psycopg
import pytest

from runner.semantic.layer import Layer
from tests.publish.postgres.server import running
from tests.semantic.conftest import CONNECTION
from tests.semantic.expected import METRICS, Customer
from tests.semantic.questions import Asked, dated_questions, questions, right_answers, wrong
from tests.semantic.tools import Tools, tools_of


@pytest.fixture(scope="module")
def tools(layer: Layer, sample_database: Path) -> Iterator[Tools]:
    """OSI and Superset over DuckDB."""
    with duckdb.connect(sample_database, read_only=True) as connection:
        yield tools_of(layer, CONNECTION, lambda sql: connection.execute(sql).fetchall())


@pytest.fixture(scope="module")
def on_postgresql(layer: Layer, sample_database: Path) -> Iterator[Tools]:
    """OSI and Superset over PostgreSQL, where the schema has the name that is published."""
    with (
        running() as server,
        psycopg.connect(server.address("postgres"), autocommit=True) as connection,
        duckdb.connect(sample_database, read_only=True) as source,
    ):
        connection.execute("create schema customer_tiers")
        for base in layer.bases:
            for table in (base, layer.current(base)):
                types = ", ".join(
                    f"{column.name} {column.type.replace('DOUBLE', 'double precision')}"
                    for column in table.columns
                )
                name = f"customer_tiers.{table.name}"
                connection.execute(f"create table {name} ({types})".encode())
                with connection.cursor().copy(f"copy {name} from stdin".encode()) as copy:
                    for row in source.execute(table.query()).fetchall():
                        copy.write_row(row)
        yield tools_of(
            layer,
            "postgresql://reader@localhost/shop",
            lambda sql: connection.execute(sql.encode()).fetchall(),
        )


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


@pytest.mark.thorough
def test_postgresql_gives_every_number_too(
    on_postgresql: Tools, customers: Sequence[Customer]
) -> None:
    for metric in METRICS:
        for asked in questions(metric):
            newest = on_postgresql.superset(asked, of_all_dates=False)
            assert wrong(customers, {asked: newest}) == []
            assert wrong(customers, {asked: on_postgresql.osi(asked)}) == []
        for asked in dated_questions(metric):
            dated = on_postgresql.superset(asked, of_all_dates=True)
            assert wrong(customers, {asked: dated}) == []


@pytest.mark.parametrize("metric", ["customers", "net_revenue", "churned_customers"])
def test_a_plain_sum_counts_all_customers_at_each_date_and_ours_does_not(
    metric: str, tools: Tools, customers: Sequence[Customer]
) -> None:
    (found,) = (one for one in tools.layer.metrics if one.name == metric)
    ((plain,),) = tools.rows(f"select {found.total} from marts.{found.base}")
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
