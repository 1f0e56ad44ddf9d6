"""Shops of a few rows: the page is right, and says what is missing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from runner.choices import Language
from runner.report.render import render
from runner.report.shapes import Figure, Missing, Report
from tests.conftest import run_tiers
from tests.report.said import what_is_wrong
from tests.report.shops import Database, Question, ReportShop
from tests.results.shop import compiled
from tests.results.variants import project_of

pytestmark = [pytest.mark.builds, pytest.mark.thorough]

MONTHS = (date(2023, 11, 30), date(2023, 12, 31), date(2024, 1, 31))
Orders = list[dict[str, Any]]
_shops: dict[str, ReportShop] = {}


def order(number: object, customer: str, day: str, amount: str, **more: str) -> dict[str, Any]:
    """A raw row."""
    first = {"order_id": f"o{number}", "customer_id": customer}
    return {**first, "ordered_at": day, "gross_amount": amount, **more}


def bought(*days: str, customer: str = "ann", amount: str = "10", **more: str) -> Orders:
    """An order on each of these days."""
    return [order(f"{customer} {day}", customer, day, amount, **more) for day in days]


def each_once(days: Sequence[str], **more: str) -> Orders:
    """As many customers, each with one order."""
    return [
        order(number, f"c{number}", day, f"{10 + number}", **more)
        for number, day in enumerate(days)
    ]


ONE = bought("2024-01-05")
REGULAR = bought("2023-11-03", "2023-12-02", "2024-01-05", "2024-01-20")
ONCE = each_once(["2023-11-03", "2023-12-02", "2023-12-09", "2024-01-05", "2024-01-20"])
MANY = [
    order(100 * store + number, f"c{number % 60}", f"2023-{7 + number % 6:02}-{1 + number % 28:02}",
          f"{5 + number % 97}", store_id=f"s{store}", category=f"kind {number} <b>&</b> 类别")
    for store in (1, 2)
    for number in range(400)
]  # fmt: skip
SHOPS: Mapping[str, Orders] = {
    "one order": ONE,
    "one customer": REGULAR,
    "nobody twice": ONCE,
    "all returned": each_once(
        ["2023-12-02", "2024-01-05"], order_status="returned", refunded_at="2024-01-10"
    ),
    "more refunded than sold": [
        *ONE,
        order(9, "bob", "2023-12-05", "50", refund_amount="20", refunded_at="2024-01-07"),
        *each_once(["2023-12-03"], order_status="returned", refunded_at="2024-01-09"),
    ],
    "worth nothing": bought("2024-01-05", "2024-01-09", amount="0"),
    "nobody lately": each_once(["2021-03-01", "2021-03-05", "2021-04-01"]),
    "two stores, one asleep": [
        *bought("2022-01-05", "2022-02-05", store_id="old"),
        *bought("2023-12-05", "2024-01-05", customer="bob", store_id="new"),
    ],
    "many categories": MANY,
}


def shop_of(name: str, factory: pytest.TempPathFactory, **variables: object) -> ReportShop:
    """The project under these variables, compiled once."""
    if name not in _shops:
        project = compiled(variables, factory) if variables else project_of(name, factory)
        _shops[name] = ReportShop(project)
    return _shops[name]


def reports(database: Database) -> Iterator[tuple[Report, str]]:
    """The report in each language, and its page."""
    for language in Language:
        report = database.report(language)
        yield report, render(report)


def names(report: Report, kind: type) -> list[str]:
    """Of the figures that are shown, or that are missing."""
    return [
        each.name
        for chapter in report.chapters
        for each in chapter.figures
        if isinstance(each, kind)
    ]


@pytest.mark.parametrize(
    "days",
    [MONTHS, pytest.param(MONTHS[-1:], marks=pytest.mark.slow)],
    ids=["history", "one date"],
)
@pytest.mark.parametrize("name", SHOPS)
def test_the_report_of_a_small_shop_is_right_and_says_what_is_missing(
    name: str, days: tuple[date, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = shop_of("defaults", tmp_path_factory).run(SHOPS[name], days=days)
    wrong = what_is_wrong(database, Question())
    for store in database.stores():
        wrong += what_is_wrong(database, Question(store=store))
    assert not wrong, "\n".join(wrong)
    for report, page in reports(database):
        # Nothing is left out in silence but what does not arise: stores side by side.
        shown, missing = names(report, Figure), names(report, Missing)
        assert set(shown) | set(missing) >= FIGURES - {"stores"}
        assert {"headline", "reconciliation"} <= set(shown)
        if len(days) == 1:
            assert {"growth", "flow", "movers"} <= set(missing)
        assert 1 <= len(report.summary) <= 10
        assert "<b>&</b>" not in page


FIGURES = {
    *("headline", "actions", "care", "key_accounts", "concentration", "segments"),
    *("rfm_heat_map", "value_volume", "growth", "lifecycle", "flow", "movers", "cohorts"),
    *("reconciliation", "data_quality", "stores"),
}


def test_a_shop_with_some_history_has_three_sentences_at_least(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    for name in ("nobody twice", "two stores, one asleep", "many categories"):
        database = shop_of("defaults", tmp_path_factory).run(SHOPS[name], days=MONTHS)
        for report, _ in reports(database):
            assert len(report.summary) >= 3, [lead.said.text for lead in report.summary]


def test_one_customer_is_not_said_to_be_all_of_the_customers(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    database = shop_of("defaults", tmp_path_factory).run(REGULAR, days=MONTHS)
    for report, _ in reports(database):
        assert {"key_accounts", "segments"}.isdisjoint(lead.figure for lead in report.summary)
        assert "cohorts" not in {lead.figure for lead in report.summary}


SWITCHES = (
    *("abc_margin", "loyalty", "value_type", "man", "key_account", "grade", "buying_style"),
    *("price_tier", "forecasts", "explanations", "movement", "tier_summary"),
    *("reconciliation", "customer_experience", "purchase_habits", "product_abc", "next_categories"),
    *("acquisition_channels", "care_calendar", "customer_actions", "customer_contacts"),
)


@pytest.mark.slow
def test_with_all_switches_off_the_page_says_what_to_switch_on(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    off = {f"use_{name}": False for name in SWITCHES}
    database = shop_of("off", tmp_path_factory, **off).run(MANY, days=MONTHS)
    wrong = what_is_wrong(database, Question())
    assert not wrong, "\n".join(wrong)
    for report, page in reports(database):
        missing = [
            each
            for chapter in report.chapters
            for each in chapter.figures
            if isinstance(each, Missing)
        ]
        assert {each.name for each in missing} >= {
            *("actions", "care", "value_volume", "growth", "cohorts", "reconciliation"),
        }
        assert all(each.reason.text in page for each in missing if "`" not in each.reason.text)
        assert {"headline", "key_accounts", "concentration", "segments"} <= {*names(report, Figure)}


def test_forty_segments_of_its_own_with_any_text_are_text(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = ReportShop(project_of("defaults", tmp_path_factory))
    labels = shop.history.shop.query("select * from {tier_labels}")
    cells = shop.history.shop.query("select * from {rfm_segment_cells}")
    own = [f"own_{number}" for number in range(40)]
    shop.history.shop.replace_seed(
        "rfm_segment_cells",
        [{**cell, "rfm_segment": own[at % 40]} for at, cell in enumerate(cells)],
    )
    told = [
        {
            "scheme": "rfm",
            "label": label,
            "label_rank": 40 - at,
            "label_en": f"<script>alert({at})</script> a segment with a long name",
            "label_zh": f"“{at}”号细分 <b>很长的名称</b>",
        }
        for at, label in enumerate(own)
    ]
    kept = [row for row in labels if row["scheme"] != "rfm" or row["label"] == "no_purchase"]
    shop.history.shop.replace_seed("tier_labels", [*kept, *told])
    database = shop.run(MANY, days=MONTHS)
    wrong = what_is_wrong(database, Question())
    assert not wrong, "\n".join(wrong)
    for _, page in reports(database):
        assert "<script>alert(" not in page
        assert "<b>很长" not in page
        assert len(page.encode()) < 10**6


@pytest.mark.slow
@pytest.mark.parametrize("language", list(Language))
def test_a_file_of_one_order_is_built_and_reported(language: Language, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(
        "order_id,customer_id,ordered_at,gross_amount\n1,<script>ann,2024-01-05,10\n",
        encoding="utf-8",
    )
    (tmp_path / "inputs.yml").write_text(
        "inputs: {orders: {location: orders.csv}}\n", encoding="utf-8"
    )
    built = run_tiers("build", "--inputs", "inputs.yml", "--no-tests", folder=tmp_path)
    assert built.code == 0, built.stderr
    page = tmp_path / "page.html"
    done = run_tiers("report", "--lang", language, "--out", page, folder=tmp_path)
    assert done.code == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    assert "<script>ann" not in text
    assert {
        Language.EN: "1 customer has brought 10 USD of net revenue so far.",
        Language.ZH: "1 位客户累计带来净收入 10 USD。",
    }[language] in re.sub(r"</?b>|\s+(?=\s)", "", text)
