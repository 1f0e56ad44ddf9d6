"""Which as-of dates a database holds, and which a range of the past would have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from runner.choices import Grain
from runner.errors import UserError
from runner.project import Project
from runner.warehouse import Warehouse

DAY = timedelta(days=1)
# Of what every shop has, the last that is made of a date.
LAST = "customer_tiers"
NEEDED = {
    "int_as_of_dates": {"as_of_date", "is_newest"},
    "int_ledger_events": {"event_date"},
}


@dataclass(frozen=True)
class History:
    """The as-of dates of a database, the newest of them, and the day of its first event."""

    held: frozenset[date]
    newest: date
    first_event: date


def read_history(warehouse: Warehouse) -> History:
    """Read the history of a database.

    Raises:
        UserError: it has none, because an earlier version or a partial build made it.
    """
    tables = warehouse.tables("intermediate")
    if not all(columns <= set(tables.get(name, ())) for name, columns in NEEDED.items()):
        raise _without_history(warehouse)
    ((newest, first_event),) = warehouse.rows(
        """
        select
            (select max(as_of_date) from intermediate.int_as_of_dates where is_newest),
            (select min(event_date) from intermediate.int_ledger_events)
        """
    )
    if not newest or not first_event or LAST not in warehouse.tables():
        raise _without_history(warehouse)
    # A plain dbt build that was killed leaves dates without customers.
    held = warehouse.rows(
        f"""
        select as_of_date from intermediate.int_as_of_dates
        intersect
        select as_of_date from marts.{LAST}
        """  # noqa: S608
    )
    return History(frozenset(day for (day,) in held), newest, first_event)


def _without_history(warehouse: Warehouse) -> UserError:
    return UserError(f"{warehouse.database} holds no history yet.", "Run `tiers build` first.")


def default_grain(project: Project, variables: Mapping[str, object]) -> Grain:
    """The grain of a plain build with these variables.

    Raises:
        UserError: there is no such grain.
    """
    grain = variables.get("history_grain", project.variables.get("history_grain"))
    try:
        return Grain(str(grain))
    except ValueError as error:
        raise UserError(
            f"var history_grain is '{grain}'; it must be one of {', '.join(Grain)}."
        ) from error


def period_ends(grain: Grain, first: date, last: date) -> tuple[date, ...]:
    """The period ends from `first` to `last`; a week ends on Sunday."""
    days = (first + number * DAY for number in range((last - first).days + 1))
    return tuple(day for day in days if _begins_period(grain, day + DAY))


def _begins_period(grain: Grain, day: date) -> bool:
    return {
        Grain.DAY: True,
        Grain.WEEK: day.weekday() == 0,
        Grain.MONTH: day.day == 1,
        Grain.QUARTER: day.day == 1 and day.month % 3 == 1,
        Grain.YEAR: day.day == 1 and day.month == 1,
    }[grain]
