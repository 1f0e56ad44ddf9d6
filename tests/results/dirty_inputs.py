"""What a random shop knows beside its orders: the other inputs, full of dirt of their own."""

import random
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from tests.results.dirty import (
    DAYS,
    FUTURE,
    INCREDIBLE,
    JUDGED,
    LAST_CREDIBLE,
    NO_AMOUNTS,
    NO_TIMES,
    TIMES,
    RandomShop,
    Row,
    shop_of_orders,
)

# The accounts that the orders know, and some that they don't.
ACCOUNTS = ("ann", "bob", "cem", "dai", "eve", "fay", "gil", "only", "twin0", "guest", "shadow")
ROLES = (None, None, "decider", " Influencer", "buyer", "USER", "gatekeeper", "boss", "")
YES_OR_NO = (None, None, None, "true", "1", "Yes ", "是", "false", "0", "no", "N", "")
RATINGS = (None, None, "", "1", "2", "3", "4", "4.0", " 5 ", "5")
ANSWERS = (None, None, "0", "6", "8", "9", "10", "9.0")
DIRT: dict[str, tuple[str | None, ...]] = {
    "customer_id": (None, " ", "nobody", "N/A", "\tann\r"),
    "registered_at": (*NO_TIMES, *INCREDIBLE, *FUTURE),
    "birth_date": ("1970-02-30", "??", "05/01/84", "0084-01-05", "1899-12-31", *FUTURE),
    "is_strategic": ("maybe", "2"),
    "given_at": (*NO_TIMES, *INCREDIBLE, *FUTURE, None, ""),
    "rating": ("0", "6", "4.5", "4.00001", "good", "NaN", "-1"),
    "nps": ("11", "-1", "7.5", "?"),
    "is_complaint": ("perhaps", "3"),
    "referrer_customer_id": (None, "", "nobody"),
    "referred_customer_id": (None, "", "nobody"),
    "referred_at": (*NO_TIMES, *INCREDIBLE, *FUTURE, None),
    "alias_customer_id": (None, " "),
    "order_id": (None, "", "none such"),
    "quantity": NO_AMOUNTS,
    "net_amount": NO_AMOUNTS,
    "cost_amount": NO_AMOUNTS,
    "refunded_at": (*NO_TIMES, *INCREDIBLE, *FUTURE, None, " "),
    "refund_amount": (*NO_AMOUNTS, None, "", "-1", "-0.0001"),
    "currency": ("XTS", "euro", "99"),
}

# Both methods that the sample does not use, and a day that has one hour twice.
OTHER_METHODS: Mapping[str, object] = {
    "rfm_method": "quantile",
    "rfm_value_cut": "median",
    "lifecycle_method": "fixed",
    "rfm_window_days": 365,
    "latest_credible_date": str(LAST_CREDIBLE),
    "business_timezone": "Asia/Shanghai",
    "source_timezone": "Europe/London",
    # Dirt is what they are made of.
    "max_rejected_share": 1,
}


def shops_in_one(seeds: Iterable[int]) -> dict[str, list[Row]]:
    """All inputs of several shops together, with stores of their own and the rates of the first."""
    shops = [shop_of_orders(seed) for seed in seeds]
    rows: dict[str, list[Row]] = {"exchange_rates": [*shops[0].rates]}
    for shop in shops:
        for name, more in {"orders": shop.orders, **optional_inputs(shop)}.items():
            rows.setdefault(name, []).extend(_of_shop(row, shop) for row in more)
    return rows


def _of_shop(row: Row, shop: RandomShop) -> Row:
    """The row with a store of that shop's own; a row of no store is of no store."""
    return row | {"store_id": f"{row['store_id']} {shop.seed}"} if row.get("store_id") else row


def optional_inputs(shop: RandomShop) -> dict[str, list[Row]]:
    """All inputs that a shop can do without, about its orders and its customers."""
    rng = random.Random(shop.seed)  # noqa: S311 (no secret)
    dates = {str(row["ordered_at"])[:10] for row in shop.orders}
    after = any(str(JUDGED) < day < "2024-07" for day in dates)
    days = DAYS if after else tuple(day for day in DAYS if day <= JUDGED)
    aliases = [_stained(rng, _alias(rng)) for _ in range(rng.choice((0, 1, 3, 6)))]
    if rng.random() < 0.3:
        circle = rng.sample(ACCOUNTS, rng.randint(2, 4))
        aliases += [
            {"alias_customer_id": alias, "customer_id": customer}
            for alias, customer in zip(
                circle, (*circle[1:], circle[rng.randint(0, 1)]), strict=True
            )
        ]
    if rng.random() < 0.2:
        aliases += _chain(rng.choice((3, 31, 32, 33, 40)))
    inputs = {
        "customers": [_stained(rng, _customer(rng, shop, days)) for _ in range(60)],
        "order_lines": [_stained(rng, _line(rng, shop)) for _ in range(60)],
        "feedback": [_stained(rng, _feedback(rng, shop, days)) for _ in range(160)],
        "referrals": [_stained(rng, _referral(rng, days)) for _ in range(10)],
        "customer_aliases": aliases,
        "refunds": [
            _stained(rng, refund) for _ in range(80) for refund in _refunds(rng, shop, days)
        ],
    }
    for rows in inputs.values():
        # Some rows come again, alike or with other blanks.
        for row in rng.sample(rows, len(rows) // 8):
            column = next(iter(row))
            rows.append({**row, column: f" {row[column] or ''}"} if rng.random() < 0.5 else row)
    return inputs


def _stained(rng: random.Random, row: Row) -> Row:
    """The row, in one case of ten with something wrong in it."""
    if rng.random() < 0.9:
        return row
    column = rng.choice([column for column in row if column in DIRT])
    return {**row, column: rng.choice(DIRT[column])}


def _moment(rng: random.Random, days: tuple[date, ...]) -> str:
    return f"{rng.choice(days)}{rng.choice(TIMES)}"


def _store(rng: random.Random, shop: RandomShop) -> str | None:
    return rng.choice((None, "", *[rng.choice(shop.orders)["store_id"]] * 4))


def _alias(rng: random.Random) -> Row:
    """An account of somebody; now and then of itself, or of one that is itself an alias."""
    alias = rng.choice(("guest", "shadow", "gil", "fay", "eve ", rng.choice(ACCOUNTS)))
    return {"alias_customer_id": alias, "customer_id": rng.choice(ACCOUNTS)}


def _chain(length: int) -> list[Row]:
    """Accounts that lead one to the next, the first of which has ordered."""
    names = ["dai", *(f"link{number}" for number in range(length - 1)), "ann"]
    return [
        {"alias_customer_id": alias, "customer_id": customer} for alias, customer in pairwise(names)
    ]


def _customer(rng: random.Random, shop: RandomShop, days: tuple[date, ...]) -> Row:
    row: Row = {
        "customer_id": rng.choice((*ACCOUNTS, "zoe", "yan ")),
        "store_id": _store(rng, shop),
        "full_name": rng.choice((None, "A", "B")),
        "email": None,
        "phone": rng.choice((None, "5", "")),
        "registered_at": rng.choice((None, "", _moment(rng, days), _moment(rng, days))),
        "birth_date": rng.choice((None, "1990-02-28", "1984-02-29 ")),
        "gender": None,
        "acquisition_channel": rng.choice((None, "ad", "friend")),
        "is_strategic": rng.choice(YES_OR_NO),
        "decision_role": rng.choice(ROLES),
        "income_band": None,
        "region": rng.choice((None, "coast")),
    }
    row["email"] = "a@example.com" if row["region"] else None
    return row


def _line(rng: random.Random, shop: RandomShop) -> Row:
    order = rng.choice(shop.orders)
    return {
        "order_id": order["order_id"],
        "store_id": order["store_id"],
        "product_id": rng.choice(("p1", "p2", "p3", None)),
        "category": rng.choice((None, "toys", "books")),
        "quantity": rng.choice(("1", "2", "0.5", None)),
        "net_amount": rng.choice(("5", "10", "7.25", None)),
        "cost_amount": rng.choice(("2", None)),
    }


def _refunds(rng: random.Random, shop: RandomShop, days: tuple[date, ...]) -> list[Row]:
    """One to three refunds of an order, some of them before it."""
    order = rng.choice(shop.orders)
    return [
        {
            "order_id": rng.choice((order["order_id"], f" {order['order_id'] or ''}\t")),
            "refunded_at": _moment(rng, days),
            "refund_amount": rng.choice(("1", "2.5", "0.33335", " 7 ", "1e1", "300", "0")),
            "store_id": order["store_id"],
            "currency": rng.choice((*[None] * 6, " ", "usd", "EUR", " gbp")),
        }
        for _ in range(rng.choice((1, 1, 1, 2, 3)))
    ]


def _feedback(rng: random.Random, shop: RandomShop, days: tuple[date, ...]) -> Row:
    order = rng.choice(shop.orders)
    return {
        "customer_id": rng.choice((*[order["customer_id"]] * 4, rng.choice(ACCOUNTS))),
        "store_id": rng.choice((*[order["store_id"]] * 3, None)),
        "order_id": rng.choice((*[order["order_id"]] * 3, None)),
        "given_at": _moment(rng, days),
        "rating": rng.choice(RATINGS),
        "nps": rng.choice(ANSWERS),
        "is_complaint": rng.choice(YES_OR_NO),
    }


def _referral(rng: random.Random, days: tuple[date, ...]) -> Row:
    return {
        "referrer_customer_id": rng.choice(ACCOUNTS),
        "referred_customer_id": rng.choice(ACCOUNTS),
        "referred_at": _moment(rng, days),
    }
