"""Where labels may stand so that none covers another."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from runner.report.draw import svg

ASCENT = 12  # from the top of a line of text to its base line


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
    """Places labels one after the other within bounds, around what is already there.

    Attributes:
        bounds: within which labels stay.
        taken: what a label must not cover.
        marks: what a label should not cover.
    """

    bounds: Area
    taken: list[Area] = field(default_factory=list)
    marks: list[Area] = field(default_factory=list)

    def place(
        self, lines: list[str], spots: Iterable[tuple[float, float, str]], kind: str = "halo"
    ) -> str:
        """Lines of a label at the first spot (x, top, anchor) that is free; nothing if none is."""
        width = max(map(svg.text_width, lines), default=0)
        height = len(lines) * svg.LINE
        free = []
        for x, top, anchor in spots:
            start = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
            area = Area(start, top, start + width, top + height)
            if self.bounds.holds(area) and not any(map(area.meets, self.taken)):
                free.append((x, anchor, area))
        if not free:
            return ""
        x, anchor, area = next(
            (spot for spot in free if not any(map(spot[2].meets, self.marks))), free[0]
        )
        self.taken.append(area)
        return "".join(
            svg.text(each, x=x, y=area.y1 + ASCENT + index * svg.LINE, anchor=anchor, kind=kind)
            for index, each in enumerate(lines)
        )
