"""Make up the bills of a small power company, as the three files beside this one.

python examples/electricity/make_bills.py
"""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
MONTHS = [date(2024 + (6 + month) // 12, (6 + month) % 12 + 1, 1) for month in range(18)]
LAST_DAY = date(2025, 12, 31)
# Shares of customers and bills.
TAKE_A_SERVICE, ARE_BILLED_FOR_IT, MOVE_IN, MOVE_OUT = 0.5, 0.9, 0.2, 0.15
# Per tariff group: how many, kWh a month, price of a kWh, how many of ten pay on time.
GROUPS = {
    "industry": (5, (90_000, 400_000), "0.62", 9),
    "commerce": (12, (3_000, 18_000), "0.78", 8),
    "farming": (8, (800, 6_000), "0.51", 6),
    "household": (35, (120, 480), "0.55", 8),
}
TRADES = {
    "industry": ("Steel Works", "Paper Mill", "Glass Works", "Cement Works", "Dye Works"),
    "commerce": ("Hotel", "Bakery", "Supermarket", "Cold Store"),
    "farming": ("Orchard", "Dairy", "Greenhouses"),
    "household": ("Household",),
}
SERVICES = {"green power": "0.04", "storage": "0.09", "vehicle charging": "0.12"}


def main() -> None:
    """Write customers.csv, bills.csv and services.csv."""
    chance = random.Random(7)  # noqa: S311 (nothing secret)
    customers = list(make_customers(chance))
    bills = [bill for customer in customers for bill in make_bills(customer, chance)]
    services = [line for bill in bills for line in make_services(bill, chance)]
    write("customers.csv", customers, leave_out=("kwh", "service"))
    write("bills.csv", bills, leave_out=("service",))
    write("services.csv", services)


def make_customers(chance: random.Random) -> Iterator[dict[str, object]]:
    """One row per meter; half of industry and commerce take up a service."""
    number = 1000
    for group, (count, kwh, _, _) in GROUPS.items():
        for index in range(count):
            number += chance.randint(3, 40)
            trades = TRADES[group]
            takes = group in ("industry", "commerce") and chance.random() < TAKE_A_SERVICE
            connected = date(2010, 1, 1) + timedelta(days=chance.randint(0, 5_200))
            if group == "household" and chance.random() < MOVE_IN:
                connected = chance.choice(MONTHS[3:]) - timedelta(days=9)
            yield {
                "meter_no": f"00{number}",
                "name": f"{trades[index % len(trades)]} {number}",
                "tariff_group": group,
                "connected_on": connected,
                "is_strategic": "yes" if index == 0 and group == "industry" else "no",
                "kwh": chance.randint(*kwh),
                "service": chance.choice(list(SERVICES)) if takes else "",
            }


def make_bills(customer: dict[str, object], chance: random.Random) -> Iterator[dict[str, object]]:
    """A bill a month, as long as the meter is there; some are paid late, some not yet."""
    group, base = str(customer["tariff_group"]), int(str(customer["kwh"]))
    _, _, price, on_time = GROUPS[group]
    moves_out = chance.choice(MONTHS[9:]) if chance.random() < MOVE_OUT else None
    for month in MONTHS:
        if moves_out and month > moves_out:
            return
        if month < date.fromisoformat(str(customer["connected_on"])):
            continue
        billed = month.replace(day=1 + int(str(customer["meter_no"])) % 27)
        kwh = round(base * chance.uniform(0.8, 1.2) * (1.15 if month.month in (7, 8, 1) else 1))
        due = billed + timedelta(days=20)
        late = 0 if chance.randint(1, 10) <= on_time else chance.choice((6, 12, 25, 50))
        paid = billed + timedelta(days=chance.randint(4, 19)) if not late else due + timedelta(late)
        yield {
            "bill_no": f"{month:%Y%m}-{customer['meter_no']}",
            "meter_no": customer["meter_no"],
            "billed_on": billed,
            "kwh": kwh,
            "energy_amount": (kwh * Decimal(price)).quantize(Decimal("0.01")),
            "due_on": due,
            "paid_on": paid if paid <= LAST_DAY else "",
            "service": customer["service"] if month >= MONTHS[6] else "",
        }


def make_services(bill: dict[str, object], chance: random.Random) -> Iterator[dict[str, object]]:
    """What a bill is made of: energy, and the service that the customer has taken up."""
    energy = Decimal(str(bill["energy_amount"]))
    yield {"bill_no": bill["bill_no"], "item": "energy", "kwh": bill["kwh"], "amount": energy}
    service = str(bill["service"])
    if service and chance.random() < ARE_BILLED_FOR_IT:
        amount = (energy * Decimal(SERVICES[service])).quantize(Decimal("0.01"))
        yield {"bill_no": bill["bill_no"], "item": service, "kwh": "", "amount": amount}


def write(name: str, rows: list[dict[str, object]], leave_out: tuple[str, ...] = ()) -> None:
    """Write a CSV file beside this one."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        columns = [column for column in rows[0] if column not in leave_out]
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
