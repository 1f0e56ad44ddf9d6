"""As-of dates and cohorts as people call them, and which days the tables of movement compare."""

from collections.abc import Sequence
from datetime import date, timedelta

from runner.choices import Grain
from runner.report.source import Source

DATES, MOVES = "int_as_of_dates", "tier_migrations"


def names_of_ends(days: Sequence[date]) -> tuple[str, ...]:
    """Months as 2025-12 if the days are the last of some, else the days themselves.

    The last period may not be over: its day is called as it is.
    """
    is_end = [(day + timedelta(days=1)).day == 1 for day in days]
    # One alone may as well end a week.
    if all(is_end) or (sum(is_end) > 1 and all(is_end[:-1])):
        return tuple(
            f"{day:%Y-%m}" if is_month else str(day)
            for day, is_month in zip(days, is_end, strict=True)
        )
    return tuple(map(str, days))


def grain_between(first: date, following: date) -> Grain:
    """Which period begins on a day, if the one after it begins on another."""
    days = (following - first).days
    longest = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 31, Grain.QUARTER: 92}
    return next((grain for grain, most in longest.items() if days <= most), Grain.YEAR)


def period_name(first: date, grain: Grain) -> str:
    """A period by its first day: 2025, 2025-Q4, 2025-12 or the day."""
    match grain:
        case Grain.YEAR:
            return str(first.year)
        case Grain.QUARTER:
            return f"{first.year}-Q{(first.month + 2) // 3}"
        case Grain.MONTH:
            return f"{first:%Y-%m}"
        case _:
            return str(first)


def is_over(source: Source) -> bool:
    """Whether the report's day ends a period; yes, if the database does not say."""
    if "is_period_end" not in source.warehouse.tables("intermediate").get(DATES, ()):
        return True
    found = source.warehouse.rows(
        f"select is_period_end from intermediate.{DATES} where as_of_date = ?",  # noqa: S608
        [source.as_of],
    )
    return all(is_end for (is_end,) in found)


def holds_pair(source: Source) -> bool:
    """Whether the tables of movement compare the same two days as the report."""
    if MOVES not in source.tables:
        return False
    return bool(
        source.warehouse.rows(
            f"select 1 from marts.{MOVES}"  # noqa: S608
            " where as_of_date = ? and previous_as_of_date = ? limit 1",
            [source.as_of, source.before],
        )
    )
