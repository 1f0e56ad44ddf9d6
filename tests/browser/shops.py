"""Small shops: what a report says where there is little, much or something strange to say."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.conftest import run_tiers

Rows = list[dict[str, object]]
FIRST_DAY = date(2025, 1, 10)
# What a name might do to a page that takes it for more than a text.
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><script>alert(2)</script>",
    '"><img src=x onerror=alert(3)>',
    "&lt;b&gt; & <b>",
    "'; --",
    "</title></svg></script>",
)


@dataclass(frozen=True)
class SmallShop:
    """A shop and the language in which its report is read.

    Attributes:
        language: of the report.
        tables: makes the rows of its files, by the name of the input.
        texts: must be in the page as they stand here.
    """

    language: str
    tables: Callable[[], Mapping[str, Rows]]
    texts: tuple[str, ...] = ()


def _one_customer() -> Mapping[str, Rows]:
    return {"orders": [_order(1, "ann", FIRST_DAY, 19.9)]}


def _without_refunds() -> Mapping[str, Rows]:
    """One store, 60 customers, 600 days, no optional input."""
    return {"orders": list(_orders(customers=60, orders=400))}


def _with_strange_names() -> Mapping[str, Rows]:
    """Two stores, 40 categories of text; names that look like HTML, and very long ones."""
    stores = ("<script>alert(0)</script>", "东区旗舰店" * 6)
    categories = [f"{HOSTILE[index % len(HOSTILE)]} {index}" for index in range(40)]
    orders: Rows = []
    for index, order in enumerate(_orders(customers=90, orders=600)):
        store = stores[index % 2]
        orders.append(
            {
                **order,
                "store_id": store,
                "customer_id": f"{HOSTILE[index % 6]}{order['customer_id']}",
                "category": categories[index % 40],
                "channel": HOSTILE[index % 5],
            }
        )
    people = {(order["store_id"], order["customer_id"]) for order in orders}
    customers: Rows = [
        {
            "store_id": store,
            "customer_id": customer,
            "full_name": HOSTILE[0],
            "email": "a@example.com",
            "registered_at": FIRST_DAY,
            "birth_date": "1990-02-03",
            "acquisition_channel": HOSTILE[2],
            "region": HOSTILE[1],
        }
        for store, customer in sorted(people, key=str)
    ]
    return {"orders": orders, "customers": customers}


SHOPS: Mapping[str, SmallShop] = {
    "one_customer": SmallShop("zh", _one_customer),
    "without_refunds": SmallShop("en", _without_refunds),
    "strange_names": SmallShop("en", _with_strange_names, texts=("<script>alert(0)</script>",)),
}


def build_shop(name: str, folder: Path) -> Path:
    """Build a small shop in a folder; returns its database."""
    folder.mkdir()
    lines = ["max_rejected_share: 0.5", "history_periods: 3", "inputs:"]
    for table, rows in SHOPS[name].tables().items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        lines.append(f"  {table}: {{location: {table}.csv}}")
    (folder / "inputs.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    database = folder / "customer_tiers.duckdb"
    built = run_tiers(
        *("build", "--no-tests", "--inputs", "inputs.yml", "--database", database), folder=folder
    )
    assert built.code == 0, built.stderr
    return database


def _order(number: int, customer: str, day: date, amount: float) -> dict[str, object]:
    return {
        "order_id": f"o{number}",
        "customer_id": customer,
        "ordered_at": day,
        "gross_amount": f"{amount:.2f}",
    }


def _orders(*, customers: int, orders: int) -> Iterator[dict[str, object]]:
    """Orders over 600 days; the first customers order most, as in any shop."""
    for number in range(orders):
        customer = (number * number + number // 3) % customers * (number % 7) // 6
        day = FIRST_DAY + timedelta(days=number * 600 // orders)
        yield _order(number, f"c{customer}", day, 10 + (number * 37 % 211))
