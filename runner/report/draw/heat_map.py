"""A grid of cells, darker where there is more: RFM, cohorts, value against volume."""

from collections.abc import Mapping
from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.shapes import Drawing

GAP = 2
HEAD = 40  # above the cells: title and labels of the columns
NARROW = 480


@dataclass(frozen=True)
class Cell:
    """A cell: how dark it is, 0 to 1, what stands in it, and what a resting pointer shows."""

    share: float
    text: str
    tip: str = ""


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
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[int, int], Cell]
    row_title: str = ""
    column_title: str = ""
    height: int = 44

    def draw(self, width: int) -> Drawing:
        """Draw it; texts that do not fit their cells are left out (the tip has them)."""
        left = min(width / 3, 12 + max(svg.text_width(each) for each in (*self.rows, "")))
        step = (width - left) / max(1, len(self.columns))
        parts = [svg.text(self.column_title, x=left, y=14, kind="soft")]
        parts.append(svg.text(svg.fitted(self.row_title, left - 6), x=0, y=HEAD - 8, kind="soft"))
        for index, label in enumerate(self.columns):
            middle = left + (index + 0.5) * step
            shown = svg.fitted(label, step - GAP)
            parts.append(svg.text(shown, x=middle, y=HEAD - 8, anchor="middle"))
        for index, label in enumerate(self.rows):
            y = HEAD + (index + 0.5) * self.height + 4
            parts.append(svg.text(svg.fitted(label, left - 8), x=left - 8, y=y, anchor="end"))
        for (row, column), cell in sorted(self.cells.items()):
            x, y = left + column * step, HEAD + row * self.height
            depth = svg.shade(cell.share)
            parts.append(
                svg.rect(
                    x=x,
                    y=y,
                    width=step - GAP,
                    height=self.height - GAP,
                    kind=f"q{depth}",
                    tip=cell.tip,
                )
            )
            if svg.text_width(cell.text) <= step - GAP - 2:
                middle, base = x + (step - GAP) / 2, y + self.height / 2 + 3
                parts.append(
                    svg.text(cell.text, x=middle, y=base, anchor="middle", kind=f"on{depth}")
                )
        return Drawing(width, HEAD + len(self.rows) * self.height, "".join(parts))
