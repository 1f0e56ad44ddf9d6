"""As-of dates and cohorts as people call them, and whether a period is over."""

from collections.abc import Sequence
from datetime import date, timedelta

from runner.report.source import Source

DATES = "int_as_of_dates"


def period_names(days: Sequence[date], *, is_end: bool = True) -> tuple[str, ...]:
    """Months as 2025-12 if all are whole ones, else the days themselves.

    Args:
        days: of periods, the first or the last of each.
        is_end: whether they are the last ones.
    """
    firsts = [day + timedelta(days=1) if is_end else day for day in days]
    if all(first.day == 1 for first in firsts):
        return tuple(f"{day:%Y-%m}" for day in days)
    return tuple(map(str, days))


def is_over(source: Source) -> bool:
    """Whether the report's day ends a period; yes, if the database does not say."""
    if "is_period_end" not in source.warehouse.tables("intermediate").get(DATES, ()):
        return True
    found = source.warehouse.rows(
        f"select is_period_end from intermediate.{DATES} where as_of_date = ?",  # noqa: S608
        [source.as_of],
    )
    return all(is_end for (is_end,) in found)
