"""Lines over time, with a band where a value is uncertain; and small ones without axes."""

from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.draw.axis import Scale, Tick, are_whole, percent, plain
from runner.report.draw.frame import HEIGHT, Frame, drawn_line, frame, known_runs
from runner.report.draw.legend import legend
from runner.report.draw.names import Name, beside, room_for
from runner.report.shapes import Drawing

DOT = 3
# With at most so many, its label would be far from the end of a line.
LEAST_PERIODS = 3
SPARK_PAD = 4


@dataclass(frozen=True)
class Trace:
    """A line: one value for each period, none where it is not known; a band if it is uncertain."""

    label: str
    values: tuple[float | None, ...]
    kind: str = "c1"
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    tips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trend:
    """Lines over time with axes and their names: at their ends, or in a legend if it is narrow.

    Attributes:
        periods: the labels of the points; where they are too many, some are shown.
        traces: each has a value for each period.
        is_share: the values are shares 0 to 1, and the axis is in percent.
        unit_title: what the values are.
        tick: how the values of the axis are written, such as `numbers.tick`.
        from_zero: whether the axis begins at zero at the latest.
        height: of the plot.
    """

    periods: tuple[str, ...]
    traces: tuple[Trace, ...]
    is_share: bool = False
    unit_title: str = ""
    tick: Tick | None = None
    from_zero: bool = True
    height: int = HEIGHT

    def draw(self, width: int) -> Drawing:
        """Draw it."""
        at_ends = width >= svg.NARROW and self._can_be_named_at_ends()
        body, top = "", 0.0
        if len(self.traces) > 1 and not at_ends:
            entries = [(each.label, f"{each.kind} line") for each in self.traces]
            body, top = legend(entries, width=width)
        body += svg.text(svg.fitted(self.unit_title, width), x=0, y=top + 12, kind="soft")
        room = room_for([each.label for each in self.traces]) if at_ends else DOT + 1
        plot = self._frame(width - room, top + (30 if self.unit_title else 8))
        body += plot.axes()
        body += "".join(_band(plot, trace) for trace in self.traces)
        for trace in self.traces:
            body += drawn_line(plot, trace.values, kind=trace.kind, tips=trace.tips)
        if at_ends:
            names = [Name(each.label, each.kind, each.values[-1] or 0) for each in self.traces]
            body += beside(plot, names, start=plot.x(len(self.periods) - 1) + DOT + 2)
        return plot.drawing(width, body)

    def _can_be_named_at_ends(self) -> bool:
        """Whether there are several lines and all go on to the last of some periods."""
        is_line = len(self.traces) > 1 and len(self.periods) > LEAST_PERIODS
        return is_line and all(trace.values[-1] is not None for trace in self.traces)

    def _frame(self, right: float, top: float) -> Frame:
        lines = [line for each in self.traces for line in (each.values, each.low, each.high)]
        values = [value for line in lines for value in line if value is not None]
        ends = [0, *values] if self.from_zero or not values else values
        return frame(
            self.periods,
            low=min(ends),
            high=max(ends),
            top=top,
            height=self.height,
            right=right,
            tick=self.tick or (percent if self.is_share else plain),
            whole=not self.is_share and are_whole(values),
            is_spread=True,
        )


@dataclass(frozen=True)
class Spark:
    """A small line without axes, its last point marked."""

    values: tuple[float | None, ...]

    def draw(self, width: int) -> Drawing:
        """Draw it, a quarter as high as it is wide."""
        height = width // 4
        known = [value for value in self.values if value is not None]
        if not known:
            return Drawing(width, height, "")
        low, high = min(known), max(known)
        flat = 0 if high > low else 1
        x = Scale(0, max(1, len(self.values) - 1), SPARK_PAD, width - SPARK_PAD)
        y = Scale(low - flat, high + flat, height - SPARK_PAD, SPARK_PAD)
        runs = [[(x.at(i), y.at(value)) for i, value in run] for run in known_runs(self.values)]
        body = "".join(svg.path(svg.through(run), kind="c1 line") for run in runs if len(run) > 1)
        at_x, at_y = runs[-1][-1]
        return Drawing(width, height, body + svg.circle(x=at_x, y=at_y, r=DOT, kind="c1 dot"))


def _band(plot: Frame, trace: Trace) -> str:
    """What lies between the lower and the upper ends, where both are known."""
    pairs = tuple(
        None if low is None or high is None else (low, high)
        for low, high in zip(trace.low, trace.high, strict=False)
    )
    parts = []
    for run in known_runs(pairs):
        if len(run) == 1:
            continue
        lower = [(plot.x(index), plot.y.at(low)) for index, (low, _) in run]
        upper = [(plot.x(index), plot.y.at(high)) for index, (_, high) in run]
        parts.append(svg.path(svg.through(upper + lower[::-1]) + "Z", kind=f"{trace.kind} band"))
    return "".join(parts)
