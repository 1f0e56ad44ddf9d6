"""Charts below each other that share their periods."""

from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.shapes import Chart, Drawing

HEAD = 22  # above each chart, with its title
GAP = 14


@dataclass(frozen=True)
class Panels:
    """Charts, each below its title."""

    panels: tuple[tuple[str, Chart], ...]

    def draw(self, width: int) -> Drawing:
        """Draw them one below the other."""
        parts, top = [], 0
        for title, chart in self.panels:
            drawing = chart.draw(width)
            parts.append(svg.text(title, x=0, y=top + 14, kind="strong"))
            parts.append(f'<g transform="translate(0 {top + HEAD})">{drawing.body}</g>')
            top += HEAD + drawing.height + GAP
        return Drawing(width, max(0, top - GAP), "".join(parts))
