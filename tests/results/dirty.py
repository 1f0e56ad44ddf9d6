"""Random shops full of dirt: rows of raw text, all of them out of one seed.

A shop is made by a generator of its own, not by hypothesis draw by draw, which would spend its
cases on small and repeated rows. Twenty-four stores in a shop make as many cases in one build.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st

Row = dict[str, str | None]
JUDGED = date(2024, 3, 1)
LAST_CREDIBLE = date(2024, 6, 30)
STORES = (*(f"s{number}" for number in range(22)), " west ", None)

# Ages in days on which a rule turns, and their neighbours; negative: after the judged day.
AGES = (
    *(0, 1, 2, 3, 7, 14, 29, 30, 31, 59, 60, 61, 89, 90, 91, 92, 119, 120, 121, 150, 178, 179),
    *(180, 181, 182, 200, 240, 269, 270, 271, 300, 339, 340, 359, 360, 364, 365, 366, 400, 545),
    *(-1, -5, -30, -100),
)
# 2023-03-26, 2023-10-29: the clocks of London change; 2024-02-29: a leap day.
SPECIAL_DAYS = (date(2023, 3, 26), date(2023, 10, 29), date(2024, 2, 29), date(2022, 1, 1))
DAYS = tuple(JUDGED - timedelta(age) for age in AGES) + SPECIAL_DAYS
TIMES = (
    *("", "", "", " 00:00:00", " 23:59:59", "T12:30:00", " 01:30:00", " 23:30:00.5"),
    *(" 23:30:00Z", "T00:15:00+08:00", " 20:00:00-05:00", " 10:00:00+0530", " 22:30:00-01 "),
)
AMOUNTS = (
    *("10", "10", "10.00", "20", "20", "20.5", "100", "250", "33.333", "7.00005", " 5 ", "1e2"),
    *("0", "0.0001", "99.99995", "1234.5678"),
)
SIDE_AMOUNTS = (None, None, None, None, "", " ", "0", "1", "2.5", "5", "10", "0.33335")

NO_TIMES = (
    *("yesterday", "2024-02-30", "2023-02-29", "2024-13-01", "2024-01-05 25:00:00", "05/01/2024"),
    *("0", "2024-01", "NaN", "now", "13/13/24"),
)
# Read, but of a year that no order is of.
INCREDIBLE = (
    *("05/01/24", "24-01-05", "0024-01-05 10:00:00", "1/5/24", "0001-01-01", "1969-12-31"),
    *("epoch", "Infinity", "-infinity", "1899-12-31T23:00:00Z"),
)
FUTURE = (
    "2999-01-01",
    "2024-07-01",
    "2024-06-30 23:59:59",
    "2024-06-30 23:30:00-12:00",
    "9999-12-31 23:59:59",
)
NO_AMOUNTS = ("NaN", "inf", "-Infinity", "abc", "12,50", "1e15", "1e400", "10 USD", "--5", "1_0")
DIRT: dict[str, tuple[str | None, ...]] = {
    "order_id": ("A1", " A1", "A1 ", "A2", "A2", "A3", "A3", None, "", "  ", "NULL"),
    "customer_id": (None, "", "  ", "nan", "\t-\r", "\tann", "\u3000bob\ufeff"),
    "ordered_at": (*NO_TIMES, *INCREDIBLE, *FUTURE, None, ""),
    "gross_amount": (*NO_AMOUNTS, None, "", "-10", "-20.5", "-0.0001", "2500000"),
    "order_status": ("lost", "completed!", "complete"),
    "discount_amount": ("-1", "x", "NaN"),
    "refund_amount": ("-2", "inf", "free"),
    "refunded_at": (*NO_TIMES, *INCREDIBLE, *FUTURE),
    "cost_amount": ("-3", "?", "1e400"),
    "currency": ("XXX", "??", "EURO"),
}

SIDES = ("order_status", "discount_amount", "refund_amount", "refunded_at")
KINDS: tuple[tuple[str | None, str], ...] = (
    *[(None, "")] * 4,
    *[("completed", "")] * 2,
    *(("Completed ", ""), ("returned", ""), (" RETURNED", ""), ("cancelled", "")),
    *(("returned", "-"), ("returned", "-"), ("pending", ""), ("  ", "")),
)

# What one line of an order says and the others do not.
CONTRADICTIONS: tuple[dict[str, str], ...] = (
    *({"customer_id": "bob"}, {"customer_id": "gil"}, {"store_id": "s0"}, {"currency": "GBP"}),
    *({"order_status": "cancelled"}, {"discount_amount": "0.5"}, {"refund_amount": "3"}),
    *({"discount_amount": "free"}, {"refunded_at": "soon"}, {"gross_amount": "n/a"}),
)


@dataclass(frozen=True)
class RandomShop:
    """Raw rows of several stores, the exchange rates and all other inputs, all of text."""

    seed: int
    orders: list[Row]
    rates: list[Row]
    more: dict[str, list[Row]] = field(default_factory=dict)


def _moment(rng: random.Random, days: tuple[date, ...]) -> str:
    return f"{rng.choice(days)}{rng.choice(TIMES)}"


def _row(rng: random.Random, days: tuple[date, ...], *, is_clean: bool = False) -> Row:
    """A row that is fine in four cases of five, else has one or two stains."""
    status, sign = rng.choice(KINDS)
    row: Row = {
        "order_id": "new",
        "customer_id": rng.choice(("ann", "bob", "cem", "dai", "eve", "fay", " ann")),
        "ordered_at": _moment(rng, days),
        "gross_amount": sign + rng.choice(AMOUNTS).strip() if sign else rng.choice(AMOUNTS),
        "order_status": status,
        "discount_amount": rng.choice(SIDE_AMOUNTS),
        "refund_amount": rng.choice((None, None, None, *SIDE_AMOUNTS)),
        "refunded_at": rng.choice((None, None, "", _moment(rng, days), _moment(rng, days))),
        "cost_amount": rng.choice(SIDE_AMOUNTS[4:]),
        "currency": rng.choice((*[None] * 6, "USD", "usd", "EUR", " eur", "GBP", "")),
        "channel": rng.choice((None, "web", " web", "shop", "")),
        "category": rng.choice((None, "toys", "books", "food")),
    }
    if not is_clean:
        for _ in range(rng.choice((*[0] * 16, *[1] * 3, 2))):
            column = rng.choice(tuple(DIRT))
            row[column] = rng.choice(DIRT[column])
    return row


def _regular_row(rng: random.Random) -> Row:
    """An order of one of a few who order often, some by exactly a tenth more or less."""
    return {
        **_row(rng, DAYS, is_clean=True),
        **dict.fromkeys(SIDES, None),
        "customer_id": rng.choice(("ann", "ann", "bob", "cem", "guest")),
        "ordered_at": str(JUDGED - timedelta(rng.choice((1, 5, 60, 89, 90, 91, 179, 180, 400)))),
        "gross_amount": rng.choice(("10", "11", "20.5", "22.55", "33.3", "36.63")),
        "discount_amount": rng.choice((None, None, "0", "1")),
        "cost_amount": "2",
    }


def _one_store(rng: random.Random, days: tuple[date, ...]) -> list[Row]:
    kind = rng.choice(
        (
            *["mixed"] * 8,
            *("one customer", "one row", "all equal", "round shares", "only returns"),
            *["regulars"] * 2,
        )
    )
    if kind == "one row":
        return [_row(rng, days, is_clean=True)]
    if kind in ("all equal", "round shares"):
        amounts = ["20"] * rng.randint(2, 6) if kind == "all equal" else ["80", "15", "3", "2"]
        row = _row(rng, days, is_clean=True) | dict.fromkeys(SIDES, None)
        return [
            row | {"customer_id": f"twin{number}", "gross_amount": amount}
            for number, amount in enumerate(amounts)
        ]
    if kind == "regulars":
        return [_regular_row(rng) for _ in range(24)]
    rows = [_row(rng, days) for _ in range(rng.randint(2, 24))]
    if kind == "one customer":
        return [row | {"customer_id": "only"} for row in rows]
    if kind == "only returns":
        return [row | {"order_status": "returned", "gross_amount": "-10"} for row in rows]
    return rows


def _rates(rng: random.Random) -> list[Row]:
    """Rates that begin at different times; some can't be read."""
    rates: list[Row] = []
    for currency, begins in (("EUR", 800), ("gbp ", 150), ("USD", 800)):
        for age in rng.sample(range(begins), rng.randint(1, 4)):
            value = rng.choice(("1.1", "0.85123456", "7", "1", "2.123456789", "n/a", "0"))
            day = str(JUDGED - timedelta(age))
            rates.append({"rate_date": day, "currency": currency, "rate_to_reporting": value})
    return rates


def shop_of_orders(seed: int) -> RandomShop:
    """Twenty-four stores of up to some 25 rows each, a row being an order."""
    rng = random.Random(seed)  # noqa: S311 (no secret)
    # Half of the shops know nothing after the judged day, so that it is their last day too.
    days = rng.choice((DAYS, tuple(day for day in DAYS if day <= JUDGED)))
    orders: list[Row] = []
    for store in STORES:
        for row in _one_store(rng, days):
            order_id = f"N{len(orders)}" if row["order_id"] == "new" else row["order_id"]
            orders.append(row | {"order_id": order_id, "store_id": store})
    orders += _copies(rng, orders, days)
    return RandomShop(seed, orders, _rates(rng))


def _copies(rng: random.Random, orders: list[Row], days: tuple[date, ...]) -> list[Row]:
    """Some rows again: the same, with other blanks around the id, or with something changed."""
    copies = []
    for row in rng.sample(orders, len(orders) // 25):
        changes: tuple[Row, ...] = (
            {},
            {"order_id": f" {row['order_id'] or ''} "},
            {"store_id": row["store_id"] or "default"},
            {"customer_id": "gil"},
            {"ordered_at": _moment(rng, days)},
            {"gross_amount": rng.choice(AMOUNTS)},
            {"category": rng.choice(("toys", None))},
        )
        copies.append(row | rng.choice(changes))
    return copies


def shop_of_lines(seed: int) -> RandomShop:
    """The same at line grain: up to some five lines, not all of one moment, have one order."""
    shop = shop_of_orders(seed)
    rng = random.Random(seed)  # noqa: S311 (no secret)
    first = shop.orders[0]
    for number, row in enumerate(shop.orders):
        if row["order_id"]:
            row["order_id"] = f"L{number}"
        if row["store_id"] == first["store_id"] and rng.random() < 0.6:
            shared = ["order_id", "customer_id", "currency", "channel"]
            shared += ["ordered_at"] if rng.random() < 0.7 else []
            row |= {column: first[column] for column in shared}
        else:
            first = row
    return shop


def shop_of_told_lines(seed: int, columns: Sequence[str]) -> RandomShop:
    """Lines of which some say what is true of the whole order, and seldom contradict.

    Args:
        seed: whatever is random.
        columns: what the lines of an order share.
    """
    shop = shop_of_lines(seed)
    rng = random.Random(seed)  # noqa: S311 (no secret)
    orders: dict[str | None, list[Row]] = {}
    for row in shop.orders:
        orders.setdefault(row["order_id"], []).append(row)
    for order_id, lines in orders.items():
        if not order_id:
            continue
        for column in columns:
            value = lines[0][column]
            told = rng.choice(([0], [rng.randrange(len(lines))], range(len(lines)), (0, 1, 2)))
            for number, line in enumerate(lines):
                line[column] = value if number in told else rng.choice((None, None, "", " "))
        if rng.random() < 0.1:
            rng.choice(lines).update(rng.choice(CONTRADICTIONS))
    return shop


seeds = st.integers(0, 2**32 - 1)
