"""Round numbers along an axis, and how they are written without a language."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count

Tick = Callable[[float], str]
UNITS = ((10**9, "B"), (10**6, "M"), (10**3, "k"))
# A span of values smaller than this, in parts of them, is none.
LEAST_SPAN = 1e-9


@dataclass(frozen=True)
class Scale:
    """Values `low` to `high` lie at `start` to `end` in units of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, *, most: int = 6, whole: bool = False) -> tuple[float, ...]:
    """At most so many round values from `low` or less to `high` or more.

    They are 1, 2 or 5 times a power of ten apart, and at least 1 if the values are whole.
    """
    size = max(1, abs(low))
    if high - low < LEAST_SPAN * size:
        high = low + size
    power = math.floor(math.log10((high - low) / most))
    for step in (digit * 10.0**exponent for exponent in count(power) for digit in (1, 2, 5)):
        first = math.floor(low / step + LEAST_SPAN)
        last = max(first + 1, math.ceil(high / step - LEAST_SPAN))
        if last - first < most and (step >= 1 or not whole):
            return tuple(round(index * step, 12) for index in range(first, last + 1))
    raise AssertionError  # there is always a longer step


def are_whole(values: Iterable[float | None]) -> bool:
    """Whether all values that are known are whole numbers."""
    return all(value is None or value == int(value) for value in values)


def plain(value: float, units: Sequence[tuple[int, str]] = UNITS) -> str:
    """A number of an axis: 0.5, 200, 2.5k, 10k, 3M; the greatest unit is the first."""
    for unit, word in units:
        if abs(value) >= unit:
            return f"{value / unit:,.10g}{word}"
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def percent(share: float) -> str:
    """A share in percent: 0%, 2.5%, 100%."""
    return f"{round(share * 100, 6):,.10g}%"
