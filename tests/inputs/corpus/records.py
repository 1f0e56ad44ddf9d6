"""JSON and Parquet: values that have a type of their own."""

import json
from collections.abc import Mapping

from tests.inputs.corpus.case import ANN, BOB, Case


def order(number: object, customer: object, day: object, amount: object) -> dict[str, object]:
    """One order as an object."""
    return {"order_id": number, "customer_id": customer, "ordered_at": day, "gross_amount": amount}


ANN_OBJECT, BOB_OBJECT = order("1", "ann", "2024-01-05", 10), order("2", "bob", "2024-02-05", 20)
MANY_OBJECTS = [order(90_000 + number, "cat", "2024-03-01", 1) for number in range(21_000)]
MANY_ORDERS = [(str(90_000 + number), "cat", "2024-03-01", "1") for number in range(21_000)]
# Digits that Python itself would not write like this.
EXACT = """[
{"order_id": "1", "customer_id": 12345678901234567890123, "ordered_at": "2024-01-05",
 "gross_amount": 10},
{"order_id": "2", "customer_id": 7, "ordered_at": "2024-02-05", "gross_amount": 20.10}
]"""


def objects(*rows: Mapping[str, object], **more: object) -> Case:
    """A JSON file that is one list."""
    return Case({"orders.json": json.dumps(rows)}, orders={"location": "orders.json"}, **more)  # type: ignore[arg-type]


def lines(*rows: Mapping[str, object], **more: object) -> Case:
    """A JSON file with an object in each line."""
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return Case({"orders.ndjson": text}, orders={"location": "orders.ndjson"}, **more)  # type: ignore[arg-type]


def parquet(*rows: str, **more: object) -> Case:
    """A Parquet file of these rows of SQL: order id, customer id, day, amount."""
    query = "from (values {}) as orders (order_id, customer_id, ordered_at, gross_amount)"
    return Case(
        {"orders.parquet": query.format(", ".join(rows))},
        orders={"location": "orders.parquet"},
        **more,  # type: ignore[arg-type]
    )


JSON: dict[str, Case] = {
    "a list of objects": objects(ANN_OBJECT, BOB_OBJECT, accepted=[ANN, BOB]),
    "an object in each line": lines(ANN_OBJECT, BOB_OBJECT, accepted=[ANN, BOB]),
    "the first amount with decimals after many rows": objects(
        *MANY_OBJECTS,
        order("1", "ann", "2024-01-05", 1.5),
        accepted=[*MANY_ORDERS, ("1", "ann", "2024-01-05", "1.5")],
    ),
    "the first text among numbers after many rows, in lines": lines(
        *MANY_OBJECTS,
        order("A1", "ann", "2024-01-05", "ten"),
        BOB_OBJECT,
        accepted=[*MANY_ORDERS, BOB],
        rejected={"invalid_amount": 1},
    ),
    "a key that only the last object has": objects(
        *MANY_OBJECTS,
        ANN_OBJECT | {"refund_amount": 5},
        accepted=[*MANY_ORDERS, ANN],
        facts={"refund_amount": {"1": "5", "90000": "0"}},
    ),
    "a day with two digits of the year, in JSON": objects(
        order("1", "ann", "05-01-24", 10),
        BOB_OBJECT,
        accepted=[BOB],
        rejected={"incredible_timestamp": 1},
    ),
    "a day that may be a month, in JSON": objects(
        order("1", "ann", "05-01-2024", 10),
        BOB_OBJECT,
        accepted=[BOB],
        rejected={"invalid_timestamp": 1},
    ),
    "a customer that looks like a day": objects(
        order("1", "05-01-2024", "2024-01-05", 10),
        accepted=[("1", "05-01-2024", "2024-01-05", "10")],
    ),
    "a UUID in capitals": objects(
        order("1", "0A0B0C0D-1111-4222-8333-ABCDEFABCDEF", "2024-01-05", 10),
        accepted=[("1", "0A0B0C0D-1111-4222-8333-ABCDEFABCDEF", "2024-01-05", "10")],
    ),
    "numbers as they stand": Case(
        {"orders.json": EXACT},
        orders={"location": "orders.json"},
        accepted=[
            ("1", "12345678901234567890123", "2024-01-05", "10"),
            ("2", "7", "2024-02-05", "20.1"),
        ],
    ),
    "leading zeros in JSON": objects(
        order("007", "0042", "2024-01-05", "010"), accepted=[("007", "0042", "2024-01-05", "10")]
    ),
    "a null customer": objects(
        order("1", None, "2024-01-05", 10),
        BOB_OBJECT,
        accepted=[BOB],
        rejected={"missing_customer": 1},
    ),
    "letters that are escaped": Case(
        {"orders.json": json.dumps([order("1", "王小明", "2024-01-05", 10)])},
        orders={"location": "orders.json"},
        accepted=[("1", "王小明", "2024-01-05", "10")],
    ),
    "a quote and a newline in JSON": objects(
        order("1", 'Ann "A"\nLee', "2024-01-05", 10),
        accepted=[("1", 'Ann "A"\nLee', "2024-01-05", "10")],
    ),
    "yes as an amount": objects(
        order("1", "ann", "2024-01-05", amount=True),
        BOB_OBJECT,
        accepted=[BOB],
        rejected={"invalid_amount": 1},
    ),
    "one object": Case(
        {"orders.json": json.dumps(ANN_OBJECT)}, orders={"location": "orders.json"}, accepted=[ANN]
    ),
    "JSON that breaks off": Case(
        {"orders.json": json.dumps([ANN_OBJECT, BOB_OBJECT])[:-20]},
        orders={"location": "orders.json"},
        stops=("orders.json",),
    ),
    "a line that is no JSON": Case(
        {"orders.ndjson": f"{json.dumps(ANN_OBJECT)}\nnothing\n{json.dumps(BOB_OBJECT)}\n"},
        orders={"location": "orders.ndjson"},
        stops=("orders.ndjson",),
    ),
    "JSON, packed": Case(
        {"orders.json.gz": json.dumps([ANN_OBJECT, BOB_OBJECT])},
        orders={"location": "orders.json.gz"},
        accepted=[ANN, BOB],
    ),
    "two JSON files of which only one has a key": Case(
        {
            "a.json": json.dumps([ANN_OBJECT]),
            "b.json": json.dumps([BOB_OBJECT | {"refund_amount": 5}]),
        },
        orders={"location": "*.json"},
        accepted=[ANN, BOB],
        facts={"refund_amount": {"1": "0", "2": "5"}},
    ),
}

PARQUET: dict[str, Case] = {
    "typed columns": parquet(
        "(1, 'ann', timestamp '2024-01-05 10:00:00', 10.00)",
        "(2, 'bob', timestamp '2024-02-05 10:00:00', 20.00)",
        accepted=[ANN, BOB],
    ),
    "dates": parquet("('1', 'ann', date '2024-01-05', 10)", accepted=[ANN]),
    "timestamps with a time zone": parquet(
        "('1', 'ann', timestamptz '2024-01-05 23:00:00-05:00', 10)",
        accepted=[("1", "ann", "2024-01-06", "10")],
    ),
    "doubles as ids": parquet(
        "(1::double, 7.0::double, date '2024-01-05', 10)",
        "(2::double, 'nan'::double, date '2024-02-05', 20)",
        "(3::double, 12345678::double, date '2024-03-05', 30)",
        accepted=[("1", "7", "2024-01-05", "10"), ("3", "12345678", "2024-03-05", "30")],
        rejected={"missing_customer": 1},
    ),
    "decimals as ids": parquet(
        "(1.0, 7.50::decimal(9, 2), date '2024-01-05', 10)",
        accepted=[("1", "7.5", "2024-01-05", "10")],
    ),
    "huge whole numbers as ids": parquet(
        "(1, 12345678901234567890123456789012345678::decimal(38, 0), date '2024-01-05', 10)",
        accepted=[("1", "12345678901234567890123456789012345678", "2024-01-05", "10")],
    ),
    # Parquet has no such integer: DuckDB writes a double, in which its last digits are lost.
    "whole numbers that became doubles": parquet(
        "(1, 170141183460469231731687303715884105727::hugeint, date '2024-01-05', 10)",
        accepted=[],
        rejected={"missing_customer": 1},
    ),
    "doubles as amounts": parquet(
        "('1', 'ann', date '2024-01-05', 0.1::double)",
        "('2', 'bob', date '2024-02-05', 'nan'::double)",
        "('3', 'bob', date '2024-02-05', 'inf'::double)",
        "('4', 'bob', date '2024-02-05', 1e300::double)",
        accepted=[("1", "ann", "2024-01-05", "0.1")],
        rejected={"invalid_amount": 3},
    ),
    "yes as an amount, in Parquet": parquet(
        "('1', 'ann', date '2024-01-05', true)", rejected={"invalid_amount": 1}
    ),
    "a null in every column": parquet(
        "('1', 'ann', date '2024-01-05', 10)",
        "(null, 'ann', date '2024-01-05', 10)",
        "('3', null, date '2024-01-05', 10)",
        "('4', 'ann', null, 10)",
        "('5', 'ann', date '2024-01-05', null)",
        accepted=[ANN],
        rejected={
            "missing_order_id": 1,
            "missing_customer": 1,
            "invalid_timestamp": 1,
            "invalid_amount": 1,
        },
    ),
    "a timestamp before there were shops": parquet(
        "('1', 'ann', timestamp '1899-12-30', 10)",
        "('2', 'bob', timestamp '2024-02-05', 20)",
        accepted=[BOB],
        rejected={"incredible_timestamp": 1},
    ),
    "a file that only says that it is Parquet": Case(
        {"orders.parquet.txt": "no"},
        orders={"location": "orders.parquet.txt", "format": "parquet"},
        stops=("orders.parquet.txt",),
    ),
}

CASES: dict[str, Case] = {**JSON, **PARQUET}
