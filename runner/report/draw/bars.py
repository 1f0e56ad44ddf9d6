"""Bars over time: stacked upward, and downward for what is lost."""

from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.draw.axis import Tick, are_whole, percent, plain
from runner.report.draw.frame import HEIGHT, Frame, drawn_line, frame
from runner.report.draw.legend import legend
from runner.report.draw.names import Name, beside, room_for
from runner.report.shapes import Drawing

BAR = 64  # at most
FILLED = 0.72  # of a period's width by its bar
MANY_KINDS = 3
MANY_PERIODS = 4


@dataclass(frozen=True)
class Series:
    """A kind of thing over time.

    Attributes:
        label: in the legend.
        values: one for each period; none: not known. Negative ones go downward.
        kind: class of the fill.
        tips: what a resting pointer shows, one for each period.
    """

    label: str
    values: tuple[float | None, ...]
    kind: str
    tips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bars:
    """Stacked bars, the first series at the bottom, with a legend.

    Attributes:
        periods: the labels of the bars; where they are too many, every second or third is shown.
        series: each has a value for each period.
        is_share: the values are shares 0 to 1, and the axis is in percent.
        line: a further series as a line with points, such as the net change.
        unit_title: what the values are.
        tick: how the values of the axis are written, such as `numbers.tick`.
        height: of the plot.
    """

    periods: tuple[str, ...]
    series: tuple[Series, ...]
    is_share: bool = False
    line: Series | None = None
    unit_title: str = ""
    tick: Tick | None = None
    height: int = HEIGHT

    def draw(self, width: int) -> Drawing:
        """Draw it; many kinds are named beside the last bar if there is room, not in a legend."""
        at_ends = width >= svg.NARROW and self._can_be_named_at_ends()
        entries = [(each.label, each.kind) for each in self.series]
        if self.line:
            entries.append((self.line.label, f"{self.line.kind} line"))
        body, top = legend([] if at_ends else entries, width=width)
        body += svg.text(svg.fitted(self.unit_title, width), x=0, y=top + 12, kind="soft")
        room = room_for([each.label for each in self.series]) if at_ends else 0
        plot = self._frame(width - room, top + (30 if self.unit_title else 8))
        body += plot.axes()
        stacks = [self._stack(plot, index) for index in range(len(self.periods))]
        for index, series in enumerate(self.series):
            bars = (stack[index] for stack in stacks)
            body += svg.group(bars, kind=f"{series.kind} bars")
        if at_ends:
            last = len(self.periods) - 1
            start = plot.x(last) + self._size(plot) / 2
            body += beside(plot, self._names(last), start=start)
        if self.line:
            line = self.line
            body += drawn_line(plot, line.values, kind=line.kind, tips=line.tips)
        return plot.drawing(width, body)

    def _frame(self, right: float, top: float) -> Frame:
        everything = [*self.series, *([self.line] if self.line else [])]
        values = [value for each in everything for value in each.values if value is not None]
        stacks = [self._column(index) for index in range(len(self.periods))]
        ends = [sum(max(0, v) for v in stack) for stack in stacks]
        ends += [sum(min(0, v) for v in stack) for stack in stacks]
        ends += [value for value in (self.line.values if self.line else ()) if value is not None]
        return frame(
            self.periods,
            low=min([0, *ends]),
            high=max([0, *ends]),
            top=top,
            height=self.height,
            right=right,
            tick=self.tick or (percent if self.is_share else plain),
            whole=not self.is_share and are_whole(values),
        )

    def _can_be_named_at_ends(self) -> bool:
        """Whether it is of several kinds, all upward, in some periods."""
        is_stack = self.line is None and len(self.series) >= MANY_KINDS
        values = [value for each in self.series for value in each.values if value is not None]
        return is_stack and len(self.periods) >= MANY_PERIODS and min(values, default=0) >= 0

    def _names(self, index: int) -> list[Name]:
        """The names of the kinds in the middle of their bars in a period."""
        names, start = [], 0.0
        for series, value in zip(self.series, self._column(index), strict=True):
            names.append(Name(series.label, series.kind, start + value / 2))
            start += value
        return names

    def _size(self, plot: Frame) -> float:
        return min(BAR, plot.step * FILLED)

    def _column(self, index: int) -> list[float]:
        return [each.values[index] or 0 for each in self.series]

    def _stack(self, plot: Frame, index: int) -> list[str]:
        """The bars of a period, one for each series; from zero upward and downward."""
        size = self._size(plot)
        ends, bars = {True: 0.0, False: 0.0}, []
        for series, value in zip(self.series, self._column(index), strict=True):
            start = ends[value > 0]
            ends[value > 0] = end = start + value
            top, bottom = sorted((plot.y.at(start), plot.y.at(end)))
            x, tip = plot.x(index) - size / 2, _tip(series, index)
            bar = svg.rect(x=x, y=top, width=size, height=bottom - top, tip=tip)
            bars.append(bar if value else "")
        return bars


def _tip(series: Series, index: int) -> str:
    return series.tips[index] if index < len(series.tips) else ""
