"""Horizontal bars with their labels and values: what is most and what is least."""

from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.draw.axis import Scale
from runner.report.shapes import Drawing

ROW = 26
NARROW_ROW = 40  # the label stands above its bar
BAR = 16
NARROW_BAR = 12
LABEL = 240  # at most
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
        """Draw it; on a narrow screen the labels stand above the bars."""
        if not self.bars:
            return svg.nothing(width)
        top = 24 if self.title else 4
        parts = [svg.text(svg.fitted(self.title, width), x=0, y=12, kind="soft")]
        is_narrow = width < svg.NARROW
        row = NARROW_ROW if is_narrow else ROW
        left = 0.0 if is_narrow else min(LABEL, self._widest("label")) + PAD
        values = [bar.value for bar in self.bars]
        low, high = min([0, *values]), max([0, *values])
        right = width - self._widest("text") - PAD
        scale = Scale(low, high if high > low else low + 1, left, right)
        for index, bar in enumerate(self.bars):
            y = top + index * row
            parts.append(_bar(bar, scale, y=y + 18 if is_narrow else y + 5, is_narrow=is_narrow))
            if is_narrow:
                parts.append(svg.text(svg.fitted(bar.label, width), x=0, y=y + 13))
            else:
                label = svg.fitted(bar.label, left - PAD)
                parts.append(svg.text(label, x=left - PAD, y=y + 17, anchor="end"))
        if not is_narrow:
            zero, bottom = scale.at(0), top + len(self.bars) * row
            parts.append(svg.line(x1=zero, y1=top, x2=zero, y2=bottom, kind="axis"))
        return Drawing(width, top + len(self.bars) * row + 4, "".join(parts))

    def _widest(self, name: str) -> float:
        return max(svg.text_width(getattr(bar, name)) for bar in self.bars)


def _bar(bar: Rank, scale: Scale, *, y: float, is_narrow: bool) -> str:
    height = NARROW_BAR if is_narrow else BAR
    start, end = sorted((scale.at(0), scale.at(bar.value)))
    parts = svg.rect(x=start, y=y, width=end - start, height=height, kind=bar.kind, tip=bar.tip)
    return parts + svg.text(bar.text, x=end + PAD - 2, y=y + height / 2 + 4, kind="soft")
