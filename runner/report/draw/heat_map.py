"""A grid of cells, darker where there is more: RFM, cohorts, value against volume."""

from collections.abc import Mapping
from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.shapes import Drawing

LABELS = 200  # at most, beside the cells
NARROW_LABELS = 110
PAD = 8
FEW = 8  # with more columns than this not all of them are named, if they have no room
RAMP = 14  # width of a step of the ramp
RAMP_HEIGHT = 10


@dataclass(frozen=True)
class Cell:
    """A cell: how dark it is, 0 to 1, what stands in it, and what a resting pointer shows.

    The short text, such as 45 for 45%, stands in it where the other has no room.
    """

    share: float
    text: str
    tip: str = ""
    short: str = ""


@dataclass(frozen=True)
class HeatMap:
    """A grid; a cell that is not there stays empty.

    Attributes:
        rows: the labels of the rows, from top to bottom.
        columns: the labels of the columns, from left to right.
        cells: by row and column, counted from 0.
        row_title: what the rows are.
        column_title: what the columns are.
        height: of a cell, in units.
        ends: what the palest and the strongest color mean; shown with the ramp if given.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[int, int], Cell]
    row_title: str = ""
    column_title: str = ""
    height: int = 44
    ends: tuple[str, str] = ("", "")

    def draw(self, width: int) -> Drawing:
        """Draw it; texts that do not fit their cells are left out (the tip has them)."""
        left = self._left(width)
        step = (width - left) / max(1, len(self.columns))
        above = svg.wrapped(self.column_title, width - left, most=2)
        beside = svg.wrapped(self.row_title, left - PAD, most=3)
        top = PAD + svg.LINE * max(1 + len(above), len(beside))
        parts = _titles(above, x=left, bottom=top - PAD - svg.LINE, anchor="start")
        parts += _titles(beside, x=left - PAD, bottom=top - PAD, anchor="end")
        parts.append(self._columns(left, step, top))
        for index, label in enumerate(self.rows):
            y = top + (index + 0.5) * self.height + 4
            shown = svg.fitted(label, left - PAD)
            parts.append(svg.text(shown, x=left - PAD, y=y, anchor="end"))
        places = {
            (left + column * step, top + row * self.height): cell
            for (row, column), cell in sorted(self.cells.items())
        }
        rects = (self._rect(cell, x, y, step) for (x, y), cell in places.items())
        parts.append(svg.group(rects, kind="cells"))
        texts = (self._text(cell, x, y, step) for (x, y), cell in places.items())
        parts.append(svg.group(texts, kind="middle"))
        bottom = top + len(self.rows) * self.height
        if any(self.ends):
            parts.append(self._ramp(left, bottom + PAD, width - left))
            bottom += PAD + svg.LINE
        return Drawing(width, bottom, "".join(parts))

    def _left(self, width: int) -> float:
        """Where the cells begin: beside the labels of the rows, and their title in some lines."""
        title = svg.text_width(self.row_title)
        wrapped = min(title, max(svg.least_width(self.row_title), title / 2 + PAD))
        labels = [*map(svg.text_width, self.rows), wrapped]
        return PAD + min(NARROW_LABELS if width < svg.NARROW else LABELS, max(labels))

    def _columns(self, left: float, step: float, top: float) -> str:
        """The labels of the columns; of many that have no room, every second or third.

        Then they begin where their columns begin.
        """
        widest = max(map(svg.text_width, self.columns), default=0)
        each = max(1, -int(-(widest + 4) // step)) if len(self.columns) > FEW else 1
        anchor, shift = ("middle", step / 2) if each == 1 else ("start", 0.0)
        right, parts = left + len(self.columns) * step, []
        for index in range(0, len(self.columns), each):
            shown = svg.fitted(self.columns[index], each * step - 4)
            x = left + index * step + shift
            if each == 1 or x + svg.text_width(shown) <= right:
                parts.append(svg.text(shown, x=x, y=top - PAD, anchor=anchor))
        return "".join(parts)

    def _rect(self, cell: Cell, x: float, y: float, width: float) -> str:
        kind = f"q{svg.shade(cell.share)}"
        return svg.rect(x=x, y=y, width=width, height=self.height, kind=kind, tip=cell.tip)

    def _text(self, cell: Cell, x: float, y: float, width: float) -> str:
        fits = (each for each in (cell.text, cell.short) if svg.text_width(each) <= width - 4)
        kind = f"on{svg.shade(cell.share)}"
        return svg.text(next(fits, ""), x=x + width / 2, y=y + self.height / 2 + 4, kind=kind)

    def _ramp(self, x: float, y: float, width: float) -> str:
        """The colors from the palest to the strongest between what they mean."""
        room = (width - svg.STEPS * RAMP) / 2 - PAD
        low, high = (svg.fitted(each, room) for each in self.ends)
        start = x + (svg.text_width(low) + PAD if low else 0)
        steps = (
            svg.rect(x=start + i * RAMP, y=y, width=RAMP, height=RAMP_HEIGHT, kind=f"q{i}")
            for i in range(svg.STEPS)
        )
        end = start + svg.STEPS * RAMP + PAD
        texts = svg.text(low, x=x, y=y + 10, kind="soft") + svg.text(
            high, x=end, y=y + 10, kind="soft"
        )
        return texts + svg.group(steps, kind="ramp")


def _titles(lines: list[str], *, x: float, bottom: float, anchor: str) -> list[str]:
    """Lines of which the last stands there."""
    return [
        svg.text(line, x=x, y=bottom - index * svg.LINE, anchor=anchor, kind="soft")
        for index, line in enumerate(reversed(lines))
    ]
