"""The orders that a model expects, beside numbers of another implementation.

The numbers in expected_orders.csv are those of mpmath 1.4.1 with 50 digits: expected orders by
equation 10 of Fader, Hardie, Lee (2005) and its twin for MBG/NBD, in which the second argument
and the sum of the third are one more, by its hypergeometric function (for a = 1 at a = 1 + 1e-25);
the probability to be there as both papers write it; that of an order as an integral over the rate.
"""

import csv
import math
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path

import duckdb
import jinja2
import pytest

from tests.conftest import PROJECT

MACROS = PROJECT / "macros" / "forecasts" / "expected_orders.sql"
NUMBERS = Path(__file__).with_name("expected_orders.csv")
# r, alpha, a, b, kept, x, t_x, t, weeks
Cell = Sequence[float]
COLUMNS = ("r", "alpha", "a", "b", "kept", "x", "t_x", "t", "weeks")
KEYS = ["number", *COLUMNS]


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database."""
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


def forecasts(
    database: duckdb.DuckDBPyConnection, cells: Sequence[Cell], points: int = 48
) -> list[tuple[float, float, float]]:
    """Expected orders, and the probabilities to be there and to order, by the macros."""
    macros = jinja2.Environment(autoescape=False).from_string(  # noqa: S701 (no HTML)
        MACROS.read_text(encoding="utf-8"), globals={"modules": {"re": re}}
    )
    sql = macros.module
    columns = ", ".join(f"{column} double" for column in COLUMNS)
    database.execute(f"create or replace table cells (number integer, {columns})")
    database.executemany(
        f"insert into cells values ({', '.join('?' * len(KEYS))})",
        [(number, *cell) for number, cell in enumerate(cells)],
    )
    if_there = sql.expected_orders_if_there("cells", KEYS, points=points)  # type: ignore[attr-defined]
    return database.execute(
        f"select {sql.expected_orders()}, {sql.there_probability()},"  # type: ignore[attr-defined]
        f" {sql.order_probability('weeks')} from ({if_there}) order by number"  # type: ignore[attr-defined]
    ).fetchall()


def numbers() -> tuple[list[Cell], list[tuple[float, float, float]]]:
    """The cells of the file, and what mpmath says of them."""
    with NUMBERS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    cells: list[Cell] = []
    expected = []
    for row in rows:
        cell = {name: float(Fraction(row[name])) for name in COLUMNS if name != "kept"}
        cell["kept"] = cell["b"] + cell["x"] + (row["model"] == "mbg_nbd")
        cells.append([cell[name] for name in COLUMNS])
        expected.append(
            (
                float(row["expected_orders"]),
                float(row["there_probability"]),
                float(row["order_probability"]),
            )
        )
    return cells, expected


def test_they_are_those_of_mpmath_to_seven_digits(database: duckdb.DuckDBPyConnection) -> None:
    cells, expected = numbers()
    assert len(cells) == 288
    for cell, found, wanted in zip(cells, forecasts(database, cells), expected, strict=True):
        assert found == pytest.approx(wanted, rel=1e-7, abs=1e-300), cell


def test_fewer_points_are_as_near_as_the_macro_says(database: duckdb.DuckDBPyConnection) -> None:
    cells, expected = numbers()
    errors = sorted(
        abs(found[0] / wanted[0] - 1)
        for found, wanted in zip(forecasts(database, cells, 32), expected, strict=True)
        if wanted[0] > 1e-300
    )
    assert errors[len(errors) // 2] < 1e-9
    assert errors[-1] < 1e-4


def test_no_number_that_can_come_in_overflows(database: duckdb.DuckDBPyConnection) -> None:
    # The bounds of the fit, and customers from one order to one a day for thirty years.
    least, most = math.exp(-7), math.exp(9)
    cells = [
        (r, alpha, a, b, b + x + more, x, t_x, t, weeks)
        for r, alpha, a, b in product((least, most), repeat=4)
        for more in (0, 1)
        for x, t_x, t in ((0, 0, 0), (0, 0, 1500), (1, 1 / 7, 1 / 7), (10_000, 1429, 1500))
        for weeks in (4, 3650 / 7)
    ]
    for cell, (orders, there, returns) in zip(cells, forecasts(database, cells), strict=True):
        assert math.isfinite(orders), cell
        assert orders >= 0, cell
        assert 0 <= there <= 1, cell
        assert 0 <= returns <= 1, cell
        # Whoever returns has at least one order.
        assert orders >= returns * (1 - 1e-3), cell


def test_the_order_of_the_rows_changes_no_bit(database: duckdb.DuckDBPyConnection) -> None:
    cells, _ = numbers()
    there_and_back = forecasts(database, cells[::-1])[::-1]
    database.execute("set threads = 2")
    assert forecasts(database, cells) == there_and_back
