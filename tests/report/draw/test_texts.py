"""Texts of charts: measured rather too wide than too narrow, cut, wrapped and escaped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runner.report.draw import svg
from runner.report.draw.legend import legend
from runner.report.draw.place import Area, Labels
from runner.report.shapes import Drawing
from tests.report.draw.reading import marks, measured, words

texts = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("客户，。"))


@pytest.mark.parametrize(
    "text", ["Champions", "1,234,567 USD", "2025-11-30", "MMMM", "iiiill", "重要价值客户", "100%"]
)
def test_a_text_is_taken_to_be_as_wide_as_it_is_or_a_little_wider(text: str) -> None:
    assert measured(text) <= svg.text_width(text) <= 1.25 * measured(text)


@given(texts, st.floats(0, 300))
def test_a_cut_text_fits_and_begins_like_the_whole(text: str, width: float) -> None:
    cut = svg.fitted(text, width)
    assert svg.text_width(cut) <= width or cut == ""
    assert cut in ("", text) or text.startswith(cut.removesuffix("…"))


@given(texts, st.integers(20, 300), st.integers(1, 3))
def test_wrapped_lines_fit_and_say_the_same(text: str, width: int, most: int) -> None:
    lines = svg.wrapped(text, width, most=most)
    assert len(lines) <= most
    assert all(svg.text_width(line) <= width for line in lines)
    if lines and "…" not in "".join(lines):
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_where_lines_part() -> None:
    assert svg.wrapped("Cannot lose them", 70, most=2) == ["Cannot", "lose them"]
    assert svg.wrapped("重点客户，由经理沟通", 84, most=2) == ["重点客户，", "由经理沟通"]
    assert svg.wrapped("a very long label that needs more", 60, most=2)[1].endswith("…")


def test_markup_and_what_must_not_be_in_a_page_are_not() -> None:
    body = svg.text("<b>&\x00\ud800</b>", x=0, y=0) + svg.rect(
        x=0, y=0, width=1, height=1, tip="\x1b<i>'\""
    )
    text, rect = marks(Drawing(1, 1, body))
    assert (text.text, rect.tip) == ("<b>&</b>", "<i>'\"")


def test_shades_begin_at_something() -> None:
    assert [svg.shade(share) for share in (0, 1e-9, 0.5, 1)] == [0, 1, 5, 8]


def test_a_legend_takes_as_many_rows_as_it_needs() -> None:
    entries = [(f"entry {i}", f"c{i + 1}") for i in range(6)]
    one, height = legend(entries, width=720)
    more, taller = legend(entries, width=200)
    assert words(Drawing(720, 20, one)) == words(Drawing(200, 60, more)) == [e[0] for e in entries]
    assert (height, taller > height) == (20, True)
    assert all(mark.box.x2 <= 200 for mark in marks(Drawing(200, 60, more), "text"))
    assert legend([("", "c1")], width=720) == ("", 0)


def test_a_label_takes_the_first_free_spot_or_none() -> None:
    labels = Labels(Area(0, 0, 100, 100), taken=[Area(0, 0, 50, 20)])
    first = labels.place(["ab"], [(0, 0, "start"), (0, 30, "start")])
    second = labels.place(["cd"], [(0, 30, "start"), (100, 30, "end")])
    third = labels.place(["ef"], [(0, 30, "start"), (99, 60, "start")])
    found = marks(Drawing(100, 100, first + second + third))
    assert [(mark.text, mark.at("x"), mark.at("y")) for mark in found] == [
        ("ab", 0, 42),
        ("cd", 100, 42),
    ]
