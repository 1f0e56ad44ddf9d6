"""Where labels may stand so that none covers another."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from runner.report.draw import svg

ASCENT = 10  # of a line of text above its base line
DESCENT = 4


@dataclass(frozen=True)
class Area:
    """A rectangle that is taken."""

    x1: float
    y1: float
    x2: float
    y2: float

    def meets(self, other: "Area") -> bool:
        """Whether they have a place in common."""
        return (
            self.x1 < other.x2 and other.x1 < self.x2 and self.y1 < other.y2 and other.y1 < self.y2
        )

    def holds(self, other: "Area") -> bool:
        """Whether the other is wholly within."""
        return (
            self.x1 <= other.x1
            and self.y1 <= other.y1
            and other.x2 <= self.x2
            and other.y2 <= self.y2
        )


@dataclass
class Labels:
    """Places labels one after the other within bounds, around what is already there."""

    bounds: Area
    taken: list[Area] = field(default_factory=list)

    def place(
        self, lines: list[str], spots: Iterable[tuple[float, float, str]], kind: str = "halo"
    ) -> str:
        """Lines of a label at the first spot (x, top, anchor) that is free; nothing if none is."""
        width = max(map(svg.text_width, lines), default=0)
        for x, top, anchor in spots:
            start = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
            area = Area(start, top, start + width, top + len(lines) * svg.LINE)
            if self.bounds.holds(area) and not any(map(area.meets, self.taken)):
                self.taken.append(area)
                return "".join(
                    svg.text(each, x=x, y=top + 12 + index * svg.LINE, anchor=anchor, kind=kind)
                    for index, each in enumerate(lines)
                )
        return ""
