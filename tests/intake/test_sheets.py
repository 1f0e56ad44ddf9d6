"""The cells of workbooks are read as texts that say what stands in them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from runner.errors import UserError
from runner.intake.reading import open_source
from runner.intake.sheets import text_of
from runner.warehouse import in_memory
from tests.intake.books import Cell, Number, write_ods, write_xlsx


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (7.0, "7"),
        (12.5, "12.5"),
        (0.1, "0.1"),
        (-0.0, "0"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        (100, "100"),
        (True, "true"),
        (False, "false"),
        ("007", "007"),
        (" ann\xa0", "ann"),
        ("", ""),
        (date(2024, 1, 5), "2024-01-05"),
        (datetime(2024, 1, 5, 10), "2024-01-05 10:00:00"),  # noqa: DTZ001 (Excel knows no zone)
        # A second as a fraction of a day, cut off.
        (datetime(2024, 1, 5, 9, 59, 59, 999_500), "2024-01-05 10:00:00"),  # noqa: DTZ001
        (datetime(2024, 1, 5, 9, 59, 59, 136_000), "2024-01-05 09:59:59.136000"),  # noqa: DTZ001
        (time(12, 30), "12:30:00"),
        (timedelta(hours=25, minutes=5), "25:05:00"),
    ],
)
def test_a_cell_is_its_shortest_exact_text(cell: object, text: str) -> None:
    assert text_of(cell) == text


def rows_of(file: Path) -> list[tuple[str | None, ...]]:
    """The rows that are read of a workbook."""
    with in_memory() as connection:
        connection.execute("set threads = 1")
        source = open_source(str(file), connection)
        return connection.execute(f"select * from {source.rows}").fetchall()


HEADER: list[Cell] = ["No", "Day", "Sum", "Paid"]


def test_excel_gives_dates_numbers_and_truth(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    # 45296 is 2024-01-05; .4375 of a day is half past ten.
    rows: list[list[Cell]] = [
        HEADER,
        ["001", Number("45296", 1), Number("7"), True],
        ["002", Number("45296.4375", 2), Number("12.50"), False],
    ]
    write_xlsx(file, {"Orders": rows})
    assert rows_of(file) == [
        ("001", "2024-01-05", "7", "true"),
        ("002", "2024-01-05 10:30:00", "12.5", "false"),
    ]


def test_libreoffice_gives_the_same(tmp_path: Path) -> None:
    file = tmp_path / "orders.ods"
    rows: list[list[Cell]] = [
        HEADER,
        ["001", Number("2024-01-05", 1), Number("7"), True],
        ["002", Number("2024-01-05T10:30:00", 2), Number("12.50"), False],
    ]
    write_ods(file, {"Orders": rows})
    assert rows_of(file) == [
        ("001", "2024-01-05", "7", "true"),
        ("002", "2024-01-05 10:30:00", "12.5", "false"),
    ]


def test_a_cell_that_spans_rows_is_in_each_and_a_title_that_spans_columns_in_none(
    tmp_path: Path,
) -> None:
    file = tmp_path / "orders.xlsx"
    rows: list[list[Cell]] = [
        ["Orders of 2024"],
        ["No", "Item", "Sum"],
        ["1", "shoes", Number("10")],
        [None, "socks", Number("2")],
        [None],
        ["2", "hat", Number("5")],
        ["Total"],
    ]
    write_xlsx(file, {"Orders": rows}, {"Orders": ["A1:C1", "A3:A4"]})
    assert rows_of(file) == [("1", "shoes", "10"), ("1", "socks", "2"), ("2", "hat", "5")]


def test_the_sheet_is_the_one_with_most_rows_or_the_one_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    rows: list[list[Cell]] = [[f"{number}", "a"] for number in range(3)]
    write_xlsx(file, {"May": [["No", "Name"], *rows[:1]], "June": [["No", "Name"], *rows]})
    assert len(rows_of(file)) == 3
    with in_memory() as connection:
        source = open_source(f"{file}#May", connection)
        assert source.given["convert"] == {"sheet": "May"}
        assert source.remarks == ()
        with pytest.raises(UserError, match=r"has no sheet Jule\. There are: May, June\."):
            open_source(f"{file}#Jule", connection)


def test_numbers_that_excel_has_cut_off_are_named(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    rows: list[list[Cell]] = [["No", "Name"], [Number("300012345678901234"), "300012345678901230"]]
    write_xlsx(file, {"Orders": rows})
    with in_memory() as connection:
        (remark,) = open_source(str(file), connection).remarks
    assert remark.startswith("No has numbers of more than 15 digits")


def test_a_book_without_a_table_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "notes.xlsx"
    write_xlsx(file, {"Notes": [["hello"], ["world"]]})
    with pytest.raises(UserError, match=r"notes\.xlsx, sheet Notes holds no table"):
        rows_of(file)
