"""Circles at places on two axes, in proportion to sizes: value against volume."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.draw.axis import Scale, Tick, plain, ticks
from runner.report.draw.legend import legend
from runner.report.draw.place import Area, Labels
from runner.report.shapes import Drawing

HEIGHT = 320  # of the plot
LARGEST = 30  # radius
NARROW_LARGEST = 20
LEAST = 2.5
COVERED = 0.06  # of the plot at most, by all circles
PAD = 8
LABEL = 160  # at most


@dataclass(frozen=True)
class Bubble:
    """A circle: its place on the axes, the size of its area, class of the fill, label and tip."""

    x: float
    y: float
    size: float
    kind: str = "c1"
    label: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Bubbles:
    """Circles, the largest behind.

    Attributes:
        bubbles: in any order.
        x_range: least and greatest value of the axis.
        y_range: the same.
        x_title: of the axis.
        y_title: of the axis.
        legend: label and class of each kind; empty: none.
        cuts: where a line parts the plane: at x, at y; none: no line.
        corners: texts in the corners: top left, top right, bottom left, bottom right.
        x_tick: how the values of the axis are written, such as `numbers.tick`.
        y_tick: the same.
    """

    bubbles: tuple[Bubble, ...]
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    x_title: str = ""
    y_title: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    cuts: tuple[float | None, float | None] = (None, None)
    corners: tuple[str, str, str, str] = ("", "", "", "")
    x_tick: Tick = plain
    y_tick: Tick = plain

    def draw(self, width: int) -> Drawing:
        """Draw it; labels that would cover others are left out (the tips have them)."""
        body, top = legend(list(self.legend), width=width)
        body += svg.text(svg.fitted(self.y_title, width), x=0, y=top + 12, kind="soft")
        top += 24 if self.y_title else 8
        x, y = self._scales(width, top)
        body += self._axes(x, y) + self._cuts(x, y)
        labels = Labels(Area(x.start, y.end, x.end, y.start))
        corners = self._corners(labels, x, y)
        radius = self._largest(width)
        most = max((bubble.size for bubble in self.bubbles), default=0)
        circles = [
            (bubble, x.at(bubble.x), y.at(bubble.y), _radius(bubble.size, most, radius))
            for bubble in sorted(self.bubbles, key=lambda each: -each.size)
        ]
        for bubble, at_x, at_y, r in circles:
            kind = f"{bubble.kind} bubble"
            body += svg.circle(x=at_x, y=at_y, r=r, kind=kind, tip=bubble.tip or bubble.label)
            labels.taken.append(Area(at_x - r, at_y - r, at_x + r, at_y + r))
        body += corners
        for bubble, at_x, at_y, r in circles:
            label = svg.fitted(bubble.label, LABEL)
            body += labels.place([label], _spots(at_x, at_y, r)) if label else ""
        end = y.start + 24
        if self.x_title:
            title = svg.fitted(self.x_title, width)
            body += svg.text(title, x=width, y=end + 14, anchor="end", kind="soft")
            end += 20
        return Drawing(width, round(end), body)

    def _largest(self, width: int) -> float:
        """The radius of the largest, so that all together cover a small part of the plot."""
        most = max((bubble.size for bubble in self.bubbles), default=0)
        sizes = sum(max(0, bubble.size) / most for bubble in self.bubbles) if most > 0 else 1
        fitting = math.sqrt(COVERED * width * HEIGHT / math.pi / max(1, sizes))
        return min(NARROW_LARGEST if width < svg.NARROW else LARGEST, fitting)

    def _scales(self, width: int, top: float) -> tuple[Scale, Scale]:
        """Both axes, with room for half of the largest circle beside the outermost values."""
        inset = self._largest(width)
        edge = svg.LINE if any(self.corners) else 0
        marks = ticks(*_span(self.y_range), most=8)
        left = max(svg.text_width(self.y_tick(mark)) for mark in marks) + PAD
        return (
            _wider(_span(self.x_range), Scale(0, 1, left, width), inset),
            _wider(_span(self.y_range), Scale(0, 1, top + HEIGHT, top), inset + edge),
        )

    def _axes(self, x: Scale, y: Scale) -> str:
        parts = [
            svg.line(x1=x.start, y1=y.start, x2=x.end, y2=y.start),
            svg.line(x1=x.start, y1=y.start, x2=x.start, y2=y.end),
        ]
        for mark in _within(self.y_range):
            parts.append(svg.line(x1=x.start, y1=y.at(mark), x2=x.end, y2=y.at(mark), kind="grid"))
            told, at = self.y_tick(mark), y.at(mark) + 4
            parts.append(svg.text(told, x=x.start - PAD, y=at, anchor="end", kind="soft"))
        for mark in _within(self.x_range):
            told, at = self.x_tick(mark), x.at(mark)
            half = svg.text_width(told) / 2
            at = min(x.end - half, at)
            parts.append(svg.text(told, x=at, y=y.start + 18, anchor="middle", kind="soft"))
        return "".join(parts)

    def _cuts(self, x: Scale, y: Scale) -> str:
        parts = []
        if self.cuts[0] is not None and x.low <= self.cuts[0] <= x.high:
            at = x.at(self.cuts[0])
            parts.append(svg.line(x1=at, y1=y.start, x2=at, y2=y.end, kind="cut"))
        if self.cuts[1] is not None and y.low <= self.cuts[1] <= y.high:
            at = y.at(self.cuts[1])
            parts.append(svg.line(x1=x.start, y1=at, x2=x.end, y2=at, kind="cut"))
        return "".join(parts)

    def _corners(self, labels: Labels, x: Scale, y: Scale) -> str:
        room = (x.end - x.start) / 2 - 2 * PAD
        top, bottom = y.end + 2, y.start - svg.LINE - 4
        spots = [
            (x.start + PAD, top, "start"),
            (x.end - PAD, top, "end"),
            (x.start + PAD, bottom, "start"),
            (x.end - PAD, bottom, "end"),
        ]
        return "".join(
            labels.place([svg.fitted(text, room)], [spot], kind="soft halo")
            for text, spot in zip(self.corners, spots, strict=True)
            if text
        )


def _radius(size: float, most: float, largest: float) -> float:
    """The area is in proportion to the size, but the smallest can still be seen."""
    return max(LEAST, largest * math.sqrt(max(0, size) / most)) if most > 0 else LEAST


def _span(ends: tuple[float, float]) -> tuple[float, float]:
    low, high = ends
    return (low, high) if high > low else (low - (abs(low) or 1) / 2, low + (abs(low) or 1) / 2)


def _wider(span: tuple[float, float], place: Scale, inset: float) -> Scale:
    """A scale on which the span leaves this much room at both ends."""
    low, high = span
    more = (high - low) * inset / (abs(place.end - place.start) - 2 * inset)
    return Scale(low - more, high + more, place.start, place.end)


def _within(ends: tuple[float, float]) -> list[float]:
    low, high = _span(ends)
    return [mark for mark in ticks(low, high, most=8) if low <= mark <= high]


def _spots(x: float, y: float, r: float) -> Iterator[tuple[float, float, str]]:
    """Beside the circle, then above, below, and in it."""
    middle = y - svg.LINE / 2
    yield x + r + 4, middle, "start"
    yield x - r - 4, middle, "end"
    yield x, y - r - svg.LINE, "middle"
    yield x, y + r, "middle"
