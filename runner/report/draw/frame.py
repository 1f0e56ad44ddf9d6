"""Axes of charts over time: values upward, periods to the right."""

from dataclasses import dataclass
from typing import TypeVar

from runner.report.draw import svg
from runner.report.draw.axis import Scale, Tick, ticks
from runner.report.shapes import Drawing

HEIGHT = 260  # of the plot
PAD = 8
LEFT = 36  # of the plot at least, so that plots below each other begin at the same place
LABEL = 150  # at most, of a period
FOOT = 24  # below the plot, for the periods
EDGE = 16  # from the edge to the first period, if they are spread
FEW = 14  # with more periods than this only the last point of a line is marked
DOT = 3
HIT = 7

T = TypeVar("T")


@dataclass(frozen=True)
class Frame:
    """A plot over time.

    Attributes:
        periods: their labels.
        marks: the values at which there are lines.
        y: where values are.
        left: where the plot begins.
        right: where it ends.
        tick: how values are written.
        inset: from the left to the middle of the first period, and from the last to the right.
    """

    periods: tuple[str, ...]
    marks: tuple[float, ...]
    y: Scale
    left: float
    right: float
    tick: Tick
    inset: float

    @property
    def step(self) -> float:
        """From one period to the next; of a single one, its width."""
        count = len(self.periods)
        size = self.right - self.left
        return (size - 2 * self.inset) / (count - 1) if count > 1 else size

    def x(self, index: int) -> float:
        """The middle of a period."""
        return self.left + self.inset + index * self.step

    def axes(self) -> str:
        """Lines with their values, and as many periods as have room, always the last."""
        parts = []
        for mark in self.marks:
            y, kind = self.y.at(mark), "axis" if mark == 0 else "grid"
            parts.append(svg.line(x1=self.left, y1=y, x2=self.right, y2=y, kind=kind))
            told = self.tick(mark)
            parts.append(svg.text(told, x=self.left - PAD, y=y + 4, anchor="end", kind="soft"))
        last = len(self.periods) - 1
        widest = max(map(_width, self.periods), default=0)
        each = max(1, -int(-(widest + PAD) // self.step))
        for index in range(last % each, last + 1, each):
            label = svg.fitted(self.periods[index], LABEL)
            x, y = self.x(index), self.y.start + 18
            if x >= svg.text_width(label) / 2:
                parts.append(svg.text(label, x=x, y=y, anchor="middle", kind="soft"))
        return "".join(parts)

    def drawing(self, width: int, body: str) -> Drawing:
        """The whole."""
        return Drawing(width, round(self.y.start + FOOT), body)


def frame(  # noqa: PLR0913 (a plot has many sides)
    periods: tuple[str, ...],
    *,
    low: float,
    high: float,
    top: float,
    right: float,
    tick: Tick,
    whole: bool = False,
    is_spread: bool = False,
    height: int = HEIGHT,
) -> Frame:
    """A plot of values `low` to `high` with its top there, and its right side at most there.

    Each period takes an equal part; if they are spread, the outer ones are near the edges.
    """
    marks = ticks(low, high, whole=whole)
    left = max(LEFT, *(svg.text_width(tick(mark)) + PAD for mark in marks))
    half = max(map(_width, periods), default=0) / 2
    size, part = right - left, 0.5 / max(1, len(periods))
    if is_spread and len(periods) > 1:
        inset = min(EDGE, size * part)
        size -= max(0.0, half - inset)
    else:
        size = min(size, (size - half) / (1 - part))
        inset = size * part
    y = Scale(marks[0], marks[-1], top + height, top)
    return Frame(periods, marks, y, left, left + size, tick, inset)


def drawn_line(
    plot: Frame, values: tuple[float | None, ...], *, kind: str, tips: tuple[str, ...]
) -> str:
    """A line through the known values; if there are few a point at each, else at the last."""
    parts, dots = [], []
    for run in known_runs(values):
        places = [(plot.x(index), plot.y.at(value)) for index, value in run]
        if len(run) > 1:
            steps = svg.through(places)
            parts += [svg.path(steps, kind="under line"), svg.path(steps, kind=f"{kind} line")]
        dots += [
            (index, place, len(run) == 1) for (index, _), place in zip(run, places, strict=True)
        ]
    for index, (x, y), is_alone in dots:
        tip = tips[index] if index < len(tips) else ""
        if is_alone or len(values) <= FEW or index == dots[-1][0]:
            parts.append(svg.circle(x=x, y=y, r=DOT, kind=f"{kind} dot", tip=tip))
        elif tip:
            parts.append(svg.circle(x=x, y=y, r=HIT, kind="hit", tip=tip))
    return "".join(parts)


def known_runs(values: tuple[T | None, ...]) -> list[list[tuple[int, T]]]:
    """The known values with their places, those that follow each other together."""
    runs: list[list[tuple[int, T]]] = []
    for index, value in enumerate(values):
        if value is None:
            continue
        if runs and runs[-1][-1][0] == index - 1:
            runs[-1].append((index, value))
        else:
            runs.append([(index, value)])
    return runs


def _width(period: str) -> float:
    return min(LABEL, svg.text_width(period))
