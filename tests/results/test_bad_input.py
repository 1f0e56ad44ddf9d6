"""Bad input is a clear error or a counted rejection, and the last good database stays.

The command runs in this process, which spares the seconds of its imports. As far as can be, the
mapping stays the same and only the file changes: then dbt need not parse the project again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from typer.testing import CliRunner

from runner.cli import app
from runner.errors import ExitCode
from tests.results.shop import DbtFailedError, dbt

pytestmark = [pytest.mark.builds, pytest.mark.filterwarnings("ignore")]
HEADER = "order_id,customer_id,ordered_at,amount,rebate,category\n"
GOOD = f"{HEADER}1,ann,2024-01-05,10,,\n2,bob,2024-02-05,20,,\n"
MAPPING: dict[str, object] = {
    "location": "orders.csv",
    "read_options": {"delim": ","},
    "columns": {"gross_amount": "amount", "discount_amount": "coalesce(rebate, '0')"},
}


@dataclass(frozen=True)
class Desk:
    """A folder with a good database, in which a user builds from files."""

    folder: Path

    @property
    def database(self) -> Path:
        """The last good database."""
        return self.folder / "tiers.duckdb"

    def put(self, name: str, content: str | bytes | None) -> None:
        """Put an orders file on the desk, or take it away."""
        file = self.folder / name
        if content is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(content.encode() if isinstance(content, str) else content)

    def build(self, orders: Mapping[str, object], *options: str) -> tuple[int, str]:
        """Run `tiers build` on an orders input: the exit code, and all that was printed."""
        inputs = self.folder / "inputs.yml"
        inputs.write_text(yaml.safe_dump({"inputs": {"orders": dict(orders)}}), encoding="utf-8")
        places = ("--inputs", str(inputs), "--database", str(self.database))
        outcome = CliRunner().invoke(app, ["build", *places, *options])
        return outcome.exit_code, " ".join(outcome.output.split())

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the database."""
        with duckdb.connect(self.database, read_only=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose database is good: any DuckDB file, as far as a failed build is concerned."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    with duckdb.connect(desk.database) as connection:
        connection.execute("create table last_good as select 42 as answer")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(desk.folder)
        patch.setenv("DBT_TARGET_PATH", str(desk.folder / "target"))
        patch.delenv("TIERS_DATABASE", raising=False)
        yield desk


STOPS: dict[str, tuple[str | bytes | None, tuple[str, ...]]] = {
    "a missing file": (
        None,
        ("inputs.orders.location is orders.csv", "no file is there", "folder"),
    ),
    "an empty file": (
        "",
        ("inputs.orders", "orders.csv is empty", "header"),
    ),
    "a wrong delimiter": (
        GOOD.replace(",", ";"),
        ("orders.csv does not have rebate", "order_id;customer_id;ordered_at", "columns."),
    ),
    "Latin-1 read as UTF-8": (
        f"{HEADER}1,Zoë,2024-01-05,10,,\n".encode("latin-1"),
        ("orders.csv, line 2 is not UTF-8", "Windows-1252", "Say convert: {encoding: cp1252}"),
    ),
    "a mapping to a column that is not there": (
        GOOD.replace("amount", "total"),
        ("columns.gross_amount is amount", "orders.csv does not have", "It has: order_id", "total"),
    ),
    "an expression over a column that is not there": (
        GOOD.replace("rebate", "discount"),
        (
            "columns.discount_amount is coalesce(rebate, '0')",
            "orders.csv does not have rebate",
            "It has: order_id",
        ),
    ),
}


@pytest.mark.parametrize("case", STOPS)
def test_what_cannot_be_read_is_named_and_leaves_the_last_good_database(
    case: str, desk: Desk
) -> None:
    content, words = STOPS[case]
    desk.put("orders.csv", content)
    before = desk.database.read_bytes()
    code, said = desk.build(MAPPING, "--select", "stg_tiers__orders", "--no-tests")
    assert code == ExitCode.USAGE_ERROR, said
    assert [word for word in words if word not in said] == [], said
    assert "Traceback" not in said
    assert desk.database.read_bytes() == before


def test_no_row_of_a_file_is_shown_or_logged(desk: Desk) -> None:
    desk.put("orders.csv", GOOD * 20 + "41,Secret Person,2024-01-05\n")
    code, said = desk.build(MAPPING, "--select", "+int_screened_orders", "--no-tests")
    assert code == ExitCode.USAGE_ERROR, said
    expected = "inputs.orders: orders.csv, line 61: the header has 6 fields, this line 3."
    assert expected in said
    logged = [file for file in desk.folder.glob("target/**/*") if file.is_file()]
    assert any(file.name == "dbt.log" and "Line: 61" in file.read_text() for file in logged)
    showing = [file for file in logged if b"Secret" in file.read_bytes()]
    assert (showing, "Secret" in said) == ([], False)


@pytest.mark.parametrize(
    ("orders", "options", "says"),
    [
        ("", (), "Data refused: the orders have no rows, so there is nobody to judge."),
        (
            "1,ann,2024-01-05,ten,,\n2,bob,2024-02-05,ten,,\n3,bob,2024-02-05,7,,\n",
            (),
            (
                "Data refused: 2 of 3 rows of the orders were rejected, more than the share of 0.5"
                " that var max_rejected_share allows. invalid_amount: 2 rows: gross_amount"
                ' "ten". Correct'
            ),
        ),
        (
            "1,ann,2024-01-05,10,,\n",
            ("--as-of", "2023-12-31"),
            (
                "Data refused: as_of_date is 2023-12-31, before the first accepted order, which is"
                " of 2024-01-05: there is nobody to judge yet."
            ),
        ),
    ],
    ids=["no rows", "too many rejected", "as of a day before"],
)
def test_refused_data_end_as_a_failed_test_and_leave_the_last_good_database(
    orders: str, options: tuple[str, ...], says: str, desk: Desk
) -> None:
    desk.put("orders.csv", HEADER + orders)
    before = desk.database.read_bytes()
    selection = ("--select", "+int_as_of_dates", "--no-tests", *options)
    code, said = desk.build(MAPPING, *selection)
    assert code == ExitCode.TEST_FAILED, said
    assert f"Error: {says}" in said
    assert "tiers.duckdb is as it was." in said
    assert desk.database.read_bytes() == before


@pytest.mark.thorough
def test_bom_names_quoted_newlines_mixed_types_and_far_dates_are_read_or_rejected(
    desk: Desk,
) -> None:
    rows = """\
1,Zoë Müller,2024-01-05,10,1,"line one
line two"
2,王小明,2024-02-05,20,,"a ""quote"", and a comma"
x3,Zoë Müller,2024-03-01,ten,,
4,bob,2999-01-01,5,,
5,bob,45000,5,,
007,bob,2024-01-01,1e2,,
"""
    desk.put("orders.csv", f"\ufeff{HEADER}{rows}")
    tables = ("--select", "+accepted_orders", "--select", "+rejected_orders")
    code, said = desk.build(MAPPING, *tables, "--no-tests")
    assert code == ExitCode.FINE, said
    accepted = desk.rows("""
        select order_id, customer_id, gross_amount, discount_amount, category
        from marts.accepted_orders order by order_id
    """)
    assert accepted == [
        ("007", "bob", 100, 0, None),
        ("1", "Zoë Müller", 10, 1, "line one\nline two"),
        ("2", "王小明", 20, 0, 'a "quote", and a comma'),
    ]
    rejected = desk.rows("""
        select raw_order_id, rejection_reason, raw_ordered_at, raw_gross_amount
        from marts.rejected_orders order by all
    """)
    assert rejected == [
        ("4", "future_timestamp", "2999-01-01", "5"),
        ("5", "invalid_timestamp", "45000", "5"),
        ("x3", "invalid_amount", "2024-03-01", "ten"),
    ]


@pytest.mark.slow
def test_latin_1_is_read_with_the_encoding_option(desk: Desk) -> None:
    desk.put("orders.csv", f"{HEADER}1,Zoë Müller,2024-01-05,10,,Süßes\n".encode("latin-1"))
    orders = MAPPING | {"read_options": {"encoding": "latin-1"}}
    code, said = desk.build(orders, "--select", "stg_tiers__orders", "--no-tests")
    assert code == ExitCode.FINE, said
    names = desk.rows("select customer_id, category from staging.stg_tiers__orders")
    assert names == [("Zoë Müller", "Süßes")]


@pytest.mark.slow
def test_a_json_column_of_mixed_types_is_text_without_quotes(desk: Desk) -> None:
    desk.put(
        "orders.json",
        """[
        {"order_id": 1, "customer_id": "ann", "ordered_at": "2024-01-05", "gross_amount": 10},
        {"order_id": "x2", "customer_id": 7, "ordered_at": "2024-01-06", "gross_amount": "ten"},
        {"order_id": "x3", "customer_id": "ann", "ordered_at": "2024-01-07", "gross_amount": "3.5"}
        ]""",
    )
    code, said = desk.build(
        {"location": "orders.json"}, "--select", "stg_tiers__orders", "--no-tests"
    )
    assert code == ExitCode.FINE, said
    orders = desk.rows("""
        select order_id, customer_id, gross_amount, raw_gross_amount::varchar
        from staging.stg_tiers__orders order by order_id
    """)
    assert orders == [
        ("1", "ann", Decimal(10), "10"),
        ("x2", "7", None, "ten"),
        ("x3", "ann", Decimal("3.5"), "3.5"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("rfm_bins", 12, "a whole number from 2 to 9"),
        ("as_of_date", "2023-02-30", "a day that exists, written YYYY-MM-DD"),
        *(
            pytest.param(*wrong, marks=pytest.mark.thorough)
            for wrong in (
                ("key_account_revenue_share", 2, "a share from 0 to 1"),
                ("recent_days", 0, "a whole number from 1 to 36500"),
                ("satisfied_rating", 6, "a whole number from 1 to 5"),
                ("conversion_discount_fall", "a tenth", "a number such as 0.5 or 2"),
                ("rfm_method", "nonsense", "one of percent_rank, quantile, fixed"),
                ("business_timezone", "Europe Berlin", "a time zone such as Europe/Berlin"),
            )
        ),
    ],
)
def test_a_wrong_variable_stops_with_a_sentence_that_says_what_is_allowed(
    name: str, value: object, allowed: str, tmp_path: Path
) -> None:
    none = tmp_path / "none.duckdb"
    with pytest.raises(DbtFailedError) as error:
        dbt("parse", variables={name: value}, folder=tmp_path, database=none)
    assert f"var {name} is '{value}'; it must be " in str(error.value)
    assert allowed in str(error.value)


def test_a_time_zone_that_the_database_does_not_know_stops_with_the_same_sentence(
    tmp_path: Path,
) -> None:
    def compile_in(zone: str) -> None:
        dbt(
            *("compile", "--select", "int_daily_exchange_rates"),
            variables={"business_timezone": zone},
            folder=tmp_path,
            database=tmp_path / "shop.duckdb",
        )

    compile_in("Asia/Shanghai")
    with pytest.raises(DbtFailedError) as error:
        compile_in("Nowhere")
    allowed = "it must be the name of a time zone such as Europe/Berlin"
    assert f"var business_timezone is 'Nowhere'; {allowed}" in str(error.value)
