"""Arithmetic between columns: on what share of rows does an equation hold?"""

from dataclasses import dataclass

from runner.intake.candidates import Amount
from runner.intake.evidence import Column, Table

# An equation that holds on so many rows is how the columns were made.
HOLDS = 0.9
CENT = 0.0101


@dataclass(frozen=True)
class Check:
    """An equation of columns.

    Attributes:
        said: in words, such as Quantity x Price = Total.
        rows: that have all of its numbers.
        equal: on how many of them it holds.
    """

    said: str
    rows: int
    equal: int

    @property
    def share(self) -> float:
        """The share of rows on which it holds."""
        return self.equal / self.rows if self.rows else 0.0

    @property
    def holds(self) -> bool:
        """Whether it holds on nearly all."""
        return self.rows > 0 and self.share >= HOLDS

    def __str__(self) -> str:
        """The sentence of evidence."""
        return f"{self.said} on {self.share:.1%} of {self.rows:,} rows"


def check(  # noqa: PLR0913 (an equation and where it is asked)
    table: Table, said: str, left: str, right: str, *, where: str = "true", unit: str = "0"
) -> Check:
    """Compare two expressions of doubles on the rows of the sample.

    Args:
        table: where the rows are.
        said: the equation in words.
        left: SQL.
        right: SQL; equal if it differs by a cent at most.
        where: SQL of the rows that are looked at.
        unit: SQL of a number of pieces, each of which may be rounded by half a cent.
    """
    rows, equal = table.one(
        f"select count(*), count(*) filter (abs(l - r) <= {CENT} + 0.005 * abs(u)"  # noqa: S608
        f" + 0.00001 * abs(l)) from (select {left} as l, {right} as r, coalesce({unit}, 0) as u"
        f" from {table.sample} where {where}) where l is not null and r is not null"
    )
    return Check(said, int(str(rows)), int(str(equal)))


def or_zero(amount: Amount | None) -> str:
    """SQL of a number, 0 where there is none."""
    return f"coalesce({amount.double}, 0)" if amount else "0"


def is_of_order(table: Table, order_id: Column | None, column: Column) -> bool | None:
    """Whether a column has one value per order, on all its lines or on one; None: no telling."""
    if order_id is None or order_id.name == column.name:
        return None
    number = f"nullif(nullif({column.sql}::varchar, ''), '0')"
    several, alike, blank = (
        int(str(count))
        for count in table.one(
            "select count(*), count(*) filter (values_ <= 1),"  # noqa: S608
            " count(*) filter (values_ = 1 and given < rows)"
            f" from (select count(distinct {number}) as values_, count({number}) as given,"
            f" count(*) as rows from {table.sample} where {order_id.sql}::varchar <> ''"
            f" group by {order_id.sql} having count(*) > 1 and count({number}) > 0)"
        )
    )
    if not several:
        return None
    if blank == several and blank > 1:
        return True
    return alike >= 0.98 * several
