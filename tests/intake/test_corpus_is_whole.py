"""The corpus that scores the mapper keeps its own rules, so that its figure means something.

These tests read the cases alone; no mapper runs.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from runner.mapping import read_words
from tests.conftest import PROJECT

CORPUS = Path(__file__).parent / "corpus"
CASES = sorted(CORPUS.glob("*.yml"))
KEYS = {"name", "source", "licence", "language", "encoding", "files", "expected", "notes"}
INPUT_KEYS = {"file", "grain", "date_order", "together", "columns"}
ALWAYS_SCORED = {
    "ordered_at",
    "gross_amount",
    "discount_amount",
    "refund_amount",
    "cost_amount",
}
REFUNDS = ["order_id", "refunded_at", "refund_amount", "store_id", "currency"]
# Addresses that belong to nobody, or to the inventions of a sample.
MADE_UP_HOSTS = {
    "adventure-works.com",
    "domain01.com",
    "domain02.com",
    "domain03.com",
    "ejemplo.com",
    "example.com",
    "example.org",
    "exemplo.com",
    "rfmail.com",
}
NUMERIC_DATE = re.compile(r"\s*`?(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d{2})(?!\d)")


@cache
def case_of(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def inputs_of(case: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from case["expected"].items()


def alternatives(columns: list[Any]) -> list[list[str]]:
    """`[A, B]` is one reading, `[[A], [B]]` are two, `[]` is the one that maps nothing."""
    return columns if columns and isinstance(columns[0], list) else [columns]


def table(text: str) -> list[list[str]]:
    """The rows from the header on, by the delimiter that parts them into most fields."""
    lines = text.splitlines()
    readings = [list(csv.reader(lines, delimiter=sign)) for sign in ",;\t|"]
    rows = max(readings, key=lambda read: max(len(row) for row in read))
    if max(len(row) for row in rows) == 1:
        rows = [line.split() for line in lines]
    widest = max(len(row) for row in rows)
    start = next(number for number, row in enumerate(rows) if len(row) == widest)
    return rows[start:]


def header(text: str) -> list[str]:
    return table(text)[0]


def values(case: dict[str, Any], column: str) -> list[str]:
    found = []
    for text in case["files"].values():
        names, *rows = table(text)
        if column in names:
            place = names.index(column)
            found += [row[place] for row in rows if len(row) == len(names)]
    return found


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return case_of(request.param)


@cache
def canonical_columns() -> dict[str, list[str]]:
    words = read_words(PROJECT)
    return {"refunds": REFUNDS} | {name: list(columns) for name, columns in words.columns.items()}


def test_the_corpus_is_large_and_wide_enough_to_mean_something() -> None:
    languages = [case_of(path)["language"] for path in CASES]
    assert len(CASES) >= 60
    assert sum(language.startswith("zh") for language in languages) >= 12
    assert {"de", "en", "es", "fr", "ja", "pt"} <= set(languages)
    dates = [given.get("date_order") for path in CASES for _, given in inputs_of(case_of(path))]
    assert {"day", "month", "year", "asked"} <= set(dates)


def test_a_case_has_the_keys_of_the_format_and_a_source(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    assert {"name", "source", "licence", "language", "files", "expected", "notes"} <= set(case)
    assert case["source"].startswith("https://")
    assert case["notes"].strip()


def test_expected_names_canonical_columns_and_columns_of_the_files(case: dict[str, Any]) -> None:
    there = {name for text in case["files"].values() for name in header(text)}
    for name, given in inputs_of(case):
        assert set(given) <= INPUT_KEYS
        assert set(given["columns"]) <= set(canonical_columns()[name])
        for canonical, columns in given["columns"].items():
            for reading in alternatives(columns):
                assert set(reading) <= there, canonical


def test_orders_say_what_every_money_column_reads(case: dict[str, Any]) -> None:
    orders = case["expected"].get("orders")
    if orders:
        assert set(orders["columns"]) >= ALWAYS_SCORED | {"customer_id"}


def test_readings_that_belong_together_are_as_many(case: dict[str, Any]) -> None:
    for _, given in inputs_of(case):
        tied = [alternatives(given["columns"][name]) for name in given.get("together", ())]
        assert len({len(readings) for readings in tied}) <= 1


def test_several_files_say_which_one_an_input_is_of(case: dict[str, Any]) -> None:
    for _, given in inputs_of(case):
        assert given.get("file", next(iter(case["files"]))) in case["files"]
        assert given.get("grain") in {None, "order", "line"}
        assert given.get("date_order") in {None, "day", "month", "year", "asked"}


def test_the_rows_decide_the_order_of_day_and_month_as_the_case_says(
    case: dict[str, Any],
) -> None:
    """A number above twelve decides it; without one it has to be asked, whatever we know."""
    orders = case["expected"].get("orders", {})
    if not orders.get("date_order"):
        return
    readings = alternatives(orders["columns"]["ordered_at"])
    found = [
        match
        for column in readings[0]
        for value in values(case, column)
        if (match := NUMERIC_DATE.match(value))
    ]
    firsts, seconds = ([int(match[place]) for match in found] for place in (1, 2))
    decided = {
        "day" if max(firsts, default=0) > 12 else "",
        "month" if max(seconds, default=0) > 12 else "",
    } - {""}
    expected = decided or ({"asked"} if found else {"year"})
    assert expected == {orders["date_order"]}


def test_no_rows_carry_the_address_of_a_real_person(case: dict[str, Any]) -> None:
    for text in case["files"].values():
        hosts = {host.lower() for host in re.findall(r"[\w.+-]+@([\w.-]+\.[A-Za-z]{2,})", text)}
        assert hosts <= MADE_UP_HOSTS


def test_a_case_is_small_and_its_text_fits_its_encoding(case: dict[str, Any]) -> None:
    for text in case["files"].values():
        assert 3 <= len(text.splitlines()) <= 30
        assert text.encode(case.get("encoding", "utf-8"))


def test_the_page_lists_every_case() -> None:
    page = (CORPUS / "README.md").read_text(encoding="utf-8").partition("## Cases")[2]
    listed = re.findall(r"^\| `([\w-]+)` \|", page, flags=re.MULTILINE)
    assert listed == [path.stem for path in CASES]
