"""The example of a power company: its bills add up, and its key accounts are factories."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT, run_tiers

FOLDER = PROJECT / "examples" / "electricity"


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.builds
@pytest.mark.slow
def test_the_key_accounts_are_factories_and_bring_most_of_the_revenue(tmp_path: Path) -> None:
    database = tmp_path / "power.duckdb"
    inputs = ("--inputs", FOLDER / "inputs.yml")
    built = run_tiers("build", "--no-tests", *inputs, "--database", database, folder=PROJECT)
    assert built.code == 0, built.stderr

    meter_of = {bill["bill_no"]: bill["meter_no"] for bill in _rows("bills.csv")}
    revenue: dict[str, Decimal] = defaultdict(Decimal)
    for line in _rows("services.csv"):
        revenue[meter_of[line["bill_no"]]] += Decimal(line["amount"])
    factories = {
        customer["meter_no"]
        for customer in _rows("customers.csv")
        if customer["tariff_group"] == "industry"
    }
    with duckdb.connect(database, read_only=True) as connection:
        tiers = connection.execute(
            "select customer_id, net_revenue, key_account_status from marts.customer_tiers"
            " where as_of_date = '2025-12-31'"
        ).fetchall()
    assert {customer: net for customer, net, _ in tiers} == revenue
    accounts = {customer for customer, _, status in tiers if status == "key_account"}
    assert max(revenue, key=revenue.__getitem__) in accounts
    assert accounts
    assert accounts <= factories
    assert sum(revenue[customer] for customer in accounts) > sum(revenue.values()) / 2
