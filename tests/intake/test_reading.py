"""What a user names is opened as the rows that stand in it, and dbt reads the same rows.

The expected rows are the three orders below, in whatever form a file has them.
"""

import gzip
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from runner.errors import UserError
from runner.intake.convert import prepared
from runner.intake.looks import How
from runner.intake.reading import open_source, open_sources
from runner.warehouse import Connection, in_memory
from tests.inputs.files import Files
from tests.intake.books import write_ods, write_xlsx

NAMES = ("No", "Buyer", "Day", "Sum")
ROWS: list[tuple[str, ...]] = [
    ("007", "Zoë", "2024-01-05 10:00:00", "12.5"),
    ("008", "王小明", "2024-01-06 23:30:00", "7"),
    ("300012345678901234", 'a "b", c', "2024-02-29 00:00:01", "1000"),
]
WESTERN: list[tuple[str, ...]] = [
    (*row[:1], row[1].replace("王小明", "Jürgen"), *row[2:]) for row in ROWS
]
CHINESE: list[tuple[str, ...]] = [
    (*row[:1], row[1].replace("Zoë", "李丽华"), *row[2:]) for row in ROWS
]
MAPPED = {"order_id": "No", "customer_id": "Buyer", "ordered_at": "Day", "gross_amount": '"Sum"'}


def text(
    rows: list[tuple[str, ...]] = ROWS,
    *,
    delimiter: str = ",",
    names: tuple[str, ...] = NAMES,
    end: str = "\n",
) -> str:
    """Rows as CSV, written without csv of Python."""
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    lines = [delimiter.join(row) for row in quoted]
    return end.join([delimiter.join(names), *lines, ""])


def packed(*files: tuple[str, bytes]) -> bytes:
    """A ZIP archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, of_file in files:
            archive.writestr(name, of_file)
    return content.getvalue()


def utf_8(content: str) -> bytes:
    """A text as it is on disk."""
    return content.encode()


@dataclass(frozen=True)
class Case:
    """A file, what must be said to read it, and its rows."""

    content: bytes | Callable[[Path], None]
    given: dict[str, object] = field(default_factory=dict)
    rows: list[tuple[str, ...]] = field(default_factory=lambda: ROWS)
    how: How | None = None
    part: str = ""


def workbook(file: Path) -> None:
    """The orders, below a title, beside an empty column; and another, smaller sheet."""
    header = [None, *NAMES]
    orders = [[None, *row] for row in ROWS]
    write_xlsx(
        file,
        {
            "Notes": [["Key", "Value"], ["made by", "ann"]],
            "Orders": [["Orders of 2024"], [], header, *orders[:1], [], *orders[1:]],
        },
    )


def sqlite(file: Path) -> None:
    """The orders and another table."""
    with sqlite3.connect(file) as connection:
        connection.execute("create table orders (No text, Buyer text, Day text, Sum)")
        connection.executemany("insert into orders values (?, ?, ?, ?)", ROWS)
        connection.execute("create table others (x)")
    connection.close()


def database(file: Path) -> None:
    """The orders in a schema."""
    with duckdb.connect(file) as connection:
        connection.execute("create schema shop")
        table = "shop.shop.orders"
        connection.execute(f"create table {table} (No text, Buyer text, Day text, Sum text)")
        connection.executemany(f"insert into {table} values (?, ?, ?, ?)", ROWS)


def parquet(file: Path) -> None:
    """The orders."""
    with duckdb.connect() as connection:
        connection.execute("create table orders (No text, Buyer text, Day text, Sum text)")
        connection.executemany("insert into orders values (?, ?, ?, ?)", ROWS)
        connection.execute(f"copy orders to '{file}' (format parquet)")


def zstandard(file: Path) -> None:
    """The orders as CSV."""
    with duckdb.connect() as connection:
        connection.execute("create table orders (No text, Buyer text, Day text, Sum text)")
        connection.executemany("insert into orders values (?, ?, ?, ?)", ROWS)
        connection.execute(f"copy orders to '{file}' (format csv, compression zstd)")


OBJECTS = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
BILL = (
    "Bill of a payment service\nAccount:,[ann@example.com]\n\n--- Orders ---\n"
    f"{text()}----------\n3 orders, 1019.50\nMade at,[2024-03-01 00:00:00]\n"
)
CASES = {
    "orders.csv": Case(utf_8(text())),
    "orders of 2024 [1].csv": Case(utf_8(text())),
    "bom.csv": Case(b"\xef\xbb\xbf" + utf_8(text())),
    "crlf.csv": Case(utf_8(text(end="\r\n"))),
    "semicolon.csv": Case(utf_8(text(delimiter=";"))),
    "tab.tsv": Case(utf_8(text(delimiter="\t"))),
    "bar.txt": Case(utf_8(text(delimiter="|"))),
    "caret.csv": Case(utf_8(text(delimiter="^")), {"read_options": {"delim": "^"}}),
    "orders": Case(utf_8(text()), {"format": "csv"}),
    "packed.csv.gz": Case(gzip.compress(utf_8(text()))),
    "hidden.csv": Case(gzip.compress(utf_8(text())), {"read_options": {"compression": "gzip"}}),
    "gbk.csv": Case(text(CHINESE).encode("gbk"), {"convert": {"encoding": "gb18030"}}, CHINESE),
    "big5.csv": Case(
        text(WESTERN[2:] * 2 + [("1", "陳美玲", "2024-01-05", "1")]).encode("big5"),
        {"convert": {"encoding": "big5hkscs"}},
        [*WESTERN[2:] * 2, ("1", "陳美玲", "2024-01-05", "1")],
    ),
    "western.csv": Case(
        text(WESTERN).encode("cp1252"), {"convert": {"encoding": "cp1252"}}, WESTERN
    ),
    "western.csv.gz": Case(
        gzip.compress(text(WESTERN).encode("cp1252")),
        {"convert": {"encoding": "cp1252"}},
        WESTERN,
    ),
    "utf16.xls": Case(
        text(delimiter="\t", end="\r\n").encode("utf-16"), {"convert": {"encoding": "utf-16"}}
    ),
    "utf16 without mark.csv": Case(
        text(WESTERN).encode("utf-16-be"), {"convert": {"encoding": "utf-16-be"}}, WESTERN
    ),
    "empty first line.csv": Case(utf_8("\n" + text()), {"read_options": {"skip": 1}}),
    "title.csv": Case(utf_8("Orders of 2024,,,\n,,,\n" + text()), {"read_options": {"skip": 2}}),
    "header on line 41.csv": Case(
        utf_8("# a line of terms\n" * 40 + text()), {"convert": {"header_line": 41}}
    ),
    "bill.csv": Case(utf_8(BILL), {"convert": {"stop_at": "------", "header_line": 5}}),
    "totals.csv": Case(utf_8(text() + "Total,3,1019.50\n"), {"convert": {"stop_at": "Total"}}),
    "header again.csv": Case(
        utf_8(text(ROWS[:1]) + text(ROWS[1:])), {"convert": {"header_line": 1}}
    ),
    "no header.csv": Case(
        utf_8(text().partition("\n")[2]),
        {"read_options": {"delim": ",", "header": False}},
        how=How(has_header=False),
    ),
    "twice.csv": Case(
        utf_8(text(names=(*NAMES, "No"), rows=[(*row, "x") for row in ROWS])),
        {"read_options": {"header": True, "names": [*NAMES, "No_1"]}},
        [(*row, "x") for row in ROWS],
    ),
    "backslash.csv": Case(utf_8(text().replace('""', '\\"')), {"read_options": {"escape": "\\"}}),
    "orders.parquet": Case(parquet),
    "packed.csv.zst": Case(zstandard),
    "array.json": Case(utf_8(json.dumps(OBJECTS))),
    "lines.jsonl": Case(utf_8("\n".join(json.dumps(one) for one in OBJECTS))),
    "lines.txt": Case(utf_8("\n".join(json.dumps(one) for one in OBJECTS)), {"format": "json"}),
    "nested.json": Case(
        utf_8(json.dumps({"page": [1, 2], "data": {"orders": OBJECTS, "next": "}]"}}, indent=1)),
        {"convert": {"key": "data.orders"}},
    ),
    "utf16.json": Case(
        json.dumps(OBJECTS, ensure_ascii=False).encode("utf-16"),
        {"convert": {"encoding": "utf-16"}},
    ),
    "orders.xlsx": Case(workbook, {"convert": {"sheet": "Orders", "header_line": 3}}),
    "orders.ods": Case(
        lambda file: write_ods(file, {"Sheet1": [list(NAMES), *map(list, ROWS)]}),
        {"convert": {"sheet": "Sheet1"}},
    ),
    "shop.db": Case(sqlite, {"convert": {"table": "orders"}}, part="orders"),
    "shop.duckdb": Case(database, {"convert": {"table": "shop.orders"}}),
    "orders.zip": Case(
        packed(("__MACOSX/._x.csv", b"x"), ("export/订单.csv", utf_8(text()))),
        {"convert": {"member": "export/订单.csv"}},
    ),
    "bill.zip": Case(
        packed(("bill.csv", text(CHINESE).encode("gbk")), ("readme.txt", b"Thank you.")),
        {"convert": {"member": "bill.csv", "encoding": "gb18030"}},
        CHINESE,
    ),
}


@pytest.fixture
def connection() -> Iterator[Connection]:
    """To an empty database; one thread keeps the order of the rows."""
    with in_memory() as lent:
        lent.execute("set threads = 1")
        yield lent


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """dbt, to read files."""
    return Files(tmp_path_factory.mktemp("files"))


def put(folder: Path, name: str, content: bytes | Callable[[Path], None]) -> Path:
    """Put a file into a folder."""
    file = folder / name
    if callable(content):
        content(file)
    else:
        file.write_bytes(content)
    return file


@pytest.mark.parametrize("name", CASES)
def test_dbt_reads_the_rows_that_are_shown_and_these_stand_in_the_file(
    name: str, connection: Connection, files: Files, tmp_path: Path
) -> None:
    case = CASES[name]
    file = put(tmp_path, name, case.content)
    named = f"{file}#{case.part}" if case.part else str(file)
    source = open_source(named, connection, case.how)
    shown = connection.execute(f"select * from {source.rows}").fetchall()
    assert shown == case.rows
    assert {key: source.given[key] for key in source.given if key != "location"} == case.given
    columns = dict(zip(MAPPED, (f'"{name}"' for name in source.columns), strict=False))
    mapped = {**source.given, "columns": columns}
    ready = prepared({"orders": mapped}, tmp_path / "shop.inputs")["orders"]
    staged = files.read(ready.pop("location"), **ready)
    assert [tuple(row[name] for name in MAPPED) for row in staged] == [row[:4] for row in case.rows]


def test_files_of_a_glob_with_the_same_columns_are_one_table(
    connection: Connection, tmp_path: Path
) -> None:
    put(tmp_path, "orders_1.csv", utf_8(text(ROWS[:1])))
    put(tmp_path, "orders_2.csv", utf_8("Title,,,\n" + text(ROWS[1:], delimiter=";")))
    source = open_source(f"{tmp_path}/orders_*.csv", connection)
    assert source.given == {"location": f"{tmp_path}/orders_*.csv"}
    assert sorted(connection.execute(f"select * from {source.rows}").fetchall()) == ROWS


def test_files_of_a_glob_are_converted_one_by_one(connection: Connection, tmp_path: Path) -> None:
    for number in (0, 1):
        content = text(CHINESE[number : number + 1]).encode("gbk")
        put(tmp_path, f"orders_{number}.csv", content)
    source = open_source(f"{tmp_path}/*.csv", connection)
    assert source.given["convert"] == {"encoding": "gb18030"}
    assert sorted(connection.execute(f"select * from {source.rows}").fetchall()) == CHINESE[:2]


def test_files_with_other_columns_are_several_tables(
    connection: Connection, tmp_path: Path
) -> None:
    put(tmp_path, "orders.csv", utf_8(text()))
    put(tmp_path, "people.csv", b"Buyer,Mail\nann,ann@example.com\n")
    put(tmp_path, "terms.pdf", b"%PDF-1.7")
    found = open_sources([str(tmp_path / "*.csv")], connection)
    assert [source.columns for source in found] == [NAMES, ("Buyer", "Mail")]
    with pytest.raises(UserError, match=r"several tables: .*orders.csv, .*people.csv"):
        open_source(str(tmp_path / "*.csv"), connection)
    of_folder = open_sources([str(tmp_path)], connection)
    assert [source.columns for source in of_folder] == [NAMES, ("Buyer", "Mail")]
    assert of_folder[0].remarks == (
        f"Not read, since no table was found in it: {tmp_path}/terms.pdf.",
    )


def test_a_database_without_a_table_is_all_its_tables(
    connection: Connection, tmp_path: Path
) -> None:
    file = put(tmp_path, "shop.db", sqlite)
    found = open_sources([str(file)], connection)
    assert [source.name for source in found] == [f"{file}#orders", f"{file}#others"]


REMARKS = {
    "gbk.csv": "It is in GB18030 (GBK): a build reads a copy in UTF-8.",
    "semicolon.csv": "Its fields are separated by semicolons.",
    "title.csv": "Its header is on line 3; the lines above it are left out.",
    "bill.csv": "The lines below its rows, from ------ on, are left out.",
    "header again.csv": "Its header is repeated among the rows; the repeats are left out.",
    "twice.csv": "Several columns are called No; one of them is No_1 here.",
    "backslash.csv": "Quotes in its texts are escaped by a backslash.",
    "orders.xlsx": "The sheet Orders has the most rows; not read: Notes.",
    "nested.json": "Its rows are the objects under data.orders.",
    "bill.zip": "Not read, since no table was found in it: {}#readme.txt.",
}


@pytest.mark.parametrize("name", REMARKS)
def test_what_was_found_out_is_said(name: str, connection: Connection, tmp_path: Path) -> None:
    file = put(tmp_path, name, CASES[name].content)
    source = open_source(str(file), connection, CASES[name].how)
    assert REMARKS[name].format(file) in source.remarks


def test_a_plain_file_is_without_remarks(connection: Connection, tmp_path: Path) -> None:
    assert open_source(str(put(tmp_path, "o.csv", utf_8(text()))), connection).remarks == ()


ERRORS: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", r"empty\.csv is empty\. It must begin"),
    "one column.csv": (b"No\n1\n2\n", "one column.csv holds no table"),
    "no header.csv": (
        b"1,ann,2024-01-05\n2,bob,2024-01-06\n",
        "line 1: that is a row of data.*--no-header",
    ),
    "short.csv": (
        utf_8(text() + "1,2\n" + text(ROWS[:1]).partition("\n")[2]),
        "short.csv, line 5: the header has 4 fields, this line 2",
    ),
    "gbk short.csv": (
        ("Title\n" + text(CHINESE) + "1,2\n").encode("gbk") + b"1,2,3,4\n",
        "gbk short.csv, line 6: the header has 4 fields, this line 2",
    ),
    "quote.csv": (utf_8(text() + '1,"2,3,4\n' * 3), "quote.csv, line 5: a quote is not closed"),
    "half.csv": (
        utf_8(text(WESTERN)) + "1,Müller,2,3\n".encode("cp1252"),
        "half.csv, line 5: a character there is not UTF-8, unlike the rest",
    ),
    "page.xls": (
        b"<html><table><tr><td>No</td></tr></table></html>",
        r"is HTML or XML.*\.xlsx or as CSV",
    ),
    "bill.pdf": (b"%PDF-1.7\n", "bill.pdf is a PDF"),
    "damaged.csv.gz": (gzip.compress(utf_8(text()))[:40], "damaged.csv.gz is damaged"),
    "damaged.zip": (packed(("a.csv", utf_8(text())))[:40], "damaged"),
    "two.json": (b'{"a": [{"x": 1}], "b": [{"y": 1}]}', "two.json holds several .*#a, .*#b"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_what_cannot_be_read_says_where_and_what_to_do(
    name: str, connection: Connection, tmp_path: Path
) -> None:
    content, sentence = ERRORS[name]
    file = put(tmp_path, name, content)
    with pytest.raises(UserError, match=sentence) as error:
        open_source(str(file), connection)
    assert "tiers-" not in str(error.value), "names the copy"


def test_a_name_that_means_nothing_is_an_error(connection: Connection, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"There is no file .*nowhere\.csv"):
        open_source(f"{tmp_path}/nowhere.csv", connection)
    with pytest.raises(UserError, match="nothing is fetched from a network"):
        open_source("https://example.com/orders.csv", connection)
    file = put(tmp_path, "shop.db", sqlite)
    with pytest.raises(UserError, match=r"has no table order.* There are: orders, others"):
        open_source(f"{file}#order", connection)
