"""Whether a number of a sentence can be worked out from the tables below it."""

import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

from runner.report.shapes import Data, Unit

Number = int | float | Decimal
Row = tuple[Any, ...]
# Rows with one text, such as a date, are few; of more nobody adds two by eye.
FEW = 12


class Derived:
    """The numbers that a reader gets from some tables.

    A cell; how many rows there are, or have one text; of a column the sum, the least or the most,
    of all rows, of those with one text, or the rest; the change from row to row; two rows that
    share a text together. Shares and averages besides: the ratio of two such, or the change.
    """

    def __init__(self, tables: Iterable[Data]) -> None:
        """Of these tables."""
        self.numbers = sorted({float(number) for table in tables for number in _numbers(table)})
        self.known = {_rounded(number) for number in self.numbers}

    def has(self, value: Number) -> bool:
        """Whether it is one of them."""
        wanted = float(value)
        if self._holds(wanted) or wanted.is_integer():
            return self._holds(wanted)
        return any(
            self._holds(wanted * other)
            or self._holds((1 + wanted) * other)
            or self._holds((1 - wanted) * other)
            for other in self.numbers
            if other
        )

    def _holds(self, number: float) -> bool:
        return _rounded(number) in self.known


def _rounded(number: float) -> str:
    return "0" if math.isclose(number, 0, abs_tol=1e-9) else f"{number:.9g}"


def _numbers(table: Data) -> Iterator[Number]:
    texts = [at for at, column in enumerate(table.columns) if _names(column.unit)]
    parts = [
        [row for row in table.rows if row[at] == text]
        for at in texts
        for text in sorted({row[at] for row in table.rows}, key=str)
    ]
    yield from map(len, [table.rows, *parts])
    for at, column in enumerate(table.columns):
        if column.unit.is_number:
            yield from _of_column([_known(rows, at) for rows in (table.rows, *parts)])


def _names(unit: Unit) -> bool:
    return unit in (Unit.TEXT, Unit.LABEL, Unit.DATE)


def _known(rows: Sequence[Row], at: int) -> list[Number]:
    return [row[at] for row in rows if row[at] is not None]


def _of_column(parts: Sequence[Sequence[Any]]) -> Iterator[Number]:
    """Of the values of all rows, and of those of each part."""
    whole = parts[0]
    yield from whole
    yield from (abs(later - sooner) for sooner, later in pairwise(whole))
    for values in filter(None, parts):
        yield from (sum(values), min(values), max(values), sum(whole) - sum(values))
        if len(values) <= FEW:
            yield from (one + other for one, other in combinations(values, 2))
