"""What holds of every chart, in both widths, whatever it is of."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from runner.report import draw
from runner.report.draw.flow import Flow
from runner.report.draw.treemap import Treemap
from runner.report.shapes import Chart
from tests.report.draw.charts import EVERY, LONG, USUAL
from tests.report.draw.reading import marks

WIDTHS = (720, 360)
CSS = Path(draw.__file__).parents[1] / "templates/chart.css"
each_chart = pytest.mark.parametrize("chart", EVERY.values(), ids=EVERY.keys())


@each_chart
def test_no_text_leaves_the_chart_or_covers_another(chart: Chart) -> None:
    for drawing in map(chart.draw, WIDTHS):
        texts = marks(drawing, "text")
        for text in texts:
            assert 0 <= text.box.x1 <= text.box.x2 <= drawing.width, text.text
            assert 0 <= text.box.y1 <= text.box.y2 <= drawing.height, text.text
        over = [(a.text, b.text) for a, b in combinations(texts, 2) if a.box.common(b.box)]
        assert not over, drawing.width


@each_chart
def test_no_mark_leaves_the_chart(chart: Chart) -> None:
    for drawing, width in ((chart.draw(width), width) for width in WIDTHS):
        assert (drawing.width, drawing.height > 0) == (width, True)
        for rect in marks(drawing, "rect"):
            assert -0.1 <= rect.box.x1 <= rect.box.x2 <= width + 0.2
            assert -0.1 <= rect.box.y1 <= rect.box.y2 <= drawing.height + 0.2
        for circle in marks(drawing, "circle"):
            r = circle.at("r") - 0.1
            assert r <= circle.at("cx") <= width - r
            assert r <= circle.at("cy") <= drawing.height - r


@each_chart
def test_a_chart_is_the_same_each_time_and_made_of_numbers(chart: Chart) -> None:
    styled = set(re.findall(r"\.([a-z][\w-]*)", CSS.read_text(encoding="utf-8"))) | {"ramp"}
    for width in WIDTHS:
        drawing = chart.draw(width)
        assert drawing == chart.draw(width)
        for mark in marks(drawing):
            for name in ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height"):
                assert re.fullmatch(r"-?\d+(\.\d)?", mark.traits.get(name, "0"))
            assert re.fullmatch(r"[-MLCVZ0-9. ]*", mark.traits.get("d", ""))
            assert mark.kinds <= styled


@pytest.mark.parametrize("chart", LONG.values(), ids=LONG.keys())
def test_markup_in_a_name_is_text(chart: Chart) -> None:
    drawing = chart.draw(720)
    assert "<script" not in drawing.body
    assert {mark.name for mark in marks(drawing)} <= {"rect", "circle", "path", "line", "text"}
    assert any("<script>" in mark.text + mark.tip for mark in marks(drawing))


@pytest.mark.parametrize("chart", USUAL.values(), ids=USUAL.keys())
def test_a_chart_is_small(chart: Chart) -> None:
    most = 30_000 if isinstance(chart, Flow | Treemap) else 15_000
    assert all(len(chart.draw(width).body.encode()) < most for width in WIDTHS)


@pytest.mark.parametrize("chart", USUAL.values(), ids=USUAL.keys())
def test_a_narrow_chart_is_laid_out_anew(chart: Chart) -> None:
    wide, narrow = chart.draw(720), chart.draw(360)
    assert narrow.height > wide.height * 0.9, "not the same at half the size"
    assert not any({"font-size", "transform"} & set(mark.traits) for mark in marks(narrow))
