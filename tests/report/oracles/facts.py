"""What an oracle knows: the rows of the marts that a report is of, as plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from runner.choices import Language
from runner.report.shapes import Said

Row = Mapping[str, Any]
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """The database, and which report is asked for.

    Attributes:
        connection: the open database.
        as_of: the day of the report.
        before: the day with which it is compared, if any.
        store: the only one, or all.
        language: of names.
    """

    connection: duckdb.DuckDBPyConnection
    as_of: date
    before: date | None
    store: str | None
    language: Language
    _read: dict[tuple[object, ...], list[Row]] = field(default_factory=dict)

    def table(self, name: str) -> list[Row]:
        """All rows of a table of the marts, of the store."""
        return self._rows(name, "true", ())

    def at(self, name: str, day: date | None = None) -> list[Row]:
        """The rows of one day; by default that of the report."""
        return self._rows(name, "as_of_date = ?", (day or self.as_of,))

    def _rows(self, name: str, where: str, values: tuple[date, ...]) -> list[Row]:
        key = (name, *values)
        if key not in self._read:
            cursor = self.connection.execute(f"select * from marts.{name} where {where}", values)
            columns = [column[0] for column in cursor.description or ()]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            self._read[key] = [row for row in rows if self.store in (None, row.get("store_id"))]
        return self._read[key]

    def lacks(self, name: str) -> bool:
        """Whether there is no such table."""
        found = self.connection.execute(
            "select count(*) from information_schema.tables"
            " where table_schema = 'marts' and table_name = ?",
            [name],
        ).fetchall()
        return found == [(0,)]

    def label(self, scheme: str, code: str) -> str:
        """What a label is called."""
        rows = self.connection.execute(
            f"select label_{self.language} from rules.tier_labels where scheme = ? and label = ?",
            [scheme, code],
        ).fetchall()
        return str(rows[0][0]) if rows else code


# From the facts and a sentence to the values it should have; none: it must not be said. The values
# that it has only tell which of several sentences of one template is meant.
Oracle = Callable[[Facts, Said], Values | None]
ORACLES: dict[str, Oracle] = {}


def oracle(*names: str) -> Callable[[Oracle], Oracle]:
    """Let a function judge the sentences of these names, `figure.template`."""

    def known(function: Oracle) -> Oracle:
        for name in names:
            assert name not in ORACLES, name
            ORACLES[name] = function
        return function

    return known


def total(rows: list[Row], column: str) -> Decimal:
    """The sum over rows; unknown counts for nothing."""
    return sum((row[column] for row in rows if row[column] is not None), Decimal(0))


def part(some: float | Decimal, whole: float | Decimal) -> float | None:
    """A share, if it is one."""
    return float(some) / float(whole) if whole else None


def direction(change: float | Decimal) -> str:
    """How templates are called that tell of a change."""
    if not change:
        return "same"
    return "up" if change > 0 else "down"


def share_of(some: list[Row], rows: list[Row]) -> float | None:
    """What some bring of the net revenue of all; none if it is no part of a whole."""
    own, whole = total(some, "net_revenue"), total(rows, "net_revenue")
    return part(own, whole) if 0 < own <= whole else None
