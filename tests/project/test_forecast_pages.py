"""The customer whom docs/forecasts.md follows by hand: every step, worked out once more."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT
from tests.project.test_pages import skeleton

PAGES = ("docs/forecasts.md", "docs/zh/forecasts.md")
STORE, CUSTOMER, DAY = "south", "C11744", date(2025, 12, 31)


def shown(page: str) -> list[str]:
    """The values of the table of steps: the first table with three columns below its heading."""
    text = (PROJECT / page).read_text(encoding="utf-8")
    (part,) = [part for part in text.split("\n## ") if f"{STORE} {CUSTOMER}" in page_words(part)]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [cells[2].strip() for cells in rows if len(cells) == 3][2:]


def page_words(part: str) -> str:
    """Store and customer as the first words of a section name them, in either language."""
    head = part.split("|", 1)[0]
    return f"{STORE} {CUSTOMER}" if {STORE, CUSTOMER} <= set(re.findall(r"\w+", head)) else ""


def mean_over_chances(of: Callable[[float], float], a: float, kept: float) -> float:
    """The mean of a function of p that has a beta distribution: by the middles of equal steps.

    In u = p ^ a the density is (1 - p) ^ (kept - 1), which is smooth.
    """
    steps = 200_000
    total = weights = 0.0
    for step in range(steps):
        p = ((step + 0.5) / steps) ** (1 / a)
        weight = (1 - p) ** (kept - 1)
        total += weight * of(p)
        weights += weight
    return total / weights


def steps(database: Path) -> list[float]:
    """Every value of the table, from the orders and from what the models learned."""
    with duckdb.connect(database, read_only=True) as connection:
        orders = connection.execute(
            "select order_date, net_amount from marts.accepted_orders"
            " where store_id = ? and customer_id = ? and is_purchase order by order_date",
            [STORE, CUSTOMER],
        ).fetchall()
        fits = {
            row[0]: row[1:]
            for row in connection.execute(
                "select model, r, alpha, a, b, p, q, v from marts.forecast_parameters"
                " where store_id = ? and as_of_date = ?",
                [STORE, DAY],
            ).fetchall()
        }
    r, alpha, a, b = fits["mbg_nbd"][:4]
    p, q, v = fits["gamma_gamma"][4:]
    days = sorted({day for day, _ in orders})
    first, last = days[0], days[-1]
    x = len(days) - 1
    t_x, age = (last - first).days / 7, (DAY - first).days / 7
    odds = a / (b + x) * ((alpha + age) / (alpha + t_x)) ** (r + x)
    there = 1 / (1 + odds)

    def orders_if_there(weeks: float) -> float:
        return mean_over_chances(
            lambda chance: (1 - (1 + chance * weeks / (alpha + age)) ** -(r + x)) / chance,
            a,
            b + x + 1,
        )

    quarter = orders_if_there(13)
    mean = float(sum(amount for day, amount in orders if day > first)) / x
    value = p * (v + x * mean) / (p * x + q - 1)
    year = x * 365 / (DAY - first).days
    totals = [0.0, *(orders_if_there(365 * years / 7) for years in (1, 2, 3))]
    by_year = [after - before for before, after in pairwise(totals)]
    factor = sum(part * 1.1 ** -(at + 0.5) for at, part in enumerate(by_year)) / by_year[0]
    return [
        *(x, t_x, age, odds, there, quarter, there * quarter, mean, value),
        *(there * quarter * value, year, year * value, *by_year, factor, year * value * factor),
    ]


@pytest.mark.builds
def test_the_steps_of_the_page_are_right_and_lead_to_the_forecast(sample_database: Path) -> None:
    found = steps(sample_database)
    for page in PAGES:
        cells = shown(page)
        assert len(cells) == len(found), page
        for cell, value in zip(cells, found, strict=True):
            assert abs(float(cell) - value) <= 0.00006, (page, cell, value)
    with duckdb.connect(sample_database, read_only=True) as connection:
        rows = connection.execute(
            "select horizon_days, expected_orders, expected_order_value, expected_net_revenue,"
            " customer_lifetime_value from marts.customer_forecasts"
            " where store_id = ? and customer_id = ? and as_of_date = ?",
            [STORE, CUSTOMER, DAY],
        ).fetchall()
    forecasts: Mapping[int, tuple[float, ...]] = {
        row[0]: tuple(float(cell) for cell in row[1:] if cell is not None) for row in rows
    }
    assert forecasts[91] == pytest.approx([found[6], found[8], found[9]], abs=0.0001)
    assert forecasts[365] == pytest.approx([*found[10:11], found[8], found[11], found[16]], 1e-6)


def test_both_pages_have_the_same_sections_and_tables() -> None:
    english, chinese = (skeleton(page) for page in PAGES)
    assert english == chinese
