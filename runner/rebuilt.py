"""Which dates a build judged anew, and why: the database before it against the one it made."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from runner.ledger import LedgerChanges, read_changes
from runner.warehouse import Warehouse, open_pair

TABLES = {
    "int_as_of_dates": {"as_of_date", "is_newest", "as_of_version"},
    "int_ledger_days": {"event_date", "event_count", "content_hash"},
    "int_rules_version": {"rules_version"},
    "int_screened_orders": {"order_id", "rejection_reason"},
}


class Cause(StrEnum):
    """Why dates were judged anew."""

    FIRST_BUILD = "first build"
    EARLIER_VERSION = "the database was made by an earlier version"
    FULL_REFRESH = "--full-refresh"
    RULES = "rules changed"
    NEWEST = "the newest"
    ASKED_FOR = "newly asked for"
    LEDGER = "the ledger changed"
    UNFINISHED = "left over from a build that did not end"


@dataclass(frozen=True)
class Reason:
    """A cause, how many dates it made anew, and for the ledger what changed in it."""

    cause: Cause
    dates: int
    changes: LedgerChanges | None = None

    def __str__(self) -> str:
        """In a few words."""
        if self.cause == Cause.NEWEST and self.dates > 1:
            ends = "period end" if self.dates == 2 else "period ends"  # noqa: PLR2004
            return f"the newest and {self.dates - 1:,} {ends} before it"
        if self.cause in (Cause.ASKED_FOR, Cause.UNFINISHED):
            return f"{self.dates:,} {self.cause}"
        return str(self.changes or self.cause)

    def as_json(self) -> dict[str, object]:
        """As `--json` gives it."""
        changes = self.changes.as_json() if self.changes else {}
        return {"cause": self.cause.name.lower(), "dates": self.dates, **changes}


@dataclass(frozen=True)
class Rebuilt:
    """The dates, YYYY-MM-DD, that the database holds, that were built, and that it forgot.

    `screened_anew`: where no date was built, whether screening said something else of a row
    all the same; it is not asked where one was, for it reads all orders.
    """

    held: tuple[str, ...]
    built: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    screened_anew: bool = False

    def __str__(self) -> str:
        """In one line, such as `3 of 13 dates: 2 late orders since 2024-05-31`."""
        number, total = len(self.built), len(self.held)
        dates = "date" if total == 1 else "dates"
        why = [str(reason) for reason in self.reasons]
        if self.forgotten:
            why.append(f"{len(self.forgotten):,} forgotten")
        if not number:
            nothing = "no event changed" if self.screened_anew else "nothing changed"
            return f"no date: {'; '.join([nothing, *why])}"
        which = f"all {total:,}" if number == total > 1 else f"{number:,} of {total:,}"
        return f"{which} {dates}: {'; '.join(why)}"

    def as_json(self) -> dict[str, object]:
        """As `--json` gives it."""
        return {
            "sentence": str(self),
            "dates_held": len(self.held),
            "dates_built": list(self.built),
            "dates_forgotten": list(self.forgotten),
            "reasons": [reason.as_json() for reason in self.reasons],
        }


def compare(before: Path, after: Path, *, full_refresh: bool = False) -> Rebuilt | None:
    """Compare the database as it was, or was not, with a new one of the whole project.

    Nothing if the new one has no as-of dates.
    """
    with open_pair(before, after) as pair:
        if not _has_versions(pair, "after"):
            return None
        wanted, built_versions = _versions(pair, "after"), _built(pair, "after")
        held = tuple(sorted(wanted))
        if not _has_versions(pair, "before"):
            is_first = "tier_summary" not in pair.tables(catalog="before")
            cause = Cause.FIRST_BUILD if is_first else Cause.EARLIER_VERSION
            return Rebuilt(held, held, reasons=(Reason(cause, len(held)),))
        earlier = _versions(pair, "before")
        new = built_versions if full_refresh else built_versions - _built(pair, "before")
        built = tuple(sorted(day for day, _ in new))
        return Rebuilt(
            held=held,
            built=built,
            forgotten=tuple(sorted(earlier.keys() - wanted.keys())),
            reasons=_reasons(pair, built=built, earlier=earlier, full_refresh=full_refresh),
            screened_anew=not built
            and any(
                _changed(pair, table, f"sum(hash({table.partition('.')[2]}))")
                for table in ("marts.rejected_rows", "intermediate.int_screened_orders")
            ),
        )


def _has_versions(pair: Warehouse, catalog: str) -> bool:
    tables = pair.tables("intermediate", catalog=catalog)
    marts = pair.tables(catalog=catalog)
    known = all(columns <= set(tables.get(name, ())) for name, columns in TABLES.items())
    return known and "rejected_rows" in marts and "as_of_version" in marts.get("tier_summary", ())


def _versions(pair: Warehouse, catalog: str) -> dict[str, str]:
    return dict(
        pair.rows(
            f"select as_of_date::text, as_of_version from {catalog}.intermediate.int_as_of_dates"  # noqa: S608
        )
    )


def _built(pair: Warehouse, catalog: str) -> set[tuple[str, str]]:
    rows = pair.rows(
        f"select distinct as_of_date::text, as_of_version from {catalog}.marts.tier_summary"  # noqa: S608
    )
    return {(day, version) for day, version in rows}


def _changed(pair: Warehouse, table: str, value: str) -> bool:
    before, after = (
        pair.rows(f"select {value} from {catalog}.{table}")  # noqa: S608
        for catalog in ("before", "after")
    )
    return before != after


def _reasons(
    pair: Warehouse, *, built: Collection[str], earlier: dict[str, str], full_refresh: bool
) -> tuple[Reason, ...]:
    if not built:
        return ()
    if full_refresh:
        return (Reason(Cause.FULL_REFRESH, len(built)),)
    if _changed(pair, "intermediate.int_rules_version", "max(rules_version)"):
        return (Reason(Cause.RULES, len(built)),)
    wanted = _versions(pair, "after")
    newest = max(earlier, default="")
    again = [day for day in built if day in earlier]
    touched = [day for day in again if earlier[day] != wanted.get(day)]
    changes = read_changes(pair, until=max(touched)) if touched else None
    counts = {
        Cause.NEWEST: sum(day > newest for day in built),
        Cause.ASKED_FOR: sum(day <= newest and day not in earlier for day in built),
        Cause.LEDGER: len(touched),
        Cause.UNFINISHED: len(again) - len(touched),
    }
    return tuple(
        Reason(cause, count, changes if cause == Cause.LEDGER else None)
        for cause, count in counts.items()
        if count
    )
