"""Areas in proportion to sizes: segments and their revenue."""

from dataclasses import dataclass

from runner.report.shapes import Drawing


@dataclass(frozen=True)
class Tile:
    """An area.

    Attributes:
        label: what it is; stands in it if there is room.
        size: to which its area is proportional; not negative.
        lines: further texts in it, the most important first.
        kind: class of its fill, such as c1 or q3.
        tip: what a resting pointer shows.
    """

    label: str
    size: float
    lines: tuple[str, ...] = ()
    kind: str = "c1"
    tip: str = ""


@dataclass(frozen=True)
class Treemap:
    """Squarified tiles, the largest at the top left; tiles without size are not drawn."""

    tiles: tuple[Tile, ...]

    def draw(self, width: int) -> Drawing:
        """Draw it."""
        raise NotImplementedError
