"""A curve from 0 to 1 in both directions with cuts: Pareto."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from runner.report.draw import svg
from runner.report.draw.axis import Scale, percent, ticks
from runner.report.draw.legend import legend
from runner.report.draw.place import Area, Labels
from runner.report.shapes import Drawing

HEIGHT = 300  # of the plot
LABEL = 230  # at most, of a cut
NARROW_LABEL = 130
DOT = 4
STEP = 10  # along a curve between the places that its labels avoid
PAD = 8  # between a dot and its label


@dataclass(frozen=True)
class Cut:
    """A point at which the curve is cut, and what is said there."""

    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Line:
    """Points of a curve, x and y 0 to 1, x increasing; y may exceed 1 or fall at the end."""

    points: tuple[tuple[float, float], ...]
    cuts: tuple[Cut, ...] = ()
    label: str = ""
    kind: str = "c1"


@dataclass(frozen=True)
class Curve:
    """One or more curves of shares, axes in percent, with the diagonal where all are equal.

    Attributes:
        lines: the last is in front.
        x_title: below the axis.
        y_title: above the axis.
        diagonal: what the diagonal is, in the legend.
    """

    lines: tuple[Line, ...]
    x_title: str = ""
    y_title: str = ""
    diagonal: str = ""

    def draw(self, width: int) -> Drawing:
        """Draw it."""
        entries = [(line.label, f"{line.kind} line") for line in self.lines]
        body, top = legend([*entries, (self.diagonal, "cut line")], width=width)
        if self.y_title:
            body += svg.text(svg.fitted(self.y_title, width), x=0, y=top + 12, kind="soft")
            top += 18
        heights = [y for line in self.lines for _, y in line.points]
        marks = ticks(min([0, *heights]), max([1, *heights]), most=7)
        left = max(svg.text_width(percent(mark)) for mark in marks) + PAD
        x = Scale(0, 1, left, width - svg.text_width("100%") / 2)
        y = Scale(marks[0], marks[-1], top + 8 + HEIGHT, top + 8)
        body += _axes(x, y, marks)
        body += svg.text(
            svg.fitted(self.x_title, width - left),
            x=x.end,
            y=y.start + 36,
            anchor="end",
            kind="soft",
        )
        body += svg.path(svg.through([(x.at(0), y.at(0)), (x.at(1), y.at(1))]), kind="cut line")
        labels = Labels(Area(x.start, y.end - 8, width, y.start))
        curves = [_on_paper(line.points, x, y) for line in self.lines]
        for line, points in zip(self.lines, curves, strict=True):
            if points:
                body += svg.path(svg.through(points), kind=f"{line.kind} line")
            labels.taken += _dots(line, x, y)
            labels.marks += _covered(points)
        for line in self.lines:
            body += "".join(_cut(cut, line.kind, x, y) for cut in line.cuts)
        widest = NARROW_LABEL if width < svg.NARROW else LABEL
        cuts = sorted((cut for line in self.lines for cut in line.cuts), key=lambda cut: -cut.x)
        for cut in cuts:
            lines = svg.wrapped(cut.label, widest, most=3)
            body += labels.place(lines, _spots(x.at(cut.x), y.at(cut.y), len(lines)))
        return Drawing(width, round(y.start + (42 if self.x_title else 24)), body)


def _axes(x: Scale, y: Scale, marks: tuple[float, ...]) -> str:
    parts = []
    for mark in marks:
        kind = "axis" if mark == 0 else "grid"
        parts.append(svg.line(x1=x.start, y1=y.at(mark), x2=x.end, y2=y.at(mark), kind=kind))
        parts.append(
            svg.text(percent(mark), x=x.start - PAD, y=y.at(mark) + 4, anchor="end", kind="soft")
        )
    for share in ticks(0, 1):
        place = x.at(share)
        parts.append(
            svg.text(percent(share), x=place, y=y.start + 18, anchor="middle", kind="soft")
        )
    return "".join(parts)


def _on_paper(
    points: tuple[tuple[float, float], ...], x: Scale, y: Scale
) -> list[tuple[float, float]]:
    """The places of the points; of those within a unit of each other, one."""
    kept: list[tuple[float, float]] = []
    places = [(x.at(share), y.at(height)) for share, height in points]
    for place in places:
        if not kept or math.dist(place, kept[-1]) >= 1:
            kept.append(place)
    return [*kept[:-1], places[-1]] if len(kept) > 1 else places[:1]


def _covered(points: list[tuple[float, float]]) -> list[Area]:
    """Small areas along a curve."""
    areas = []
    for (x1, y1), (x2, y2) in pairwise(points):
        count = max(1, math.ceil(math.hypot(x2 - x1, y2 - y1) / STEP))
        for index in range(count + 1):
            x, y = (x1 + (x2 - x1) * index / count, y1 + (y2 - y1) * index / count)
            areas.append(Area(x - 1, y - 1, x + 1, y + 1))
    return areas


def _dots(line: Line, x: Scale, y: Scale) -> list[Area]:
    return [
        Area(x.at(cut.x) - DOT, y.at(cut.y) - DOT, x.at(cut.x) + DOT, y.at(cut.y) + DOT)
        for cut in line.cuts
    ]


def _cut(cut: Cut, kind: str, x: Scale, y: Scale) -> str:
    """Where the curve is cut, with lines to both axes."""
    place, height = x.at(cut.x), y.at(cut.y)
    return (
        svg.line(x1=place, y1=height, x2=place, y2=y.at(0), kind="cut")
        + svg.line(x1=x.start, y1=height, x2=place, y2=height, kind="cut")
        + svg.circle(x=place, y=height, r=DOT, kind=f"{kind} dot", tip=cut.label)
    )


def _spots(x: float, y: float, lines: int) -> Iterator[tuple[float, float, str]]:
    """At the right of the dot below the curve, else at its left or above, further and further."""
    height = lines * svg.LINE
    for away in range(0, HEIGHT, svg.LINE // 2):
        yield x + PAD, y + away, "start"
        yield x - PAD, y + away + PAD, "end"
        yield x - PAD, y - height - away, "end"
        yield x + PAD, y - height - away, "start"
