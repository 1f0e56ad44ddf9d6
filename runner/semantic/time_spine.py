"""The table of days that MetricFlow asks for."""

from collections.abc import Mapping

from runner.semantic.yaml_text import yaml_text

SPINE = "metricflow_time_spine"
# From the first day of which an order is credible (earliest_credible_date) on.
FIRST, END = "1970-01-01", "2100-01-01"
SQL = """\
{{{{ config(materialized='table') }}}}

with

days as (

    {{{{ dbt.date_spine(
        'day',
        "cast('{first}' as date)",
        "cast('{end}' as date)"
    ) }}}}

)

select cast(date_day as date) as date_day from days
"""


def spine_files() -> Mapping[str, str]:
    """A dbt model of one row per day, and what says so. A project that has one needs no other."""
    model = {
        "name": SPINE,
        "description": "One row per day, for MetricFlow.",
        "time_spine": {"standard_granularity_column": "date_day"},
        "columns": [{"name": "date_day", "granularity": "day"}],
    }
    return {
        f"{SPINE}.sql": SQL.format(first=FIRST, end=END),
        f"{SPINE}.yml": yaml_text({"models": [model]}),
    }
