"""Each preset gives the facts of its made-up export, worked out by hand, to the cent."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.intake.exports import mapping_of
from tests.results.shop import Shop, compiled

EXPORTS = Path(__file__).parent / "presets"
# Named by their main preset; a folder may hold the files of several.
KEYS = sorted(folder.name for folder in EXPORTS.iterdir() if folder.is_dir())
FACTS = ("order_count", "gross_revenue", "discount_amount", "refund_amount", "net_revenue")
TABLES = (
    *("accepted_orders", "rejected_orders", "rejected_rows", "customer_facts", "reconciliation"),
    "int_screened_customers",
)
# Later than all that happens in the exports.
LAST_DAY = "2026-11-28"


def files_of(key: str) -> list[Path]:
    return sorted(file for file in (EXPORTS / key).iterdir() if file.suffix != ".yml")


def expected_of(key: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(
        (EXPORTS / key / "expected.yml").read_text(encoding="utf-8")
    )
    return content


def built(key: str, factory: pytest.TempPathFactory) -> Shop:
    expected = expected_of(key)
    encoding = expected.get("encoding", "utf-8")
    inputs, variables = mapping_of(files_of(key), factory.mktemp(key), encoding)
    variables |= {"latest_credible_date": LAST_DAY, "as_of_date": LAST_DAY}
    variables |= expected.get("variables", {})
    only = [table for table in TABLES if table != "int_screened_customers" or "customers" in inputs]
    return Shop(compiled({"inputs": inputs, **variables}, factory, *only)).run()


# One of each kind; the others wait for the night.
EACH_COMMIT = (
    *("shopify_orders", "stripe_payments"),
    *("taobao_orders", "alipay_business_bill", "olist_order_items"),
)


@pytest.mark.builds
@pytest.mark.parametrize(
    "key",
    [pytest.param(key, marks=[pytest.mark.slow] * (key not in EACH_COMMIT)) for key in KEYS],
)
def test_a_preset_gives_the_facts_of_its_export(
    key: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    expected = expected_of(key)
    shop = built(key, tmp_path_factory)
    rejected = Counter(row["rejection_reason"] for row in shop.table("rejected_orders"))
    assert rejected == expected["rejected"]
    balance = shop.table("reconciliation")
    accepted = sum(row["accepted"] for row in balance if row["measure"] == "row_count")
    assert accepted == expected["accepted"]
    assert {row["difference"] for row in balance} == {0}
    rows = {person(row): row for row in shop.table("customer_facts")}
    facts = {who: {name: row[name] for name in FACTS} for who, row in rows.items()}
    assert facts == {
        customer: {name: value and Decimal(str(value)) for name, value in of.items()}
        for customer, of in expected["customers"].items()
    }
    net = sum((of["net_revenue"] for of in facts.values()), Decimal(0))
    assert net == Decimal(str(expected["net_total"]))
    for who, dates in expected.get("dates", {}).items():
        assert [rows[who]["first_order_date"], rows[who]["last_order_date"]] == dates
    others = Counter(
        f"{row['input_name']}: {row['rejection_reason']}"
        for row in shop.table("rejected_rows")
        if row["input_name"] != "orders"
    )
    assert others == expected.get("other_rows", {})
    if "profiles" in expected:
        assert profiles(shop) == expected["profiles"]


def person(row: Mapping[str, Any]) -> str:
    customer, store = row["customer_id"], row["store_id"]
    return f"{customer} in {store}" if store != "default" else str(customer)


def profiles(shop: Shop) -> Mapping[str, Mapping[str, object]]:
    names = ("full_name", "email", "phone", "region")
    return {
        row["customer_id"]: {name: row[name] for name in names}
        for row in shop.table("int_screened_customers")
        if row["rejection_reason"] is None
    }
