"""Curves, bubbles, ranks and heat maps: places and sizes are those of the values."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runner.report.draw.bubbles import Bubble, Bubbles
from runner.report.draw.curve import Curve, Cut, Line
from runner.report.draw.heat_map import Cell, HeatMap
from runner.report.draw.ranks import Rank, Ranks
from runner.report.shapes import Drawing
from tests.report.draw.reading import marks, place_of, words

shares = st.floats(0, 1)


def on_axes(drawing: Drawing, x: float, y: float) -> tuple[float, float]:
    """What stands at a place, by the texts 0% and 100% of both axes."""
    texts = [mark for mark in marks(drawing, "text") if mark.text in ("0%", "100%")]
    low_y, high_y = (t.at("y") - 4 for t in texts if t.traits.get("text-anchor") == "end")
    low_x, high_x = (t.at("x") for t in texts if t.traits.get("text-anchor") == "middle")
    return (x - low_x) / (high_x - low_x), (low_y - y) / (low_y - high_y)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(shares, shares), min_size=2, max_size=40).map(sorted),
    st.sampled_from([720, 360]),
)
def test_the_points_of_a_curve_are_where_its_values_are(
    points: list[tuple[float, float]], width: int
) -> None:
    drawing = Curve((Line(tuple(points), kind="c3"),)).draw(width)
    (path,) = marks(drawing, "path", "c3")
    found = [on_axes(drawing, *point) for point in path.points]
    # Each is one of those given, in their order, and none of these is further away than a unit.
    assert found[0] == pytest.approx(points[0], abs=0.002)
    for point in found:
        assert any(point == pytest.approx(each, abs=0.002) for each in points)
    unit = 1.6 / 250
    for point in points:
        assert any(point == pytest.approx(each, abs=unit) for each in found)


def test_a_curve_is_cut_where_it_is_said() -> None:
    line = Line(((0, 0), (0.2, 0.7), (1, 1)), (Cut(0.2, 0.7, "A: 20% bring 70%"),))
    for width in (720, 360):
        drawing = Curve((line,)).draw(width)
        (dot,) = marks(drawing, "circle", "dot")
        at = (dot.at("cx"), dot.at("cy"))
        assert on_axes(drawing, *at) == pytest.approx((0.2, 0.7), abs=0.002)
        assert dot.tip == "A: 20% bring 70%"
        down, across = marks(drawing, "line", "cut")
        assert on_axes(drawing, down.at("x2"), down.at("y2")) == pytest.approx((0.2, 0), abs=0.002)
        assert on_axes(drawing, across.at("x1"), across.at("y1")) == pytest.approx(
            (0, 0.7), abs=0.002
        )
        said = marks(drawing, "text", "halo")
        assert " ".join(mark.text for mark in said) == "A: 20% bring 70%"
        assert abs(said[0].box.x1 - at[0]) < 20
        assert abs(said[0].box.y1 - at[1]) < 20


def test_the_diagonal_is_where_all_are_equal() -> None:
    drawing = Curve((), diagonal="All equal").draw(720)
    _, diagonal = marks(drawing, "path", "cut")  # the first is that of the legend
    assert [on_axes(drawing, *point) for point in diagonal.points] == [
        pytest.approx((0, 0), abs=0.002),
        pytest.approx((1, 1), abs=0.002),
    ]


def test_a_curve_over_one_has_room() -> None:
    drawing = Curve((Line(((0, 0), (0.5, 1.1), (1, 1))),)).draw(720)
    (path,) = marks(drawing, "path", "c1")
    assert "120%" in words(drawing)
    assert [on_axes(drawing, *point) for point in path.points][1] == pytest.approx(
        (0.5, 1.1), abs=0.002
    )


def test_the_area_of_a_bubble_is_its_size_and_the_small_is_in_front() -> None:
    chart = Bubbles(
        (Bubble(0, 0, 25, tip="small"), Bubble(10, 10, 100, tip="large")), (0, 10), (0, 10)
    )
    large, small = marks(chart.draw(720), "circle")
    assert (large.tip, small.tip) == ("large", "small")
    assert large.at("r") == 2 * small.at("r")


def test_a_bubble_is_where_its_values_are() -> None:
    bubbles = tuple(Bubble(x, y, 1, tip=f"{x},{y}") for x in (0, 4, 10) for y in (0, 5, 20))
    for width in (720, 360):
        drawing = Bubbles(bubbles, (0, 10), (0, 20)).draw(width)
        places = {
            circle.tip: (circle.at("cx"), circle.at("cy")) for circle in marks(drawing, "circle")
        }
        (x0, y0), (x1, y1) = places["0,0"], places["10,20"]
        for bubble in bubbles:
            x, y = places[bubble.tip]
            assert (x - x0) / (x1 - x0) == pytest.approx(bubble.x / 10, abs=0.002)
            assert (y - y0) / (y1 - y0) == pytest.approx(bubble.y / 20, abs=0.002)
        assert place_of(drawing, "4").at("x") == pytest.approx(places["4,0"][0], abs=0.1)
        assert place_of(drawing, "5").at("y") - 4 == pytest.approx(places["0,5"][1], abs=0.1)


def test_cuts_part_the_plane_and_corners_are_named() -> None:
    chart = Bubbles((), (0, 10), (0, 20), cuts=(4, None), corners=("a", "b", "c", "d"))
    drawing = chart.draw(720)
    (cut,) = marks(drawing, "line", "cut")
    assert cut.at("x1") == cut.at("x2") == pytest.approx(place_of(drawing, "4").at("x"), abs=0.1)
    a, b, c, d = (place_of(drawing, corner).box for corner in "abcd")
    assert a.x1 == c.x1 < b.x1 < d.x2
    assert a.y1 == b.y1 < c.y1 == d.y1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=20), st.sampled_from([720, 360]))
def test_ranks_are_as_long_as_their_values(values: list[int], width: int) -> None:
    bars = tuple(Rank(f"row {i}", value, str(value), tip=str(i)) for i, value in enumerate(values))
    drawing = Ranks(bars).draw(width)
    rects = marks(drawing, "rect")
    assert [int(rect.tip) for rect in rects] == list(range(len(values)))
    most = max(map(abs, values))
    longest = max(rect.at("width") for rect in rects)
    for rect, value in zip(rects, values, strict=True):
        assert rect.at("width") == pytest.approx(longest * abs(value) / (most or 1), abs=0.2)
    tops = [rect.at("y") for rect in rects]
    assert tops == sorted(tops)


def test_below_zero_goes_to_the_left() -> None:
    drawing = Ranks((Rank("a", 3, "3"), Rank("b", -1, "-1"))).draw(720)
    above, below = (rect.box for rect in marks(drawing, "rect"))
    assert below.x2 == pytest.approx(above.x1, abs=0.2)


def test_a_long_label_takes_two_lines_of_about_the_same_length() -> None:
    label = "重点客户：由客户经理上门沟通，商定下季度合作计划并跟进执行。"
    drawing = Ranks((Rank(label, 3, "3"),)).draw(720)
    first, second, value = words(drawing)
    assert (first + second, value) == (label, "3")
    assert abs(len(first) - len(second)) <= 3


def test_cells_stand_in_their_rows_and_columns_the_more_the_darker() -> None:
    cells = {(0, 0): Cell(1, "most", "a"), (1, 2): Cell(0.01, "few", "b"), (1, 0): Cell(0, "none")}
    drawing = HeatMap(("top", "bottom"), ("1", "2", "3"), cells).draw(720)
    most, none, few = marks(drawing, "rect", "cells")
    assert [rect.kinds - {"cells"} for rect in (most, none, few)] == [{"q8"}, {"q0"}, {"q1"}]
    for rect, row, column in ((most, "top", "1"), (none, "bottom", "1"), (few, "bottom", "3")):
        middle = (rect.box.x1 + rect.box.x2) / 2, (rect.box.y1 + rect.box.y2) / 2
        assert place_of(drawing, column).at("x") == pytest.approx(middle[0], abs=0.2)
        assert place_of(drawing, row).at("y") - 4 == pytest.approx(middle[1], abs=0.2)
    assert [place_of(drawing, text).kinds for text in ("most", "few", "none")] == [
        {"middle", "on8"},
        {"middle", "on1"},
        {"middle", "on0"},
    ]


def test_a_cell_without_room_has_its_short_text() -> None:
    cells = {(0, column): Cell(0.5, "12.5%", short="12") for column in range(12)}
    chart = HeatMap(("a",), tuple(map(str, range(12))), cells)
    assert words(chart.draw(720)).count("12.5%") == 12
    assert words(chart.draw(360)).count("12") == 12
