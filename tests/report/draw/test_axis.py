"""Axes: round numbers that hold the values, few of them, written shortly."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runner.choices import Language
from runner.report.draw.axis import Scale, percent, plain, ticks
from runner.report.numbers import Numbers


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 100, (0, 20, 40, 60, 80, 100)),
        (0, 1, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (0, 0.03, (0, 0.01, 0.02, 0.03)),
        (-7, 12, (-10, -5, 0, 5, 10, 15)),
        (0, 1234, (0, 500, 1000, 1500)),
        (0, 0, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (-3, 0, (-3, -2, -1, 0)),
    ],
)
def test_ticks(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert ticks(low, high) == pytest.approx(expected)


def test_what_is_counted_has_no_halves() -> None:
    assert ticks(0, 2, whole=True) == (0, 1, 2)
    assert ticks(0, 2) == pytest.approx((0, 0.5, 1, 1.5, 2))
    assert ticks(0, 0, whole=True) == (0, 1)


ends = st.floats(-1e12, 1e12) | st.floats(-1, 1)


@given(ends, ends, st.booleans())
def test_ticks_hold_the_values_and_are_round(one: float, other: float, whole: bool) -> None:  # noqa: FBT001
    low, high = min(one, other), max(one, other)
    found = ticks(low, high, whole=whole)
    assert 2 <= len(found) <= 6
    slack = 1e-6 * max(1, abs(low), abs(high))
    assert found[0] <= low + slack
    assert found[-1] >= high - slack
    steps = [after - before for before, after in pairwise(found)]
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)
    digit = steps[0] / 10 ** math.floor(math.log10(steps[0]) + 1e-6)
    assert min(abs(digit - round_one) for round_one in (1, 2, 5, 10)) < 1e-2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (0.1 + 0.2, "0.3"),
        (-20, "-20"),
        (200, "200"),
        (2500, "2.5k"),
        (10_000, "10k"),
        (-1_500_000, "-1.5M"),
        (3e9, "3B"),
    ],
)
def test_numbers_of_an_axis(value: float, text: str) -> None:
    assert plain(value) == text


def test_numbers_of_an_axis_in_the_language_of_the_report() -> None:
    zh, en = (Numbers(language, "CNY") for language in (Language.ZH, Language.EN))
    assert [zh.tick(v) for v in (500, 5000, 15_000, -2e8)] == ["500", "5,000", "1.5万", "-2亿"]
    assert [en.tick(v) for v in (500, 5000, 15_000, -2e8)] == ["500", "5k", "15k", "-200M"]


def test_shares_are_in_percent() -> None:
    assert [percent(v) for v in (0, 0.07, 0.005, 1, -0.2)] == ["0%", "7%", "0.5%", "100%", "-20%"]


def test_a_scale_is_linear() -> None:
    scale = Scale(-10, 10, 300, 100)
    assert [scale.at(v) for v in (-10, 0, 10)] == [300, 200, 100]
