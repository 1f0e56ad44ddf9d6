"""LibreOffice opens CSV and workbooks without running or changing a cell."""

import os
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from runner.choices import Format
from tests.export.conftest import Export
from tests.export.test_spreadsheet_csv import CODES, FORMULAS, HARMLESS

SOFFICE = shutil.which("soffice") or ""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice Calc is not installed"),
]
COMMA, SEMICOLON = 44, 59
TEXTS = [*FORMULAS, *HARMLESS]


def opened(file: Path, *, into: Path, delimiter: int | None = None) -> list[list[Any]]:
    """The rows of a file as LibreOffice reads them, and that it sees no formula."""
    # The quote is ", the encoding UTF-8; all else as it is when a file is opened.
    reader = [f"--infilter=CSV:{delimiter},34,76"] if delimiter else []
    profile = f"-env:UserInstallation=file://{into / 'profile'}"
    command: list[str | Path] = [
        SOFFICE,
        profile,
        "--headless",
        *reader,
        "--convert-to",
        "xlsx",
        "--outdir",
        into,
    ]
    subprocess.run(
        [*command, file],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "HOME": str(into)},
    )
    made = into / f"{file.stem}.xlsx"
    with ZipFile(made) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "worksheets/sheet" in name]
    formulas = {text for sheet in sheets for text in re.findall(rb"<f[ >][^<]*", sheet)}
    # What LibreOffice writes for a truth.
    assert not {text for text in formulas if text.partition(b">")[2] != b"TRUE()"}
    book = CalamineWorkbook.from_path(made)
    name = "rows" if "rows" in book.sheet_names else book.sheet_names[0]
    return list(book.get_sheet_by_name(name).to_python())


def test_raw_csv_runs_and_changes_what_the_other_does_not(
    export_rows: Export, tmp_path: Path
) -> None:
    file = export_rows({"text": "varchar"}, [["=1+1"], ["011"]], Format.CSV, raw=True)
    with pytest.raises(AssertionError):
        opened(file, into=tmp_path / "formula", delimiter=COMMA)
    file = export_rows({"text": "varchar"}, [["x"], ["011"]], Format.CSV, raw=True)
    assert opened(file, into=tmp_path / "code", delimiter=COMMA)[2] == [11.0]


def test_no_text_of_the_csv_runs(export_rows: Export, tmp_path: Path) -> None:
    rows = [[text, Decimal("-1.5")] for text in TEXTS]
    file = export_rows({"text": "varchar", "number": "decimal(18, 4)"}, rows, Format.CSV)
    _, *found = opened(file, into=tmp_path / "comma", delimiter=COMMA)
    # A cell has line breaks of one kind.
    written = [
        (FORMULAS.get(text, text)).replace("\r\n", "\n").replace("\r", "\n") for text in TEXTS
    ]
    assert [str(cell) for cell, _ in found] == written
    assert {number for _, number in found} == {-1.5}


def test_no_text_runs_where_semicolons_split(export_rows: Export, tmp_path: Path) -> None:
    file = export_rows({"text": "varchar", "b": "integer"}, [[t, 1] for t in TEXTS], Format.CSV)
    assert len(opened(file, into=tmp_path / "semicolon", delimiter=SEMICOLON)) > len(TEXTS)


def test_codes_of_the_csv_stay_text(export_rows: Export, tmp_path: Path) -> None:
    file = export_rows({"code": "varchar"}, [[code] for code in CODES], Format.CSV)
    _, *found = opened(file, into=tmp_path / "codes", delimiter=COMMA)
    assert found == [[f"{code}\t"] for code in CODES]


def test_a_workbook_opens_as_it_was_written(export_rows: Export, tmp_path: Path) -> None:
    columns = {"text": "varchar", "amount": "decimal(18, 4)", "is_it": "boolean", "day": "date"}
    texts = [text for text in (*TEXTS, *CODES) if text]
    rows = [[text, Decimal("-1234.5600"), True, "2024-02-29"] for text in texts]
    found = opened(export_rows(columns, rows, Format.XLSX), into=tmp_path / "workbook")
    assert found[0] == list(columns)
    # LibreOffice keeps \r, and writes it as an escape that is read as \r again.
    assert [row[0] for row in found[1:]] == texts
    assert {(amount, is_it, str(day)) for _, amount, is_it, day in found[1:]} == {
        (-1234.56, True, "2024-02-29")
    }
