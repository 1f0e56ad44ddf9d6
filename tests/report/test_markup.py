"""Texts as HTML: what stands out, what stays together, and that nothing else becomes an element."""

import pytest

from runner.report.markup import stressed, told, without_tips


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("1,234 of 12 bring 37.5%.", "<b>1,234</b> of <b>12</b> bring <b>37.5%</b>."),
        ("They bring 65.5k USD, -3 more.", "They bring <b>65.5k USD</b>, <b>-3</b> more."),
        ("共 145 位，约1.2万 CNY。", "共 <b>145</b> 位，约<b>1.2万 CNY</b>。"),
        # Neither dates, years and days, nor parts of names.
        ("Since 2025-11-30, C10690", "Since <time>2025-11-30</time>, C10690"),
        ("in 2024, store-2, v1.2.3a, 30 days, 7 天", "in 2024, store-2, v1.2.3a, 30 days, 7 天"),
        ("<b>5</b> & `x`", "&lt;b&gt;<b>5</b>&lt;/b&gt; &amp; <code>x</code>"),
    ],
)
def test_numbers_stand_out(text: str, html: str) -> None:
    assert stressed(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Run `tiers build`.", "Run <code>tiers build</code>."),
        ("`<script>`", "<code>&lt;script&gt;</code>"),
        ("As of 2025-12-31, 12 people", "As of <time>2025-12-31</time>, 12 people"),
    ],
)
def test_what_is_typed_is_code_and_dates_stay_together(text: str, html: str) -> None:
    assert told(text) == html


def test_only_tips_are_left_out() -> None:
    drawing = '<rect x="1"><title>3 &lt; 4</title></rect><text>title</text>'
    assert without_tips(drawing) == '<rect x="1"></rect><text>title</text>'
