"""A release has neither rule seeds nor steps: its labels and currency come from its tables."""

from pathlib import Path

import duckdb

from runner.ask.amounts import read_amounts
from runner.ask.schemes import LabelText, read_labels
from runner.warehouse import Warehouse

TABLES = """
create schema marts;
create table marts.tier_summary as
select * from (values
    ('north', date '2025-11-30', 'abc', 'A', 3, 'Class A', 'A类'),
    ('south', date '2025-12-31', 'abc', 'A', 3, 'Class A', 'A类'),
    ('south', date '2025-12-31', 'rfm', 'lost', 1, 'Lost', '已流失客户')
) as summary (store_id, as_of_date, scheme, label, label_rank, label_en, label_zh);
create table marts.business_metrics as
select * from (values ('customers', null), ('net_revenue', 'EUR'))
    as metrics (metric_name, reporting_currency);
"""


def test_labels_are_named_as_in_the_summary_and_money_as_in_the_metrics() -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute(TABLES)
        release = Warehouse(connection, Path("release.duckdb"))
        assert read_labels(release) == {
            ("abc", "A"): LabelText(3, {"en": "Class A", "zh": "A类"}),
            ("rfm", "lost"): LabelText(1, {"en": "Lost", "zh": "已流失客户"}),
        }
        assert read_amounts(release).currency == "EUR"


def test_a_database_that_says_nothing_has_no_names_and_no_currency() -> None:
    with duckdb.connect(":memory:") as connection:
        nothing = Warehouse(connection, Path("nothing.duckdb"))
        assert read_labels(nothing) == {}
        assert read_amounts(nothing).currency == ""
