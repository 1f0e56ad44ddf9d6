"""Plain dbt judges a mapping too, as the program does before it starts dbt."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.results.shop import RAW_TABLES, DbtFailedError, dbt

pytestmark = pytest.mark.builds

ORDERS: dict[str, Any] = {"relation": "main.raw_orders"}
JOIN: dict[str, Any] = {"relation": "main.raw_customers", "on": {"customer_id": "customer_id"}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of raw tables."""
    folder = tmp_path_factory.mktemp("mapping")
    with duckdb.connect(folder / "shop.duckdb") as connection:
        for table, columns in RAW_TABLES.items():
            names = ", ".join(f"{column} varchar" for column in columns)
            connection.execute(f"create table {table} ({names})")
    return folder


def _compile(orders: object, folder: Path, **more: object) -> Any:  # noqa: ANN401 (of dbt's)
    inputs = {"orders": orders, **more}
    model = "stg_tiers__feedback" if "feedback" in more else "stg_tiers__orders"
    command = ("compile", "--select", model, "--no-write-json")
    return dbt(
        *command, variables={"inputs": inputs}, folder=folder, database=folder / "shop.duckdb"
    )


STOPS: dict[str, tuple[Mapping[str, Any], str]] = {
    "a key": ({"colums": {}}, "inputs.orders has a key colums, which is not known. There are:"),
    "a column": (
        {"columns": {"custmer_id": "a"}},
        "inputs.orders.columns has a key custmer_id, which is not known.",
    ),
    "a key of a join": (
        {"joins": {"buyer": {**JOIN, "using": "x"}}},
        "inputs.orders.joins.buyer has a key using, which is not known.",
    ),
    "a join without keys": (
        {"joins": {"buyer": {"relation": "main.raw_customers"}}},
        "inputs.orders.joins.buyer needs a name of letters, digits and _, and on:",
    ),
    "columns as list": (
        {"columns": ["order_id"]},
        "inputs.orders.columns is ['order_id']; it must be a mapping",
    ),
    "a list of files": (
        {"relation": None, "location": ["a.csv"]},
        "inputs.orders names no data: give it a relation (a table in the warehouse) or a location",
    ),
    "a relation that is a function": (
        {"relation": "read_text('secret.txt')"},
        "inputs.orders.relation is read_text('secret.txt'), which is no table's name.",
    ),
    "an option that is SQL": (
        {"relation": None, "location": "x.csv", "read_options": {"header = true) union": 1}},
        "inputs.orders.read_options has a key header = true) union, which is no option.",
    ),
    "a web address": (
        {"relation": None, "location": "https://example.com/x.csv"},
        "inputs.orders.location is https://example.com/x.csv: nothing is fetched from a network.",
    ),
    "a subquery": (
        {"columns": {"channel": "(select content from read_text('secret.txt'))"}},
        "a subquery is not allowed there.",
    ),
    "a function": (
        {"leave_out": "current_setting('home_directory') = 'x'"},
        (
            "inputs.orders.leave_out is current_setting('home_directory') = 'x': the function "
            "current_setting is not allowed there."
        ),
    ),
    "a query behind it": (
        {"columns": {"channel": "channel from read_text('x') --"}},
        "which is no SQL expression.",
    ),
    "a name with a blank": (
        {"columns": {"channel": "Order No"}},
        (
            "inputs.orders.columns.channel is Order No, which is no SQL expression. A column "
            """whose name has blanks, signs or a reserved word stands in double quotes: """
            """'"Order No"'."""
        ),
    ),
    "a column that is not there": (
        {"columns": {"channel": "upper(chanel)"}},
        (
            "inputs.orders.columns.channel is upper(chanel), but main.raw_orders does not have "
            "chanel. It has: order_id,"
        ),
    ),
    "a join by the name of a column": (
        {"joins": {"channel": JOIN}},
        "inputs.orders.joins.channel: main.raw_orders has a column channel of its own.",
    ),
    "a joined column that is not there": (
        {"columns": {"channel": "lower(buyer.segment)"}, "joins": {"buyer": JOIN}},
        (
            "inputs.orders.columns.channel is lower(buyer.segment): buyer has no column segment. "
            "It has: customer_id, store_id,"
        ),
    ),
    "amounts of an order where a row is an order": (
        {"order_columns": {"cost_amount": "cost_amount"}},
        "inputs.orders.order_columns are for grain: line;",
    ),
    "an amount of a line and of its order": (
        {
            "grain": "line",
            "columns": {"cost_amount": "cost_amount"},
            "order_columns": {"cost_amount": "cost_amount"},
        },
        "inputs.orders has cost_amount under columns and under order_columns:",
    ),
    "a status of neither": (
        {"grain": "line", "status_level": "lines"},
        "inputs.orders.status_level is 'lines'; it must be order (all lines of an order",
    ),
    "a status that means nothing of ours": (
        {"statuses": {"Paid": "paid"}},
        "inputs.orders.statuses.Paid is paid; it must be one of completed, cancelled,",
    ),
    "a status that is there twice": (
        {"statuses": {"Paid": "completed", "PAID ": "returned"}},
        "inputs.orders.statuses has Paid twice: small and capital letters are alike.",
    ),
    "a status that YAML reads as no": (
        {"statuses": {False: "cancelled"}},
        "inputs.orders.statuses has a status False: put it in quotes,",
    ),
    "statuses that are a list": (
        {"statuses": ["Paid"]},
        "inputs.orders.statuses is ['Paid']; it must be a mapping of keys to values.",
    ),
    "a key that is not there": (
        {"joins": {"buyer": {**JOIN, "on": {"customer_id": "buyer_id"}}}},
        "inputs.orders.joins.buyer.on is buyer_id, but main.raw_customers does not have buyer_id.",
    ),
}


@pytest.mark.parametrize("case", STOPS)
def test_a_mapping_that_cannot_be_right_stops_the_compiling(case: str, folder: Path) -> None:
    change, says = STOPS[case]
    with pytest.raises(DbtFailedError) as error:
        _compile({**ORDERS, **change}, folder)
    assert says in " ".join(str(error.value).split())


@pytest.mark.parametrize(
    ("inputs", "says"),
    [
        (
            {"orders": ORDERS, "feedback": "x.csv"},
            "inputs.feedback is x.csv: it must be a mapping,",
        ),
        ({"orders": ORDERS, "customer": ORDERS}, "inputs has a key customer, which is not known."),
    ],
)
def test_an_input_that_cannot_be_right_stops_the_compiling(
    inputs: dict[str, object], says: str, folder: Path
) -> None:
    with pytest.raises(DbtFailedError) as error:
        _compile(inputs.pop("orders"), folder, **inputs)
    assert says in str(error.value)


def test_a_key_that_yaml_reads_as_true_is_on(folder: Path) -> None:
    join = {"relation": "main.raw_customers", True: {"customer_id": "customer_id"}}
    compiled = _compile({**ORDERS, "joins": {"buyer": join}}, folder)
    assert "as buyer" in compiled.results[0].node.compiled_code
