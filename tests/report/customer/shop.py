"""A shop of a few orders, of which every figure of a page can be worked out by hand.

Ann orders three times in the north and once in the south; Bob once; Cyd never; Eve's id is an
e-mail address, and Mallory's name and id want to be a script.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

Row = Mapping[str, str]
EVE = "eve@example.com"
MALLORY, SCRIPT = "<i>m</i>", "<script>alert(1)</script>"
AS_OF, BEFORE = "2025-06-30", "2025-05-31"


def write_shop(folder: Path) -> Path:
    """Write the files of the shop and the inputs file that maps them, which is returned."""
    for name, rows in _tables().items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    inputs = folder / "inputs.yml"
    places = "\n".join(f"  {name}: {{location: {name}.csv}}" for name in _tables())
    text = f"reporting_currency: EUR\nhistory_periods: 2\ninputs:\n{places}\n"
    inputs.write_text(text, encoding="utf-8")
    return inputs


def _tables() -> Mapping[str, Sequence[Row]]:
    return {
        "orders": list(_orders()),
        "customers": [
            _person("ann", "Ann Amber", "north", region="coast"),
            _person("cyd", "Cyd Cyan", "north"),
            _person(MALLORY, SCRIPT, "north", region=SCRIPT),
        ],
        "refunds": [
            {
                "order_id": "o3",
                "store_id": "north",
                "refunded_at": "2025-06-20",
                "refund_amount": "20",
            }
        ],
        "feedback": [
            _feedback("ann", "2025-03-12", rating="5", nps="9"),
            _feedback("ann", "2025-06-03", rating="2", is_complaint="yes"),
        ],
    }


def _orders() -> Iterator[Row]:
    """Number, customer, store, day, gross amount, discount, category."""
    for number, (customer, store, day, gross, discount, category) in enumerate(
        (
            ("ann", "north", "2025-01-15", "100", "0", "tea"),
            ("ann", "north", "2025-03-10", "50", "5", "cups"),
            ("ann", "north", "2025-06-01", "80", "0", "tea"),
            ("ann", "south", "2025-05-05", "30", "0", "books"),
            ("bob", "north", "2025-02-02", "10", "0", "books"),
            (EVE, "north", "2025-04-04", "40", "0", "tea"),
            (MALLORY, "north", "2025-06-30", "25", "0", SCRIPT),
        ),
        start=1,
    ):
        yield {
            "order_id": f"o{number}",
            "customer_id": customer,
            "store_id": store,
            "ordered_at": day,
            "gross_amount": gross,
            "discount_amount": discount,
            "currency": "EUR",
            "channel": "web",
            "category": category,
        }


def _person(customer: str, name: str, store: str, region: str = "") -> Row:
    return {
        "customer_id": customer,
        "store_id": store,
        "full_name": name,
        "email": f"mail-of-{name[:3]}@example.com",
        "registered_at": "2025-01-01",
        "birth_date": "1980-07-04",
        "region": region,
    }


def _feedback(customer: str, day: str, **said: str) -> Row:
    plain = {"rating": "", "nps": "", "is_complaint": ""}
    return {"customer_id": customer, "store_id": "north", "given_at": day, **plain, **said}
