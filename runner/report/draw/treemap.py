"""Areas in proportion to sizes: segments and their revenue.

The layout is the squarified one of Bruls, Huizing and van Wijk, "Squarified Treemaps" (2000),
https://doi.org/10.1007/978-3-7091-6783-0_4: rows of tiles along the shorter side of what is free,
each as long as that makes its most oblong tile less so.
"""

from dataclasses import dataclass

from runner.report.draw import svg
from runner.report.shapes import Drawing

HEIGHT = 360
NARROW_HEIGHT = 460
LEAST = 5  # letters of a label, with its ellipsis, that still say something
PAD = 6  # around the texts of a tile


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
class Box:
    """A place in the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Treemap:
    """Squarified tiles, the largest at the top left; tiles without size are not drawn."""

    tiles: tuple[Tile, ...]

    def draw(self, width: int) -> Drawing:
        """Draw it; texts that do not fit their tiles are left out (the tip has them)."""
        tiles = sorted((tile for tile in self.tiles if tile.size > 0), key=lambda each: -each.size)
        if not tiles:
            return svg.nothing(width)
        height = NARROW_HEIGHT if width < svg.NARROW else HEIGHT
        scale = width * height / sum(tile.size for tile in tiles)
        boxes = squarified([tile.size * scale for tile in tiles], Box(0, 0, width, height))
        body = (_drawn(tile, box) for tile, box in zip(tiles, boxes, strict=True))
        return Drawing(width, height, "".join(body))


def squarified(areas: list[float], free: Box) -> list[Box]:
    """Boxes of these areas, falling, that fill the free place and are as square as may be."""
    boxes: list[Box] = []
    start = 0
    while start < len(areas):
        side = min(free.width, free.height)
        end = start + 1
        while end < len(areas) and _worst(areas[start : end + 1], side) <= _worst(
            areas[start:end], side
        ):
            end += 1
        row, free = _row(areas[start:end], free)
        boxes += row
        start = end
    return boxes


def _worst(areas: list[float], side: float) -> float:
    """How oblong the most oblong of a row along this side is: 1 for a square."""
    depth = sum(areas) / side if side else 0
    return max(max(depth**2 / area, area / depth**2) if depth else 0 for area in areas)


def _row(areas: list[float], free: Box) -> tuple[list[Box], Box]:
    """A row along the shorter side, and what is still free."""
    boxes, total = [], sum(areas)
    if free.width >= free.height:
        depth, y = total / free.height if free.height else 0, free.y
        for area in areas:
            size = free.height * area / total
            boxes.append(Box(free.x, y, depth, size))
            y += size
        return boxes, Box(free.x + depth, free.y, max(0, free.width - depth), free.height)
    depth, x = total / free.width if free.width else 0, free.x
    for area in areas:
        size = free.width * area / total
        boxes.append(Box(x, free.y, size, depth))
        x += size
    return boxes, Box(free.x, free.y + depth, free.width, max(0, free.height - depth))


def _drawn(tile: Tile, box: Box) -> str:
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    parts = [svg.rect(**place, kind=f"{tile.kind} tile", tip=tile.tip)]
    width, lines = box.width - 2 * PAD, int((box.height - 2 * PAD) / svg.LINE)
    if lines < 1:
        return parts[0]
    label = svg.wrapped(tile.label, width, most=min(2, lines), size=svg.FONT * svg.BOLD)
    if tile.label and (not label or (label[0].endswith("…") and len(label[0]) < LEAST)):
        return parts[0]
    shown = [(text, "strong") for text in label]
    shown += [(text, "") for text in tile.lines if svg.text_width(text) <= width]
    for index, (text, weight) in enumerate(shown[:lines]):
        kind = f"{svg.on(tile.kind)} {weight}".strip()
        y = box.y + PAD + 10 + index * svg.LINE
        parts.append(svg.text(text, x=box.x + PAD, y=y, kind=kind))
    return "".join(parts)
