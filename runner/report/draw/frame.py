"""Axes of charts over time: values upward, periods to the right."""

from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.draw.axis import Scale, Tick, ticks
from runner.report.shapes import Drawing

HEIGHT = 260  # of the plot
PAD = 8
LABEL = 150  # at most, of a period
FOOT = 24  # below the plot, for the periods


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
    """

    periods: tuple[str, ...]
    marks: tuple[float, ...]
    y: Scale
    left: float
    right: float
    tick: Tick

    @property
    def step(self) -> float:
        """From one period to the next."""
        return (self.right - self.left) / max(1, len(self.periods))

    def x(self, index: int) -> float:
        """The middle of a period."""
        return self.left + (index + 0.5) * self.step

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
            half = svg.text_width(label) / 2
            x = max(half, self.x(index))
            y = self.y.start + 18
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
) -> Frame:
    """A plot of values `low` to `high` with its top there, and its right side at most there."""
    marks = ticks(low, high, whole=whole)
    left = max(svg.text_width(tick(mark)) for mark in marks) + PAD
    widest = max(map(_width, periods), default=0)
    step = (right - left) / max(1, len(periods))
    end = right - max(0.0, (widest - step) / 2)
    return Frame(periods, marks, Scale(marks[0], marks[-1], top + HEIGHT, top), left, end, tick)


def _width(period: str) -> float:
    return min(LABEL, svg.text_width(period))
