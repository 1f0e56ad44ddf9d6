"""The same orders through DuckDB and through Spark: every public table, cell by cell."""

from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
import yaml

from tests.conftest import PROJECT
from tests.results.dirty import Row
from tests.results.dirty_inputs import OTHER_METHODS, shops_in_one
from tests.results.warehouse import WITHOUT_EXTRAS
from tests.spark.builds import NO_TESTS, READ_PLANS, Pair, build_both, build_on_spark

pytestmark = [
    pytest.mark.builds,
    pytest.mark.skipif(
        find_spec("pyspark") is None, reason="pyspark is not installed: run `make test-spark`"
    ),
]
ONLINE_RETAIL = PROJECT.parent / "shared/data/online_retail/online_retail.parquet"
ODD_MOMENTS = (
    *("2024/01/05", "2024-1-5", "2024-01-05 9:30", "2024-01-05 09:30", "2024-01-05  09:30:00"),
    *("2024-01-05T09:30:00.1234567", "2024-01-05T09:30:00.", "2024-01-05 09:30 UTC", "20240105"),
    *("2024-01-05 09", "2024", "10:30", "2024-01-05 10:00:00 Europe/Berlin", "now", "today"),
    *("2024-01-05 10:00:00+5", "2024-01-05 10:00:00+05", "2024-01-05t10:00:00", "2024-01-05T"),
    *("2024-01-05 10:00:00z", "2024-01-05 10:00:00,5", "2024-01-05 23:59:60", "1704448800"),
    *("2023-10-29 00:30:00", "2023-10-29 01:30:00", "2023-10-29 02:30:00", "2023-03-26 01:30:00"),
    *("\u3000 2024-01-05\u00a0", "\u20282024-01-05", "\t2024-01-05", "2024-01-05 10:00:00-"),
)
FEW_ORDERS = (
    *(("1", "ann", "2024-01-05", "10"), ("2", "bob", "2024-01-09", "20")),
    *(("3", "ann", "2024-02-07", "30"), ("4", "cem", "2024-03-02", "40")),
    *(("5", "bob", "2024-03-18", "50"), ("6", "ann", "2024-04-10", "60")),
)
# One that comes late, of March, and one of a new day.
MORE_ORDERS = (("7", "bob", "2024-03-05", "70"), ("8", "dai", "2024-05-02", "80"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The sample shop; on Spark with all data tests and unit tests."""
    return build_both(tmp_path_factory.mktemp("sample"), {}, environment=READ_PLANS)


def test_every_cell_of_the_sample_is_the_same_on_both_engines(sample: Pair) -> None:
    found = sample.differences()
    assert found[:10] == []
    assert all(ours.rows for ours, _ in sample.tables.values())
    assert len(sample.tables) > 30


def test_the_data_tests_and_the_unit_tests_pass_on_spark_too(sample: Pair) -> None:
    assert sample.done["test"] > 100
    assert sample.done["unit_test"] > 100


def test_no_plan_brings_all_customers_or_orders_into_one_task(sample: Pair) -> None:
    models = {name: found for name, found in sample.plans.items() if ": " not in name}
    assert {name: found for name, found in models.items() if found} == {}
    assert len(models) > 100


def test_the_check_of_the_plans_tells_good_from_bad(sample: Pair) -> None:
    examples = {name: bool(found) for name, found in sample.plans.items() if ": " in name}
    assert examples == {name: name.startswith("bad") for name in examples}
    assert len(examples) == 4


@pytest.mark.skipif(not ONLINE_RETAIL.exists(), reason=f"{ONLINE_RETAIL} is not there")
def test_every_cell_of_online_retail_is_the_same_on_both_engines(tmp_path: Path) -> None:
    inputs = PROJECT / "examples/online_retail/inputs.yml"
    variables = yaml.safe_load(inputs.read_text(encoding="utf-8"))
    pair = build_both(tmp_path, variables, *NO_TESTS)
    found = pair.differences()
    assert found[:10] == []
    assert len(pair.tables["accepted_orders"][0].rows) > 20_000


def test_every_cell_of_shops_full_of_dirt_is_the_same_on_both_engines(tmp_path: Path) -> None:
    rows = shops_in_one(range(8))
    orders = rows["orders"]
    clean = orders[0] | {
        "refunded_at": None,
        "gross_amount": "12.34565",
        "store_id": "odd",
        "currency": None,
    }
    orders += [
        clean
        | {"order_id": f" \u3000odd {number}\u00a0", "ordered_at": moment, "customer_id": "ann"}
        for number, moment in enumerate(ODD_MOMENTS)
    ]
    inputs = {
        name: write_parquet(table, tmp_path / f"{name}.parquet") for name, table in rows.items()
    }
    pair = build_both(
        tmp_path,
        {**OTHER_METHODS, "inputs": inputs},
        *NO_TESTS,
    )
    found = pair.differences()
    assert found[:10] == []
    assert len(pair.tables["rejected_orders"][0].rows) > 100
    assert len(pair.tables["rejected_rows"][0].rows) > 100


def test_a_second_build_on_spark_makes_what_one_build_on_duckdb_makes(tmp_path: Path) -> None:
    variables = {
        **WITHOUT_EXTRAS,
        "inputs": {"orders": write_parquet(few_orders(FEW_ORDERS), tmp_path / "orders.parquet")},
        "history_periods": 2,
        "keep_daily_days": 0,
    }
    build_on_spark(tmp_path / "spark", variables, *NO_TESTS, models=[])
    first = files_by_date(tmp_path / "spark")
    assert [*first] == ["2024-02-29", "2024-03-31", "2024-04-10"]

    write_parquet(few_orders(FEW_ORDERS + MORE_ORDERS), tmp_path / "orders.parquet")
    pair = build_both(tmp_path, {**variables, "history_periods": 3}, *NO_TESTS)
    found = pair.differences()
    assert found[:10] == []
    second = files_by_date(tmp_path / "spark")
    assert [*second] == ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-02"]
    assert second["2024-02-29"] == first["2024-02-29"]
    assert second["2024-03-31"].isdisjoint(first["2024-03-31"])


def few_orders(orders: tuple[tuple[str, ...], ...]) -> list[Row]:
    """Raw rows."""
    names = ("order_id", "customer_id", "ordered_at", "gross_amount")
    return [dict(zip(names, order, strict=True)) for order in orders]


def files_by_date(folder: Path) -> dict[str, set[str]]:
    """The files of `customer_facts` by as-of date; Spark never gives a name twice."""
    dates = sorted(folder.glob("spark/warehouse/*/customer_facts/as_of_date=*"))
    return {date.name[-10:]: {file.name for file in date.glob("*.parquet")} for date in dates}


def write_parquet(rows: list[Row], file: Path) -> dict[str, str]:
    """Write rows of text; returns the input that reads them."""
    names = list(rows[0])
    with duckdb.connect() as connection:
        columns = ", ".join(f"unnest(cast(? as varchar[])) as {name}" for name in names)
        connection.execute(
            f"copy (select {columns}) to '{file}' (format parquet)",
            [[row.get(name) for row in rows] for name in names],
        )
    return {"location": str(file)}
