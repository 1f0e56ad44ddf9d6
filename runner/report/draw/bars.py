"""Bars over time: stacked upward, and downward for what is lost."""

from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.draw.axis import Tick, are_whole, percent, plain
from runner.report.draw.frame import Frame, drawn_line, frame
from runner.report.draw.legend import legend
from runner.report.shapes import Drawing

BAR = 64  # at most
FILLED = 0.72  # of a period's width by its bar


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
    """

    periods: tuple[str, ...]
    series: tuple[Series, ...]
    is_share: bool = False
    line: Series | None = None
    unit_title: str = ""
    tick: Tick | None = None

    def draw(self, width: int) -> Drawing:
        """Draw it."""
        entries = [(each.label, each.kind) for each in self.series]
        if self.line:
            entries.append((self.line.label, f"{self.line.kind} line"))
        body, top = legend(entries, width=width)
        body += svg.text(svg.fitted(self.unit_title, width), x=0, y=top + 12, kind="soft")
        plot = self._frame(width, top + (30 if self.unit_title else 8))
        body += plot.axes()
        stacks = [self._stack(plot, index) for index in range(len(self.periods))]
        for index, series in enumerate(self.series):
            bars = (stack[index] for stack in stacks)
            body += svg.group(bars, kind=f"{series.kind} bars")
        if self.line:
            line = self.line
            body += drawn_line(plot, line.values, kind=line.kind, tips=line.tips)
        return plot.drawing(width, body)

    def _frame(self, width: int, top: float) -> Frame:
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
            right=width,
            tick=self.tick or (percent if self.is_share else plain),
            whole=not self.is_share and are_whole(values),
        )

    def _column(self, index: int) -> list[float]:
        return [each.values[index] or 0 for each in self.series]

    def _stack(self, plot: Frame, index: int) -> list[str]:
        """The bars of a period, one for each series; from zero upward and downward."""
        size = min(BAR, plot.step * FILLED)
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
