"""The report for those who read it in another way: no script, no motion, their own colors."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import LANGUAGES, Reports
from tests.browser.shops import HOSTILE, SHOPS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession

    from tests.browser.views import Theme

pytest.importorskip("playwright", reason="Playwright is only in .venv-browser: make test-browser")

pytestmark = pytest.mark.slow

# Text without what the script adds.
READ = """() => [...document.querySelectorAll(
    "h1, h2, h3, p, li, dt, dd, caption, th, th button, td, code"
)]
    .map((each) => [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.data.trim()).join("")).filter(Boolean)"""


@pytest.mark.parametrize("page", LANGUAGES)
def test_all_is_there_without_javascript(page: str, chromium: "Browser", reports: Reports) -> None:
    from tests.browser.views import looking_at

    with looking_at(chromium, reports(page), java_script_enabled=False) as view:
        assert view.page.locator("button:visible, input:visible").count() == 0
        bare = view.page.evaluate(READ)
        figures = view.page.locator("figure")
        tables, codes = view.page.locator("figure table"), view.page.locator("figure pre code")
        assert figures.count() > 0
        assert tables.count() == codes.count() >= figures.count()
        summaries = view.page.locator("figure details > summary")
        for index in range(summaries.count()):
            summaries.nth(index).click()
        # Of a long table, what the script would fold away.
        hidden = [
            index for index in range(tables.count()) if not tables.nth(index).is_visible()
        ] + [index for index in range(codes.count()) if not codes.nth(index).is_visible()]
        assert hidden == []
        rows = view.page.locator("figure tbody tr")
        assert sum(rows.nth(index).is_visible() for index in range(rows.count())) == rows.count()
    with looking_at(chromium, reports(page)) as view:
        assert len(bare) > 50
        assert set(bare) <= set(view.page.evaluate(READ))


@pytest.mark.parametrize("page", LANGUAGES)
def test_nothing_moves_for_who_wants_stillness(
    page: str, chromium: "Browser", reports: Reports
) -> None:
    from tests.browser.views import looking_at

    with looking_at(chromium, reports(page), reduced_motion="reduce") as view:
        assert view.measure("moving") == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_can_be_read_in_the_colors_of_the_reader(
    theme: "Theme", chromium: "Browser", reports: Reports
) -> None:
    from tests.browser.views import looking_at

    with looking_at(chromium, reports("en"), theme=theme, forced_colors="active") as view:
        assert view.page.evaluate("matchMedia('(forced-colors: active)').matches")
        charts = view.measure("charts")
        assert charts
        assert {chart["figure"]: chart["pale"] for chart in charts if chart["pale"]} == {}
        assert [chart for chart in charts if not chart["marks"]] == []


@pytest.mark.parametrize("page", ["zh", "one_customer"])
def test_chinese_is_written_in_a_chinese_font(
    page: str, chromium: "Browser", reports: Reports
) -> None:
    from tests.browser.views import looking_at

    with looking_at(chromium, reports(page)) as view:
        assert str(view.page.locator("html").get_attribute("lang")).startswith("zh")
        glyphs = view.measure("withoutGlyph")
        assert glyphs["letters"] > 50
        assert glyphs["missing"] == []
        title = fonts_of(view.page.context.new_cdp_session(view.page), "h1")
        assert title
        assert not title & LATIN, title


# Fonts without Chinese that stand for one that is missing.
LATIN = {"DejaVu Sans", "Liberation Sans", "Arial", "Helvetica", "Times New Roman", "Last Resort"}


def fonts_of(session: "CDPSession", selector: str) -> set[str]:
    """The fonts with which Chromium draws the text of an element."""
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in used}


def test_names_that_look_like_html_are_text(chromium: "Browser", reports: Reports) -> None:
    from tests.browser.views import looking_at

    with looking_at(chromium, reports("strange_names")) as view:
        view.open_all()
        assert (view.messages, view.requests) == ([], [])
        assert view.page.locator("script").count() == 1
        assert view.page.locator("img").count() == 0
        text = view.page.locator("main").inner_text()
        for shown in SHOPS["strange_names"].texts:
            assert shown in text
        assert any(name in text for name in HOSTILE[1:])
