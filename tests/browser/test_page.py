"""The report in Chromium: nothing is loaded, each chart is there and can be read, axe agrees."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import LANGUAGES, OTHERS, Reports
from tests.browser.shops import SHOPS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.views import View

pytest.importorskip("playwright", reason="Playwright is only in .venv-browser: make test-browser")

pytestmark = pytest.mark.slow

THEMES = ("light", "dark")
WIDTHS = (400, 800, 1280, 1600)
VIEWS = [
    *((page, theme, width) for page in LANGUAGES for theme in THEMES for width in WIDTHS),
    *(
        (page, theme, width)
        for page in (*OTHERS, *SHOPS)
        for theme, width in (("light", 400), ("dark", 1280))
    ),
]
# All that axe-core knows of WCAG 2.2 AA, and what it calls best practices.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="module", params=VIEWS, ids=lambda view: "-".join(map(str, view)))
def view(request: pytest.FixtureRequest, chromium: "Browser", reports: Reports) -> Iterator["View"]:
    """A page in a theme at a width, with all opened that can be."""
    from tests.browser.views import looking_at

    page, theme, width = request.param
    with looking_at(chromium, reports(page), width=width, theme=theme) as shown:
        shown.open_all()
        yield shown


def test_nothing_is_asked_for_and_nothing_goes_wrong(view: "View") -> None:
    assert (view.messages, view.requests) == ([], [])


def test_each_chart_is_drawn_in_two_widths_of_which_one_is_seen(view: "View") -> None:
    figures = view.measure("figures")
    assert figures
    for figure in figures:
        charts = figure["charts"]
        assert sorted(chart["width"] for chart in charts) in ([], [360, 720]), figure
        assert sum(chart["isShown"] for chart in charts) == len(charts) / 2, figure


def test_each_chart_has_marks_that_can_be_seen_and_read(view: "View") -> None:
    charts = view.measure("charts")
    for chart in charts:
        assert chart["marks"], chart
        assert chart["width"] > 0, chart
        assert chart["height"] > 0, chart
    found = {
        fault: wrong
        for fault in ("outside", "overlapping", "small", "pale")
        if (wrong := faults(charts, fault))
    }
    assert found == {}


def faults(charts: list[dict[str, Any]], fault: str) -> dict[str, Any]:
    """By figure, the texts and shapes of its charts with which this is wrong."""
    return {chart["figure"]: chart[fault] for chart in charts if chart[fault]}


def test_all_text_has_the_contrast_that_wcag_asks_for(view: "View") -> None:
    # Axe leaves open what it can't see, such as cells that must be scrolled to.
    assert view.measure("pale") == []


def test_the_page_does_not_scroll_sideways(view: "View") -> None:
    assert view.measure("beyond") == {"pixels": 0, "elements": []}


def test_what_scrolls_can_be_scrolled_by_keyboard(view: "View") -> None:
    assert view.measure("deafRegions") == []


# The last: it shortens the tables.
def test_axe_finds_no_violation(view: "View") -> None:
    from axe_playwright_python.sync_playwright import Axe

    view.measure("shorten")
    found = Axe().run(view.page, options=RULES).response
    assert len(found["passes"]) > 20
    assert [
        (broken["id"], broken["help"], [node["html"][:160] for node in broken["nodes"]][:5])
        for broken in found["violations"]
    ] == []
