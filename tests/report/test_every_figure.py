"""Every number of a written report: its SQL, run as it stands on the page, gives it.

The page is read as HTML; the database is asked with plain DuckDB; how a number should be written
says a second opinion.
"""

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from runner.choices import Language
from runner.report.chapters import CHAPTERS
from runner.report.read import ReportRequest, read_report
from runner.report.shapes import Column, Data, Figure, Report, Said
from runner.report.write import write_report
from tests.conftest import PROJECT
from tests.report.derived import Derived
from tests.report.formats import shown
from tests.report.html_tree import Element, read_html

pytestmark = pytest.mark.builds

NEWEST, OLDER, FIRST = None, "2025-06-30", "2024-12-31"
# Language, as-of date, store.
REPORTS = [
    (Language.EN, NEWEST, None),
    (Language.ZH, OLDER, None),
    (Language.ZH, NEWEST, "north"),
    (Language.EN, FIRST, None),
]
# What does not arise where the report is of one store, and what is made for the newest date alone.
OF_SEVERAL_STORES = {"stores"}
OF_NEWEST_DATE = ["actions", "care"]


@dataclass(frozen=True)
class Written:
    """A report, as it was read and as its page has it."""

    report: Report
    page: Element
    language: Language
    as_of: str | None
    store: str | None

    @property
    def figures(self) -> list[Figure]:
        """Those that could be shown."""
        return [
            each
            for chapter in self.report.chapters
            for each in chapter.figures
            if isinstance(each, Figure)
        ]

    def tables(self) -> Iterator[tuple[Figure, Data, Element, str]]:
        """Each table with what it was read from, its element and the SQL of the page."""
        for figure in self.figures:
            element = self.page.one("figure", id=figure.name)
            data = [figure.data, *(each for _, each in figure.more)]
            queries = [pre.one("code").text for pre in element.all("pre")]
            yield from zip([figure] * len(data), data, element.all("table"), queries, strict=True)


@pytest.fixture(
    scope="module", params=REPORTS, ids=lambda asked: "-".join(str(each or "all") for each in asked)
)
def written(
    request: pytest.FixtureRequest,
    sample_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Written:
    """A report of the sample shop."""
    language, as_of, store = request.param
    asked = ReportRequest(sample_database, language=language, as_of=as_of, store=store)
    file = tmp_path_factory.mktemp("every-figure") / "report.html"
    made = write_report(lambda: read_report(asked), file)
    page = read_html(file.read_text(encoding="utf-8"))
    return Written(made.report, page, language, as_of, store)


@pytest.fixture
def database(sample_database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample shop, as any reader opens it."""
    with duckdb.connect(sample_database, read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def shuffled(sample_database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of the sample shop with their rows in another order."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{sample_database}' as sample (read_only)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where database_name = 'sample' and schema_name in ('marts', 'rules', 'intermediate')"
        ).fetchall()
        for schema, table in tables:
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(
                f"create table {schema}.{table} as "
                f"select * from sample.{schema}.{table} order by hash(rowid + 1)"
            )
        connection.execute("detach sample")
        yield connection


def test_the_page_has_every_figure_of_every_chapter(written: Written) -> None:
    wanted = {
        name: [
            figure
            for reader in readers
            if (figure := reader.__module__.rpartition(".")[2]) not in OF_SEVERAL_STORES
            or written.store is None
        ]
        for name, readers in CHAPTERS.items()
        if readers
    }
    found = {
        section.attributes["id"].removeprefix("chapter-"): [
            each.attributes["id"]
            for each in section.all()
            if each.name == "figure" or each.attributes.get("class") == "missing"
        ]
        for section in written.page.all("section")
        if "chapter" in section.attributes.get("class", "").split()
    }
    assert found == wanted
    if written.as_of != FIRST:
        missing = [each.attributes["id"] for each in written.page.all(**{"class": "missing"})]
        assert missing == ([] if written.as_of == NEWEST else OF_NEWEST_DATE)


def test_its_sql_gives_every_cell(
    written: Written, database: duckdb.DuckDBPyConnection, shuffled: duckdb.DuckDBPyConnection
) -> None:
    cells = 0
    for figure, data, table, sql in written.tables():
        assert sql == data.sql
        names = [column.name for column in data.columns]
        for connection in (database, shuffled):
            answer = connection.execute(sql)
            assert [column[0] for column in answer.description or ()] == names, figure.name
            rows = answer.fetchall()
            in_page = [
                [raw_of(cell) for cell in row.all("th") + row.all("td")]
                for row in table.one("tbody").all("tr")
            ]
            assert len(in_page) == len(rows), figure.name
            for found, expected in zip(in_page, rows, strict=True):
                assert all(map(is_same, found, expected)), (figure.name, found, expected)
                cells += len(expected)
    assert cells > 10 * len(written.figures) > 0


def raw_of(cell: Element) -> str:
    """What the database gave, as a text."""
    return cell.attributes.get("data-value", cell.text)


def is_same(found: str, expected: object) -> bool:
    """Equal; doubles to ten digits, for their sum depends on the order."""
    if isinstance(expected, float) and found:
        return math.isclose(float(found), expected, rel_tol=1e-10, abs_tol=1e-12)
    if isinstance(expected, Decimal) and found:
        return Decimal(found) == expected
    return found == ("" if expected is None else str(expected))


def test_every_value_is_written_as_people_read_it(written: Written) -> None:
    wrong = []
    for figure, data, table, _ in written.tables():
        for line, row in zip(table.one("tbody").all("tr"), data.rows, strict=True):
            cells = line.all("th") + line.all("td")
            for cell, value, column in zip(cells, row, data.columns, strict=True):
                if str(value) not in column.names and cell.text != shown(value, column.unit):
                    wrong.append((figure.name, column.name, value, cell.text))
    assert wrong == []


# By its name a column says what it holds.
ENDINGS = {"_share": "share", "_date": "date", "_count": "count", "_rate": "share"}


def test_a_column_is_written_as_its_name_says(written: Written) -> None:
    wrong = [
        (figure.name, column.name, column.unit)
        for figure, data, *_ in written.tables()
        for column in data.columns
        for ending, unit in ENDINGS.items()
        if column.name.endswith(ending) and column.unit != unit
    ]
    assert wrong == []


@pytest.fixture(scope="module")
def labels() -> Mapping[str, set[str]]:
    """By language, what the labels of all schemes are called, as the rule seed has it."""
    with (PROJECT / "seeds/rules/tier_labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {language: {row[f"label_{language}"] for row in rows} for language in ("en", "zh")}


def test_codes_are_shown_by_their_names_one_for_each(
    written: Written, labels: Mapping[str, set[str]]
) -> None:
    wrong = []
    for figure, data, table, _ in written.tables():
        names: dict[tuple[str, str], set[str]] = {}
        for line in table.one("tbody").all("tr"):
            for cell, column in zip(line.all("th") + line.all("td"), data.columns, strict=True):
                if column.unit == "label" and raw_of(cell):
                    names.setdefault((column.name, raw_of(cell)), set()).add(cell.text)
        for (column_name, code), texts in names.items():
            (text,) = texts
            known = text in labels[written.language] or text in _own_names(data, column_name)
            if not known or "_" in text or (code == text and len(code) > 2):
                wrong.append((figure.name, column_name, code, text))
    assert wrong == []


def _own_names(data: Data, name: str) -> set[str]:
    (column,) = (each for each in data.columns if each.name == name)
    return set(column.names.values())


def test_every_head_says_what_the_column_is(written: Written) -> None:
    for figure, data, table, _ in written.tables():
        heads = [head.text for head in table.one("thead").all("th")]
        assert len(set(heads)) == len(data.columns) == len(heads), figure.name
        assert all(map(is_title, heads, data.columns)), (figure.name, heads)


def is_title(head: str, column: Column) -> bool:
    """Words for people, not the name in the database."""
    return bool(head.strip()) and "_" not in head and head != column.name


def test_the_page_says_what_was_read(written: Written) -> None:
    for figure in written.figures:
        element = written.page.one("figure", id=figure.name)
        assert element.one("p", **{"class": "sentence"}).text == figure.sentence.text
        notes = element.all("ul", **{"class": "notes"})
        assert [each.text for note in notes for each in note.all("li")] == [
            note.text.replace("`", "") for note in figure.notes
        ]
        cards = element.all("dl", **{"class": "cards"})
        assert [each.text for card in cards for each in card.all(**{"class": "value"})] == [
            card.value for card in figure.cards
        ]
    leads = [
        lead for each in written.page.all("ol", **{"class": "leads"}) for lead in each.all("li")
    ]
    assert [lead.text for lead in leads] == [lead.said.text for lead in written.report.summary]
    anchors = {each.attributes.get("id") for each in written.page.all()}
    for lead in leads:
        for link in lead.all("a"):
            assert link.attributes["href"].removeprefix("#") in anchors


def test_every_number_of_a_sentence_is_in_its_table_or_follows_from_it(
    written: Written,
) -> None:
    wrong, told = [], 0
    for figure in written.figures:
        derived = Derived([figure.data, *(data for _, data in figure.more)])
        for said in (figure.sentence, figure.lead, *figure.notes):
            for name, value in numbers_of(said):
                told += 1
                if not derived.has(value):
                    wrong.append((said.name if said else "", name, value))
    assert wrong == []
    assert told > 0


def numbers_of(said: Said | None) -> list[tuple[str, Any]]:
    """The numbers that a sentence was made from; days and names are none."""
    if said is None:
        return []
    return [
        (name, value)
        for name, value in said.values.items()
        if isinstance(value, int | float | Decimal)
    ]
