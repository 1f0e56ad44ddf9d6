"""A curve from 0 to 1 in both directions with cuts: Pareto."""

from dataclasses import dataclass

from runner.report.shapes import Drawing


@dataclass(frozen=True)
class Cut:
    """A point at which the curve is cut, and what is said there."""

    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Line:
    """Points of a curve, x and y 0 to 1, x increasing; y may exceed 1 or fall at the end."""

    points: tuple[tuple[float, float], ...]
    cuts: tuple[Cut, ...] = ()
    label: str = ""
    kind: str = "c1"


@dataclass(frozen=True)
class Curve:
    """One or more curves of shares, axes in percent, with the diagonal where all are equal."""

    lines: tuple[Line, ...]
    x_title: str = ""
    y_title: str = ""

    def draw(self, width: int) -> Drawing:
        """Draw it."""
        raise NotImplementedError
