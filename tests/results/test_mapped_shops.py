"""What a mapping joins and leaves out: nothing is multiplied, nothing lost, nothing left behind."""

import random
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings

from tests.results.dirty import LAST_CREDIBLE, Row, seeds
from tests.results.shop import TEXT_INPUTS, Shop, compiled
from tests.results.variants import CASES, randomly, raw_shop

pytestmark = pytest.mark.builds

BUYERS = "Customer No,kind,segment\n"
# By input, the condition and what makes a row fulfil it.
LEFT_OUT: dict[str, tuple[str, Row]] = {
    "orders": ("channel = 'internal' or buyer.kind = 'test'", {"channel": "internal"}),
    "exchange_rates": ("rate_to_reporting = '9.0001'", {"rate_to_reporting": "9.0001"}),
    "customers": ("region = 'internal'", {"region": "internal"}),
    "order_lines": ("product_id = 'internal'", {"product_id": "internal"}),
    "feedback": ("is_complaint = 'internal'", {"is_complaint": "internal"}),
    "referrals": ("referred_at = 'internal'", {"referred_at": "internal"}),
    "customer_aliases": ("customer_id = 'internal'", {"customer_id": "internal"}),
    "refunds": ("refund_amount = 'internal'", {"refund_amount": "internal"}),
}
GRAINS = {"order": "defaults", "line": "lines"}
# What tells of rejected rows, and with it of those that are left out.
OF_REJECTIONS = ("rejected_orders", "rejected_rows", "reconciliation", "int_screening_totals")
_shops: dict[str, tuple[Shop, Path]] = {}


def mapped_shop(grain: str, factory: pytest.TempPathFactory) -> tuple[Shop, Path]:
    """The project compiled with a join and conditions, and the file that is joined."""
    if grain not in _shops:
        file = factory.mktemp("buyers") / "buyers.csv"
        file.write_text(BUYERS, encoding="utf-8")
        inputs: dict[str, Any] = {
            name: {**mapping, "leave_out": LEFT_OUT[name][0]}  # type: ignore[dict-item]
            for name, mapping in TEXT_INPUTS.items()
        }
        inputs["orders"] |= {
            "grain": grain,
            "columns": {"category": "coalesce(buyer.segment, category)"},
            "joins": {
                "buyer": {"location": str(file), "on": {"customer_id": '"Customer No"'}},
            },
        }
        variables = {"inputs": inputs, "latest_credible_date": str(LAST_CREDIBLE)}
        _shops[grain] = (Shop(compiled(variables, factory)), file)
    return _shops[grain]


def _run(shop: Shop, file: Path, buyers: str, orders: Sequence[Row]) -> Shop:
    file.write_text(BUYERS + buyers, encoding="utf-8")
    return shop.run(orders)


def _order(order_id: str, customer: str | None, amount: str, **more: str | None) -> Row:
    row: Row = {"order_id": order_id, "customer_id": customer, "gross_amount": amount}
    return {**row, "ordered_at": "2024-01-05", **more}


@pytest.mark.parametrize("grain", ["order", pytest.param("line", marks=pytest.mark.slow)])
@given(seed=seeds)
@settings(randomly, max_examples=(CASES + 2) // 3)
def test_what_is_left_out_leaves_no_trace(
    grain: str, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    shop, file = mapped_shop(grain, tmp_path_factory)
    file.write_text(BUYERS, encoding="utf-8")
    raw = raw_shop(GRAINS[grain], seed)
    rng = random.Random(seed)  # noqa: S311 (no secret)
    rows = {"orders": raw.orders, "exchange_rates": raw.rates, **raw.more}
    extras = {
        name: [row | LEFT_OUT[name][1] for row in rng.sample(of_input, len(of_input) // 3)]
        for name, of_input in rows.items()
    }
    more = {name: of_input + extras[name] for name, of_input in rows.items()}

    without = shop.run(raw.orders, raw.rates, raw.more).tables()
    rejected_before = Counter(row["input_name"] for row in shop.table("rejected_rows"))
    with_them = shop.run(more["orders"], more["exchange_rates"], more).tables()

    for name in without.keys() & {name for name in with_them if not name.startswith("int_")}:
        if name not in OF_REJECTIONS:
            columns = [
                number
                for number, column in enumerate(shop.columns(name))
                if not column.endswith("_version")
            ]
            assert [[row[at] for at in columns] for row in without[name]] == [
                [row[at] for at in columns] for row in with_them[name]
            ], name
    left_out = [
        row for row in shop.table("rejected_orders") if row["rejection_reason"] == "left_out"
    ]
    assert len(left_out) == len(extras["orders"]) > 0
    assert all(row["difference"] == 0 for row in shop.table("reconciliation"))
    rejected = Counter(row["input_name"] for row in shop.table("rejected_rows"))
    for name in rejected:
        assert rejected[name] - rejected_before[name] == len(extras[name])


@pytest.mark.parametrize("grain", GRAINS)
def test_the_rows_and_money_that_are_left_out_are_counted(
    grain: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop, file = mapped_shop(grain, tmp_path_factory)
    orders = [
        _order("1", "ann", "10"),
        _order("1", "ann", "4", channel="internal"),
        _order("2", "bob", "25.5", channel="internal"),
        _order("3", "cem", "7", channel=None),
        _order("4", "tester", "100"),
    ]
    _run(shop, file, "tester,test,x\n", orders)
    assert {row["order_id"]: row["gross_amount"] for row in shop.table("accepted_orders")} == {
        "1": Decimal(10),
        "3": Decimal(7),
    }
    assert sorted(
        (row["raw_order_id"], row["rejection_reason"], row["source_gross_amount"])
        for row in shop.table("rejected_orders")
    ) == [
        ("1", "left_out", Decimal(4)),
        ("2", "left_out", Decimal("25.5")),
        ("4", "left_out", Decimal(100)),
    ]
    balance = {row["measure"]: row for row in shop.table("reconciliation")}
    assert balance["row_count"]["rejected"] == 3
    assert balance["gross_amount"]["rejected"] == Decimal("129.5")
    assert {row["difference"] for row in balance.values()} == {0}


def test_a_row_that_is_left_out_has_no_other_reason(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop, file = mapped_shop("order", tmp_path_factory)
    faulty = {"order_id": None, "customer_id": None, "ordered_at": "x", "gross_amount": "x"}
    _run(shop, file, "", [_order("1", "ann", "10"), {**faulty, "channel": "internal"}])
    (rejected,) = shop.table("rejected_orders")
    assert rejected["rejection_reason"] == "left_out"


@pytest.mark.parametrize("grain", GRAINS)
def test_a_row_has_the_columns_of_its_partner_or_nulls(
    grain: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop, file = mapped_shop(grain, tmp_path_factory)
    orders = [
        _order("1", "ann", "10", category="own"),
        _order("2", " bob", "10", category="own"),
        _order("3", "nobody", "10", category="own"),
        _order("4", "7", "10"),
        _order("5", "ann", "10"),
    ]
    _run(shop, file, "ann,,gold\nbob ,,silver\n7,,lucky\nunused,,x\n,,none\n,,nothing\n", orders)
    assert {row["order_id"]: row["category"] for row in shop.table("accepted_orders")} == {
        "1": "gold",
        "2": "silver",
        "3": "own",
        "4": "lucky",
        "5": "gold",
    }


def test_a_key_that_the_joined_table_has_twice_stops_the_build_and_is_named(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop, file = mapped_shop("order", tmp_path_factory)
    # Of no order is the customer that stands there twice.
    buyers = "ann,,x\nbob,,x\nbob ,,x\nzoe,,x\nzoe,,y\nzoe,,z\n"
    with pytest.raises(duckdb.Error) as error:
        _run(shop, file, buyers, [_order("1", "ann", "10")]).build()
    assert "inputs.orders.joins.buyer has more than one row of bob (2 rows), zoe (3 rows)." in str(
        error.value
    )
