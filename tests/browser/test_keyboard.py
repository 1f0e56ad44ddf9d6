"""Everything in the report can be reached, seen and done without a mouse."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import LANGUAGES, Reports

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

    from tests.browser.views import View

pytest.importorskip("playwright", reason="Playwright is only in .venv-browser: make test-browser")

pytestmark = pytest.mark.slow


@pytest.fixture(params=LANGUAGES)
def view(request: pytest.FixtureRequest, chromium: "Browser", reports: Reports) -> Iterator["View"]:
    """A page that nobody has touched, and that jumps to where the focus is."""
    from tests.browser.views import looking_at

    with looking_at(chromium, reports(request.param), reduced_motion="reduce") as shown:
        yield shown


def test_the_first_tab_offers_to_skip_the_contents(view: "View") -> None:
    view.page.keyboard.press("Tab")
    first = view.measure("focused")
    assert first["isInSight"], first
    assert first["isMarked"], first
    assert 'class="skip"' in first["what"]
    view.page.keyboard.press("Enter")
    view.page.keyboard.press("Tab")
    after = view.measure("focused")
    assert view.page.evaluate("document.activeElement.closest('main') !== null"), after


def test_tab_reaches_all_in_the_order_of_the_page_and_shows_where_it_is(view: "View") -> None:
    view.open_all()
    wanted = view.measure("focusable")
    assert len(wanted) > 10
    reached = list[dict[str, Any]]()
    for _ in range(len(wanted) + 1):
        view.page.keyboard.press("Tab")
        focused = view.measure("focused")
        if focused["isBody"]:
            break
        reached.append(focused)
    assert [each["what"] for each in reached if not (each["isInSight"] and each["isMarked"])] == []
    assert [each["order"] for each in reached] == [each["order"] for each in wanted]


def table_of(view: "View") -> "Locator":
    """The longest table, opened with the keyboard and shown to its end."""
    tables = view.page.locator("figure table:has(thead button)")
    sizes = [tables.nth(index).locator("tbody tr").count() for index in range(tables.count())]
    table = tables.nth(sizes.index(max(sizes)))
    summary = table.locator("xpath=ancestor::details/summary")
    if summary.count():
        summary.first.focus()
        view.page.keyboard.press("Enter")
    more = table.locator("xpath=ancestor::figure").locator("button[aria-expanded=false]:visible")
    more.first.focus()
    view.page.keyboard.press("Enter")
    assert len(column(table, 0)) == max(sizes) > 15
    return table


def column(table: "Locator", index: int) -> list[str]:
    """The raw values of a column, of the rows that are shown."""
    values: list[str] = table.evaluate(
        """(table, index) => [...table.tBodies[0].rows]
            .filter((row) => row.checkVisibility())
            .map((row) => row.cells[index].dataset.value ?? row.cells[index].textContent.trim())""",
        index,
    )
    return values


def test_a_table_is_sorted_by_enter_and_back_by_space(view: "View") -> None:
    table = table_of(view)
    heads = table.locator("thead th")
    assert heads.locator("button").count() == heads.count()
    kinds = [heads.nth(index).get_attribute("class") or "" for index in range(heads.count())]
    index = next(place for place, kind in enumerate(kinds) if "number" in kind)
    before = column(table, index)
    heads.nth(index).locator("button").focus()
    sorts = []
    for key in ("Enter", "Space"):
        view.page.keyboard.press(key)
        sort = heads.nth(index).get_attribute("aria-sort")
        sorts.append(sort)
        shown = [float(value) for value in column(table, index) if value]
        assert shown == sorted(shown, reverse=sort == "descending")
        others = [heads.nth(place).get_attribute("aria-sort") for place in range(heads.count())]
        assert len([other for other in others if other not in (None, "none")]) == 1
        assert view.page.evaluate("document.activeElement.tagName") == "BUTTON"
    assert sorted(map(str, sorts)) == ["ascending", "descending"]
    assert sorted(column(table, index)) == sorted(before)


def test_a_search_leaves_the_rows_that_have_the_words_and_says_how_many(view: "View") -> None:
    table = table_of(view)
    figure = table.locator("xpath=ancestor::figure")
    search = figure.locator("input[type=search]").first
    assert search.count() == 1
    rows = table.locator("tbody tr")
    wanted = (rows.nth(rows.count() // 2).locator("th, td").first.text_content() or "")[-6:]
    holding = [text for text in rows.all_text_contents() if wanted.casefold() in text.casefold()]
    search.focus()
    view.page.keyboard.type(wanted)
    assert 0 < len(holding) < rows.count()
    assert len(column(table, 0)) == len(holding)
    told = figure.locator("[role=status]").first.text_content() or ""
    assert f"{len(holding):,}" in told
    for _ in wanted:
        view.page.keyboard.press("Backspace")
    assert len(column(table, 0)) == rows.count()


def test_what_is_closed_is_opened_by_enter(view: "View") -> None:
    summary = view.page.locator("figure details summary").first
    code = summary.locator("xpath=..").locator("pre code").first
    assert not code.is_visible()
    summary.focus()
    view.page.keyboard.press("Enter")
    assert code.is_visible()
    view.page.keyboard.press("Enter")
    assert not code.is_visible()
