"""The views `<table>_current`: the newest date alone, with names and ranks, for BI."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import PROJECT
from tests.registry import schemes
from tests.results.warehouse import WITHOUT_EXTRAS, Warehouse

NEWEST = "2025-12-31"
UNKNOWN = ("unknown", "Unknown", "未知", -1)
LABELS = {scheme["label"]: name for name, scheme in schemes().items()}
LONG = ("label", "from_label", "to_label")
NO_LABEL_AT_A_DATE = {"entered": ("Entered", "新进入", -1), "left": ("Left", "已离开", -1)}
# Computes sentences: of one customer only.
OF_ONE_CUSTOMER = {"tier_explanations": "customer_id = 'C11977'"}
Columns = dict[str, list[str]]


@pytest.fixture(scope="module")
def sample(sample_database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(sample_database, read_only=True) as connection:
        connection.execute("set schema = 'marts'")
        yield connection


@pytest.fixture(scope="module")
def dated(sample: duckdb.DuckDBPyConnection) -> Columns:
    """The tables with as-of dates, each with its columns."""
    found = sample.execute(
        "select table_name, list(column_name order by column_index) from duckdb_columns()"
        " where schema_name = 'marts' and not table_name like '%\\_current' escape '\\'"
        " group by table_name having bool_or(column_name = 'as_of_date')"
    ).fetchall()
    return dict(found)


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [name for name, *_ in connection.execute(f"describe {table}").fetchall()]


def test_each_dated_table_has_a_view_with_comments(
    sample: duckdb.DuckDBPyConnection, dated: Columns
) -> None:
    views = sample.execute(
        "select view_name, comment from duckdb_views()"
        " where view_name like '%\\_current' escape '\\'"
    ).fetchall()
    assert {name for name, _ in views} == {f"{name}_current" for name in dated}
    assert len(views) > 25
    assert [name for name, said in views if "only the newest as-of date" not in said] == []
    silent = sample.execute(
        "select table_name, column_name from duckdb_columns()"
        " where schema_name = 'marts' and comment is null"
    ).fetchall()
    assert silent == []


def test_a_view_has_the_rows_of_the_newest_date(
    sample: duckdb.DuckDBPyConnection, dated: Columns
) -> None:
    for name, columns in dated.items():
        view = columns_of(sample, f"{name}_current")
        assert set(columns) - set(view) <= {"as_of_version"}, name
        which = OF_ONE_CUSTOMER.get(name, "true")
        kept = ", ".join(column for column in columns if column != "as_of_version")
        newest = f"select {kept} from {name} where as_of_date = date '{NEWEST}' and {which}"
        shown = f"select {kept} from {name}_current where {which}"
        ((count,),) = sample.execute(f"select count(*) from ({newest})").fetchall()
        ((missing,),) = sample.execute(
            f"select count(*) from ({newest} except all {shown})"
        ).fetchall()
        ((rows,),) = sample.execute(f"select count(*) from ({shown})").fetchall()
        named = sample.execute(
            f"select count(*) from ({newest}) where {_has_null(columns)}"
        ).fetchall()
        assert rows == count > 0, name
        assert [(missing,)] == named, name


def _has_null(columns: list[str]) -> str:
    """Where a row differs in the view: where a null has a name there."""
    traits = ["region", "gender", "income_band", "acquisition_channel"]
    traits += ["favourite_category", "favourite_channel"]
    labels = [column for column in columns if column in {*LABELS, *LONG}]
    texts = [column for column in columns if column.endswith(("label_en", "label_zh"))]
    texts = [column for column in texts if "channel" not in column and "focus" not in column]
    named = [column for column in [*traits, *labels, *texts] if column in columns]
    return " or ".join(f"{column} is null" for column in named) or "false"


def test_labels_have_the_names_and_ranks_of_the_rule_seed(
    sample: duckdb.DuckDBPyConnection, dated: Columns
) -> None:
    with (PROJECT / "seeds" / "rules" / "tier_labels.csv").open(encoding="utf-8") as file:
        seed = {
            (row["scheme"], row["label"]): (
                *(row["label_en"], row["label_zh"], int(row["label_rank"])),
            )
            for row in csv.DictReader(file)
        }
    seen: set[str] = set()
    for table, columns in dated.items():
        for label in {*LABELS, *LONG} & set(columns):
            prefix = label if label in LONG else f"{label}_label"
            scheme = "scheme" if label in LONG else f"'{LABELS[label]}'"
            found = sample.execute(
                f"select distinct {scheme}, {label}, {prefix}_en, {prefix}_zh, {label}_rank"
                f" from {table}_current"
            ).fetchall()
            assert found, table
            for scheme_name, name, *said in found:
                known = {**NO_LABEL_AT_A_DATE, UNKNOWN[0]: UNKNOWN[1:]}
                assert tuple(said) == (seed.get((scheme_name, name)) or known[name]), table
                seen.add(name)
    assert {"champions", "A", "no_purchase", "unknown", "entered"} <= seen


def test_the_wide_view_begins_with_who_and_what_the_customer_is(
    sample: duckdb.DuckDBPyConnection,
) -> None:
    columns = columns_of(sample, "customer_tiers_current")
    assert columns[:13] == [
        *("store_id", "customer_id", "as_of_date"),
        *("region", "gender", "income_band", "acquisition_channel"),
        *("headline_en", "headline_zh"),
        *("rfm_segment", "rfm_segment_label_en", "rfm_segment_label_zh", "rfm_segment_rank"),
    ]
    assert columns[61:63] == ["first_order_date", "last_order_date"]
    assert columns[-1] == "reporting_currency"
    assert sample.execute(
        "select distinct reporting_currency from customer_tiers_current"
    ).fetchall() == [("USD",)]


# --- a small shop, worked out by hand -------------------------------------------------------
# ann brings 200 of 220: A; bob follows, after 90.9 %: B; cem only registered.
ORDERS = [
    {"order_id": "1", "customer_id": "ann", "ordered_at": "2024-01-05", "gross_amount": "100"},
    {"order_id": "2", "customer_id": "bob", "ordered_at": "2024-02-09", "gross_amount": "20"},
    {"order_id": "3", "customer_id": "ann", "ordered_at": "2024-03-20", "gross_amount": "100"},
]
CUSTOMERS = [
    {
        "customer_id": "ann",
        "registered_at": "2024-01-02",
        "region": "hills",
        "gender": "f",
        "income_band": "high",
        "acquisition_channel": "search",
        "full_name": "Ann",
    },
    {"customer_id": "bob", "registered_at": "2024-02-15", "phone": "011"},
    {"customer_id": "cem", "registered_at": "2024-03-01", "region": "coast"},
]
JANUARY, FEBRUARY, MARCH = ("2024-01-31", "2024-02-29", "2024-03-20")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    variables = {**WITHOUT_EXTRAS, "use_customer_contacts": True, "use_tier_summary": False}
    warehouse = Warehouse(tmp_path_factory.mktemp("current"), reporting_currency="EUR", **variables)
    warehouse.put(CUSTOMERS, "customers")
    warehouse.build(orders=ORDERS)
    return warehouse


def rows(shop: Warehouse, table: str, *columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    return sorted(shop.query(f"select {', '.join(columns)} from marts.{table} where {where}"))


@pytest.mark.builds
@pytest.mark.thorough
def test_a_small_shop_is_shown_as_worked_out_by_hand(shop: Warehouse) -> None:
    who = ("customer_id", "region", "gender", "income_band", "acquisition_channel")
    assert rows(shop, "customer_tiers_current", "as_of_date::varchar", *who) == [
        (MARCH, "ann", "hills", "f", "high", "search"),
        (MARCH, "bob", "Unknown", "Unknown", "Unknown", "Unknown"),
        (MARCH, "cem", "coast", "Unknown", "Unknown", "Unknown"),
    ]
    # Of who registers later, and of what is not said, the table itself says nothing.
    assert rows(shop, "customer_tiers", "as_of_date::varchar", "customer_id", "region") == [
        (JANUARY, "ann", "hills"),
        (FEBRUARY, "ann", "hills"),
        (FEBRUARY, "bob", None),
        (MARCH, "ann", "hills"),
        (MARCH, "bob", None),
        (MARCH, "cem", "coast"),
    ]
    names = ("{0}", "{0}_label_en", "{0}_label_zh", "{0}_rank")
    abc = [name.format("abc_class") for name in names]
    assert rows(shop, "customer_tiers_current", "customer_id", *abc, "reporting_currency") == [
        ("ann", "A", "Class A", "A类", 3, "EUR"),
        ("bob", "B", "Class B", "B类", 2, "EUR"),
        ("cem", "no_purchase", "No purchase yet", "尚未购买", 0, "EUR"),
    ]
    assert rows(shop, "abc_tiers_current", "customer_id", *abc) == [
        ("ann", "A", "Class A", "A类", 3),
        ("bob", "B", "Class B", "B类", 2),
        ("cem", "no_purchase", "No purchase yet", "尚未购买", 0),
    ]
    # A scheme that is off is unknown of everybody.
    off = [name.format("price_tier") for name in names]
    assert rows(shop, "customer_tiers_current", *off) == [UNKNOWN] * 3
    # At the end of February cem was not there.
    moves = ("from_label", "from_label_en", "from_label_zh", "from_label_rank", "to_label_rank")
    assert rows(
        *(shop, "tier_migrations_current", *moves, "cause_label_zh"),
        where="scheme = 'lifecycle' and to_label = 'prospect'",
    ) == [("entered", "Entered", "新进入", -1, 4, "新进入")]
    assert rows(shop, "customer_contacts", "store_id", "customer_id", "full_name", "phone") == [
        ("default", "ann", "Ann", None),
        ("default", "bob", None, "011"),
        ("default", "cem", None, None),
    ]


@pytest.mark.builds
@pytest.mark.slow
def test_who_moves_is_shown_where_they_live_and_only_their_dates_are_built(
    shop: Warehouse,
) -> None:
    def moved(number: int, region: str) -> set[tuple[str, str]]:
        """Build after a customer has moved; the dates that were built, with their reasons."""
        customers = [dict(row) for row in CUSTOMERS]
        customers[number]["region"] = region
        shop.put(customers, "customers")
        shop.build()
        return shop.reasons("customer_tiers")

    # bob registered in the middle of February, cem in March.
    changed = "ledger_changed"
    assert moved(1, "plain") == {(FEBRUARY, changed), (MARCH, changed)}
    assert rows(shop, "customer_tiers_current", "region") == [("coast",), ("hills",), ("plain",)]
    assert moved(1, "coast") == {(FEBRUARY, changed), (MARCH, changed)}
    assert rows(
        shop, "customer_tiers", "as_of_date::varchar", "region", where="customer_id='bob'"
    ) == [
        (FEBRUARY, "coast"),
        (MARCH, "coast"),
    ]
    shop.put(CUSTOMERS, "customers")
    shop.build()
    assert moved(2, "lake") == {(MARCH, changed)}
    assert rows(shop, "customer_tiers_current", "region") == [("Unknown",), ("hills",), ("lake",)]


@pytest.mark.builds
@pytest.mark.thorough
def test_a_view_shows_no_date_but_the_newest(shop: Warehouse) -> None:
    # A table that was not built for the newest date: older rows are not taken for it.
    shop.execute(f"delete from customer_facts where as_of_date = '{MARCH}'")
    assert rows(shop, "customer_facts", "distinct as_of_date::varchar") == [
        (JANUARY,),
        (FEBRUARY,),
    ]
    assert rows(shop, "customer_facts_current", "customer_id") == []
    # A view that was not made since there is a newer date.
    assert len(rows(shop, "customer_tiers_current", "customer_id")) == 3
    shop.execute("update int_as_of_dates set as_of_date = '2024-03-21' where is_newest")
    assert rows(shop, "customer_tiers_current", "customer_id") == []
