"""A preset on the file that was recognised, and on those that it joins."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from runner.errors import UserError
from runner.intake.placing import placed


def test_a_preset_adds_to_how_a_file_is_read() -> None:
    given = {"location": "report.txt", "format": "csv", "read_options": {"delim": "\t"}}
    inputs = {"orders": {"read_options": {"quote": ""}, "columns": {"order_id": "No"}}}
    assert placed(inputs, given) == {
        "orders": {
            "location": "report.txt",
            "format": "csv",
            "read_options": {"delim": "\t", "quote": ""},
            "columns": {"order_id": "No"},
        }
    }


def test_the_files_that_a_preset_joins_are_beside_the_recognised_one(tmp_path: Path) -> None:
    (tmp_path / "order_line_refund.csv").touch()
    join = {"relation": "refund", "on": {"refund_id": "id"}}
    inputs = {"refunds": {"joins": {"refund": join}}}

    def found(**given: object) -> Mapping[str, Any]:
        joined: Mapping[str, Any] = placed(inputs, given)["refunds"]["joins"]["refund"]
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
