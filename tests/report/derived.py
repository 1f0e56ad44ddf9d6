"""Whether a number of a sentence can be worked out from the tables below it."""

import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from runner.report.shapes import Data, Unit

Number = int | float | Decimal


class Derived:
    """The numbers that a reader gets from some tables with one step.

    A cell; how many rows there are, or have one text; the sum, the least or the most of a column,
    of all rows or of those with one text, or of the first rows; and of two such the difference,
    the ratio or the change in percent.
    """

    def __init__(self, tables: Iterable[Data]) -> None:
        """Of these tables."""
        numbers = {float(number) for table in tables for number in _numbers(table)}
        self.numbers = sorted(numbers | {0.0, 1.0})
        self.known = {_rounded(number) for number in self.numbers}

    def has(self, value: Number) -> bool:
        """Whether it is one of them."""
        wanted = float(value)
        return self._holds(wanted) or any(self._with(other, wanted) for other in self.numbers)

    def _with(self, other: float, wanted: float) -> bool:
        """Whether it comes from another number and a third one."""
        if self._holds(wanted + other) or self._holds(other - wanted):
            return True
        ratios = (wanted, 1 + wanted, 1 - wanted)
        return other != 0 and any(self._holds(ratio * other) for ratio in ratios)

    def _holds(self, number: float) -> bool:
        return _rounded(number) in self.known


def _rounded(number: float) -> str:
    return "0" if math.isclose(number, 0, abs_tol=1e-9) else f"{number:.9g}"


def _numbers(table: Data) -> Iterator[Number]:
    yield len(table.rows)
    texts = [at for at, column in enumerate(table.columns) if _names(column.unit)]
    for rows in _parts(table.rows, texts):
        yield len(rows)
        for at, column in enumerate(table.columns):
            if not column.unit.is_number:
                continue
            values = [row[at] for row in rows if row[at] is not None]
            if values:
                yield from (sum(values), min(values), max(values))
    for at, column in enumerate(table.columns):
        if column.unit.is_number:
            total: Number = 0
            for row in table.rows:
                if row[at] is not None:
                    yield row[at]
                    total += row[at]
                    yield total


def _names(unit: Unit) -> bool:
    return unit in (Unit.TEXT, Unit.LABEL, Unit.DATE)


def _parts(
    rows: Sequence[tuple[Any, ...]], texts: Sequence[int]
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """All rows, and those that share one text."""
    yield rows
    for at in texts:
        for text in {row[at] for row in rows}:
            yield [row for row in rows if row[at] == text]
