"""A Sankey of two columns: who went from where to where."""

from dataclasses import dataclass

from runner.report.shapes import Drawing


@dataclass(frozen=True)
class Stream:
    """Those who went from a node on the left to one on the right.

    Attributes:
        source: the place of the node on the left, from 0.
        target: the place of the node on the right, from 0.
        size: to which its height is proportional.
        kind: class of its fill: up, down or soft.
        tip: what a resting pointer shows.
    """

    source: int
    target: int
    size: float
    kind: str = "soft"
    tip: str = ""


@dataclass(frozen=True)
class Flow:
    """Two columns of nodes, in the given order, and the streams between them.

    Attributes:
        left: the labels of the nodes before.
        right: the labels of the nodes after.
        streams: at most one for each pair of nodes.
        left_title: above the left column.
        right_title: above the right column.
        values: of nodes as text, beside their labels: of the left ones, then of the right ones.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    streams: tuple[Stream, ...]
    left_title: str = ""
    right_title: str = ""
    values: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    def draw(self, width: int) -> Drawing:
        """Draw it."""
        raise NotImplementedError
