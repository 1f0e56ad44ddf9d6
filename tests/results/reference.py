"""DEFINITIONS, written a second time: plain Python over lists, exact numbers, no SQL.

Nothing here is shared with the models. Money is Decimal, every ratio a Fraction; each customer
is looked at alone, on one day, from the list of the orders that are known on that day.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

Row = Mapping[str, str | None]
Number = Fraction | float  # a float only where it is infinite
# The first amount that decimal(18,4) does not hold.
GREATEST = Decimal(10) ** 14
# A store and the id of one of its orders.
OrderKey = tuple[str, str | None]
# By row, the reasons that the other rows of its order give.
Faults = dict[int, set[str]]

# DEFINITIONS 2
STATUSES = {
    "completed": "counts",
    "cancelled": "ignored",
    "pending": "ignored",
    "returned": "returned",
}
# As they stand in rejected_orders; rows that are alike but for these are put in their order.
RAW_COLUMNS = (
    *("order_id", "customer_id", "ordered_at", "gross_amount", "order_status", "discount_amount"),
    *("refund_amount", "refunded_at", "cost_amount", "currency", "store_id", "channel"),
    "category",
)
# DEFINITIONS 4, as written there
SEGMENT_TEXT = """
Champions 555 554 544 545 454 455 445 · Loyal 543 444 435 355 354 345 344 335 · Potential Loyalist
553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342 341 333 323 ·
New Customers 512 511 422 421 412 411 311 · Promising 525 524 523 522 521 515 514 513 425 424 413
414 415 315 314 313 · Need Attention 535 534 443 434 343 334 325 324 · About To Sleep 331 321 312
221 213 231 241 251 · At Risk 255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142
135 134 133 125 124 · Cannot Lose Them 155 154 144 214 215 115 114 113 · Hibernating 332 322 233
232 223 222 132 123 122 212 211 · Lost 111 112 121 131 141 151
"""
VALUE_SEGMENTS = {
    "111": "key_value",
    "101": "key_develop",
    "011": "key_keep",
    "001": "key_win_back",
    "110": "general_value",
    "100": "general_develop",
    "010": "general_keep",
    "000": "general_win_back",
}


# DEFINITIONS 2: an id that is one of these, in any case, is missing.
MISSING_TEXTS = ("null", "none", "nan", "n/a", "#n/a", "\\n", "-")
# Before it nothing is credible, and no zone changes that.
FIRST_YEAR_OF_CLOCKS = 1000


def _segments() -> dict[str, str]:
    cells: dict[str, str] = {}
    for entry in SEGMENT_TEXT.split("·"):
        words = entry.split()
        name = "_".join(word.lower() for word in words if not word.isdigit())
        cells |= {word: name for word in words if word.isdigit()}
    return cells


SEGMENTS = _segments()


@dataclass(frozen=True)
class Rules:
    """What a shop can change: variables and rule seeds. Bounds are from the best level down.

    `fixed_bounds` and `value_bounds` are by metric; a fixed bound is (score, bound).
    `has_discounts` says whether a column of the orders is mapped to discount_amount.
    """

    latest_credible_date: date
    earliest_credible_date: date = date(1970, 1, 1)
    earliest_credible_birth_date: date = date(1900, 1, 1)
    as_of_date: date | None = None
    grain: str = "order"
    # What the lines of an order share, and the amounts that are of the whole order.
    status_level: str = "order"
    order_columns: tuple[str, ...] = ()
    reporting_currency: str = "USD"
    business_timezone: str = "UTC"
    source_timezone: str | None = None
    window_days: int = 365
    rfm_bins: int = 5
    rfm_method: str = "percent_rank"
    rfm_window_days: int | None = None
    rfm_value_cut: str = "mean"
    lifecycle_method: str = "cadence"
    new_customer_days: int = 30
    lapse_days: int = 180
    reactivation_days: int = 90
    own_gap_purchase_days: int = 3
    default_gap_days: int = 30
    min_gap_days: int = 7
    max_gap_days: int = 365
    recent_days: int = 90
    month_days: int = 30
    satisfied_rating: int = 4
    conversion_revenue_rise: str = "0.1"
    conversion_discount_fall: str = "0.1"
    has_discounts: bool = True
    abc_classes: tuple[tuple[str, Fraction], ...] = (
        ("A", Fraction(80, 100)),
        ("B", Fraction(95, 100)),
        ("C", Fraction(1)),
    )
    fixed_bounds: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    value_bounds: Mapping[str, int] = field(default_factory=dict)


# --- screening ---------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Line:
    """A raw row, read and judged; amounts in the reporting currency, null where not given."""

    raw: Row
    store: str
    order_id: str | None
    customer: str | None
    currency: str
    reason: str | None
    source_amount: Decimal | None
    at: datetime | None = None
    status: str = ""
    effect: str = ""
    reversal: date = date.min
    gross: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    refund: Decimal = Decimal(0)
    cost: Decimal | None = None
    channel: str | None = None
    category: str | None = None
    # The amount of the whole order, where it counts with another of its lines.
    whole: Decimal | None = None

    @property
    def size(self) -> Decimal:
        """The gross amount by which a return is a credit or an order sent back."""
        return self.gross if self.whole is None else self.whole

    @property
    def day(self) -> date:
        """The order date."""
        return self.at.date() if self.at else date.min

    @property
    def sent_back(self) -> bool:
        """Whether it is an order that was sent back whole."""
        return self.effect == "returned" and self.size > 0

    @property
    def credit(self) -> bool:
        """Whether it is a refund alone."""
        return self.effect == "returned" and self.size <= 0

    @property
    def bought(self) -> bool:
        """Whether it was ever a purchase."""
        return self.effect == "counts" or (self.sent_back and self.reversal > self.day)

    @property
    def given_back(self) -> Decimal:
        """What is refunded on the day of the reversal; an order sent back is not a refund."""
        if self.credit:
            return -self.gross
        return self.refund if self.effect == "counts" else Decimal(0)

    @property
    def refunded(self) -> bool:
        """Whether anything of it came back."""
        return self.sent_back or self.given_back != 0

    @property
    def reversed(self) -> bool:
        """Whether it is an event on its reversal date, if only a return of nothing."""
        return self.refunded or self.effect == "returned"


def clean(text: str | None) -> str | None:
    """Text without white space, control and invisible characters at its ends; none is null."""
    inner = [
        at
        for at, char in enumerate(text or "")
        if unicodedata.category(char) not in ("Zs", "Zl", "Zp", "Cc", "Cf")
    ]
    return (text or "")[inner[0] : inner[-1] + 1] if inner else None


def clean_id(text: str | None) -> str | None:
    """The same of an id; a word for nothing is null."""
    cleaned = clean(text)
    return None if (cleaned or "").lower() in MISSING_TEXTS else cleaned


def money(text: str | None, digits: int = 4, whole_digits: int = 14) -> Decimal | None:
    """A decimal number, or null where it is none: letters, NaN, infinity, too many digits."""
    text = clean(text)
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?", text or ""):
        return None
    number = Decimal(text or "")
    if number.adjusted() >= whole_digits:
        return None
    with localcontext(prec=60):
        amount = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return amount if abs(amount) < Decimal(10) ** whole_digits else None


def local_time(text: str | None, rules: Rules) -> datetime | None:
    """The shop's clock at a moment, or null where the text is none.

    A day without a time is a day of the shop's, wherever the other times come from.
    """
    text = clean(text) or ""
    if text.lower() in ("epoch", "infinity", "-infinity") or "0000" < text < "0002":
        return datetime.min  # noqa: DTZ901
    # 24-01-05 is the year 24.
    short = re.match(r"(\d{1,3})[-/](\d{1,2})[-/](\d{1,2})(?!\d)", text)
    if short:
        year, month, day = map(int, short.groups())
        text = f"{year:04}-{month:02}-{day:02}{text[short.end() :]}"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    shop = ZoneInfo(rules.business_timezone)
    if moment.tzinfo is None:
        is_day = ":" not in text
        source = rules.business_timezone if is_day else rules.source_timezone
        moment = moment.replace(tzinfo=ZoneInfo(source or rules.business_timezone))
    if moment.year < FIRST_YEAR_OF_CLOCKS:
        return moment.replace(tzinfo=None)
    return moment.astimezone(shop).replace(tzinfo=None)


def rate_on(day: date, currency: str, rates: Iterable[Row]) -> Decimal | None:
    """The newest readable rate of a currency that is not younger than the day."""
    known = {}
    for rate in rates:
        value = money(rate["rate_to_reporting"], digits=8, whole_digits=10)
        since = date.fromisoformat(clean(rate["rate_date"]) or "")
        is_currency = (clean(rate["currency"]) or "").upper() == currency
        if is_currency and value and since <= day:
            known[since] = value
    return known[max(known)] if known else None


def screen(
    rows: Sequence[Row],
    rates: Sequence[Row],
    rules: Rules,
    person: Callable[[str | None], str | None] = clean_id,
) -> list[Line]:
    """Judge every raw row: accepted (no reason), or rejected with the first reason that fires.

    Args:
        rows: the raw orders.
        rates: the raw exchange rates.
        rules: what the shop can change.
        person: says whose account an id is.
    """
    if rules.grain == "order":
        filled, faults = rows, _copies(rows, rules)
    else:
        filled, faults = _told_by_all_lines(rows, rules, person)
    lines = [
        replace(_judge(whole, rates, rules, faults[index]), raw=rows[index])
        for index, whole in enumerate(filled)
    ]
    return [replace(line, customer=person(line.customer)) for line in _counted_once(lines, rules)]


def _reader(column: str, rules: Rules, person: Callable[[str | None], Any]) -> Callable[[Any], Any]:
    """How the text of a column is read; null: it can't be."""
    readers: dict[str, Callable[[Any], Any]] = {
        "customer_id": person,
        "order_status": lambda text: (clean(text) or "").lower(),
        "currency": lambda text: (clean(text) or "").upper(),
        "refunded_at": lambda text: local_time(text, rules),
        "store_id": clean_id,
        "channel": clean,
    }
    return readers.get(column, money)


def _told_by_all_lines(
    rows: Sequence[Row], rules: Rules, person: Callable[[str | None], Any]
) -> tuple[list[Row], Faults]:
    """Each line with what the other lines of its order say, and what is wrong with that."""
    must_agree = {"customer_id", "store_id", "currency", *rules.order_columns}
    shared = must_agree | {"channel"}
    if rules.status_level == "order":
        must_agree |= {"order_status"}
        shared |= {"order_status", "refunded_at"}
    orders = defaultdict(list)
    for index, row in enumerate(rows):
        if order_id := clean_id(row.get("order_id")):
            orders[order_id].append(index)
    filled: list[Row] = list(rows)
    faults: Faults = defaultdict(set)
    for indexes in orders.values():
        for column in shared:
            read = _reader(column, rules, person)
            cleaned = clean_id if column in ("customer_id", "store_id") else clean
            told = [text for i in indexes if cleaned(text := rows[i].get(column)) is not None]
            readable = [text for text in told if read(text) is not None]
            counts_once = column in rules.order_columns
            for index in indexes:
                if column in must_agree and len({read(text) for text in readable}) > 1:
                    faults[index].add("conflicting_lines")
                if counts_once and len(readable) < len(told):
                    wrong = "invalid_timestamp" if column == "refunded_at" else "invalid_amount"
                    faults[index].add(wrong)
                if counts_once or cleaned(filled[index].get(column)) is None:
                    of_order = max(readable, key=read, default=None)
                    filled[index] = {**filled[index], column: of_order}
    return filled, faults


def _counted_once(lines: Sequence[Line], rules: Rules) -> list[Line]:
    """The lines, an amount of a whole order with one of them alone.

    It is the first accepted one, rather one that counts; if none is accepted, the first of all.
    """
    names = [column.removesuffix("_amount") for column in rules.order_columns]
    nothing: dict[str, Any] = {name: Decimal(0) for name in names if name != "refunded_at"}
    if not nothing:
        return list(lines)

    def rank(index: int) -> tuple[Any, ...]:
        line = lines[index]
        at = local_time(line.raw.get("ordered_at"), rules)
        effect = {"counts": 0, "returned": 1}.get(line.effect, 2)
        texts = [line.raw.get(column) for column in RAW_COLUMNS]
        return (
            *(line.reason is not None, effect, at is None, at or datetime.min),  # noqa: DTZ901
            [(text is None, text or "") for text in texts],
        )

    orders = defaultdict(list)
    for index, line in enumerate(lines):
        own = index if line.order_id is None else None
        orders[line.order_id, line.store, line.currency, own].append(index)
    counted = list(lines)
    for indexes in orders.values():
        for index in sorted(indexes, key=rank)[1:]:
            line = lines[index]
            source = Decimal(0) if "gross" in nothing else line.source_amount
            counted[index] = replace(line, source_amount=source, whole=line.gross, **nothing)
    return counted


def _store(row: Row) -> str:
    return clean_id(row.get("store_id")) or "default"


def _copies(rows: Sequence[Row], rules: Rules) -> Faults:
    """All rows of an order but the first."""
    content = (
        *("customer_id", "ordered_at", "gross_amount", "order_status", "discount_amount"),
        *("refund_amount", "refunded_at", "cost_amount", "currency", "channel", "category"),
        *("order_id", "store_id"),
    )

    def age(index: int) -> tuple[Any, ...]:
        row = rows[index]
        at = local_time(row.get("ordered_at"), rules)
        texts = [row.get(column) for column in content]
        return (at is None, at or datetime.min, [(text is None, text or "") for text in texts])  # noqa: DTZ901

    copies = defaultdict(list)
    for index, row in enumerate(rows):
        copies[_store(row), clean_id(row.get("order_id"))].append(index)
    first = {min(indexes, key=age) for indexes in copies.values()}
    again = set(range(len(rows))) - first
    return defaultdict(set, {index: {"duplicate_order_id"} for index in again})


def _judge(row: Row, rates: Sequence[Row], rules: Rules, faults: set[str]) -> Line:
    at = local_time(row.get("ordered_at"), rules)
    refunded = local_time(row.get("refunded_at"), rules)
    side = ("discount_amount", "refund_amount", "cost_amount")
    gross = money(row.get("gross_amount"))
    discount, refund, cost = (money(row.get(column)) for column in side)
    status = (clean(row.get("order_status")) or "completed").lower()
    effect = STATUSES.get(status)
    currency = (clean(row.get("currency")) or rules.reporting_currency).upper()
    order_id, customer = clean_id(row.get("order_id")), clean_id(row.get("customer_id"))
    day = at.date() if at else date.max
    reversal = max(day, refunded.date() if refunded else day)
    own = currency == rules.reporting_currency
    rate = Decimal(1) if own else rate_on(day, currency, rates)
    unreadable = [money(row.get(c)) is None and clean(row.get(c)) is not None for c in side]

    def is_too_great(rate: Decimal) -> bool:
        """Whether an amount, or what is left of the gross amount, does not fit when converted."""
        parts = [times(amount or Decimal(0), rate) for amount in (gross, discount, refund)]
        sums = [parts[0], parts[0] - parts[1], parts[0] - parts[1] - parts[2]]
        return any(abs(amount) >= GREATEST for amount in (*sums, *parts, times(cost or 0, rate)))

    checks = (
        ("missing_order_id", order_id is None),
        ("duplicate_order_id", False),
        ("conflicting_lines", False),
        ("missing_customer", customer is None),
        ("invalid_timestamp", at is None or (refunded is None and clean(row.get("refunded_at")))),
        (
            "incredible_timestamp",
            min(day, refunded.date() if refunded else day) < rules.earliest_credible_date,
        ),
        ("future_timestamp", reversal > rules.latest_credible_date),
        (
            "invalid_amount",
            gross is None or any(unreadable) or (rate is not None and is_too_great(rate)),
        ),
        (
            "negative_amount",
            effect != "returned" and min(gross or 0, discount or 0, refund or 0, cost or 0) < 0,
        ),
        ("unknown_status", effect is None),
        ("unknown_currency", rate is None),
    )
    reason = next((reason for reason, fires in checks if fires or reason in faults), None)
    line = Line(
        *(row, _store(row), order_id, customer, currency, reason, gross),
        effect=effect or "",
    )
    if reason or gross is None or rate is None or effect is None:
        return line

    return Line(
        *(row, line.store, order_id, customer, currency, None, gross),
        at=at,
        status=status,
        effect=effect,
        reversal=reversal,
        gross=times(gross, rate),
        discount=times(discount or Decimal(0), rate),
        refund=times(refund or Decimal(0), rate),
        cost=None if cost is None else times(cost, rate),
        channel=clean(row.get("channel")),
        category=clean(row.get("category")),
    )


def times(amount: Decimal | int, rate: Decimal) -> Decimal:
    """An amount in another currency."""
    with localcontext(prec=60):
        return (amount * rate).quantize(Decimal("0.0001"), ROUND_HALF_UP)


# --- what is known beside the orders -----------------------------------------------------


@dataclass(frozen=True)
class Profile:
    """What is known of a customer of a store, whenever it was learned."""

    registered: date | None = None
    traits: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Feedback:
    """What a customer said; without a store, it is said to each."""

    store: str | None
    customer: str
    order_id: str | None
    at: datetime
    rating: int | None
    nps: int | None
    is_complaint: bool

    def is_bad(self, rules: Rules) -> bool:
        """Whether the order of which it speaks did not satisfy."""
        too_low = self.rating is not None and self.rating < rules.satisfied_rating
        return self.is_complaint or too_low

    @property
    def badness(self) -> tuple[datetime, Number, Number]:
        """In which order it is read: of one moment, what says nothing and the worse come last."""
        rating = -math.inf if self.rating is None else self.rating
        return (self.at, -rating, math.inf if self.nps is None else -self.nps)


@dataclass(frozen=True)
class Referral:
    """A referral."""

    referrer: str
    referred: str
    day: date


@dataclass(frozen=True)
class Refund:
    """Money that was given back of an order, as a row of its own, from a day on."""

    day: date
    amount: Decimal


@dataclass(frozen=True)
class Beside:
    """What is known beside the orders; null: that input is not given."""

    profiles: Mapping[tuple[str, str], Profile] = field(default_factory=dict)
    feedback: Sequence[Feedback] | None = None
    referrals: Sequence[Referral] | None = None
    refunds: Mapping[OrderKey, Sequence[Refund]] = field(default_factory=dict)


@dataclass(frozen=True)
class After:
    """What followed the orders of one customer: what was said, and by order what was given back."""

    said: Sequence[Feedback]
    back: Mapping[str | None, Sequence[Refund]]


# --- facts -------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Purchase:
    """An order that was a purchase on its day: one row, or the lines of one order_id."""

    order_id: str | None
    currency: str
    at: datetime
    reversal: date | None
    sent_back: date | None
    paid: Decimal

    @property
    def day(self) -> date:
        """The purchase day."""
        return self.at.date()


def purchases(lines: Sequence[Line], rules: Rules) -> list[Purchase]:
    """The orders among a customer's lines that were purchases."""
    orders: dict[Any, list[Line]] = defaultdict(list)
    for index, line in enumerate(lines):
        own = index if rules.grain == "order" else 0
        orders[line.order_id, line.currency, own].append(line)
    return [
        Purchase(
            order_id=order[0].order_id,
            currency=order[0].currency,
            paid=sum((line.gross - line.discount for line in order if line.bought), Decimal(0)),
            at=min(line.at for line in order if line.bought and line.at),
            reversal=min((line.reversal for line in order if line.refunded), default=None),
            sent_back=None
            if any(line.bought and not line.sent_back for line in order)
            else max(line.reversal for line in order if line.refunded),
        )
        for order in orders.values()
        if any(line.bought for line in order)
    ]


def customer_facts(
    lines: Iterable[Line], day: date, rules: Rules, beside: Beside | None = None
) -> dict[Any, dict[str, Any]]:
    """The facts of all customers of all stores at the end of a day."""
    beside = beside or Beside()
    stores: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    registered = {
        key
        for key, profile in beside.profiles.items()
        if profile.registered and profile.registered <= day
    }
    for store, customer in registered:
        stores[store][customer] = []
    for line in lines:
        if line.reason is None and line.customer:
            stores[line.store][line.customer].append(line)
    facts = {}
    for store, customers in stores.items():
        gaps = [
            gap
            for own_lines in customers.values()
            for gap in _gaps(_purchase_days(purchases(own_lines, rules), day))
        ]
        pooled = Fraction(sum(gaps), len(gaps)) if gaps else Fraction(rules.default_gap_days)
        for customer, own_lines in customers.items():
            if (store, customer) in registered or any(_is_known(o, day) for o in own_lines):
                said = _said(beside, store, customer)
                ids = {line.order_id for line in own_lines}
                back = {of_one: beside.refunds.get((store, of_one), ()) for of_one in ids}
                after = After(said or (), back)
                facts[store, customer] = {
                    **_facts(own_lines, after, pooled=pooled, day=day, rules=rules),
                    **_words(said, beside.referrals, customer, day),
                }
    return facts


def _is_known(line: Line, day: date) -> bool:
    return (line.bought and line.day <= day) or (line.reversed and line.reversal <= day)


def _purchase_days(orders: Iterable[Purchase], day: date) -> list[date]:
    return sorted({order.day for order in orders if order.day <= day})


def _gaps(days: Sequence[date]) -> list[int]:
    return [(after - before).days for before, after in pairwise(days)]


def _said(beside: Beside, store: str, customer: str) -> list[Feedback] | None:
    """What a customer said to a store."""
    if beside.feedback is None:
        return None
    return [
        word
        for word in beside.feedback
        if word.customer == customer and word.store in (None, store)
    ]


def _words(
    said: Sequence[Feedback] | None,
    referrals: Sequence[Referral] | None,
    customer: str,
    day: date,
) -> dict[str, Any]:
    """What is told by feedback and referrals until the end of a day."""
    heard = sorted(
        (word for word in said or () if word.at.date() <= day), key=lambda word: word.badness
    )
    won = sum(r.referrer == customer and r.day <= day for r in referrals or ())
    ratings = [word.rating for word in heard if word.rating is not None]
    answers = [word.nps for word in heard if word.nps is not None]
    counts = [
        *([len(heard)] if said is not None else []),
        *([won] if referrals is not None else []),
    ]
    return {
        "feedback_count": None if said is None else len(heard),
        "complaint_count": None if said is None else sum(word.is_complaint for word in heard),
        # Of two as far from the middle the worse.
        "peak_rating": min(ratings, key=lambda r: (-abs(r - 3), r), default=None),
        "last_rating": ratings[-1] if ratings else None,
        "last_nps": answers[-1] if answers else None,
        "referral_count": None if referrals is None else won,
        "engagement_count": sum(counts) if counts else None,
    }


def in_cents(value: Fraction | None) -> Fraction | None:
    """Rounded to four digits, half away from zero, as money is kept; never more than fits."""
    if value is None:
        return None
    rounded = min(math.floor(abs(value) * 10**4 + Fraction(1, 2)), 10**18 - 1)
    return Fraction(rounded if value >= 0 else -rounded, 10**4)


def _facts(
    lines: Sequence[Line],
    after: After,
    *,
    pooled: Fraction,
    day: date,
    rules: Rules,
) -> dict[str, Any]:
    bought = [line for line in lines if line.bought and line.day <= day]
    # Lines of a later day are not known yet, whatever they make of the order.
    orders = purchases([line for line in lines if _is_known(line, day)], rules)
    days = _purchase_days(orders, day)
    gaps = _gaps(days)
    first, last = (days[0], days[-1]) if days else (None, None)
    since = (day - last).days if last else None
    mean_gap = Fraction(sum(gaps), len(gaps)) if gaps else None
    own = mean_gap if mean_gap and len(days) >= rules.own_gap_purchase_days else pooled
    expected = min(max(own, Fraction(rules.min_gap_days)), Fraction(rules.max_gap_days))

    def count(youngest: int = 0, older_than: int | None = None) -> int:
        inside = _span(day, youngest, older_than)
        return sum(inside(o.day) for o in orders if not (o.sent_back and o.sent_back <= day))

    def total(kind: str, youngest: int = 0, older_than: int | None = None) -> Decimal:
        inside = _span(day, youngest, older_than)
        flows = [*_flows(lines, kind)]
        if kind == "refund":
            flows += [(one.day, one.amount) for of_one in after.back.values() for one in of_one]
        return sum((amount for at, amount in flows if inside(at)), Decimal(0))

    def net(youngest: int = 0, older_than: int | None = None) -> Decimal:
        gross, discount, refund = (
            total(kind, youngest, older_than) for kind in ("gross", "discount", "refund")
        )
        return gross - discount - refund

    kept = [line for line in bought if not (line.sent_back and line.reversal <= day)]
    has_cost = days and all(line.cost is not None for line in kept)
    margin = net() - total("cost") if has_cost else None
    first_order = min(orders, key=lambda o: (o.at, o.order_id, o.currency), default=None)
    window, recent = rules.window_days, rules.recent_days
    before = net(window, 2 * window)
    discount = total("discount") if rules.has_discounts else None

    def is_satisfying(order: Purchase) -> bool:
        bad = (
            word for word in after.said if word.is_bad(rules) and word.order_id == order.order_id
        )
        reversals = [order.reversal, *(one.day for one in after.back[order.order_id])]
        return not any(known and known <= day for known in reversals) and not any(
            max(word.at.date(), order.day) <= day for word in bad
        )

    has_window = rules.rfm_window_days is not None
    rfm_orders = count(0, rules.rfm_window_days)
    return {
        "first_order_date": first,
        "last_order_date": last,
        "days_since_last_order": since,
        "tenure_days": (day - first).days if first else None,
        "order_count": count(),
        "purchase_day_count": len(days),
        "gross_revenue": total("gross"),
        # Ours: what no column tells is unknown, not nothing; net revenue is without it.
        "discount_amount": discount,
        "refund_amount": total("refund"),
        "net_revenue": net(),
        "average_order_value": in_cents(_ratio(net(), count())),
        "discount_share": None if discount is None else _ratio(discount, total("gross")),
        "refund_share": _ratio(total("refund"), total("gross")),
        "margin_amount": margin,
        "mean_gap_days": mean_gap,
        "gap_stddev_days": _standard_deviation(gaps),
        "expected_gap_days": expected,
        "expected_next_order_date": last + timedelta(math.floor(expected + Fraction(1, 2)))
        if last
        else None,
        "overdue_ratio": since / expected if since is not None else None,
        "last_comeback_date": max(
            (after for after, gap in zip(days[1:], gaps, strict=True) if gap >= rules.lapse_days),
            default=None,
        ),
        "window_order_count": count(0, rules.window_days),
        "window_net_revenue": net(0, rules.window_days),
        "recent_order_count": count(0, recent),
        "recent_net_revenue": net(0, recent),
        "prior_order_count": count(recent, 2 * recent),
        "prior_net_revenue": net(recent, 2 * recent),
        "rfm_frequency": rfm_orders,
        "rfm_monetary": None if has_window and not rfm_orders else net(0, rules.rfm_window_days),
        "satisfied_order_count": sum(map(is_satisfying, orders)),
        "first_order_revenue": first_order.paid if first_order else 0,
        "recent_gross_revenue": total("gross", 0, recent),
        "recent_discount_amount": total("discount", 0, recent) if rules.has_discounts else None,
        "prior_gross_revenue": total("gross", recent, 2 * recent),
        "prior_discount_amount": total("discount", recent, 2 * recent)
        if rules.has_discounts
        else None,
        # Ours: nothing before is no ground to judge growth on.
        "growth_ratio": in_cents(_ratio(net(0, window), before)) if before > 0 else None,
        "value_per_order": in_cents(_ratio(net() if margin is None else margin, count())),
        # Ours: of somebody new a month is the least.
        "orders_per_month": in_cents(
            Fraction(rules.month_days * count(), max((day - first).days, rules.month_days))
        )
        if first
        else None,
        "category_count": len({line.category for line in bought} - {None}),
        "channel_count": len({line.channel for line in bought} - {None}),
        "preferred_weekday": _favourite(order.day.isoweekday() for order in orders),
        "preferred_hour": _favourite(order.at.hour for order in orders),
    }


def _span(day: date, youngest: int, older_than: int | None) -> Callable[[date], bool]:
    """Whether a date is known and at least `youngest` and less than `older_than` days old."""
    oldest = math.inf if older_than is None else older_than
    return lambda at: youngest <= (day - at).days < oldest


def _flows(lines: Iterable[Line], kind: str) -> Iterable[tuple[date, Decimal]]:
    """When money of a kind came (or, negative, went back)."""
    for line in lines:
        amounts = {
            "gross": line.gross,
            "discount": line.discount,
            "cost": line.cost or Decimal(0),
            "refund": Decimal(0),
        }
        if line.bought:
            yield line.day, amounts[kind]
            if line.sent_back:
                yield line.reversal, -amounts[kind]
        if kind == "refund" and line.reversed:
            yield line.reversal, line.given_back
        if kind == "cost" and line.credit:
            yield line.reversal, -abs(amounts[kind])


def _ratio(part: Decimal, whole: Decimal | int) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if whole else None


def _standard_deviation(gaps: Sequence[int]) -> float | None:
    if len(gaps) < 2:
        return None
    mean = Fraction(sum(gaps), len(gaps))
    return math.sqrt(sum((gap - mean) ** 2 for gap in gaps) / (len(gaps) - 1))


def _favourite(values: Iterable[int]) -> int | None:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


# --- tiers -------------------------------------------------------------------------------

Facts = Mapping[str, Any]
NO_PURCHASE = "no_purchase"
METRICS = {"R": "days_since_last_order", "F": "rfm_frequency", "M": "rfm_monetary"}


def _scores(values: Sequence[Number | None], metric: str, rules: Rules) -> list[int]:
    """Scores of one store's customers; unknown values are the worst."""
    sign = -1 if metric == METRICS["R"] else 1
    strengths = [-math.inf if value is None else sign * value for value in values]
    k, n = rules.rfm_bins, len(values)
    if rules.rfm_method == "fixed":
        return [
            max(
                score
                for score, bound in rules.fixed_bounds[metric]
                if score == 1 or strength >= sign * bound
            )
            for strength in strengths
        ]
    if rules.rfm_method == "quantile":
        raw = sorted(sign * strength for strength in strengths)
        cuts = [quantile(raw, Fraction(i, k)) for i in range(1, k)]
        bins = [1 + sum(cut < sign * strength for cut in cuts) for strength in strengths]
        return bins if sign > 0 else [k + 1 - b for b in bins]
    if n == 1:
        return [1]
    lower = [sum(other < strength for other in strengths) for strength in strengths]
    return [min(k, 1 + k * worse // (n - 1)) for worse in lower]


def quantile(ordered: Sequence[Number], share: Fraction) -> Number:
    """The interpolated quantile of type 7."""
    position = share * (len(ordered) - 1)
    before, after = ordered[math.floor(position)], ordered[math.ceil(position)]
    if before in (after, -math.inf):
        return before
    return after if after == math.inf else before + (after - before) * (position % 1)


def _bits(values: Sequence[Number | None], metric: str, rules: Rules) -> list[str]:
    """Whether each value is high, 1 or 0; the cut is of the known values."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return ["0"] * len(values)
    cut: Number
    if rules.rfm_value_cut == "mean":
        cut = sum(known, Fraction(0)) / len(known)
    elif rules.rfm_value_cut == "median":
        cut = quantile(known, Fraction(1, 2))
    else:
        cut = Fraction(rules.value_bounds[metric])
    sign = -1 if metric == METRICS["R"] else 1
    return ["1" if v is not None and sign * v >= sign * cut else "0" for v in values]


def rfm_scores(facts: Mapping[Any, Facts], rules: Rules) -> dict[Any, dict[str, Any]]:
    """RFM scores, cells and segments, and the eight-value model, of each store."""
    scores: dict[Any, dict[str, Any]] = {
        key: {
            **dict.fromkeys(("recency_score", "frequency_score", "monetary_score")),
            **dict.fromkeys(("rfm_cell", "rfm_value_code")),
            **dict.fromkeys(("rfm_segment", "rfm_value_segment"), NO_PURCHASE),
        }
        for key in facts
    }
    facts = buyers(facts)
    for store in {store for store, _ in facts}:
        keys = [key for key in facts if key[0] == store]
        values = {
            metric: [_exact(facts[key][metric]) for key in keys] for metric in METRICS.values()
        }
        digits = [_scores(values[metric], metric, rules) for metric in METRICS.values()]
        bits = [_bits(values[metric], metric, rules) for metric in METRICS.values()]
        for key, own, own_bits in zip(
            keys, zip(*digits, strict=True), zip(*bits, strict=True), strict=True
        ):
            cell, code = "".join(map(str, own)), "".join(own_bits)
            scores[key] = {
                "recency_score": own[0],
                "frequency_score": own[1],
                "monetary_score": own[2],
                "rfm_cell": cell,
                "rfm_segment": SEGMENTS.get(cell),
                "rfm_value_code": code,
                "rfm_value_segment": VALUE_SEGMENTS[code],
            }
    return scores


def buyers(facts: Mapping[Any, Facts]) -> dict[Any, Facts]:
    """Customers who have ever bought; only they are compared."""
    return {key: own for key, own in facts.items() if own["purchase_day_count"]}


def _exact(value: Decimal | int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def abc_tiers(facts: Mapping[Any, Facts], rules: Rules) -> dict[Any, dict[str, Any]]:
    """The class of each customer by the share of net revenue before it."""
    nothing = {"revenue_share": None, "revenue_share_before": None}
    tiers: dict[Any, dict[str, Any]] = {key: {"abc_class": NO_PURCHASE, **nothing} for key in facts}
    facts = buyers(facts)
    for (store, customer), own in facts.items():
        revenues = [
            Fraction(other["net_revenue"]) for (at, _), other in facts.items() if at == store
        ]
        revenue = Fraction(own["net_revenue"])
        base = sum((max(other, Fraction(0)) for other in revenues), Fraction(0))
        if revenue > 0:
            before = sum((other for other in revenues if other > revenue), Fraction(0)) / base
            letter = next(letter for letter, below in rules.abc_classes if before < below)
            tiers[store, customer] = {
                "abc_class": letter,
                "revenue_share": revenue / base,
                "revenue_share_before": before,
            }
        else:
            tiers[store, customer] = {"abc_class": rules.abc_classes[-1][0], **nothing}
    return tiers


def lifecycle_stages(
    facts: Mapping[Any, Facts], day: date, rules: Rules
) -> dict[Any, dict[str, Any]]:
    """The stage of each customer: the first that holds."""
    stages = {}
    for key, own in facts.items():
        since, back = own["days_since_last_order"], own["last_comeback_date"]
        if own["purchase_day_count"] == 0:
            stage = "prospect"
        elif own["purchase_day_count"] == 1 and since <= rules.new_customer_days:
            stage = "new"
        elif back and (day - back).days <= rules.reactivation_days:
            stage = "reactivated"
        elif rules.lifecycle_method == "fixed":
            stage = _stage(since, (60, 120, 180))
        else:
            stage = _stage(own["overdue_ratio"], (1, 2, 3))
        stages[key] = {"lifecycle_stage": stage}
    return stages


def _stage(value: Fraction, bounds: tuple[int, int, int]) -> str:
    names = zip(("active", "cooling", "dormant"), bounds, strict=True)
    return next((name for name, bound in names if value <= bound), "lapsed")
