"""The days of the ledger whose events changed between two builds."""

from dataclasses import dataclass
from pathlib import Path

from runner.warehouse import open_pair

# Customer traits without a date are on this day.
ALWAYS = "0001-01-01"
TABLE, COLUMNS = "int_ledger_days", {"event_date", "content_hash"}


@dataclass(frozen=True)
class LedgerChanges:
    """The days whose events changed: the first, YYYY-MM-DD, and how many."""

    since: str
    days: int

    def __str__(self) -> str:
        """In words: `events of 3 days since 2024-05-31`."""
        what = f"events of {self.days:,} {'day' if self.days == 1 else 'days'}"
        return f"{what} changed" if self.since == ALWAYS else f"{what} since {self.since}"


def read_changes(before: Path, after: Path, *, until: str) -> LedgerChanges | None:
    """The changes on the days up to `until` (YYYY-MM-DD) between two databases.

    Nothing if there is no such change, or one of the two does not know its days.
    """
    with open_pair(before, after) as pair:
        for catalog in ("before", "after"):
            tables = pair.tables("intermediate", catalog=catalog)
            if not set(tables.get(TABLE, ())) >= COLUMNS:
                return None
        ((since, days),) = pair.rows(
            """
            select min(coalesce(a.event_date, b.event_date))::text, count(*)
            from before.intermediate.int_ledger_days as b
            full join after.intermediate.int_ledger_days as a on b.event_date = a.event_date
            where
                b.content_hash::text is distinct from a.content_hash::text
                and coalesce(a.event_date, b.event_date) <= cast(? as date)
            """,
            [until],
        )
    return LedgerChanges(since, days) if days else None
