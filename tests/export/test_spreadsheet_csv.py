"""CSV: exact with --raw; without it, a spreadsheet neither runs nor changes a text."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runner.choices import Format
from tests.export.conftest import Export

# What a spreadsheet would run, each with what is written in its place. The first group is
# OWASP's, https://owasp.org/www-community/attacks/CSV_Injection.
FORMULAS = {
    "=1+1": "'=1+1",
    "+1+1": "'+1+1",
    "-1+1": "'-1+1",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1+1": "'\t'=1+1",
    "\rtext": "'\rtext",
    "\ntext": "'\ntext",
    "＝1+1": "'＝1+1",
    "＋1+1": "'＋1+1",
    "－1+1": "'－1+1",
    "＠SUM(A1)": "'＠SUM(A1)",
    '=HYPERLINK("https://example.com?x="&A1,"click")': (
        '\'=HYPERLINK("https://example.com?x="&A1,"click")'
    ),
    "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
    # What a spreadsheet may skip before it.
    "  =1+1": "'  =1+1",
    "\u00a0=1+1": "'\u00a0=1+1",
    "\u3000=1+1": "'\u3000=1+1",
    "\u200b=1+1": "'\u200b=1+1",
    "\ufeff=1+1": "'\ufeff=1+1",
    '"=1+1': "'\"=1+1",
    "'=1+1": "''=1+1",
    "“=1+1": "'“=1+1",
    # Where semicolons or line breaks are taken for the ends of cells.
    "text;=1+1": "text;'=1+1",
    'text;"=1+1': "text;\"'=1+1",
    "text\n=1+1": "text\n'=1+1",
    "text\r\n @SUM(A1)": "text\r\n '@SUM(A1)",
    "text\t+1": "text\t'+1",
    # No numbers, though they begin like one.
    "--1": "'--1",
    "-": "'-",
    "+4915112345678": "'+4915112345678",
}
# Texts that a spreadsheet shows as they are.
HARMLESS = ("C10387", "M?N", "a=b", "A, B and C", "5 orders", "王芳", "a-b", "x@example.com", "")
# Texts that a spreadsheet would take for something else.
CODES = (
    "011",
    "000",
    "0.10",
    "12345678901234567",  # 17 digits, of which it keeps 15
    "1E5",
    "1-2",
    "3/4",
    "2024-01-31",
    "31.01.2024",
    "12:30",
    "10:05 PM",
    "MAR1",
    "Sept 2",
    "2-Dec",
    "1 May 2024",
    "5%",
    "1,000",
    "$5",
    "true",
    "-0011",
    "2024年1月",
    "1e400",
)
# Words of which a code that only looks like a month is made.
NO_CODES = ("march", "may", "decider", "marketing", "12 Main Street", "5 PMs", "true story")


def read(file: Path) -> list[list[str]]:
    """All cells, and that the file begins as Excel wants it."""
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    with file.open(newline="", encoding="utf-8-sig") as opened:
        return list(csv.reader(opened))


def test_no_text_runs(export_rows: Export) -> None:
    file = export_rows({"text": "varchar"}, [[text] for text in FORMULAS], Format.CSV)
    assert read(file) == [["text"], *([written] for written in FORMULAS.values())]


def test_other_texts_stay(export_rows: Export) -> None:
    rows = [[text, 1] for text in (*HARMLESS, *NO_CODES)]
    file = export_rows({"text": "varchar", "number": "integer"}, rows, Format.CSV)
    assert read(file)[1:] == [[text, "1"] for text, _ in rows]


def test_a_code_stays_text_with_all_others_of_its_column(export_rows: Export) -> None:
    columns = {f"c{place}": "varchar" for place in range(len(CODES))}
    rows = [CODES, ["17"] * len(CODES), ["name"] * len(CODES)]
    # A tab behind it keeps it text; 17 too, so that no column is half numbers.
    assert read(export_rows(columns, rows, Format.CSV))[1:] == [
        [f"{code}\t" for code in CODES],
        ["17\t"] * len(CODES),
        ["name"] * len(CODES),
    ]


def test_where_no_code_would_change_numbers_stay_bare(export_rows: Export) -> None:
    rows = [["100", "-5"], ["17", "0.25"], ["C1", "999999999999999"]]
    file = export_rows({"id": "varchar", "number": "varchar"}, rows, Format.CSV)
    assert read(file)[1:] == rows


def test_numbers_stay_numbers(export_rows: Export) -> None:
    columns = {
        "amount": "decimal(18, 4)",
        "share": "double",
        "count": "integer",
        "day": "date",
        "is_it": "boolean",
    }
    rows: list[list[object]] = [
        [Decimal("-12.5000"), -0.25, -3, date(2024, 1, 31), True],
        [None, None, None, None, None],
    ]
    assert read(export_rows(columns, rows, Format.CSV))[1:] == [
        ["-12.5000", "-0.25", "-3", "2024-01-31", "true"],
        ["", "", "", "", ""],
    ]


def test_a_table_without_rows_has_its_header(export_rows: Export) -> None:
    file = export_rows({"a": "varchar", "b": "integer"}, [], Format.CSV)
    assert file.read_text(encoding="utf-8") == '\ufeff"a","b"\n'


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
numbers = st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=4))
tables = st.lists(st.tuples(st.one_of(st.none(), texts), numbers), min_size=1, max_size=8)
a_few = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.thorough
@a_few
@given(tables)
def test_raw_is_exact(export_rows: Export, rows: list[tuple[str | None, Decimal | None]]) -> None:
    columns = {"text": "varchar", "amount": "decimal(18, 4)"}
    file = export_rows(columns, rows, Format.CSV, raw=True)
    with duckdb.connect() as connection:
        read_back = f"from read_csv('{file}', columns = {columns}, allow_quoted_nulls = false)"
        assert connection.execute(read_back).fetchall() == [tuple(row) for row in rows]
    with file.open(newline="", encoding="utf-8") as opened:
        header, *lines = csv.reader(opened)
    assert header == ["text", "amount"]
    assert [line[0] for line in lines] == [text or "" for text, _ in rows]


opening = st.sampled_from([*"=+-@\t\r\n", "＝", "－", " =", "\u00a0@", '"=', "'+", ";=", "\n-"])
formulas = st.tuples(texts, opening, texts).map("".join)


@pytest.mark.thorough
@a_few
@given(st.lists(st.one_of(texts, formulas), min_size=1, max_size=8))
def test_no_text_at_all_runs(export_rows: Export, rows: list[str]) -> None:
    columns = {"text": "varchar", "number": "integer"}
    file = export_rows(columns, [[text, 1] for text in rows], Format.CSV)
    # However a spreadsheet splits: at commas, semicolons or tabs.
    for delimiter in (",", ";", "\t"):
        with file.open(newline="", encoding="utf-8-sig") as opened:
            cells = [cell for line in csv.reader(opened, delimiter=delimiter) for cell in line]
        for cell in cells:
            plain = cell.lstrip(' \t\r\n\u00a0"').replace("\t", "").rstrip(',1"')
            if plain[:1] in {*"=+-@", "＝", "－"} and plain:
                float(plain)  # a number
