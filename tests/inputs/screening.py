"""Orders through staging and screening alone, in memory, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.results.shop import ORDER_COLUMNS, Shop, compiled

GOOD = {
    "customer_id": "ann",
    "ordered_at": "2024-01-05 10:00:00",
    "gross_amount": "10",
}


class Screening:
    """The models from the raw rows to a last one, under some of dbt's variables."""

    def __init__(
        self,
        factory: pytest.TempPathFactory,
        variables: Mapping[str, object] | None = None,
        last: str = "int_screened_orders",
    ) -> None:
        """Compile the project and leave out what comes after the last model."""
        project = compiled({"latest_credible_date": "2024-06-30", **(variables or {})}, factory)
        needed = [model for model in project.models if model.name == last]
        for model in reversed(project.models):
            if any(model.relation in other.sql for other in needed):
                needed.insert(0, model)
        self.shop = Shop(replace(project, models=tuple(needed)))

    def judge(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Each row as it was screened, in the order in which they were given.

        What a row does not say is that of a good order with an id of its own.
        """
        orders = [
            {"order_id": f"order {number}", **GOOD, **row, "channel": str(number)}
            for number, row in enumerate(rows)
        ]
        self.shop.run(orders)
        return self.screened()

    def judge_typed(
        self, column: str, sql_type: str, values: Sequence[str]
    ) -> list[dict[str, Any]]:
        """The same for values that are typed, as those of a Parquet file are.

        Args:
            column: of the orders; the others are texts of good orders.
            sql_type: of the column.
            values: as SQL.
        """
        connection = self.shop.connection
        types = dict.fromkeys(ORDER_COLUMNS, "varchar") | {column: sql_type}
        table = ", ".join(f"{name} {kind}" for name, kind in types.items())
        connection.execute(f"create or replace table raw_orders ({table})")
        for number, value in enumerate(values):
            texts = {"order_id": f"order {number}", **GOOD, "channel": str(number)}
            cells = {name: f"'{text}'" for name, text in texts.items()} | {column: value}
            connection.execute(
                f"insert into raw_orders ({', '.join(cells)}) values ({', '.join(cells.values())})"
            )
        self.shop.forget()
        screened = self.screened()
        text_table = ", ".join(f"{name} varchar" for name in ORDER_COLUMNS)
        connection.execute(f"create or replace table raw_orders ({text_table})")
        self.shop.forget()
        return screened

    def screened(self) -> list[dict[str, Any]]:
        """The screened orders in the order of their numbers."""
        return self.shop.query("select * from {int_screened_orders} order by channel::integer")


def reasons(screened: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """Why each was rejected; null: it was not."""
    return [row["rejection_reason"] for row in screened]
