"""Names of lines and stacks beside their ends, pushed apart where they would meet."""

from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.draw.frame import Frame

LABEL = 150  # at most
PAD = 8
SWATCH = 10
AWAY = 3  # a name further from its end than this has a line to it


@dataclass(frozen=True)
class Name:
    """A name, the class of the fill that it names, and where in the last period this is."""

    label: str
    kind: str
    value: float


def room_for(labels: list[str]) -> float:
    """How much room names need at the right of a plot."""
    return SWATCH + 3 * PAD + min(LABEL, max(map(svg.text_width, labels), default=0))


def beside(plot: Frame, names: list[Name], *, start: float) -> str:
    """The names at the right of the plot, in the order of their ends, which are at `start`."""
    ends = sorted(((plot.y.at(name.value), -order) for order, name in enumerate(names)))
    places = _apart([y for y, _ in ends], plot.y.start)
    x, parts = max(plot.right, start) + PAD, []
    for (end, order), y in zip(ends, places, strict=True):
        name = names[-order]
        if abs(y - end) > AWAY:
            parts.append(svg.line(x1=start, y1=end, x2=x - 1, y2=y, kind="leader"))
        parts.append(svg.rect(x=x, y=y - SWATCH / 2, width=SWATCH, height=SWATCH, kind=name.kind))
        parts.append(svg.text(svg.fitted(name.label, LABEL), x=x + SWATCH + 6, y=y + 4))
    return "".join(parts)


def _apart(places: list[float], bottom: float) -> list[float]:
    """Rising places moved so that each is a line below the one before, the last at the bottom."""
    moved = list(places)
    for index in range(1, len(moved)):
        moved[index] = max(moved[index], moved[index - 1] + svg.LINE)
    for index in reversed(range(len(moved))):
        below = moved[index + 1] - svg.LINE if index + 1 < len(moved) else bottom
        moved[index] = min(moved[index], below)
    return moved
