"""Charts below each other that share their periods."""

from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.shapes import Chart, Drawing

GAP = 14


@dataclass(frozen=True)
class Panels:
    """Charts, each with a legend of its own."""

    charts: tuple[Chart, ...]

    def draw(self, width: int) -> Drawing:
        """Draw them one below the other."""
        if not self.charts:
            return svg.nothing(width)
        parts, top = [], 0
        for chart in self.charts:
            drawing = chart.draw(width)
            parts.append(f'<g transform="translate(0 {top})">{drawing.body}</g>')
            top += drawing.height + GAP
        return Drawing(width, top - GAP, "".join(parts))
