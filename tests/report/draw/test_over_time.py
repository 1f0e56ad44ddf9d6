"""Bars, trends and sparks: what a value is can be read from the axis."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runner.report.draw.bars import Bars, Series
from runner.report.draw.trend import Spark, Trace, Trend
from runner.report.shapes import Drawing
from tests.report.draw.charts import MONTHS
from tests.report.draw.reading import Mark, marks, place_of, words

UNITS = {"": 1, "k": 10**3, "M": 10**6, "B": 10**9}


class Reader:
    """Reads values off the axis: from the texts of the ticks, and where they stand."""

    def __init__(self, drawing: Drawing, *, unit: float = 1) -> None:
        """Take the lowest and the highest tick."""
        ticks = []
        for text in marks(drawing, "text", "soft"):
            told = text.text.removesuffix("%").replace(",", "")
            word = told[-1:] if told[-1:] in "kMB" else ""
            number = told.removesuffix(word)
            if text.traits.get("text-anchor") == "end" and number.lstrip("-").replace(".", ""):
                ticks.append((text.at("y") - 4, float(number) * UNITS[word] * unit))
        self.low, self.high = max(ticks), min(ticks)

    def value(self, y: float) -> float:
        """What stands at this height."""
        (y1, low), (y2, high) = self.low, self.high
        return low + (y1 - y) / (y1 - y2) * (high - low)

    @property
    def slack(self) -> float:
        """What a fifth of a unit is worth."""
        return 0.2 * (self.high[1] - self.low[1]) / (self.low[0] - self.high[0])


def spans(drawing: Drawing, kind: str) -> list[tuple[float, float]]:
    """From which value to which the bars of a kind go."""
    axis = Reader(drawing)
    rects = [rect.box for rect in marks(drawing, "rect", "bars") if kind in rect.kinds]
    return [(axis.value(box.y2), axis.value(box.y1)) for box in rects]


def test_bars_are_stacked_on_zero_upward_and_downward() -> None:
    chart = Bars(
        ("jan", "feb"),
        (
            Series("new", (100, 40), "c1"),
            Series("back", (50, None), "c3"),
            Series("lost", (-80, -20), "down"),
            Series("gone", (-10, 0), "c2"),
        ),
    )
    drawing = chart.draw(720)
    assert spans(drawing, "c1") == [pytest.approx((0, 100), abs=1), pytest.approx((0, 40), abs=1)]
    assert spans(drawing, "c3") == [pytest.approx((100, 150), abs=1)]
    assert spans(drawing, "down") == [
        pytest.approx((-80, 0), abs=1),
        pytest.approx((-20, 0), abs=1),
    ]
    assert spans(drawing, "c2") == [pytest.approx((-90, -80), abs=1)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=30), st.sampled_from([720, 360]))
def test_a_bar_is_as_high_as_its_value(values: list[int], width: int) -> None:
    series = Series("a", tuple(map(float, values)), "c1", tuple(map(str, values)))
    drawing = Bars(tuple(map(str, range(len(values)))), (series,)).draw(width)
    axis, rects = Reader(drawing), marks(drawing, "rect", "bars")
    assert [rect.tip for rect in rects] == [str(value) for value in values if value]
    for rect in rects:
        value, ends = int(rect.tip), sorted(map(axis.value, (rect.box.y1, rect.box.y2)))
        assert ends == pytest.approx(sorted((0, value)), abs=2 * axis.slack)
    places = [(rect.box.x1 + rect.box.x2) / 2 for rect in rects]
    assert places == sorted(places)


def test_the_line_of_the_net_change_is_on_the_axis_of_the_bars() -> None:
    chart = Bars(
        ("jan", "feb", "mar"),
        (Series("new", (100, 40, 60), "c1"),),
        line=Series("net", (20, -40, None), "c8", ("up 20", "down 40", "")),
    )
    drawing = chart.draw(720)
    axis, dots = Reader(drawing), marks(drawing, "circle", "c8")
    assert [(dot.tip, round(axis.value(dot.at("cy")))) for dot in dots] == [
        ("up 20", 20),
        ("down 40", -40),
    ]
    bars = [rect.box for rect in marks(drawing, "rect", "bars")]
    for dot, bar in zip(dots, bars, strict=False):
        assert dot.at("cx") == pytest.approx((bar.x1 + bar.x2) / 2, abs=0.2)


def test_shares_have_an_axis_in_percent() -> None:
    chart = Bars(("a", "b"), (Series("s", (0.25, 1), "c1"),), is_share=True)
    drawing = chart.draw(720)
    assert {"0%", "20%", "100%"} <= set(words(drawing))
    axis = Reader(drawing, unit=0.01)
    assert [axis.value(rect.box.y1) for rect in marks(drawing, "rect", "bars")] == pytest.approx(
        [0.25, 1], abs=0.002
    )


def test_an_axis_of_its_own_words() -> None:
    chart = Bars(("a",), (Series("s", (20_000,), "c1"),), tick=lambda v: f"{v / 10_000:g}万")
    assert {"0万", "1万", "2万"} <= set(words(chart.draw(720)))


def test_where_periods_have_no_room_some_are_named_and_always_the_last() -> None:
    days = tuple(f"2025-11-{day:02d}" for day in range(1, 31))
    chart = Bars(days, (Series("s", (1.0,) * 30, "c1"),))
    for width, least in ((720, 5), (360, 3)):
        shown = [word for word in words(chart.draw(width)) if word in days]
        assert least <= len(shown) < 12
        assert shown[-1] == days[-1]
        places = [days.index(day) for day in shown]
        assert len({b - a for a, b in pairwise(places)}) == 1


def test_many_kinds_are_named_beside_the_last_bar_or_in_a_legend_if_it_is_narrow() -> None:
    series = tuple(Series(f"kind {i}", (1.0,) * 12, f"c{i + 1}") for i in range(5))
    chart = Bars(MONTHS, series)
    wide, narrow = chart.draw(720), chart.draw(360)
    last = max(rect.box.x2 for rect in marks(wide, "rect", "bars"))
    axis = Reader(wide)
    for i in range(5):
        name = place_of(wide, f"kind {i}")
        assert name.box.x1 > last
        assert axis.value(name.at("y") - 4) == pytest.approx(i + 0.5, abs=0.05)
        assert place_of(narrow, f"kind {i}").at("y") < min(
            rect.box.y1 for rect in marks(narrow, "rect", "bars")
        )


def points(drawing: Drawing, kind: str) -> list[list[tuple[float, float]]]:
    """The points of the lines of a kind."""
    return [
        path.points
        for path in marks(drawing, "path", kind)
        if "line" in path.kinds and "under" not in path.kinds and len(path.points) > 2
    ]


def test_a_line_is_where_its_values_are_and_parts_where_one_is_unknown() -> None:
    values = (10.0, 30.0, 20.0, None, 40.0, 35.0, 0.0)
    chart = Trend(tuple("abcdefg"), (Trace("t", values, "c4", tips=tuple("abcdefg")),))
    for width in (720, 360):
        drawing = chart.draw(width)
        axis = Reader(drawing)
        read = [[round(axis.value(y)) for _, y in run] for run in points(drawing, "c4")]
        assert read == [[10, 30, 20], [40, 35, 0]]
        dots = {dot.tip: dot for dot in marks(drawing, "circle", "c4")}
        assert set(dots) == set("abcefg")
        for name, dot in dots.items():
            assert dot.at("cx") == pytest.approx(place_of(drawing, name).at("x"), abs=0.1)


def test_a_band_lies_between_its_ends() -> None:
    trace = Trace("t", (10, 20), "c2", low=(5, 15), high=(12, 30))
    drawing = Trend(("a", "b"), (trace,)).draw(720)
    axis, (band,) = Reader(drawing), marks(drawing, "path", "band")
    assert [round(axis.value(y)) for _, y in band.points] == [12, 30, 15, 5]


def test_an_axis_that_need_not_begin_at_zero() -> None:
    trace = Trace("t", (101, 104))
    assert "0" in words(Trend(("a", "b"), (trace,)).draw(720))
    assert "0" not in words(Trend(("a", "b"), (trace,), from_zero=False).draw(720))


def test_many_points_are_not_all_marked_but_all_have_their_tips() -> None:
    days = tuple(map(str, range(60)))
    drawing = Trend(days, (Trace("t", tuple(map(float, range(60))), "c1", tips=days),)).draw(720)
    assert [dot.tip for dot in marks(drawing, "circle", "dot")] == ["59"]
    assert [dot.tip for dot in marks(drawing, "circle", "hit")] == list(days[:-1])


def test_a_spark_goes_from_its_least_to_its_most() -> None:
    drawing = Spark((2, 6, 4)).draw(160)
    assert (drawing.width, drawing.height) == (160, 40)
    (run,) = points(drawing, "c1")
    (x1, low), (x2, high), (x3, middle) = run
    assert (x1, x2, x3) == (4, 80, 156)
    assert (low, high, middle) == (36, 4, 20)
    assert _at(marks(drawing, "circle")[0]) == run[-1]


def _at(circle: Mark) -> tuple[float, float]:
    return circle.at("cx"), circle.at("cy")
