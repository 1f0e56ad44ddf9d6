"""Every column with personal data says so: followed through the models by marked rows."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.project.conftest import Manifest, Node
from tests.results.dirty import JUDGED
from tests.results.shop import Shop
from tests.results.variants import project_of

Column = tuple[str, str]

# Identifying or private values; each is found by its text.
PERSONAL = {
    "full_name": "Quilla Quux",
    "email": "quux@example.com",
    "phone": "+99 555 0199",
    "gender": "quuxish",
    "income_band": "quuxillions",
    "region": "Quuxland",
}
BORN = (JUDGED + timedelta(days=5)).replace(year=1908)
# A birthday is the day of birth without its year.
DERIVED = {("care_calendar", "occasion_date")}
# Raw values of customers: a mapping may put anything into any of them.
RAW_MODELS = ("stg_tiers__customers", "int_screened_customers")


@pytest.fixture(scope="module")
def marked(manifest: Manifest) -> set[Column]:
    """The columns of models and seeds that are marked as personal data."""
    return {
        (node["name"], column)
        for node in nodes(manifest)
        for column, told in node["columns"].items()
        if told["config"]["meta"].get("personal_data")
    }


def nodes(manifest: Manifest) -> Iterator[Node]:
    for node in manifest["nodes"].values():
        if node["resource_type"] in ("model", "seed"):
            yield node


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> set[Column]:
    """The columns to which personal data came, of a shop with one customer, registered twice."""
    shop = Shop(project_of("defaults", tmp_path_factory))
    customer = {**PERSONAL, "customer_id": "c", "store_id": "s", "birth_date": str(BORN)}
    order = {"customer_id": "c", "store_id": "s", "gross_amount": "5"}
    shop.run(
        [
            {**order, "order_id": str(number), "ordered_at": str(JUDGED - timedelta(days=number))}
            for number in range(3)
        ],
        more={
            "customers": [{**customer, "registered_at": "2020-01-01"}, customer],
            "customer_aliases": [{"alias_customer_id": "guest", "customer_id": "c"}],
        },
    ).build()
    columns = shop.connection.execute(
        """
        select table_schema, table_name, column_name
        from information_schema.columns
        where table_schema <> 'main'
        """
    ).fetchall()
    markers = [*PERSONAL.values(), str(BORN)]
    test = " or ".join("contains({column}::varchar, ?)" for _ in markers)
    return {
        (table, column)
        for schema, table, column in columns
        if shop.connection.execute(
            f"select count(*) from {schema}.{table} where {test.format(column=column)}", markers
        ).fetchall()
        != [(0,)]
    }


def test_every_column_with_personal_data_is_marked(found: set[Column], marked: set[Column]) -> None:
    assert {"stg_tiers__customers", "int_customer_profiles", "care_calendar", "rejected_rows"} <= {
        table for table, _ in found
    }
    assert sorted(found - marked) == []


def test_every_column_that_is_called_like_personal_data_is_marked(
    manifest: Manifest, marked: set[Column]
) -> None:
    names = {*PERSONAL, "birth_date", "raw_row"}
    called = {
        (node["name"], column)
        for node in nodes(manifest)
        for column in node["columns"]
        if column.removeprefix("raw_") in names or column in names
    }
    assert ("sample_customers", "email") in called
    assert sorted(called - marked) == []


def test_no_column_is_marked_without_personal_data(
    manifest: Manifest, found: set[Column], marked: set[Column]
) -> None:
    seeds = {node["name"] for node in nodes(manifest) if node["resource_type"] == "seed"}
    raw = {(table, column) for table, column in marked if table in RAW_MODELS}
    raw = {(table, column) for table, column in raw if column.startswith("raw_")}
    of_seeds = {(table, column) for table, column in marked if table in seeds}
    assert {column for _, column in of_seeds} == {*PERSONAL, "birth_date"}
    assert sorted(marked - found - raw - of_seeds - DERIVED) == []


def test_all_raw_values_of_customers_are_marked(manifest: Manifest, marked: set[Column]) -> None:
    raw = {
        (node["name"], column)
        for node in nodes(manifest)
        if node["name"] in RAW_MODELS
        for column in node["columns"]
        if column.startswith("raw_")
    }
    assert len(raw) == 26
    assert raw <= marked
