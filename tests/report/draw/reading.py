"""Reads a chart as a browser shows it: which marks and texts are where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from runner.report.shapes import Drawing

# Advance widths of DejaVu Sans from the space to the tilde, in thousandths of its size, as Chromium
# measures them: the widest font that the page may be shown in.
# fmt: off
ADVANCES = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698,
    770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732,
    684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635,
    634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,
    525, 636, 337, 636, 838,
]
# fmt: on
SIZE = 12
ASCENT, DESCENT = 9, 3  # of what is written, without the space above and below


@dataclass(frozen=True)
class Box:
    """A place in the drawing."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def area(self) -> float:
        """Its size."""
        return (self.x2 - self.x1) * (self.y2 - self.y1)

    def common(self, other: "Box") -> float:
        """The area that they have in common, but for the tenth of a unit that rounding adds."""
        width = min(self.x2, other.x2) - max(self.x1, other.x1) - 0.11
        height = min(self.y2, other.y2) - max(self.y1, other.y1) - 0.11
        return max(0, width) * max(0, height)


@dataclass(frozen=True)
class Mark:
    """An element: its name, its classes and those of its groups, attributes, text and tip."""

    name: str
    kinds: frozenset[str]
    traits: dict[str, str]
    text: str
    tip: str

    def at(self, name: str) -> float:
        """A number of it."""
        return float(self.traits[name])

    @property
    def box(self) -> Box:
        """Where a rectangle or a text is."""
        x, y = self.at("x"), self.at("y")
        if self.name == "rect":
            return Box(x, y, x + self.at("width"), y + self.at("height"))
        width = measured(self.text)
        anchor = "middle" if "middle" in self.kinds else self.traits.get("text-anchor", "start")
        start = x - width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        return Box(start, y - ASCENT, start + width, y + DESCENT)

    @property
    def points(self) -> list[tuple[float, float]]:
        """The points that a path names, in order."""
        numbers = [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", self.traits["d"])]
        return list(zip(numbers[::2], numbers[1::2], strict=True))


def measured(text: str) -> float:
    """How wide a text is in DejaVu Sans; Chinese letters are as wide as they are high."""
    wide = sum(1000 for letter in text if ord(letter) > 0x2E80)
    narrow = sum(ADVANCES[ord(letter) - 32] for letter in text if " " <= letter <= "~")
    ellipses = 1000 * text.count("…")
    return (wide + narrow + ellipses) * SIZE / 1000


def marks(drawing: Drawing, name: str = "", kind: str = "") -> list[Mark]:
    """The elements of a chart, in order; of this name and class, if one is given."""
    found = _within(ET.fromstring(f"<svg>{drawing.body}</svg>"), frozenset())
    return [
        mark
        for mark in found
        if (not name or mark.name == name) and (not kind or kind in mark.kinds)
    ]


def words(drawing: Drawing) -> list[str]:
    """All texts of a chart, in order."""
    return [mark.text for mark in marks(drawing, "text")]


def place_of(drawing: Drawing, text: str) -> Mark:
    """The only text that says this."""
    (found,) = (mark for mark in marks(drawing, "text") if mark.text == text)
    return found


def _within(element: ET.Element, kinds: frozenset[str], down: float = 0) -> Iterator[Mark]:
    for child in element:
        of = kinds | frozenset(child.get("class", "").split())
        if child.tag == "g":
            moved = re.findall(r"translate\(0 (\d+)\)", child.get("transform", ""))
            yield from _within(child, of, down + sum(map(float, moved)))
        elif child.tag != "title":
            text = "".join(child.itertext()) if child.tag == "text" else ""
            traits = dict(child.attrib)
            for name in {"y", "y1", "y2", "cy"} & set(traits) if down else ():
                traits[name] = f"{float(traits[name]) + down:.1f}"
            yield Mark(child.tag, of, traits, text, child.findtext("title", ""))
