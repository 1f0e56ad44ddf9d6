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
AMOUNTS = (
    *("10", "10", "10.00", "20", "20", "20.5", "100", "250", "33.333", "7.00005", " 5 ", "1e2"),
    *("0", "0.0001", "99.99995", "1234.5678"),
)
SIDE_AMOUNTS = (None, None, None, None, "", " ", "0", "1", "2.5", "5", "10", "0.33335")

NO_TIMES = (
    *("yesterday", "2024-02-30", "2023-02-29", "2024-13-01", "2024-01-05 25:00:00", "05/01/2024"),
    *("0", "2024-01", "infinity", "-infinity", "NaN"),
)
FUTURE = ("2999-01-01", "2024-07-01", "2024-06-30 23:30:00-12:00", "9999-12-31 23:59:59")
NO_AMOUNTS = ("NaN", "inf", "-Infinity", "abc", "12,50", "1e15", "1e400", "10 USD", "--5")
DIRT: dict[str, tuple[str | None, ...]] = {
    "order_id": ("A1", " A1", "A1 ", "A2", "A2", "A3", "A3", None, "", "  "),
    "customer_id": (None, "", "  "),
    "ordered_at": (*NO_TIMES, *FUTURE, None, ""),
    "gross_amount": (*NO_AMOUNTS, None, "", "-10", "-20.5", "-0.0001", "-100"),
    "order_status": ("lost", "completed!", "complete"),
    "discount_amount": ("-1", "x", "NaN"),
    "refund_amount": ("-2", "inf", "free"),
    "refunded_at": (*NO_TIMES, *FUTURE),
    "cost_amount": ("-3", "?", "1e400"),
    "currency": ("XXX", "??", "EURO"),
}
STAINS = tuple((column, value) for column, values in DIRT.items() for value in values)


@dataclass(frozen=True)
class RandomShop:
    """Raw rows of several stores and the exchange rates, all of text."""

    orders: list[Row]
    rates: list[Row]

    def __repr__(self) -> str:
        """Short: a failed test shows the rows that matter."""
        return f"RandomShop({len(self.orders)} orders, {len(self.rates)} rates)"


moments = st.builds(lambda day, time: f"{day}{time}", st.sampled_from(DAYS), st.sampled_from(TIMES))
no_moment: st.SearchStrategy[str | None] = st.sampled_from((None, None, ""))
kinds = st.sampled_from(
    (
        *[(None, "")] * 3,
        *[("completed", "")] * 2,
        *(("Completed ", ""), ("returned", ""), (" RETURNED", ""), ("cancelled", "")),
        *(("returned", "-"), ("returned", "-"), ("pending", ""), ("  ", "")),
    )
)


@st.composite
def _rows(draw: st.DrawFn) -> Row:
    """A row that is fine in seven cases of ten, else has one or two stains."""
    status, sign = draw(kinds)
    row: Row = {
        "order_id": "new",
        "customer_id": draw(st.sampled_from(("ann", "bob", "cem", "dai", "eve", "fay", " ann"))),
        "ordered_at": draw(moments),
        "gross_amount": sign + draw(st.sampled_from(AMOUNTS)).strip()
        if sign
        else draw(st.sampled_from(AMOUNTS)),
        "order_status": status,
        "discount_amount": draw(st.sampled_from(SIDE_AMOUNTS)),
        "refund_amount": draw(st.sampled_from((None, None, *SIDE_AMOUNTS))),
        "refunded_at": draw(st.one_of(no_moment, moments)),
        "cost_amount": draw(st.sampled_from(SIDE_AMOUNTS)),
        "currency": draw(st.sampled_from((*[None] * 5, "USD", "usd", "EUR", " eur", "GBP", ""))),
        "channel": draw(st.sampled_from((None, "web", " web", "shop", ""))),
        "category": draw(st.sampled_from((None, "toys", "books", "food"))),
    }
    stains = draw(st.sampled_from((*[0] * 14, *[1] * 5, 2)))
    for _ in range(stains):
        column, value = draw(st.sampled_from(STAINS))
        row[column] = value
    return row


@st.composite
def _one_store(draw: st.DrawFn) -> list[Row]:
    kind = draw(st.sampled_from((*["mixed"] * 5, "one customer", "all equal", "only returns")))
    if kind == "all equal":
        row = draw(_rows()) | {"order_id": "new"}
        count = draw(st.integers(1, 6))
        return [row | {"customer_id": f"twin{number}"} for number in range(count)]
    rows = [draw(_rows()) for _ in range(draw(st.sampled_from((1, 2, 4, 6, 8, 12, 16, 20))))]
    if kind == "one customer":
        return [row | {"customer_id": "only"} for row in rows]
    if kind == "only returns":
        return [row | {"order_status": "returned", "gross_amount": "-10"} for row in rows]
    copies = draw(st.lists(st.sampled_from(rows), max_size=2))
    return rows + [dict(row) for row in copies]


@st.composite
def shops(draw: st.DrawFn) -> RandomShop:
    """Five stores of up to 22 rows each, with rates that begin late or can't be read."""
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
