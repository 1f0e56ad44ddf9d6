"""Labels over time: a row for each scheme, a band for each stretch of one label."""

from collections.abc import Iterator
from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.shapes import Drawing

ROW = 34
LOWEST = 18  # a band in which a label can be read
GAP = 2
HEAD = 18  # above the rows, with the periods
TITLE = 16  # above a row, where there is no room beside it


@dataclass(frozen=True)
class Stretch:
    """Periods of one label.

    Attributes:
        start: the first period, from 0.
        end: the period after the last.
        label: what stands in the band.
        height: 0 the lowest of its scheme, 1 the highest; none if it has no order.
        tip: what a resting pointer shows.
    """

    start: int
    end: int
    label: str
    height: float | None
    tip: str = ""


@dataclass(frozen=True)
class Step:
    """A scheme and the stretches of its labels."""

    title: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Steps:
    """Schemes below each other, over the same periods; the higher a band, the better its label."""

    periods: tuple[str, ...]
    rows: tuple[Step, ...]

    def draw(self, width: int) -> Drawing:
        """Draw it; a label that does not fit its band is cut (the tip has it)."""
        is_narrow = width < svg.NARROW
        longest = max((svg.text_width(row.title) for row in self.rows), default=0)
        left = 0 if is_narrow else min(width / 4, longest + 12)
        room = ROW + (TITLE if is_narrow else 0)
        step = (width - left) / max(1, len(self.periods))
        parts = list(self._head(left, width))
        for index, row in enumerate(self.rows):
            top = HEAD + index * (room + GAP * 3)
            if is_narrow:
                parts.append(svg.text(svg.fitted(row.title, width), x=0, y=top + 12, kind="soft"))
            else:
                title = svg.fitted(row.title, left - 10)
                parts.append(svg.text(title, x=left - 8, y=top + ROW - 6, anchor="end"))
            base = top + room
            for stretch in row.stretches:
                parts += _band(stretch, left=left, step=step, base=base)
            parts.append(svg.line(x1=left, y1=base, x2=width, y2=base))
        return Drawing(width, HEAD + len(self.rows) * (room + GAP * 3), "".join(parts))

    def _head(self, left: float, width: int) -> Iterator[str]:
        room = (width - left) / 2 - GAP
        if self.periods:
            yield svg.text(svg.fitted(self.periods[0], room), x=left, y=12, kind="soft")
        if len(self.periods) > 1:
            last = svg.fitted(self.periods[-1], room)
            yield svg.text(last, x=width, y=12, anchor="end", kind="soft")


def _band(stretch: Stretch, *, left: float, step: float, base: float) -> Iterator[str]:
    """A band that stands on its row, the taller and darker the better its label."""
    share = 0.5 if stretch.height is None else stretch.height
    tall = LOWEST + share * (ROW - LOWEST)
    x = left + stretch.start * step
    wide = max(1.0, (stretch.end - stretch.start) * step - GAP)
    depth = 1 + round(share * 5)
    yield svg.rect(x=x, y=base - tall, width=wide, height=tall, kind=f"q{depth}", tip=stretch.tip)
    if shown := svg.fitted(stretch.label, wide - 8):
        yield svg.text(shown, x=x + 4, y=base - 6, kind=f"on{depth}")
