"""Horizontal bars with their labels and values: what is most and what is least."""

from dataclasses import dataclass

from runner.report.shapes import Drawing


@dataclass(frozen=True)
class Rank:
    """A bar: label, value 0 or more, the value as text, class of the fill, tip."""

    label: str
    value: float
    text: str
    kind: str = "c1"
    tip: str = ""


@dataclass(frozen=True)
class Ranks:
    """Bars below each other, in the given order."""

    bars: tuple[Rank, ...]
    title: str = ""

    def draw(self, width: int) -> Drawing:
        """Draw it."""
        raise NotImplementedError
