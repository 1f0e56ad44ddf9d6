"""Treemaps: areas are in proportion, fill the box, and follow the paper."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runner.report.draw.treemap import Box, Tile, Treemap, squarified
from tests.report.draw.reading import marks, words

sizes = st.lists(st.floats(0.01, 1e6) | st.integers(0, 50).map(float), max_size=25)


def test_the_example_of_the_paper() -> None:
    # Bruls, Huizing and van Wijk (2000), section 3: areas 6, 6, 4, 3, 2, 2, 1 in a box of 6 by 4.
    boxes = squarified([6, 6, 4, 3, 2, 2, 1], Box(0, 0, 6, 4))
    expected = [
        Box(0, 0, 3, 2),
        Box(0, 2, 3, 2),
        Box(3, 0, 12 / 7, 7 / 3),
        Box(3 + 12 / 7, 0, 9 / 7, 7 / 3),
        Box(3, 7 / 3, 6 / 5, 5 / 3),
        Box(4.2, 7 / 3, 6 / 5, 5 / 3),
        Box(5.4, 7 / 3, 3 / 5, 5 / 3),
    ]
    for box, right in zip(boxes, expected, strict=True):
        assert (box.x, box.y, box.width, box.height) == pytest.approx(
            (right.x, right.y, right.width, right.height)
        )


@settings(max_examples=40, deadline=None)
@given(sizes, st.sampled_from([720, 360]))
def test_areas_are_in_proportion_and_fill_the_box(values: list[float], width: int) -> None:
    tiles = tuple(Tile(f"tile {i}", size, tip=str(i)) for i, size in enumerate(values))
    drawing = Treemap(tiles).draw(width)
    rects = marks(drawing, "rect")
    assert {int(rect.tip) for rect in rects} == {i for i, size in enumerate(values) if size > 0}
    whole = width * drawing.height if rects else 0
    for rect in rects:
        box = rect.box
        rounding = 0.11 * (rect.at("width") + rect.at("height")) + 0.01
        share = values[int(rect.tip)] / sum(values)
        assert abs(box.area - share * whole) <= rounding
    for one, other in combinations(rects, 2):
        assert one.box.common(other.box) == 0


def test_the_largest_is_at_the_top_left() -> None:
    drawing = Treemap((Tile("a", 1), Tile("b", 3), Tile("c", 2))).draw(720)
    first = marks(drawing, "rect")[0]
    assert (first.at("x"), first.at("y")) == (0, 0)
    assert words(drawing) == ["b", "c", "a"]


def test_texts_stand_within_their_tiles() -> None:
    tiles = tuple(
        Tile(f"Segment number {i}", size, ("1,234,567 USD", "12 customers"), tip=str(i))
        for i, size in enumerate((500, 200, 100, 50, 20, 10, 5, 2, 1))
    )
    drawing = Treemap(tiles).draw(360)
    rects, texts = marks(drawing, "rect"), marks(drawing, "text")
    assert len(texts) > 6
    for text in texts:
        holders = [
            rect
            for rect in rects
            if rect.box.x1 <= text.box.x1
            and text.box.x2 <= rect.box.x2
            and rect.box.y1 <= text.box.y1
            and text.box.y2 <= rect.box.y2
        ]
        assert len(holders) == 1, text.text


def test_the_more_important_text_stays_where_there_is_room_for_one() -> None:
    tiles = (Tile("large", 940, ("first", "second")), Tile("thin", 60, ("1st", "2nd")))
    drawing = Treemap(tiles).draw(720)
    assert words(drawing)[:3] == ["large", "first", "second"]
    assert "onc1" in marks(drawing, "text")[0].kinds
