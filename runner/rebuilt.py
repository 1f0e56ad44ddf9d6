"""Which dates a build rebuilt, and why: its build log in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from runner.ledger import LedgerChanges, read_changes
from runner.warehouse import Warehouse, open_warehouse


class Cause(StrEnum):
    """Why dates were rebuilt, from the log; the first of several causes."""

    FULL_REFRESH = "full_refresh"
    RULES_CHANGED = "rules_changed"
    NOT_LOGGED = "not_logged"
    LEDGER_CHANGED = "ledger_changed"
    NEW_DATE = "new_date"
    FIRST_BUILD = "first_build"

    @property
    def words(self) -> str:
        """Of a single date."""
        return {
            Cause.FULL_REFRESH: "--full-refresh",
            Cause.RULES_CHANGED: "rules changed",
            Cause.NOT_LOGGED: "the database was made by an earlier version",
            Cause.LEDGER_CHANGED: "the ledger changed",
            Cause.NEW_DATE: "new date",
            Cause.FIRST_BUILD: "first build",
        }[self]


@dataclass(frozen=True)
class Reason:
    """A cause, the dates it rebuilt, and for the ledger the days that changed.

    `is_newest`: for new dates, whether they follow all existing ones.
    """

    cause: Cause
    days: tuple[str, ...]
    changes: LedgerChanges | None = None
    is_newest: bool = False

    def __str__(self) -> str:
        """In a few words."""
        if self.changes:
            return str(self.changes)
        if self.is_newest:
            before = len(self.days) - 1
            ends = "period end" if before == 1 else "period ends"
            return f"the newest and {before:,} {ends} before it" if before else "the newest"
        if self.cause == Cause.NEW_DATE:
            return f"{len(self.days):,} newly asked for"
        return self.cause.words

    def as_json(self) -> dict[str, object]:
        """As `--json` gives it."""
        changes = vars(self.changes) if self.changes else {}
        return {"cause": str(self.cause), "dates": len(self.days), **changes}


@dataclass(frozen=True)
class Rebuilt:
    """The dates, YYYY-MM-DD, that the database holds, that were built, and that it forgot."""

    held: tuple[str, ...]
    built: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def __str__(self) -> str:
        """In one line, such as `3 of 13 dates: events of 2 days since 2024-05-31`."""
        number, total = len(self.built), len(self.held)
        dates = "date" if total == 1 else "dates"
        why = [str(reason) for reason in self.reasons]
        if self.forgotten:
            why.append(f"{len(self.forgotten):,} forgotten")
        if not number:
            return f"no date: {'; '.join(['no event and no rule changed', *why])}"
        which = f"all {total:,}" if number == total > 1 else f"{number:,} of {total:,}"
        return f"{which} {dates}: {'; '.join(why)}"

    def reasons_by_day(self) -> list[tuple[str, str]]:
        """The dates that were built, each with its reason."""
        return sorted((day, str(reason)) for reason in self.reasons for day in reason.days)

    def as_json(self) -> dict[str, object]:
        """As `--json` gives it."""
        return {
            "sentence": str(self),
            "dates_held": len(self.held),
            "dates_built": list(self.built),
            "dates_forgotten": list(self.forgotten),
            "reasons": [reason.as_json() for reason in self.reasons],
        }


def read_rebuilt(before: Path, after: Path, *, invocation: str) -> Rebuilt | None:
    """What a run of dbt on the whole project, or the plan of one, logged of its dates.

    Nothing if the database has no as-of dates, or no log.

    Args:
        before: the database as it was; it need not be there.
        after: the one that the run wrote.
        invocation: the run, as dbt calls it.
    """
    with open_warehouse(after) as warehouse:
        tables = warehouse.tables("intermediate")
        if not {"int_as_of_dates", "build_log"} <= tables.keys():
            return None
        held = tuple(day for (day,) in warehouse.rows(HELD))
        forgotten = tuple(day for (day,) in warehouse.rows(FORGOTTEN, [invocation]))
        causes = _causes(warehouse, invocation)
    touched = [day for day, cause in causes.items() if cause == Cause.LEDGER_CHANGED]
    changes = read_changes(before, after, until=max(touched)) if touched else None
    return Rebuilt(
        held=held,
        built=tuple(sorted(causes)),
        forgotten=forgotten,
        reasons=tuple(_reasons(held, causes, changes)),
    )


HELD = "select as_of_date::text from intermediate.int_as_of_dates order by all"
FORGOTTEN = """
    select distinct as_of_date::text
    from intermediate.build_log
    where
        invocation_id = ?
        and reason = 'forgotten'
        and as_of_date not in (select as_of_date from intermediate.int_as_of_dates)
    order by all
"""
# What compares dates has versions of another kind, and is made where one of them is.
BUILT = """
    select distinct as_of_date::text, reason
    from intermediate.build_log
    inner join intermediate.int_as_of_dates using (as_of_date, as_of_version)
    where invocation_id = ? and reason <> 'forgotten'
"""


def _causes(warehouse: Warehouse, invocation: str) -> Mapping[str, Cause]:
    """By date, the first of the causes of its tables."""
    order = list(Cause)
    causes: dict[str, Cause] = {}
    for day, reason in warehouse.rows(BUILT, [invocation]):
        causes[day] = min(causes.get(day, Cause(reason)), Cause(reason), key=order.index)
    return causes


def _reasons(
    held: tuple[str, ...], causes: Mapping[str, Cause], changes: LedgerChanges | None
) -> Iterator[Reason]:
    for cause in Cause:
        days = tuple(day for day in held if causes.get(day) == cause)
        if cause == Cause.NEW_DATE:
            last = max((day for day in held if day not in days), default="")
            newest = tuple(day for day in days if day > last)
            if newest:
                yield Reason(cause, newest, is_newest=True)
            days = tuple(day for day in days if day <= last)
        if days:
            yield Reason(cause, days, changes if cause == Cause.LEDGER_CHANGED else None)
