"""Files arrive whole: every row, every column and the text of every value, or an error says why.

The expected values come from another reader: Python's csv and json.
"""

import csv
import gzip
import io
import json
import re
from collections.abc import Mapping
from typing import Any, Literal

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.inputs.files import COLUMNS, Files, StoppedError
from tests.results.variants import few_times

HEADER = "order_id,customer_id,ordered_at,gross_amount\n"
GOOD = f"{HEADER}1,ann,2024-01-05,10\n2,bob,2024-02-05,20\n"
NAMES = list(COLUMNS)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A folder for the files."""
    return Files(tmp_path_factory.mktemp("files"))


def order(order_id: object, **more: object) -> dict[str, object]:
    """A good order as one may stand in a JSON file."""
    return {
        "order_id": order_id,
        "customer_id": "ann",
        "ordered_at": "2024-01-05",
        "gross_amount": 10,
        **more,
    }


# --- CSV: right --------------------------------------------------------------------------


def records(text: str, delimiter: str = ",") -> list[dict[str, str | None]]:
    """What Python's csv finds in a text; an empty field is null."""
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [{name: row[name] or None for name in NAMES} for row in rows]


RIGHT = {
    "ids that begin with #": f"{HEADER}1,ann,2024-01-05,10\n#2,#bob,2024-01-05,#\n#,cem,,\n",
    "only ids with #": f"{HEADER}#1,ann,2024-01-05,10\n#2,bob,2024-01-05,10\n",
    "a byte order mark": f"\ufeff{GOOD}",
    "two byte order marks": f"\ufeff\ufeff{GOOD}",
    "CRLF": GOOD.replace("\n", "\r\n"),
    "CR": GOOD.replace("\n", "\r"),
    "no last line end": GOOD[:-1],
    "a line break in quotes": f'{HEADER}1,"an\nn","2024-01-05",10\n',
    "CRLF in quotes": f'{HEADER}1,"an\nn","2024-01-05",10\n'.replace("\n", "\r\n"),
    "a quote within a field": f'{HEADER}1,5" pipe,2024-01-05,10\n2,bob,2024-01-05,10\n',
    "doubled quotes": f'{HEADER}1,"a ""b"", c",2024-01-05,10\n',
    "an apostrophe": f"{HEADER}1,O'Neil,2024-01-05,10\n2,'bob',2024-01-05,10\n",
    "empty quotes": f'{HEADER}1,"",2024-01-05,10\n',
    "empty lines": f"{HEADER}\n1,ann,2024-01-05,10\n\n\n2,bob,2024-01-05,10\n\n",
    "lines of commas": f"{HEADER},,,\n1,ann,2024-01-05,10\n,,,\n",
    "a total": f"{GOOD}Total,,,30\n",
    "the header again": f"{GOOD}{GOOD}",
    "a header alone": HEADER,
    "a NUL in a field": f"{HEADER}1,a\0nn,2024-01-05,10\n",
    "numbers with zeros and points": f"{HEADER}007,1.0,2024-01-05,10.50\n8,1e5,20240105,+7\n",
    "words that mean something": f"{HEADER}NULL,nan,None,true\n\\N,-,inf,N/A\n",
}


@pytest.mark.parametrize("case", RIGHT)
def test_a_csv_file_is_read_as_it_stands(case: str, files: Files) -> None:
    files.put({"orders.csv": RIGHT[case]})
    found = files.read("orders.csv")
    assert [{name: row.get(name) for name in NAMES} for row in found] == records(
        RIGHT[case].lstrip("\ufeff")
    )


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_the_header_says_what_parts_the_fields(sign: str, files: Files) -> None:
    text = f"{HEADER}1,an n,2024-01-05,10\n".replace(",", sign)
    # More commas than anything else, and all of them data.
    text += f"2{sign}b,o,b{sign}1,2,3,4{sign}20,50\n" * 3
    files.put({"orders.csv": text})
    assert files.read("orders.csv") == records(text, sign)


@pytest.mark.parametrize(
    "before", ["Orders of 2024\n", "Orders of 2024\n\n", "\n\n", "shop;north\nuser,ann\n"]
)
def test_what_stands_before_the_header_is_no_data(before: str, files: Files) -> None:
    for text in (GOOD, GOOD.replace("\n", "\r\n")):
        files.put({"orders.csv": before.replace("\n", text[-2:].lstrip("0")) + text})
        assert files.read("orders.csv") == records(GOOD)


def test_excels_first_line_is_no_data(files: Files) -> None:
    files.put({"orders.csv": "sep=;\n" + GOOD.replace(",", ";")})
    assert files.read("orders.csv") == records(GOOD)


@pytest.mark.parametrize(
    ("late", "header"),
    [
        ('30000,"Miller, Ann",2024-01-05,10\n', HEADER),
        ('30000,"two\nlines",2024-01-05,10\n', HEADER),
        ("#30000,ann,2024-01-05,10\n", HEADER),
        ("30000,;|;|,2024-01-05,10\n", HEADER),
    ],
)
def test_what_comes_after_thirty_thousand_rows_is_read_alike(
    late: str, header: str, files: Files
) -> None:
    text = header + "".join(f"{number},ann,2024-01-05,10\n" for number in range(30_000)) + late * 2
    files.put({"orders.csv": text})
    assert files.read("orders.csv") == records(text)


# Among lines that end with CRLF, DuckDB 2.0 takes the sign behind a lone CR for broken.
CR_BEFORE_A_SIGN_OF_SEVERAL_BYTES = re.compile("\r[^\\x00-\\x7f]")


def test_a_sign_behind_a_lone_carriage_return_stops_the_build(files: Files) -> None:
    rows = '1,"\r\U000a9753",2024-01-05,10\n' + "2,bob,2024-01-05,10\n" * 30
    files.put({"orders.csv": f"{HEADER}{rows}".replace("\n", "\r\n")})
    with pytest.raises(StoppedError, match="not utf-8"):
        files.read("orders.csv")


cells = st.text(
    st.sampled_from("ab1,;|#'\"\\ \t\n\r-.é张\u3000")
    | st.characters(exclude_categories=["Cs", "Cc"]),
    max_size=5,
)


@few_times
@given(
    rows=st.lists(st.lists(cells, min_size=4, max_size=4), min_size=30, max_size=60),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(("\n", "\r\n")),
    quoting=st.sampled_from((csv.QUOTE_ALL, csv.QUOTE_MINIMAL)),
)
def test_any_csv_file_that_python_writes_is_read_as_python_reads_it(
    rows: list[list[str]], delimiter: str, line_end: str, quoting: Literal[0, 1], files: Files
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    # The last is never empty, or a row without a text would be an empty line.
    written = [[*row, "."] for row in rows]
    writer.writerows([[*NAMES, "last"], *written])
    assume(not CR_BEFORE_A_SIGN_OF_SEVERAL_BYTES.search(text.getvalue()))
    files.put({"orders.csv": text.getvalue()})
    found = files.read("orders.csv")
    assert [[row.get(name) for name in NAMES] for row in found] == [
        [cell or None for cell in row] for row in rows
    ]


def test_all_columns_of_all_files_are_there(files: Files) -> None:
    more = f"{HEADER.strip()},refund_amount\n3,cem,2024-03-05,30,7\n"
    other_order = "gross_amount,ORDER_ID,ordered_at,customer_id\n40,4,2024-03-05,dai\n"
    expected = [
        *[{**row, "refund_amount": None} for row in records(GOOD)],
        {**records(more)[0], "refund_amount": "7"},
        {**records(GOOD)[0], "order_id": "4", "customer_id": "dai", "ordered_at": "2024-03-05"}
        | {"gross_amount": "40", "refund_amount": None},
    ]
    for names in ("abc", "bca", "cab"):
        contents = (GOOD, more, other_order)
        files.put({f"{name}.csv": text for name, text in zip(names, contents, strict=True)})
        found = files.read("*.csv")
        assert sorted(found, key=lambda row: str(row["order_id"])) == expected


def test_each_file_of_a_glob_has_its_own_beginning(files: Files) -> None:
    third = "3;cem;2024-03-05;30\n"
    files.put(
        {
            "a.csv": GOOD,
            "b.csv": "Orders\n\n" + HEADER.replace(",", ";") + third,
            "c.csv": "",
            "d.csv": f"\ufeff{HEADER}",
        }
    )
    found = sorted(files.read("*.csv"), key=lambda row: str(row["order_id"]))
    assert found == [*records(GOOD), *records(HEADER + third.replace(";", ","))]


def test_compressed_files_are_read_too(files: Files) -> None:
    files.put({"orders.csv.gz": gzip.compress(GOOD.encode())})
    assert files.read("orders.csv.gz") == records(GOOD)


OPTIONS: dict[str, tuple[str | bytes, dict[str, object]]] = {
    "no header, names given": (GOOD.removeprefix(HEADER), {"header": False, "names": NAMES}),
    "names in place of the header": (
        f"a,b,c,d\n{GOOD[len(HEADER) :]}",
        {"header": True, "names": NAMES},
    ),
    "skip": (f"x\ny\n{GOOD}", {"skip": 2}),
    "quote": (GOOD.replace("ann", "'an,n'"), {"quote": "'"}),
    "escape": (GOOD.replace("ann", '"a \\"n\\", n"'), {"escape": "\\"}),
    "UTF-16": (GOOD.encode("utf-16"), {"encoding": "utf-16"}),
    "Latin-1": (GOOD.replace("ann", "Zoë").encode("latin-1"), {"encoding": "latin-1"}),
    "padding": (f"{HEADER}1,ann\n", {"null_padding": True}),
}
READ_AS = {
    "quote": GOOD.replace("ann", '"an,n"'),
    "escape": GOOD.replace("ann", '"a ""n"", n"'),
    "Latin-1": GOOD.replace("ann", "Zoë"),
    "padding": f"{HEADER}1,ann,,\n",
}


@pytest.mark.parametrize("case", OPTIONS)
def test_read_options_say_how(case: str, files: Files) -> None:
    content, options = OPTIONS[case]
    files.put({"orders.csv": content})
    found = files.read("orders.csv", read_options=options)
    assert [{name: row.get(name) for name in NAMES} for row in found] == records(
        READ_AS.get(case, GOOD)
    )


# --- CSV: an error -----------------------------------------------------------------------

STOPS: dict[str, tuple[Mapping[str, str | bytes], dict[str, object], tuple[str, ...]]] = {
    "a short row": ({"o.csv": f"{GOOD}3,cem\n"}, {}, ("Line: 4", "Found: 2", "o.csv")),
    "a long row": (
        {"o.csv": f"{GOOD}3,cem,2024-01-05,1,2\n"},
        {},
        ("Line: 4", "Found: 5", "o.csv"),
    ),
    "an open quote": ({"o.csv": f'{GOOD}3,"cem,2024-01-05,1\n'}, {}, ("Line: 4", "quote", "o.csv")),
    "two open quotes": (
        {"o.csv": f'{GOOD}3,"cem,2024-01-05,1\n4,"dai,2024-01-05,1\n'},
        {},
        ("Line: 4", "quote", "o.csv"),
    ),
    "text behind a quote": ({"o.csv": f'{GOOD}3,"cem"x,2024-01-05,1\n'}, {}, ("Line: 4", "quote")),
    "MySQL's quotes": ({"o.csv": f'{GOOD}3,"c \\"em\\"",2024-01-05,1\n'}, {}, ("Line: 4", "quote")),
    "quotes that are apostrophes": ({"o.csv": f"{GOOD}3,'c,em',2024-01-05,1\n"}, {}, ("Line: 4",)),
    "a line of blanks": ({"o.csv": f"{GOOD}  \n"}, {}, ("Line: 4", "Found: 1")),
    "zeros at the end": ({"o.csv": f"{GOOD}\0\0\0\0"}, {}, ("Line: 4", "Found: 1")),
    "lines that end in two ways": (
        {"o.csv": f"{GOOD}3,c,2024-01-05,1\r\n4,d,2024-01-05,1\n"},
        {},
        ("o.csv",),
    ),
    "two ways before the header": (
        {"o.csv": f"\n\r\n{GOOD}"},
        {},
        ("not certain where the header", "o.csv"),
    ),
    "GBK": ({"o.csv": GOOD.replace("ann", "张三").encode("gbk")}, {}, ("not utf-8", "o.csv")),
    "UTF-16 unsaid": ({"o.csv": GOOD.encode("utf-16")}, {}, ("not utf-8", "o.csv")),
    "GBK said to be Latin-1": (
        {"o.csv": (HEADER + "1,张三,2024-01-05,10\n" * 3).encode("gbk")},
        {"encoding": "latin-1"},
        ("looks like GBK", "iconv -f GB18030 -t UTF-8"),
    ),
    "Windows-1252 said to be Latin-1": (
        {"o.csv": GOOD.replace("ann", "5 €").encode("cp1252")},
        {"encoding": "latin-1"},
        ("not latin-1",),
    ),
    "an empty file": ({"o.csv": ""}, {}, ("o.csv is empty", "order_id", "required")),
    "no header": (
        {"o.csv": GOOD.removeprefix(HEADER)},
        {},
        ("o.csv has no column order_id", "header: false"),
    ),
    "a glob with a file without header": (
        {"o.csv": GOOD, "p.csv": GOOD.removeprefix(HEADER)},
        {},
        ("p.csv has no column order_id", "header row"),
    ),
    "a glob with a file of other columns": (
        {"o.csv": GOOD, "p.csv": "sku,price\nx,1\n"},
        {},
        ("p.csv has no column order_id",),
    ),
    "skip, a header in its way": ({"o.csv": GOOD}, {"skip": 1}, ("o.csv has no column order_id",)),
    "skip on a glob, of what is data in one": (
        {"o.csv": f"Orders\n{GOOD}", "p.csv": GOOD},
        {"skip": 1},
        ("p.csv has no column order_id", "skip"),
    ),
    "names for a glob, of which one has no header": (
        {"o.csv": f"a,b,c,d\n{GOOD[len(HEADER) :]}", "p.csv": GOOD[len(HEADER) :]},
        {"header": True, "names": NAMES},
        ("p.csv is not what it skips of", "may be data"),
    ),
    "skip without header on a glob": (
        {"o.csv": f"x\n{GOOD[len(HEADER) :]}", "p.csv": GOOD[len(HEADER) :]},
        {"header": False, "names": NAMES, "skip": 1},
        ("p.csv is not what it skips of", "may be data"),
    ),
    "names, and no word of a header": (
        {"o.csv": GOOD},
        {"names": NAMES},
        ("header: true", "header: false"),
    ),
    "one name twice": (
        {"o.csv": HEADER.replace("\n", ",Gross_Amount\n") + "1,ann,2024-01-05,10,20\n"},
        {},
        ("o.csv names the column Gross_Amount twice",),
    ),
    "ignore_errors": (
        {"o.csv": GOOD},
        {"ignore_errors": True},
        ("ignore_errors", "drops", "leave_out"),
    ),
    "store_rejects": (
        {"o.csv": GOOD},
        {"store_rejects": True},
        ("store_rejects", "drops", "leave_out"),
    ),
    "comment": ({"o.csv": GOOD}, {"comment": "#"}, ("comment", "drops", "leave_out")),
    "strict_mode": ({"o.csv": GOOD}, {"strict_mode": False}, ("strict_mode", "quotes")),
    "union_by_name": ({"o.csv": GOOD}, {"union_by_name": False}, ("union_by_name", "drops")),
    "types": ({"o.csv": GOOD}, {"types": {"order_id": "INTEGER"}}, ("types", "text", "cast")),
    "sample_size": ({"o.csv": GOOD}, {"sample_size": 10}, ("sample_size", "text", "guessed")),
}


@pytest.mark.parametrize("case", STOPS)
def test_what_would_lose_a_row_or_change_a_value_stops(case: str, files: Files) -> None:
    contents, options, words = STOPS[case]
    files.put(contents)
    with pytest.raises(StoppedError) as error:
        files.read("*.csv" if len(contents) > 1 else "o.csv", read_options=options)
    assert [word for word in words if word not in str(error.value)] == [], error.value


def test_a_header_that_nobody_needs_twice_does_no_harm(files: Files) -> None:
    files.put({"orders.csv": GOOD.replace("\n", ",x,x,,\n")})
    assert files.read("orders.csv") == records(GOOD)


# --- JSON --------------------------------------------------------------------------------


def test_a_json_number_keeps_its_digits_wherever_it_stands(files: Files) -> None:
    """Whole numbers in the first 30,000 objects say nothing of the next."""
    rows = [order(number) for number in range(30_000)]
    text = json.dumps(rows)[:-1] + ", " + json.dumps(order(30_000, late="x"))
    digits = ("1.5", "1.10", "12345678901234.5678", "0.1000000000000000055511151231257827")
    for number in (
        *digits,
        "1e2",
        "2.50E-3",
        "12345678901234567890123",
        "-0",
        "7.0",
        "-7",
        "1E+400",
    ):
        text += f', {{"order_id": {number}, "gross_amount": {number}, "customer_id":"a"}}'
    files.put({"orders.json": f"{text}]"})
    found = files.read("orders.json", columns={"channel": "late"})
    expected = json.loads(f"{text}]", parse_float=str, parse_int=str)
    expected[-2]["order_id"] = expected[-2]["gross_amount"] = "-7"
    assert len(found) == len(expected)
    assert [row["order_id"] for row in found] == [str(row["order_id"]) for row in expected]
    assert [row["gross_amount"] for row in found] == [row["gross_amount"] for row in expected]
    assert [row["channel"] for row in found] == [row.get("late") for row in expected]


def test_a_json_string_is_never_taken_for_a_date_or_a_uuid(files: Files) -> None:
    texts = ["05-01-24", "05-01-2024", "05-13-2024", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "1.0"]
    texts += [
        "007",
        "",
        " x ",
        'a"b\\c: 1.10, ',
        "\u0000",
        "张三",
        "null",
        "2024-01-05T00:00:00.00Z",
    ]
    rows = [order(text, ordered_at=text, customer_id=text) for text in texts]
    for text in (json.dumps(rows), json.dumps(rows, indent=2, ensure_ascii=False)):
        files.put({"orders.json": text})
        for column in ("order_id", "ordered_at", "customer_id"):
            assert [row[column] for row in files.read("orders.json")] == texts


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**25), 10**25),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    st.sampled_from(('": 1.10,', '\\": 1.10}', "1.10", '{"a": 1.10}', "\\")),
)


def _written(value: object) -> str:
    return str(value) if not isinstance(value, str | bool | None) else json.dumps(value)


def _expected(value: object) -> str | None:
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).lower()
    return str(value)


@few_times
@given(
    rows=st.lists(
        st.dictionaries(st.sampled_from(NAMES), values, max_size=4), min_size=30, max_size=60
    ),
    shape=st.sampled_from(("[{}]", "{}")),
)
def test_any_json_file_is_read_as_it_stands(
    rows: list[dict[str, object]], shape: str, files: Files
) -> None:
    rows = [dict.fromkeys(NAMES), *rows]
    objects = [
        "{" + ", ".join(f'"{key}": {_written(value)}' for key, value in row.items()) + "}"
        for row in rows
    ]
    text = shape.format((",\n" if "[" in shape else "\n").join(objects))
    files.put({"orders.json": text})
    found = files.read("orders.json")
    assert [{name: row.get(name) for name in NAMES} for row in found] == [
        {name: _expected(row.get(name)) for name in NAMES} for row in rows
    ]


NESTED = {"customer": {"id": 7, "name": "Zoë"}, "items": [{"sku": "a"}, {"sku": "b"}]}


def test_what_is_nested_is_json_that_an_expression_can_take_apart(files: Files) -> None:
    files.put({"orders.json": json.dumps([{**order(1), **NESTED}])})
    columns = {
        "customer_id": "customer ->> '$.id'",
        "channel": "items ->> '$[1].sku'",
        "category": "items",
    }
    (row,) = files.read("orders.json", columns=columns)
    assert (row["customer_id"], row["channel"]) == ("7", "b")
    assert json.loads(row["category"]) == NESTED["items"]


JSON_FILES: dict[str, Mapping[str, str]] = {
    "lines": {"o.json": f"{json.dumps(order(1))}\n{json.dumps(order(2))}\n"},
    "lines with empty ones": {"o.json": f"{json.dumps(order(1))}\n\n{json.dumps(order(2))}\n\n"},
    "objects over several lines": {
        "o.json": "\n".join(json.dumps(order(n), indent=1) for n in (1, 2))
    },
    "a list": {"o.json": json.dumps([order(1), order(2)])},
    "a list behind a byte order mark": {"o.json": "\ufeff" + json.dumps([order(1), order(2)])},
    "lines behind a byte order mark": {
        "o.json": "\ufeff" + "\n".join(json.dumps(order(n)) for n in (1, 2))
    },
    "files of both": {"o.json": "\ufeff" + json.dumps([order(1)]), "p.json": json.dumps(order(2))},
    "keys in other letters": {
        "o.json": json.dumps([order(1)]),
        "p.json": json.dumps([{**order(2)}]).replace("order_id", "Order_ID"),
    },
    "a key twice that nobody needs": {
        "o.json": json.dumps([order(1), order(2)]).replace('"ann"', '"ann", "x": 1, "x": 2')
    },
}


@pytest.mark.parametrize("case", JSON_FILES)
def test_json_comes_in_many_shapes(case: str, files: Files) -> None:
    files.put(JSON_FILES[case])
    found = files.read("*.json" if len(JSON_FILES[case]) > 1 else "o.json")
    expected = [{name: str(value) for name, value in order(n).items()} for n in (1, 2)]
    assert sorted(found, key=lambda row: row["order_id"]) == expected


JSON_STOPS: dict[str, tuple[str | bytes, tuple[str, ...]]] = {
    "a list of other things": ('[1, {"order_id": 1}]', ("1 of the values", "no objects")),
    "the rows within an object": (
        json.dumps({"orders": [order(1)]}),
        ("no column order_id", "There are: orders"),
    ),
    "an end in the middle": (json.dumps([order(1), order(2)])[:-9], ("Malformed JSON", "o.json")),
    "a key twice": ('[{"order_id": 1, "ORDER_ID": 2}]', ("more than one key", "o.json")),
    "an empty list": ("[]", ("no column order_id",)),
    "Latin-1": (
        json.dumps([order("Zoë")], ensure_ascii=False).encode("latin-1"),
        ("Malformed JSON", "UTF-8"),
    ),
}


@pytest.mark.parametrize("case", JSON_STOPS)
def test_json_that_is_no_table_stops(case: str, files: Files) -> None:
    content, words = JSON_STOPS[case]
    files.put({"o.json": content})
    with pytest.raises(StoppedError) as error:
        files.read("o.json")
    assert [word for word in words if word not in str(error.value)] == [], error.value


@pytest.mark.parametrize("option", ["ignore_errors", "sample_size", "columns", "maximum_depth"])
def test_options_that_lose_or_guess_are_refused_for_json_too(option: str, files: Files) -> None:
    files.put({"o.json": json.dumps([order(1)])})
    with pytest.raises(StoppedError, match=option):
        files.read("o.json", read_options={option: True})


# --- Parquet -----------------------------------------------------------------------------


def _parquet(files: Files, **tables: str) -> None:
    files.put({})
    (files.folder / "data").mkdir(exist_ok=True)
    for name, sql in tables.items():
        duckdb.execute(f"copy ({sql}) to '{files.folder / 'data' / name}.parquet'")


def test_all_columns_of_all_parquet_files_are_there(files: Files) -> None:
    row = (
        "select 1 as order_id, 'ann' as customer_id, '2024-01-05' as ordered_at, 5 as gross_amount"
    )
    _parquet(files, a=row, b=f"{row}, 7 as refund_amount")
    assert sorted(str(row["refund_amount"]) for row in files.read("*.parquet")) == ["7", "None"]
    _parquet(files, b=row, a=f"{row}, 7 as refund_amount")
    assert sorted(str(row["refund_amount"]) for row in files.read("*.parquet")) == ["7", "None"]


def _typed(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(type(value).__name__ for value in row.values())


def test_parquet_keeps_its_types(files: Files) -> None:
    _parquet(
        files,
        a="select 1 as order_id, 2.5 as customer_id, now() as ordered_at, 5::real as gross_amount",
    )
    (row,) = files.read("a.parquet")
    assert _typed(row) == ("int", "Decimal", "datetime", "float")
