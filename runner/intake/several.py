"""Several sources: which is what, and by which keys they join."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from runner.intake.candidates import Readings, read
from runner.intake.evidence import Column, Table
from runner.intake.names import plain
from runner.intake.orders import moment_of

# What a file of a role has: each group needs one of its meanings, named as a whole.
SIGNS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "exchange_rates": (("rate_date",), ("currency",), ("rate_to_reporting",)),
    "referrals": (("referrer_customer_id",), ("referred_customer_id",)),
    "customer_aliases": (("alias_customer_id",), ("customer_id",)),
    "refunds": (("order_id",), ("refund_amount",), ("refunded_at",)),
    "feedback": (("rating", "nps", "is_complaint"), ("given_at",), ("customer_id", "order_id")),
    "order_lines": (("order_id",), ("product_id",)),
    "customers": (
        ("customer_id", "email"),
        ("full_name", "first_name", "email", "phone", "registered_at", "birth_date", "gender"),
    ),
    "products": (("product_id",), ("category", "unit_cost")),
}
FILE_WORDS = {
    "customers": (
        "customer customers client clients kunden members member users contacts clientes"
        " 客户 会员 用户"
    ),
    "order_lines": (
        "lines items line item details detail orderrows positions lineitem lineitems 明细"
    ),
    "feedback": "review reviews feedback ratings rating survey nps 评价 评论",
    "refunds": "refund refunds returns return 退款",
    "referrals": "referral referrals 推荐",
    "exchange_rates": "rates rate fx currency exchange 汇率",
    "customer_aliases": "alias aliases merge merged merges 别名",
    "products": "product products catalog articles items 商品",
}
AMOUNTS = ("gross_total", "subtotal", "total", "paid", "line_total", "unit_price", "net_unit_price")


@dataclass(frozen=True)
class Role:
    """What a source is.

    Attributes:
        name: orders, customers, order_lines ..., or nothing.
        score: how well it fits.
    """

    name: str
    score: float


def role_of(table: Table) -> Role:
    """What one source among several is, by its columns and its name."""
    orders = read(table, "orders")
    has_who = bool(orders.best("customer_id", "email"))
    has_amount = any(each.is_named for meaning in AMOUNTS for each in orders.all(meaning)[:1])
    has_order = bool(orders.best("order_id"))
    is_orders = has_who and moment_of(orders) is not None and (has_amount or has_order)
    found = [Role("orders", 3.0 + has_amount + has_order)] if is_orders else []
    words = set(plain(Path(table.source.name).stem).split())
    for name, groups in SIGNS.items():
        readings = read(table, name)
        if not all(_has(readings, group) for group in groups):
            continue
        score = 1.0 + len(groups) / 2 + 2 * bool(words & set(FILE_WORDS[name].split()))
        if name == "customers":
            key = readings.best("customer_id", "email")
            is_unique = key is not None and key.column.distinct >= key.column.filled
            score += 2 * is_unique - 2 * has_amount
        if name == "refunds" and not _says_refund(readings, words):
            continue
        if name in ("feedback", "refunds", "referrals", "exchange_rates", "customer_aliases"):
            score += 2
        if name == "products" and (key := readings.best("product_id")):
            score += (key.column.distinct >= key.column.filled) - 3 * has_who
        found.append(Role(name, score))
    return max(found, key=lambda role: role.score, default=Role("", 0))


def _says_refund(readings: Readings, words: set[str]) -> bool:
    """Whether the file or the column of the amount is called after refunds."""
    amount = readings.best("refund_amount")
    called = plain(amount.column.name) if amount else ""
    return bool(words & set(FILE_WORDS["refunds"].split())) or "refund" in called or "退" in called


def _has(readings: Readings, meanings: Sequence[str]) -> bool:
    return any(
        candidate.is_named and candidate.column.filled
        for meaning in meanings
        for candidate in readings.all(meaning)
    )


@dataclass(frozen=True)
class Shared:
    """The values that two columns share.

    Attributes:
        column: of the other source.
        share: of its values that are found among ours.
        sql: of its values, as ours are written.
    """

    column: Column
    share: float
    sql: str


def best_key(ours: Table, column: Column, theirs: Table, among: Sequence[Column]) -> Shared | None:
    """Which of their columns holds our key, by the share of its values that are found here.

    Args:
        ours: the orders.
        column: their key, such as the customer's.
        theirs: the other source.
        among: its columns that may be the key.
    """
    found = []
    for other in among:
        # A program that took numbers for fractions leaves 42.0 behind.
        whole = [other.clean, f"regexp_replace({other.clean}, '[.]0+$', '')"]
        for sql in whole if other.is_text else whole[:1]:
            total, shared = theirs.one(
                "select count(*), count(*) filter (trim(k) in (select"  # noqa: S608
                f" trim({column.clean}::varchar) from {ours.sample} as source))"
                f" from (select distinct {sql}::varchar as k"
                f" from {theirs.sample} where {other.sql} is not null)"
            )
            if total:
                found.append(Shared(other, int(str(shared)) / int(str(total)), sql))
    best = max(found, key=lambda each: each.share, default=None)
    return best if best and best.share > 0 else None
