"""What is wrong with a file is said by its name and line, and nothing of what stands there."""

import re
from pathlib import Path

import duckdb
import pytest

from runner.diagnosis import diagnose
from runner.errors import ExitCode
from runner.file_errors import without_contents
from runner.results import NodeResult

HEADER = "order_id,customer,amount\n"
GOOD = f"{HEADER}1,Ann Secret,10\n"
READER = (
    "read_csv('{file}', auto_detect = false, header = true, delim = ',', quote = '\"',"
    " escape = '\"', comment = '', columns = {{'order_id': 'VARCHAR', 'customer': 'VARCHAR',"
    " 'amount': 'VARCHAR'}}{more})"
)


def error_of(sql: str) -> str:
    """What DuckDB says when a query fails."""
    with pytest.raises(duckdb.Error) as error:
        duckdb.execute(sql).fetchall()
    return str(error.value)


def explained(message: str, file: Path, node: str = "int_screened_orders") -> str:
    """What `tiers` makes of it, whichever model reads the file."""
    headline = f"Runtime Error in model {node} (models/x.sql)\n  "
    result = NodeResult(
        name=node,
        kind="model",
        status="error",
        seconds=0.1,
        message=without_contents(headline + message.replace("\n", "\n  ")),
    )
    inputs = {"orders": {"location": str(file)}}
    found = diagnose([result], stopped_by="", inputs=inputs)
    assert found
    assert found.code == ExitCode.USAGE_ERROR
    return str(found)


CSV_FILES: dict[str, tuple[str | bytes, str, str]] = {
    "a short line": (
        f"{GOOD}2,Bob Secret\n",
        "",
        "inputs.orders: {file}, line 3: the header has 3 fields, this line 2.",
    ),
    "a long line": (
        f"{GOOD}2,Bob Secret,1,2,3\n",
        "",
        "inputs.orders: {file}, line 3: the header has 3 fields, this line more.",
    ),
    "an open quote": (
        f'{GOOD}2,"Bob Secret,10\n3,Cem Secret,5\n',
        "",
        "inputs.orders: {file}, line 3: a quote is not closed, or text follows a closing one.",
    ),
    "a line without end": (
        f'{GOOD}2,"Bob Secret,{"Secret" * 500_000}\n',
        "",
        "inputs.orders: {file}, line 3: ",
    ),
    "two kinds of line ends": (
        f"{GOOD}2,Bob Secret,10\r\n3,Cem Secret,10\n",
        "",
        "inputs.orders: {file}: its lines do not all end alike",
    ),
    "Chinese": (
        f"{GOOD}2,张秘密,10\n3,李秘密,5\n".encode("gb18030"),
        "",
        (
            "inputs.orders: {file}, line 3 is not UTF-8; it looks like GB18030 (GBK). Say "
            "convert: {{encoding: gb18030}} beside its location."
        ),
    ),
    "Western": (
        f"{GOOD}2,Zoë Secret,10\n3,Renée Secret,5\n".encode("cp1252"),
        "",
        (
            "inputs.orders: {file}, line 3 is not UTF-8; it looks like Windows-1252. Say "
            "convert: {{encoding: cp1252}} beside its location."
        ),
    ),
    "no Latin-1": (
        f"{GOOD}2,Secret €,10\n".encode("cp1252"),
        ", encoding = 'latin-1'",
        "A file is not in latin-1, the encoding that its read_options name. Leave it out there",
    ),
}


@pytest.mark.parametrize("case", CSV_FILES)
def test_a_broken_csv_file_is_explained_without_its_rows(case: str, tmp_path: Path) -> None:
    content, more, says = CSV_FILES[case]
    file = tmp_path / "orders.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    message = error_of(f"from {READER.format(file=file, more=more)}")
    said = explained(message, file)
    assert said.startswith(says.format(file=file)), said
    assert "Original Line" in message or "Secret" not in message
    assert not re.search("Secret|秘密", said)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"customer": "Secret"}\n{"customer": "Sec', ", line 3, byte 18: this is no JSON: "),
        ('{"customer": "Secret"}\n{"customer": Secret}\n', ", line 3, byte 14: this is no JSON: "),
        ('[{"customer": "Secret"}, {"customer"', "byte 12: this is no JSON: "),
        ('[{"customer": "Zoë Secret"}]'.encode("latin-1"), " is not UTF-8; it looks like"),
    ],
)
def test_broken_json_is_explained_without_its_rows(
    content: str | bytes, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "orders.json"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    said = explained(error_of(f"from read_json_objects('{file}')"), file)
    assert said.startswith(f"inputs.orders: {file}")
    assert says in said
    assert "Secret" not in said


def test_utf_16_is_told_from_other_encodings(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(GOOD.encode("utf-16"))
    lines = "columns = {'line': 'VARCHAR'}, header = false, delim = '', quote = '', escape = ''"
    said = explained(error_of(f"from read_csv('{file}', auto_detect = false, {lines})"), file)
    says = f"inputs.orders: {file}, line 1 is UTF-16, not UTF-8. Say convert: {{encoding: utf-16}}"
    assert said.startswith(says)


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("cast(customer as integer)", "A value of the column customer can't be read as INT32."),
        ("cast(customer as decimal(9, 2))", "A value of the column customer can't be read"),
        ("cast(customer as date)", "A value of the column customer can't be read"),
        ("strptime(customer, '%d/%m/%Y')", "A value can't be read."),
    ],
)
def test_a_value_that_does_not_cast_is_not_shown(
    expression: str, says: str, tmp_path: Path
) -> None:
    duckdb.execute("create or replace temp table orders as select 'Ann Secret' as customer")
    message = error_of(f"select {expression} from orders")
    assert "Secret" in message
    said = explained(message, tmp_path)
    assert said.startswith(says)
    assert "try_cast" in said
    assert "Secret" not in without_contents(message)


@pytest.mark.parametrize(
    "message",
    [
        'Binder Error: Referenced column "amount" not found in FROM clause!',
        "inputs.orders.columns.order_id is 'No', which orders.csv does not have. It has: a, b.",
        "Invalid Input Error: inputs.orders.joins.x has more than one row of 'a'. Add what",
        'Catalog Error: Table with name "x" does not exist!',
    ],
)
def test_what_is_no_content_stays(message: str) -> None:
    assert without_contents(message) == message
