"""Horizontal bars with their labels and values: what is most and what is least."""

from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.draw.axis import Scale
from runner.report.shapes import Drawing

BAR = 14
LABEL = 280  # at most
APART = 12  # between bars
PAD = 8


@dataclass(frozen=True)
class Rank:
    """A bar: label, value 0 or more, the value as text, class of the fill, tip."""

    label: str
    value: float
    text: str
    kind: str = "c1"
    tip: str = ""


@dataclass(frozen=True)
class Ranks:
    """Bars below each other, in the given order; negative ones go to the left."""

    bars: tuple[Rank, ...]
    title: str = ""

    def draw(self, width: int) -> Drawing:
        """Draw it; labels take up to two lines, on a narrow screen above the bars."""
        if not self.bars:
            return svg.nothing(width)
        is_narrow = width < svg.NARROW
        widest = max(svg.text_width(bar.label) for bar in self.bars)
        left = 0.0 if is_narrow else min(LABEL, widest) + PAD
        scale = self._scale(left, width)
        parts = [svg.text(svg.fitted(self.title, width), x=0, y=12, kind="soft")]
        y = top = 24.0 if self.title else 4.0
        for bar in self.bars:
            label = svg.wrapped(bar.label, width if is_narrow else left - PAD, most=2)
            size = len(label) * svg.LINE
            if is_narrow:
                parts += _lines(label, x=0, y=y, anchor="start")
                parts.append(_bar(bar, scale, y + size + 2))
                y += size + 2 + BAR + APART
            else:
                row = max(size, BAR)
                parts += _lines(label, x=left - PAD, y=y + (row - size) / 2, anchor="end")
                parts.append(_bar(bar, scale, y + (row - BAR) / 2))
                y += row + APART
        bottom = y - APART + 4
        if not is_narrow:
            zero = scale.at(0)
            parts.append(svg.line(x1=zero, y1=top - 4, x2=zero, y2=bottom, kind="axis"))
        return Drawing(width, round(bottom), "".join(parts))

    def _scale(self, left: float, width: int) -> Scale:
        """Where values are, with room for those that stand beside the bars."""
        values = [bar.value for bar in self.bars]
        low, high = min([0, *values]), max([0, *values])
        right = width - max(svg.text_width(bar.text) for bar in self.bars) - PAD
        return Scale(low, high if high > low else low + 1, left, right)


def _lines(lines: list[str], *, x: float, y: float, anchor: str) -> list[str]:
    return [
        svg.text(line, x=x, y=y + 12 + index * svg.LINE, anchor=anchor)
        for index, line in enumerate(lines)
    ]


def _bar(bar: Rank, scale: Scale, y: float) -> str:
    start, end = sorted((scale.at(0), scale.at(bar.value)))
    rect = svg.rect(x=start, y=y, width=end - start, height=BAR, kind=bar.kind, tip=bar.tip)
    return rect + svg.text(bar.text, x=end + PAD - 2, y=y + BAR / 2 + 4, kind="soft")
