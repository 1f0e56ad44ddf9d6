"""The bands of labels over time, and charts below each other."""

import re

import pytest

from runner.report.draw.panels import GAP, Panels
from runner.report.draw.steps import LOWEST, ROW, Step, Steps, Stretch

STEPS = Steps(
    periods=("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"),
    rows=(
        Step(
            "ABC & more",
            (Stretch(0, 1, "Class A", 1.0, "first"), Stretch(1, 4, "Class C", 0.0, "then")),
        ),
    ),
)
RECT = re.compile(
    r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" class="(\w+)"'
)


def bands(width: int) -> list[tuple[float, float, float, float, str]]:
    return [
        (float(x), float(y), float(wide), float(high), kind)
        for x, y, wide, high, kind in RECT.findall(STEPS.draw(width).body)
    ]


@pytest.mark.parametrize("width", [720, 360])
def test_a_band_is_as_long_as_its_dates_and_as_high_as_its_label(width: int) -> None:
    """One date of four, then three; the best label fills the row, the worst is low and pale."""
    first, then = bands(width)
    # Both have a gap of 2 at their end.
    assert then[2] + 2 == pytest.approx(3 * (first[2] + 2), abs=0.3)
    assert then[0] == pytest.approx(first[0] + first[2] + 2, abs=0.2)
    assert then[0] + then[2] + 2 == pytest.approx(width, abs=0.2)
    assert (first[3], then[3]) == (ROW, LOWEST)
    assert first[1] + first[3] == then[1] + then[3]
    assert (first[4], then[4]) == ("q6", "q1")


def test_a_title_stands_beside_its_row_or_above_it() -> None:
    assert bands(360)[0][0] == 0
    assert bands(720)[0][0] > 60
    assert STEPS.draw(360).height > STEPS.draw(720).height
    assert "ABC &amp; more" in STEPS.draw(360).body


def test_a_label_that_does_not_fit_is_cut_and_stays_in_the_tip() -> None:
    long = Steps(("a", "b"), (Step("x", (Stretch(0, 1, "w" * 99, None, "w" * 99),)),))
    body = long.draw(360).body
    assert f"<title>{'w' * 99}</title>" in body
    (shown,) = re.findall(r">(w+…)<", body)
    assert 5 < len(shown) < 40


def test_charts_stand_below_each_other() -> None:
    one = STEPS.draw(720)
    both = Panels((STEPS, STEPS)).draw(720)
    assert both.height == 2 * one.height + GAP
    assert f'<g transform="translate(0 {one.height + GAP})">{one.body}</g>' in both.body
