"""Circles at places on two axes, in proportion to sizes: value against volume."""

from dataclasses import dataclass

from runner.report.shapes import Drawing


@dataclass(frozen=True)
class Bubble:
    """A circle: its place on the axes, the size of its area, class of the fill, label and tip."""

    x: float
    y: float
    size: float
    kind: str = "c1"
    label: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Bubbles:
    """Circles, the largest behind.

    Attributes:
        bubbles: in any order.
        x_range: least and greatest value of the axis.
        y_range: the same.
        x_title: of the axis.
        y_title: of the axis.
        legend: label and class of each kind; empty: none.
        cuts: where a line parts the plane: at x, at y; none: no line.
        corners: texts in the corners: top left, top right, bottom left, bottom right.
    """

    bubbles: tuple[Bubble, ...]
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    x_title: str = ""
    y_title: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    cuts: tuple[float | None, float | None] = (None, None)
    corners: tuple[str, str, str, str] = ("", "", "", "")

    def draw(self, width: int) -> Drawing:
        """Draw it."""
        raise NotImplementedError
