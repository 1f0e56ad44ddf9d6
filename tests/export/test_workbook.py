"""Workbooks: every cell is what the database has, of its type, and nothing runs."""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from runner.choices import Format
from runner.errors import ExitCode, UserError
from runner.export import page, workbook
from runner.export.export import export
from runner.export.shapes import ExportRequest
from runner.export.workbook import sheet_names
from runner.serve.marks import Mark, Marks, read_marks
from tests.conftest import PROJECT
from tests.export.conftest import Export
from tests.export.test_spreadsheet_csv import FORMULAS

WIDE = {
    "store_id": "varchar",
    "customer_id": "varchar",
    "first_order_date": "date",
    "net_revenue": "decimal(18, 4)",
    "revenue_share": "double",
    "order_count": "integer",
    "is_effective": "boolean",
    "ordered_at": "timestamp",
    "rfm_value_code": "varchar",
    "exchange_rate": "decimal(18, 8)",
}


def cells(file: Path, sheet: str) -> list[list[Any]]:
    return list(CalamineWorkbook.from_path(file).get_sheet_by_name(sheet).to_python())


def xml_of(file: Path, sheet: int) -> str:
    with ZipFile(file) as book:
        return book.read(f"xl/worksheets/sheet{sheet}.xml").decode()


def test_cells_have_the_types_of_the_database(export_rows: Export) -> None:
    rows: list[list[object]] = [
        [
            "north",
            "0017",
            date(2024, 2, 29),
            Decimal("-1234.5600"),
            0.1 + 0.2,
            3,
            True,
            datetime(2024, 1, 31, 18, 0),  # noqa: DTZ001
            "011",
            Decimal("1.06040000"),
        ],
        ["north", "18", *[None] * 8],
        [None, "19", *[None] * 7, 2],
    ]
    file = export_rows(WIDE, rows, Format.XLSX)
    header, first, second, third = cells(file, "rows")
    assert header == list(WIDE)
    assert first == [
        "north",
        "0017",
        date(2024, 2, 29),
        -1234.56,
        0.1 + 0.2,
        3.0,
        True,
        datetime(2024, 1, 31, 18, 0),  # noqa: DTZ001
        "011",
        1.0604,
    ]
    assert second == ["north", "18", *[""] * 8]
    assert third == ["", "19", *[""] * 7, 2.0]


def test_numbers_are_shown_as_people_write_them(export_rows: Export) -> None:
    row = ["n", "1", date(2024, 1, 1), 1, 0.5, 1, True, datetime(2024, 1, 1), "011", 1]  # noqa: DTZ001
    file = export_rows(WIDE, [row], Format.XLSX)
    with ZipFile(file) as book:
        styles = book.read("xl/styles.xml").decode()
    codes = {"0": "General", "3": "#,##0", "4": "#,##0.00", "49": "@"}
    codes |= dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]+)"', styles))
    of_style = re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])
    shown = dict(re.findall(r'<c r="([A-Z])2" s="(\d+)"', xml_of(file, 2)))
    assert [codes[of_style[int(style)]] for style in shown.values()] == [
        "@",
        "@",
        "yyyy-mm-dd",
        "#,##0.00",
        "0.0%",
        "#,##0",
        "General",
        "yyyy-mm-dd hh:mm:ss",
        "@",
        "#,##0.00######",
    ]


def test_the_header_stays_and_filters(export_rows: Export) -> None:
    rows = [["n", str(number), *[None] * 8] for number in range(7)]
    xml = xml_of(export_rows(WIDE, rows, Format.XLSX), 2)
    # Below the first row, right of who it is.
    assert '<pane xSplit="2" ySplit="1" topLeftCell="C2"' in xml
    assert '<autoFilter ref="A1:J8"/>' in xml
    assert '<dimension ref="A1:J8"/>' in xml


def test_no_text_is_a_formula_or_a_link(export_rows: Export) -> None:
    texts = [*FORMULAS, "https://example.com", "mailto:a@example.com", "<r><t>x</t></r>", "&amp;"]
    file = export_rows({"text": "varchar"}, [[text] for text in texts], Format.XLSX)
    assert [cell for (cell,) in cells(file, "rows")[1:]] == texts
    with ZipFile(file) as book:
        parts = {part: book.read(part).decode() for part in book.namelist()}
    assert not any("<f" + end in xml for xml in parts.values() for end in (">", " "))
    assert not any("<hyperlink" in xml or "/hyperlink" in xml for xml in parts.values())


def test_what_no_cell_holds_is_text(export_rows: Export) -> None:
    columns = {"amount": "double", "count": "hugeint", "day": "date", "moment": "timestamp"}
    rows: list[list[object]] = [
        [math.inf, 10**15, date(1900, 2, 28), datetime(1899, 12, 31, 6, 30)],  # noqa: DTZ001
        [-math.inf, -(10**15), date(1900, 3, 1), datetime(9999, 12, 31, 12, 0)],  # noqa: DTZ001
        [math.nan, 10**15 - 1, date(9999, 12, 31), datetime(1900, 3, 1)],  # noqa: DTZ001
    ]
    assert cells(export_rows(columns, rows, Format.XLSX), "rows")[1:] == [
        ["inf", "1000000000000000", "1900-02-28", "1899-12-31 06:30:00"],
        ["-inf", "-1000000000000000", date(1900, 3, 1), datetime(9999, 12, 31, 12, 0)],  # noqa: DTZ001
        ["nan", 999999999999999.0, date(9999, 12, 31), date(1900, 3, 1)],
    ]


def test_a_text_too_long_for_a_cell_says_so(export_rows: Export) -> None:
    # A character beyond the first plane counts twice.
    texts = ["x" * 32_767, "x" * 32_768, "😀" * 16_383, "😀" * 16_384]
    file = export_rows({"text": "varchar"}, [[text] for text in texts], Format.XLSX)
    found = [cell for (cell,) in cells(file, "rows")[1:]]
    assert found[0] == texts[0]
    assert found[2] == texts[2]
    for cut in (found[1], found[3]):
        assert cut.endswith(" … (cut: a cell holds 32,767 characters)")
        assert 16_000 < len(cut.encode("utf-16-le")) / 2 <= 32_767


characters = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")
texts = st.one_of(
    st.text(characters, min_size=1, max_size=12),
    st.sampled_from(["_x0041_", "_x005F_", "<r>&</r>", " \t ", "]]>", "a\r\nb", "\x01", "\x00"]),
)


@pytest.mark.thorough
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(texts, st.floats(allow_nan=False, allow_infinity=False)), min_size=1))
def test_any_text_and_number_comes_back(export_rows: Export, rows: list[tuple[str, float]]) -> None:
    file = export_rows({"text": "varchar", "number": "double"}, rows, Format.XLSX)
    assert [tuple(row) for row in cells(file, "rows")[1:]] == rows


def test_what_no_xml_holds_is_replaced(export_rows: Export) -> None:
    file = export_rows({"text": "varchar"}, [["a\ufffeb\uffffc"]], Format.XLSX)
    assert cells(file, "rows")[1] == ["a\ufffdb\ufffdc"]


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Tiers", "tiers", "TIERS"], ["Tiers", "tiers 2", "TIERS 3"]),
        (["a/b:c*d?e[f]g\\h"], ["a_b_c_d_e_f_g_h"]),
        (["'quoted'"], ["quoted"]),
        (["x" * 40, "x" * 31, "x" * 35], ["x" * 31, "x" * 29 + " 2", "x" * 29 + " 3"]),
    ],
)
def test_sheets_have_names_that_a_workbook_takes(titles: Sequence[str], names: list[str]) -> None:
    assert sheet_names(titles) == names


MANY = "create schema marts; create table marts.many as select i as number from range({}) t (i);"


def many(tmp_path: Path, rows: int) -> ExportRequest:
    database = tmp_path / "many.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute(MANY.format(rows))
        connection.execute("create table marts.few as select 1 as number")
    marks = Marks({"many": {"number": Mark()}, "few": {"number": Mark()}})
    return ExportRequest(database, PROJECT, marks, Format.XLSX, tmp_path / "out")


def test_what_does_not_fit_into_a_sheet_is_said_before_anything_is_written(tmp_path: Path) -> None:
    request = many(tmp_path, rows=1_048_576)
    with pytest.raises(UserError) as caught:
        export(request)
    assert str(caught.value) == (
        "A sheet holds 1,048,575 rows below its header, and these have more: many 1,048,576 rows."
        " Name fewer tables, leave --as-of at the newest date, or take --format csv or parquet."
    )
    assert caught.value.code == ExitCode.USAGE_ERROR
    assert not request.out.exists()


@pytest.mark.slow
def test_the_last_row_that_fits_is_written(tmp_path: Path) -> None:
    (file,) = export(many(tmp_path, rows=1_048_575))
    # One workbook for both tables.
    assert file.file.name == "customer_tiers.xlsx"
    assert [(table.name, table.rows) for table in file.tables] == [("few", 1), ("many", 1_048_575)]
    found = cells(file.file, "many")
    assert len(found) == 1_048_576
    assert found[-1] == [1_048_574.0]


def test_more_columns_than_a_sheet_holds_are_refused(
    export_rows: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_COLUMNS", 2)
    columns = dict.fromkeys("abc", "integer")
    with pytest.raises(UserError, match="A sheet holds 2 columns, and rows has 3"):
        export_rows(columns, [], Format.XLSX)


def test_a_sheet_that_would_be_too_large_a_file_is_refused(
    export_rows: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_BYTES", 1_000)
    rows = [["x" * 50] for _ in range(100)]
    with pytest.raises(UserError, match="rows would take more than 2 GB as a sheet"):
        export_rows({"text": "varchar"}, rows, Format.XLSX)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("most", [0, 10**9])
def test_large_sheets_are_the_same(
    export_rows: Export, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(page, "MANY_CELLS", most)
    rows: list[list[str | None]] = [
        [None, "a", None],
        ["b", None, None],
        [None, None, "c"],
        [None] * 3,
        ["d", "e", "f"],
    ]
    file = export_rows(dict.fromkeys("abc", "varchar"), rows, Format.XLSX)
    assert cells(file, "rows")[1:] == [[cell or "" for cell in row] for row in rows]
    assert ('<c r="A3"' in xml_of(file, 2)) == (most > 0)


@pytest.mark.builds
@pytest.mark.thorough
def test_the_sample_shop_comes_back_cell_by_cell(sample_database: Path, tmp_path: Path) -> None:
    tables = ("customer_tiers", "tier_summary", "tier_cuts", "accepted_orders", "customer_actions")
    request = ExportRequest(
        sample_database, PROJECT, read_marks(PROJECT), Format.XLSX, tmp_path, tables=tables
    )
    (file,) = export(request)
    with duckdb.connect(sample_database, read_only=True) as connection:
        for table in tables:
            header, *found = cells(file.file, table)
            day = "where as_of_date = date '2025-12-31'" if "as_of_date" in header else ""
            # As the sheet has it: a date is no time, and no number is a decimal.
            columns = ", ".join(header)
            there = connection.execute(f"select {columns} from marts.{table} {day}").fetchall()
            assert sorted(map(str, found)) == sorted(str([as_cell(v) for v in r]) for r in there)
            assert found


def as_cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date()
    return value
