"""Where the files and tables are that a preset joins."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from runner.errors import UserError
from runner.intake.beside import beside


def test_the_files_that_a_preset_joins_are_beside_the_recognised_one(tmp_path: Path) -> None:
    (tmp_path / "order_line_refund.csv").touch()
    join = {"relation": "refund", "on": {"refund_id": "id"}}
    inputs = {"refunds": {"joins": {"refund": join}, "columns": {}}}

    def found(**given: object) -> Mapping[str, Any]:
        joined: Mapping[str, Any] = beside(inputs, given)["refunds"]["joins"]["refund"]
        return {key: value for key, value in joined.items() if key != "on"}

    assert found(relation="shopify.order_line_refund") == {"relation": "shopify.refund"}
    assert found(location="shop.duckdb", convert={"table": "order_line_refund"}) == {
        "location": "shop.duckdb",
        "convert": {"table": "refund"},
    }
    assert found(location="shop.zip", convert={"member": "2026/order_line_refund.csv"}) == {
        "location": "shop.zip",
        "convert": {"member": "2026/refund.csv"},
    }
    location = str(tmp_path / "order_line_refund.csv")
    with pytest.raises(UserError, match=r"order_line_refund.csv needs refund.csv"):
        found(location=location)
    (tmp_path / "refund.csv").touch()
    assert found(location=location) == {"location": str(tmp_path / "refund.csv")}
