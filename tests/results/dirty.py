"""Random shops full of dirt, as hypothesis strategies of raw text rows."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

Row = dict[str, str | None]
JUDGED = date(2024, 3, 1)
LAST_CREDIBLE = date(2024, 6, 30)
STORES = ("north", "south", "east", " west ", None)

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
    *(" 23:30:00Z", "T00:15:00+08:00", " 20:00:00-05:00", " 10:00:00+0530", " 22:30:00-01"),
)
NO_TIMES = (
    *("yesterday", "2024-02-30", "2023-02-29", "2024-13-01", "2024-01-05 25:00:00", "05/01/2024"),
    *("", None, "0", "2024-01", "infinity", "-infinity", "NaN"),
)
FUTURE = ("2999-01-01", "2024-07-01", "2024-06-30 23:30:00-12:00", "9999-12-31 23:59:59")

GOOD_AMOUNTS = (
    *("10", "10", "10.00", "20", "20", "20.5", "100", "250", "33.333", "7.00005", " 5 ", "1e2"),
    *("0", "0.0001", "99.99995", "1234.5678"),
)
BAD_AMOUNTS = ("NaN", "inf", "-Infinity", "abc", "12,50", "", None, "1e15", "10 USD", "--5")
NEGATIVE_AMOUNTS = ("-10", "-10", "-20.5", "-0.0001", "-100")
SIDE_AMOUNTS = ("0", "1", "2.5", "5", "10", "0.33335")
STATUSES = (
    *(
        None,
        None,
        None,
        "completed",
        "completed",
        "Completed ",
        "returned",
        "returned",
        " RETURNED",
    ),
    *("cancelled", "pending", "", "  "),
)


def _mostly(*good: str | None, rarely: tuple[str | None, ...], times: int = 6) -> list[str | None]:
    """A pool in which each of the good ones is as likely as `times` times the rare ones."""
    rounds = max(1, times * len(rarely) // len(good))
    return [*(good * rounds), *rarely]


moments = st.builds(lambda day, time: f"{day}{time}", st.sampled_from(DAYS), st.sampled_from(TIMES))


def _text(pool: list[str | None]) -> st.SearchStrategy[str | None]:
    return st.sampled_from(pool)


rows: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {
        "order_id": _text(_mostly("new", rarely=("A1", " A1", "A1 ", "A2", "A3", None, "  "))),
        "customer_id": _text(
            _mostly("ann", "bob", "cem", "dai", "eve", "fay", " ann", rarely=(None, "", " "))
        ),
        "ordered_at": st.one_of(
            *[moments] * 12, st.sampled_from(NO_TIMES), st.sampled_from(FUTURE)
        ),
        "gross_amount": st.one_of(
            *[st.sampled_from(GOOD_AMOUNTS)] * 10,
            *[st.sampled_from(NEGATIVE_AMOUNTS)] * 2,
            st.sampled_from(BAD_AMOUNTS),
        ),
        "order_status": _text(_mostly(*STATUSES, rarely=("lost", "completed!"))),
        "discount_amount": _text(
            _mostly(None, None, None, *SIDE_AMOUNTS, rarely=("-1", "x", "NaN", " "))
        ),
        "refund_amount": _text(
            _mostly(*[None] * 12, *SIDE_AMOUNTS, rarely=("-2", "inf", "free", ""))
        ),
        "refunded_at": st.one_of(
            *[st.none()] * 4,
            *[moments] * 4,
            st.sampled_from(("", "never", "2999-01-01", "2024-02-30")),
        ),
        "cost_amount": _text(_mostly(None, *SIDE_AMOUNTS * 2, rarely=("-3", "?", "1e400", ""))),
        "currency": _text(
            _mostly(*[None] * 6, "USD", "usd", "EUR", " eur", "GBP", rarely=("XXX", ""), times=9)
        ),
        "channel": st.sampled_from((None, "web", " web", "shop", "")),
        "category": st.sampled_from((None, "toys", "books", "food")),
    }
)


@dataclass(frozen=True)
class RandomShop:
    """Raw rows of several stores and the exchange rates, all of text."""

    orders: list[Row]
    rates: list[Row]


@st.composite
def _one_store(draw: st.DrawFn) -> list[Row]:
    kind = draw(st.sampled_from(("mixed",) * 5 + ("one customer", "all equal", "only returns")))
    if kind == "all equal":
        row = draw(rows) | {"order_id": "new"}
        count = draw(st.integers(1, 6))
        return [row | {"customer_id": f"twin{number}"} for number in range(count)]
    found = draw(st.lists(rows, min_size=1, max_size=14))
    if kind == "one customer":
        return [row | {"customer_id": "only"} for row in found]
    if kind == "only returns":
        return [row | {"order_status": "returned", "gross_amount": "-10"} for row in found]
    copies = draw(st.lists(st.sampled_from(found), max_size=2))
    return found + [dict(row) for row in copies]


@st.composite
def shops(draw: st.DrawFn) -> RandomShop:
    """Five stores of up to sixteen rows each, with rates that begin late or can't be read."""
    orders: list[Row] = []
    for store in STORES:
        for row in draw(_one_store()):
            order_id = row["order_id"]
            unique = f"N{len(orders)}" if order_id == "new" else order_id
            orders.append(row | {"order_id": unique, "store_id": store})
    return RandomShop(orders, draw(_rates()))


@st.composite
def order_lines(draw: st.DrawFn) -> RandomShop:
    """The same at line grain: what was bought in one order was bought at one moment."""
    shop = draw(shops())
    for number, row in enumerate(shop.orders):
        back = number - draw(st.integers(0, 3))
        first = shop.orders[max(back, 0)]
        if first["store_id"] == row["store_id"]:
            shared = ("order_id", "customer_id", "currency", "ordered_at")
            row |= {column: first[column] for column in shared}
    return shop


@st.composite
def _rates(draw: st.DrawFn) -> list[Row]:
    rates: list[Row] = []
    for currency, begins in (("EUR", 800), ("gbp ", 150), ("USD", 700)):
        ages = draw(st.lists(st.integers(0, begins), min_size=1, max_size=4, unique=True))
        for age in ages:
            day = JUDGED - timedelta(age)
            value = draw(st.sampled_from(("1.1", "0.85123456", "7", "1", "2.123456789", "n/a")))
            rates.append({"rate_date": str(day), "currency": currency, "rate_to_reporting": value})
    return rates
