"""The page of a report made by hand: its elements, and that no name becomes one."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from itertools import pairwise

import pytest

from runner.choices import Language
from runner.report.draw.heat_map import Cell, HeatMap
from runner.report.render import render
from runner.report.shapes import (
    Card,
    Chapter,
    Column,
    Data,
    Figure,
    Lead,
    Missing,
    Report,
    Said,
    Unit,
)
from tests.report.html_tree import Element, read_html

NASTY = """<script>alert("x")</script>'"><img src=x onerror=alert(1)>{{ 7 * 7 }}&amp;"""


def data(*rows: tuple[object, ...], sql: str = "select 1 < 2") -> Data:
    columns = (
        Column("store_id", "Store", Unit.TEXT),
        Column("label", "Label", Unit.LABEL, {"top": "Top & best"}),
        Column("last_order_date", "Last order", Unit.DATE),
        Column("net_revenue", "Net revenue", Unit.MONEY),
        Column("share", "Share", Unit.SHARE),
    )
    return Data(sql, columns, rows)


ROWS = (
    (NASTY, "top", date(2025, 12, 31), Decimal("1234.5000"), 0.125),
    ("north", "other", None, None, None),
)


def report(language: Language = Language.EN) -> Report:
    chart = HeatMap(rows=(NASTY,), columns=("a",), cells={(0, 0): Cell(1.0, NASTY, tip=NASTY)})
    charted = Figure(
        "charted",
        f"Charted {NASTY}",
        Said("charted.sentence", f"First, {NASTY} and 1,234 USD."),
        data(*ROWS),
        chart,
        notes=(Said("charted.note", f"A note {NASTY}"),),
        cards=(Card(NASTY, "12%", "up 1%", "good"), Card("Lost", "3", "up 2", "bad", chart)),
        more=((f"More {NASTY}", data(*ROWS, sql=f"select '{NASTY}'")),),
    )
    plain = Figure("plain", "A table", Said("plain.sentence", "Two rows."), data(*ROWS))
    absent = Missing("absent", "Absent", Said("absent.missing", f"It needs {NASTY}."))
    return Report(
        language=language,
        title="Customer report",
        header=("As of 2025-12-31", f"store {NASTY}"),
        summary=(Lead(Said("charted.lead", f"{NASTY} has 1,234 USD of 12.5%."), "charted"),),
        chapters=(
            Chapter("standing", "Where we stand", (charted,)),
            Chapter("actions", "Nothing here", ()),
            Chapter("customers", "Who matters", (plain, absent)),
        ),
        version="1.2.3",
        currency="USD",
        database="shop.duckdb",
    )


@pytest.fixture(scope="module", params=Language)
def page(request: pytest.FixtureRequest) -> Element:
    return read_html(render(report(request.param)))


def test_no_name_becomes_an_element() -> None:
    """Two scripts would be one too many, and the parser would find the image."""
    page = read_html(render(report()))
    assert len(page.all("script")) == 1
    assert page.all("img") == []
    assert not [each for each in page.all() if any(key[:2] == "on" for key in each.attributes)]
    # It is there as text: in the summary, the table, the chart and its tip, the SQL.
    assert NASTY in page.one("ol", **{"class": "leads"}).text
    assert NASTY in page.all("pre")[1].text
    assert NASTY in page.all("svg")[0].text
    assert page.all("tbody")[0].all("th")[0].text == NASTY


def test_the_page_fetches_nothing(page: Element) -> None:
    assert page.all("link") == []
    places = [
        value
        for each in page.all()
        for key, value in each.attributes.items()
        if key in {"src", "href", "srcset", "action", "data", "poster"}
    ]
    assert places
    assert all(place.startswith("#") for place in places)
    style = page.one("style").text
    assert "url(" not in style
    assert "@import" not in style
    (policy,) = [each for each in page.all("meta") if "http-equiv" in each.attributes]
    assert "default-src 'none'" in policy.attributes["content"]
    # Attributes named style and handlers named on... would be refused, or be a hole.
    assert "unsafe-eval" not in policy.attributes["content"]
    assert "script-src 'sha256-" in policy.attributes["content"]


def test_the_script_is_the_one_that_the_policy_lets_run(page: Element) -> None:
    import base64
    import hashlib

    (policy,) = [each for each in page.all("meta") if "http-equiv" in each.attributes]
    digest = hashlib.sha256(page.one("script").text.encode()).digest()
    assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy.attributes["content"]


def test_ids_are_unique_and_links_lead_to_them(page: Element) -> None:
    ids = [each.attributes["id"] for each in page.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    links = {each.attributes["href"][1:] for each in page.all("a")}
    assert links <= set(ids)
    assert links >= {"charted", "plain", "absent", "chapter-standing", "chapter-customers"}
    named = [
        name for each in page.all() for name in each.attributes.get("aria-labelledby", "").split()
    ]
    assert set(named) <= set(ids)


def test_headings_leave_out_no_level(page: Element) -> None:
    levels = [int(each.name[1]) for each in page.all() if re.fullmatch(r"h[1-6]", each.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_each_figure_has_its_table_with_caption_and_heads(page: Element) -> None:
    figures = page.all("figure")
    assert [each.attributes["id"] for each in figures] == ["charted", "plain"]
    assert [len(each.all("table")) for each in figures] == [2, 1]
    for table in page.all("table"):
        assert table.one("caption").text.strip()
        assert [each.attributes["scope"] for each in table.one("thead").all("th")] == ["col"] * 5
        for row in table.one("tbody").all("tr"):
            assert [cell.name for cell in row.all()] == ["th", "td", "td", "td", "td"]
            assert row.one("th").attributes["scope"] == "row"


def test_cells_are_for_people_and_carry_what_the_query_gave(page: Element) -> None:
    first, second = page.all("tbody")[0].all("tr")
    assert [cell.text for cell in first.all()][1:] == [
        "Top & best", "2025-12-31", "1,234.50", "12.5%",
    ]  # fmt: skip
    assert [cell.attributes.get("data-value") for cell in first.all()] == [
        None, "top", None, "1234.5000", "0.125",
    ]  # fmt: skip
    assert [cell.text for cell in second.all()] == ["north", "other", "–", "–", "–"]
    assert [cell.attributes.get("data-value") for cell in second.all()][2:] == ["", "", ""]
    assert "USD" in page.all("thead")[0].all("th")[3].text


def test_charts_are_pictures_with_a_name_and_a_description(page: Element) -> None:
    wide, narrow = page.one("figure", id="charted").all("svg", role="img")
    for svg, width in ((wide, 720), (narrow, 360)):
        assert svg.attributes["viewbox"].startswith(f"0 0 {width} ")
        name, description = svg.attributes["aria-labelledby"].split()
        assert svg.one("title", id=name).text == f"Charted {NASTY}"
        assert "1,234 USD" in svg.one("desc", id=description).text


def test_the_sql_stands_below_with_where_to_run_it(page: Element) -> None:
    figure = page.one("figure", id="charted")
    assert [each.text for each in figure.all("pre")] == ["select 1 < 2", f"select '{NASTY}'"]
    assert "duckdb -readonly shop.duckdb" in figure.one("details").text


@pytest.mark.parametrize("has_charts", [True, False])
def test_a_table_is_open_where_nothing_draws_it(*, has_charts: bool) -> None:
    chart = HeatMap(rows=("a",), columns=("b",), cells={}) if has_charts else None
    cards = (Card("Moved", "3", chart=chart),)
    said = Said("f.sentence", "Three moved.")
    figure = Figure("f", "Movers", said, data(*ROWS), cards=cards)
    page = read_html(render(replace(report(), chapters=(Chapter("c", "C", (figure,)),))))
    assert bool(page.one("details").all("table")) == has_charts
    assert len(page.all("table")) == 1


def test_money_has_the_currency_of_its_row_or_of_the_report() -> None:
    own = Data("select 1", (Column("currency", "Currency", Unit.TEXT), *data().columns), ())
    said = Said("f.sentence", "Two currencies.")
    for table, told in ((own, False), (data(), True)):
        figure = Figure("f", "F", said, table)
        page = read_html(render(replace(report(), chapters=(Chapter("c", "C", (figure,)),))))
        assert ("USD" in page.one("thead").text) == told


def test_numbers_in_the_summary_stand_out(page: Element) -> None:
    stressed = [each.text for each in page.one("ol", **{"class": "leads"}).all("b")]
    assert stressed[-2:] == ["1,234 USD", "12.5%"]


def test_what_is_missing_is_said_where_it_would_stand(page: Element) -> None:
    absent = page.one("div", id="absent")
    assert "Absent" in absent.one("h3").text
    assert f"It needs {NASTY}." in absent.text
    assert absent.all("table") == []
    assert "Nothing here" not in page.text


@pytest.mark.parametrize(("language", "tag"), [(Language.EN, "en"), (Language.ZH, "zh-CN")])
def test_the_page_says_its_language(language: Language, tag: str) -> None:
    page = read_html(render(report(language)))
    assert page.one("html").attributes["lang"] == tag
    own = page.one("nav").attributes["aria-label"]
    assert own == {"en": "Contents", "zh-CN": "目录"}[tag]
    # What the script says too.
    told = page.one("body").attributes["data-show-all"]
    assert told == {"en": "Show all {all} rows", "zh-CN": "显示全部 {all} 行"}[tag]


def test_the_title_says_of_what_it_is() -> None:
    title = read_html(render(report())).one("head").one("title").text
    assert title == f"Customer report · As of 2025-12-31 · store {NASTY}"


def test_a_report_without_figures_is_a_page_too() -> None:
    page = read_html(render(replace(report(), summary=(), chapters=())))
    assert page.all("figure") == []
    assert page.all("ol", **{"class": "leads"}) == []
    assert unescape(page.one("h1").text) == "Customer report"
