"""A Sankey of two columns: who went from where to where."""

from collections.abc import Callable
from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.shapes import Drawing

BODY = 340  # height of all nodes of a column together
HEAD = 24  # above the nodes, for the titles
NODE = 10  # width of a node
GAP = 6
PAD = 8  # between a node and its label
LABEL = 210  # at most, beside a node
ORDER = ("soft", "up", "down")  # the last is in front


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

    Nodes without streams are not drawn.

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
        """Draw it; on a narrow screen the labels stand on the streams."""
        streams = [each for each in self.streams if each.size > 0]
        if not streams:
            return svg.nothing(width)
        scale = BODY / sum(each.size for each in streams)
        before, after = _sums(streams, lambda s: s.source), _sums(streams, lambda s: s.target)
        height = max(_slots(before, scale), _slots(after, scale))
        is_narrow = width < svg.NARROW
        sides = [(self.left, self.values[0], before), (self.right, self.values[1], after)]
        margins = [0.0 if is_narrow else _margin(labels, values) for labels, values, _ in sides]
        left = Column(_places(before, scale, height), margins[0], is_left=True)
        right = Column(_places(after, scale, height), width - margins[1] - NODE, is_left=False)
        parts = [
            svg.text(svg.fitted(self.left_title, width / 2 - PAD), x=0, y=12, kind="soft"),
            svg.text(
                svg.fitted(self.right_title, width / 2 - PAD),
                x=width,
                y=12,
                anchor="end",
                kind="soft",
            ),
        ]
        parts += _bands(streams, left, right, scale)
        room = (right.x - left.x - NODE) / 2 - 1.5 * PAD if is_narrow else LABEL
        for column, (labels, values, _) in zip((left, right), sides, strict=True):
            parts += column.nodes(labels, values, room, is_inside=is_narrow)
        return Drawing(width, round(HEAD + height), "".join(parts))


@dataclass(frozen=True)
class Column:
    """Nodes above each other.

    Attributes:
        places: top and height of each node, by its place in the column.
        x: of their left edge.
        is_left: whether it is the left column.
    """

    places: dict[int, tuple[float, float]]
    x: float
    is_left: bool

    def nodes(
        self, labels: tuple[str, ...], values: tuple[str, ...], room: float, *, is_inside: bool
    ) -> list[str]:
        """The nodes with their labels, which take at most this much room."""
        parts = []
        to_the_right = self.is_left == is_inside
        x = self.x + NODE + PAD if to_the_right else self.x - PAD
        for index, (y, height) in self.places.items():
            value = values[index] if index < len(values) else ""
            tip = f"{labels[index]} {value}".strip()
            parts.append(svg.rect(x=self.x, y=y, width=NODE, height=height, kind="node", tip=tip))
            label = svg.fitted(labels[index], room - _width_of(value))
            parts.append(
                svg.text(
                    label,
                    x=x,
                    y=y + height / 2 + 4,
                    anchor="start" if to_the_right else "end",
                    kind="halo" if is_inside else "",
                    more=value,
                )
            )
        return parts


def _sums(streams: list[Stream], place: Callable[[Stream], int]) -> dict[int, float]:
    sums: dict[int, float] = {}
    for stream in sorted(streams, key=place):
        sums[place(stream)] = sums.get(place(stream), 0) + stream.size
    return sums


def _slot(size: float, scale: float) -> float:
    """What a node takes: its height, and at least that of its label."""
    return max(size * scale, svg.LINE)


def _slots(sums: dict[int, float], scale: float) -> float:
    return sum(_slot(size, scale) + GAP for size in sums.values()) - GAP


def _places(sums: dict[int, float], scale: float, height: float) -> dict[int, tuple[float, float]]:
    """Top and height of each node of a column that fills this height."""
    spare = (height - _slots(sums, scale)) / max(1, len(sums) - 1)
    y, places = HEAD + (spare / 2 if len(sums) == 1 else 0), {}
    for index, size in sums.items():
        slot = _slot(size, scale)
        places[index] = (y + (slot - size * scale) / 2, size * scale)
        y += slot + GAP + spare
    return places


def _bands(streams: list[Stream], left: Column, right: Column, scale: float) -> list[str]:
    """The streams; those of a node in the order of their other ends, so that few cross."""
    starts, ends = ({index: y for index, (y, _) in each.places.items()} for each in (left, right))
    froms, tos = {}, {}
    for stream in sorted(streams, key=lambda each: (each.source, each.target)):
        froms[stream] = starts[stream.source]
        starts[stream.source] += stream.size * scale
    for stream in sorted(streams, key=lambda each: (each.target, each.source)):
        tos[stream] = ends[stream.target]
        ends[stream.target] += stream.size * scale
    order = sorted(streams, key=lambda s: (ORDER.index(s.kind) if s.kind in ORDER else 0, -s.size))
    x, end = left.x + NODE, right.x
    return [
        svg.path(
            _band(x, froms[stream], end, tos[stream], stream.size * scale),
            kind=f"{stream.kind} stream",
            tip=stream.tip,
        )
        for stream in order
    ]


def _band(x: float, y: float, end: float, end_y: float, height: float) -> str:
    middle = svg.n((x + end) / 2)
    tops, bottoms = (svg.n(y, 2), svg.n(end_y, 2)), (svg.n(y + height, 2), svg.n(end_y + height, 2))
    return (
        f"M{svg.n(x)} {tops[0]}C{middle} {tops[0]} {middle} {tops[1]} {svg.n(end)} {tops[1]}"
        f"V{bottoms[1]}C{middle} {bottoms[1]} {middle} {bottoms[0]} {svg.n(x)} {bottoms[0]}Z"
    )


def _width_of(value: str) -> float:
    return svg.text_width(f" {value}") if value else 0


def _margin(labels: tuple[str, ...], values: tuple[str, ...]) -> float:
    """How much room the labels of a column need beside it."""
    pairs = zip(labels, [*values, *[""] * len(labels)], strict=False)
    widths = (svg.text_width(label) + _width_of(value) for label, value in pairs)
    return min(LABEL, max(widths, default=0)) + PAD
