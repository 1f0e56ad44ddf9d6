"""Flows: bands are in proportion, nothing is lost in a node, few bands cross."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runner.report.draw.flow import Flow, Stream
from runner.report.shapes import Drawing
from tests.report.draw.reading import Mark, marks, words

SIZES = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(1, 10_000), min_size=1
)


def flow(sizes: dict[tuple[int, int], int]) -> Flow:
    """Streams by their nodes, which they have as tips."""
    labels = tuple("abcdef")
    return Flow(
        labels,
        labels,
        tuple(Stream(*ends, size, tip="{}>{}".format(*ends)) for ends, size in sizes.items()),
    )


def ends(band: Mark) -> tuple[tuple[float, float], tuple[float, float]]:
    """Top and bottom of a band at its left and at its right: M x a C .. b V c C .. d Z."""
    start, rest = band.traits["d"].removeprefix("M").split("C", 1)
    upper, lower = rest.removesuffix("Z").split("V")
    right_bottom, curve = lower.split("C")
    left = (float(start.split()[1]), float(curve.split()[-1]))
    right = (float(upper.split()[-1]), float(right_bottom))
    return left, right


def nodes(drawing: Drawing) -> dict[tuple[str, str], tuple[float, float]]:
    """Top and bottom of each node, by its side and its label."""
    rects = marks(drawing, "rect", "node")
    least = min(rect.at("x") for rect in rects)
    return {
        ("left" if rect.at("x") == least else "right", rect.tip): (rect.box.y1, rect.box.y2)
        for rect in rects
    }


def test_a_band_three_times_as_large_is_three_times_as_high() -> None:
    drawing = flow({(0, 0): 3, (0, 1): 1}).draw(720)
    heights = {band.tip: ends(band)[0][1] - ends(band)[0][0] for band in marks(drawing, "path")}
    assert heights["0>0"] == pytest.approx(3 * heights["0>1"], abs=0.02)
    assert sum(heights.values()) == pytest.approx(340, abs=0.02)


@settings(max_examples=40, deadline=None)
@given(SIZES, st.sampled_from([720, 360]))
def test_a_node_is_as_high_as_its_bands_which_lie_one_below_the_other(
    sizes: dict[tuple[int, int], int], width: int
) -> None:
    drawing = flow(sizes).draw(width)
    bands = {band.tip: ends(band) for band in marks(drawing, "path")}
    assert set(bands) == {"{}>{}".format(*pair) for pair in sizes}
    scale = 340 / sum(sizes.values())
    for (source, target), size in sizes.items():
        for top, bottom in bands[f"{source}>{target}"]:
            assert bottom - top == pytest.approx(size * scale, abs=0.02)
    for (side, label), (top, bottom) in nodes(drawing).items():
        place, own = ("left", "right").index(side), "abcdef".index(label)
        # Those from one node in the order of the nodes that they go to, so that none cross.
        others = sorted(pair[1 - place] for pair in sizes if pair[place] == own)
        pairs = [(own, other) if side == "left" else (other, own) for other in others]
        stack = [bands["{}>{}".format(*pair)][place] for pair in pairs]
        assert stack[0][0] == pytest.approx(top, abs=0.1)
        assert stack[-1][1] == pytest.approx(bottom, abs=0.15)
        for (_, end), (start, _) in pairwise(stack):
            assert end == pytest.approx(start, abs=0.02)


@settings(max_examples=25, deadline=None)
@given(SIZES)
def test_nodes_keep_their_order_and_a_distance_for_their_labels(
    sizes: dict[tuple[int, int], int],
) -> None:
    found = nodes(flow(sizes).draw(720))
    for side in ("left", "right"):
        labels = [label for of, label in found if of == side]
        assert labels == sorted(labels)
        middles = [sum(found[side, label]) / 2 for label in labels]
        assert all(after - before >= 16 for before, after in pairwise(middles))


def test_labels_stand_beside_the_nodes_or_on_the_streams_if_it_is_narrow() -> None:
    chart = Flow(("a",), ("b",), (Stream(0, 0, 1),), "Then", "Now", (("7",), ("8",)))
    wide, narrow = chart.draw(720), chart.draw(360)
    assert words(wide) == words(narrow) == ["Then", "Now", "a 7", "b 8"]

    def is_on_streams(drawing: Drawing) -> list[bool]:
        first, second = (rect.box for rect in marks(drawing, "rect", "node"))
        return [first.x2 < text.box.x1 < second.x1 for text in marks(drawing, "text")[2:]]

    assert is_on_streams(wide) == [False, False]
    assert is_on_streams(narrow) == [True, True]


def test_who_stays_is_behind_and_who_moves_in_front() -> None:
    streams = (Stream(0, 1, 1, "down"), Stream(0, 0, 9, "soft"), Stream(1, 0, 1, "up"))
    drawing = Flow(("a", "b"), ("a", "b"), streams).draw(720)
    kinds = [band.kinds - {"stream"} for band in marks(drawing, "path")]
    assert kinds == [{"soft"}, {"up"}, {"down"}]
