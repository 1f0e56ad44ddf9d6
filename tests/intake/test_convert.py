"""The key convert: copies are made once, anew when needed, and seen by nobody new."""

import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from runner import build
from runner.build import BuildRequest
from runner.build_report import BuildReport
from runner.errors import UserError
from runner.intake.convert import folder_beside, prepared
from runner.intake.stamps import naming_originals
from runner.project import find_project, read_variables
from runner.screen.screen import screen
from runner.server import split_address
from runner.sources import Engine, check_source
from tests.conftest import PROJECT
from tests.inputs.files import Files, StoppedError

TEXT = "Title\nNo,Name\n1,Müller\n2,José\nTotal: 2\n"
CONVERT = {"encoding": "cp1252", "header_line": 2, "stop_at": "Total"}
COPY = "No,Name\n1,Müller\n2,José\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Orders in Windows-1252, with a title and a total."""
    orders = tmp_path / "orders.csv"
    orders.write_bytes(TEXT.encode("cp1252"))
    return orders


def inputs(file: Path, **convert: object) -> dict[str, dict[str, object]]:
    """A mapping that converts it."""
    return {"orders": {"location": str(file), "convert": convert or CONVERT, "columns": {}}}


def copy_of(folder: Path) -> Path:
    """The copy of the orders."""
    return folder / "orders.csv"


def test_the_copy_is_named_in_place_of_the_file(file: Path, tmp_path: Path) -> None:
    folder = folder_beside(tmp_path / "shop.duckdb")
    given = inputs(file)
    given["orders"]["format"] = "csv"
    given["orders"]["read_options"] = {"delim": ","}
    ready = prepared(given, folder)
    assert folder == tmp_path / "shop.inputs"
    assert ready == {
        "orders": {
            "location": str(folder / "orders.csv"),
            "read_options": {"delim": ","},
            "columns": {},
        }
    }
    assert copy_of(folder).read_text(encoding="utf-8") == COPY


def test_what_is_not_to_be_converted_stays(tmp_path: Path) -> None:
    given = {"orders": {"location": "orders.csv"}, "customers": {"relation": "crm.people"}}
    assert prepared(given, tmp_path / "shop.inputs") == given
    assert not (tmp_path / "shop.inputs").exists()


def test_a_join_is_converted_too(file: Path, tmp_path: Path) -> None:
    join = {"location": str(file), "convert": CONVERT, "on": {"No": "No"}}
    given = {"orders": {"location": "orders.csv", "joins": {"item": join}}}
    ready = prepared(given, tmp_path / "shop.inputs")
    assert ready["orders"]["location"] == "orders.csv"
    copy = Path(ready["orders"]["joins"]["item"]["location"])
    assert copy.read_text(encoding="utf-8") == COPY
    assert ready["orders"]["joins"]["item"]["on"] == {"No": "No"}


def touched(file: Path) -> None:
    """Change the time of its last change."""
    os.utime(file, ns=(1, 1))


def longer(file: Path) -> None:
    """Change its size, and not that time."""
    times = file.stat()
    file.write_bytes(TEXT.replace("2,José\n", "2,José\n3,Zoë\n").encode("cp1252"))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.mark.parametrize("change", [touched, longer])
def test_a_copy_is_made_again_only_if_the_file_changed(
    change: Callable[[Path], None], file: Path, tmp_path: Path
) -> None:
    folder, made = tmp_path / "shop.inputs", list[str]()
    for _ in range(2):
        prepared(inputs(file), folder, made.append)
    assert made == [str(file)]
    change(file)
    prepared(inputs(file), folder, made.append)
    assert made == [str(file)] * 2
    decoded = file.read_text(encoding="cp1252").removeprefix("Title\n").removesuffix("Total: 2\n")
    assert copy_of(folder).read_text(encoding="utf-8") == decoded


def test_a_copy_is_made_again_if_it_is_asked_for_otherwise_or_gone(
    file: Path, tmp_path: Path
) -> None:
    folder, made = tmp_path / "shop.inputs", list[str]()
    prepared(inputs(file), folder, made.append)
    prepared(inputs(file, encoding="cp1250", header_line=2), folder, made.append)
    assert copy_of(folder).read_text(encoding="utf-8") == COPY + "Total: 2\n"
    copy_of(folder).unlink()
    prepared(inputs(file, encoding="cp1250", header_line=2), folder, made.append)
    assert len(made) == 3


def test_a_failure_leaves_the_last_copy_and_nothing_else(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop.inputs"
    prepared(inputs(file), folder)
    there = sorted(folder.iterdir())
    file.write_bytes(TEXT.encode("cp1252") + b"3,\x81\n")
    with pytest.raises(UserError, match=r"orders\.csv, line 6: a character there is not in"):
        prepared(inputs(file), folder)
    assert sorted(folder.iterdir()) == there
    assert copy_of(folder).read_text(encoding="utf-8") == COPY


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755, 0o400])
def test_who_may_not_read_the_file_may_not_read_the_copy(
    mode: int, file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "shop.inputs"
    prepared(inputs(file), folder)
    file.chmod(mode)
    touched(file)
    prepared(inputs(file), folder)
    assert copy_of(folder).stat().st_mode & 0o777 == mode & 0o666


def test_a_large_file_is_decoded_in_blocks(tmp_path: Path) -> None:
    rows = "".join(f"{number},名字{number % 977}\n" for number in range(300_000))
    text = f"编号,姓名\n{rows}"
    file = tmp_path / "orders.csv"
    file.write_bytes((text + "编号,姓名\n" + rows + "合计: 600000\n").encode("gb18030"))
    convert = {"encoding": "gb18030", "header_line": 1, "stop_at": "合计"}
    prepared(inputs(file, **convert), tmp_path / "shop.inputs")
    copy = copy_of(tmp_path / "shop.inputs").read_text(encoding="utf-8")
    assert copy == text + "\n" + rows


def test_rows_below_a_total_are_rows(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("No,Name\n1,a\nTotal: 1\n2,b\n", encoding="utf-8")
    prepared(inputs(file, stop_at="Total"), tmp_path / "shop.inputs")
    copy = copy_of(tmp_path / "shop.inputs").read_text(encoding="utf-8")
    assert copy == file.read_text(encoding="utf-8")


def test_an_error_names_the_file_and_its_line(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop.inputs"
    prepared(inputs(file), folder)
    error = UserError(f"inputs.orders: {copy_of(folder)}, line 3: two fields.", "Mend.")
    assert str(naming_originals(error, folder)) == (
        f"inputs.orders: {file}, line 4: two fields. Mend."
    )
    other = UserError("Another thing.")
    assert naming_originals(other, folder) is other


# --- The keys ----------------------------------------------------------------------------

WRONG = {
    "convert": "must be a mapping",
    "encoding: latin-99": "convert.encoding is latin-99, which is no encoding",
    "header_line: 0": "convert.header_line is 0; it must be the number of a line",
    "header_line: two": "the number of a line",
    "sheet: 2024": "convert.sheet is 2024; it must be one text. Put it in quotes",
    "shet: Orders": "convert has a key shet, which is not known. Did you mean sheet",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_convert_that_can_not_be_right_is_an_error(text: str) -> None:
    import yaml

    source = {"location": "orders.csv", "convert": yaml.safe_load(text)}
    with pytest.raises(UserError) as error:
        check_source(
            "inputs.orders", source, known=("location", "convert", "columns"), engine=Engine()
        )
    assert WRONG[text] in str(error.value)


def test_convert_is_for_files_and_for_duckdb() -> None:
    known = ("location", "relation", "convert")
    with pytest.raises(UserError, match=r"inputs\.orders\.convert is for files"):
        check_source(
            "inputs.orders",
            {"relation": "crm.orders", "convert": {"encoding": "gbk"}},
            known=known,
            engine=Engine(),
        )
    with pytest.raises(UserError, match=r"convert is for DuckDB\. On Spark"):
        check_source(
            "inputs.orders",
            {"location": "orders.parquet", "convert": {"encoding": "gbk"}},
            known=known,
            engine=Engine("spark"),
        )


def test_a_key_that_the_file_has_no_use_for_is_an_error(file: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"convert has sheet, but .*orders\.csv is of the kind"):
        prepared(inputs(file, sheet="Orders"), tmp_path / "shop.inputs")


def test_several_tables_need_a_name(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    connection = sqlite3.connect(file)
    connection.execute("create table orders (x)")
    connection.close()
    with pytest.raises(UserError, match=r"Say convert: \{table: \.\.\.\}"):
        prepared(inputs(file, encoding="gbk"), tmp_path / "shop.inputs")


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"inputs\.orders\.location is .*no file is there"):
        prepared(inputs(tmp_path / "nowhere.csv"), tmp_path / "shop.inputs")


def test_dbt_alone_refuses_convert(file: Path, tmp_path: Path) -> None:
    with pytest.raises(StoppedError, match=r"inputs\.orders\.convert.*`tiers build` copies"):
        Files(tmp_path).read(str(file), convert=CONVERT)


# --- A build -----------------------------------------------------------------------------


class Quiet:
    """Remembers what was copied."""

    def __init__(self) -> None:
        """Nothing was."""
        self.copied: list[str] = []

    def copying(self, source: str) -> None:
        """Remember it."""
        self.copied.append(source)

    def planned(self, total: int) -> None:
        """Take no note."""

    def started(self, name: str) -> None:
        """Take no note."""

    def finished(self, name: str) -> None:
        """Take no note."""


def test_a_build_hands_dbt_the_copy_beside_the_database(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: dict[str, object] = {}

    def remember(*_: object, variables: dict[str, object], **__: object) -> BuildReport:
        handed.update(variables)
        return BuildReport(tmp_path / "shop.duckdb", error=UserError("Stopped."))

    monkeypatch.setattr(build, "_build", remember)
    mapping = tmp_path / "inputs.yml"
    columns = "{order_id: '\"No\"', customer_id: Name, ordered_at: Day, gross_amount: Sum}"
    mapping.write_text(
        f"inputs: {{orders: {{location: {file}, convert: {{encoding: cp1252, header_line: 2, "
        f"stop_at: Total}}, columns: {columns}}}}}",
        encoding="utf-8",
    )
    request = BuildRequest(inputs=mapping, database=tmp_path / "shop.duckdb")
    watcher = Quiet()
    build.build(find_project(PROJECT), request, watcher)
    orders = handed["inputs"]
    assert isinstance(orders, dict)
    assert orders["orders"]["location"] == str(tmp_path / "shop.inputs" / "orders.csv")
    assert "convert" not in orders["orders"]
    assert watcher.copied == [str(file), ""]


# --- PostgreSQL --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "address", "table"),
    [
        ("postgresql://db.example.com/shop#crm.orders", "db.example.com/shop", "crm.orders"),
        ("postgresql://ann@db:5433/shop?table=crm.orders", "ann@db:5433/shop", "crm.orders"),
        ("postgresql://ann:s%40cret@db/shop?sslmode=require#o", "ann@db/shop?sslmode=require", "o"),
        ("postgresql://db/shop?user=ann&password=s%40cret#o", "db/shop?user=ann", "o"),
    ],
)
def test_an_address_is_told_without_table_and_password(name: str, address: str, table: str) -> None:
    found = split_address(name)
    assert found[:2] == (f"postgresql://{address}", table)
    assert found[2] == ("s@cret" if "cret" in name else "")


def test_without_psycopg_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.setenv("PGPASSWORD", "other")
    given = {"orders": {"location": "postgresql://ann:secret@db/shop#orders"}}
    with pytest.raises(UserError, match=r"pip install 'customer-tiers\[postgres\]'") as error:
        prepared(given, tmp_path / "shop.inputs")
    assert "secret" not in str(error.value)


def test_a_server_that_does_not_answer_is_an_error_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("PGPASSWORD", "other")
    given = {
        "orders": {
            "location": "postgresql://ann:secret@127.0.0.1:1/shop?connect_timeout=2",
            "convert": {"table": "orders"},
        }
    }
    with pytest.raises(UserError, match="can't be reached") as error:
        prepared(given, tmp_path / "shop.inputs")
    assert "secret" not in str(error.value)


def test_a_server_without_a_table_is_an_error_without_the_password() -> None:
    variables = (
        "inputs: {orders: {location: 'postgresql://ann:secret@db/shop', columns: {order_id: a}}}"
    )
    with pytest.raises(UserError, match=r"Say convert: \{table: schema\.table\}") as error:
        read_variables(find_project(PROJECT), more=variables)
    assert "secret" not in str(error.value)


def test_a_preview_reads_the_copy_and_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    rows = "7,Müller,2024-01-05,12.50\n8,José,2024-01-06,7\n"
    file.write_bytes(f"Title\n\nno,name,day,sum\n{rows}Total: 2\n".encode("cp1252"))
    columns = {
        "order_id": "no",
        "customer_id": "name",
        "ordered_at": "day",
        "gross_amount": '"sum"',
    }
    convert = {"encoding": "cp1252", "header_line": 3, "stop_at": "Total"}
    given = {"orders": {"location": str(file), "convert": convert, "columns": columns}}
    project, database = find_project(PROJECT), tmp_path / "shop.duckdb"
    screened = screen(given, {}, project, database=database)
    assert (screened.rows, screened.accepted) == (2, 2)
    assert [row["customer_id"] for row in screened.mapped] == ["Müller", "José"]
    file.write_bytes(f"Title\n\nno,name,day,sum\n{rows}9,Zoë\n".encode("cp1252"))
    with pytest.raises(UserError, match=r"orders\.csv, line 6: the header has 4 fields") as error:
        screen(given, {}, project, database=database)
    assert "shop.inputs" not in str(error.value)
