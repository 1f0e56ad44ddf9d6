"""The table of days that MetricFlow asks for."""

SPINE = "metricflow_time_spine"
# As far as a date of an order is credible, and further than any build looks ahead.
FIRST, END = "1970-01-01", "2100-01-01"


def spine_sql() -> str:
    """SQL of a dbt model of one row per day."""
    return (
        "{{ config(materialized='table') }}\n\n"
        "select cast(date_day as date) as date_day\n"
        "from (\n"
        "    {{ dbt.date_spine(\n"
        "        'day', \"cast('" + FIRST + "' as date)\", \"cast('" + END + "' as date)\"\n"
        "    ) }}\n"
        ") as days\n"
    )
