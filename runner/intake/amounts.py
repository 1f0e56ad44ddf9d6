"""Which columns are the money of an order before discounts, its discount, refund and cost.

Gross is before discounts (docs/definitions.md); tax, shipping, fees, balances and points are never
taken. What equations between the columns can't decide is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from runner.intake.candidates import Amount, Readings, amount_of
from runner.intake.checks import Check, check, is_of_order, or_zero
from runner.intake.evidence import Column
from runner.intake.names import plain
from runner.intake.shapes import Certainty, Mapped, Question

LEAST_ROWS = 3
# So called, an amount is of the goods alone.
OF_GOODS = re.compile(
    "sales|revenue|net|price|item|product|goods|merch|umsatz|ventas|销售|商品|売上"
)
# Where half of the prices are above, a discount of at most 1 may be a share of them.
CHEAP = 2
# So called, a price is of one piece; `price` alone may be of the row.
OF_PIECE = re.compile(
    r"unit|each|per |einzel|stuck|pro |pu$|list|lineitem|line item|piece"
    r"|单价|單價|単価|销售价|京东价"
)


@dataclass(frozen=True)
class Parts:
    """The numbers of a source, by what their names say."""

    readings: Readings
    grain: str
    order_id: Column | None
    quantity: Amount | None
    price: Amount | None
    net_price: Amount | None
    totals: tuple[tuple[str, Amount], ...]
    discount: Amount | None
    tax: Amount | None
    shipping: Amount | None
    extra: str = field(default="0")

    def is_order_level(self, amount: Amount) -> bool:
        """Whether a number is of the whole order, where a row is a line."""
        if self.grain != "line":
            return False
        found = is_of_order(self.readings.table, self.order_id, amount.column)
        if found is None:
            return "order" in amount.name.lower() or "订单" in amount.name
        return found

    def total(self, *meanings: str) -> Amount | None:
        """The best of the totals with one of the meanings."""
        return next(
            (found for meaning in meanings for kind, found in self.totals if kind == meaning), None
        )


@dataclass(frozen=True)
class Gross:
    """What the gross amount is.

    Attributes:
        mapped: the column; None if there is none.
        question: if it is not certain.
        discount_is: amount, rate, percent, or none if the discount is unclear.
        factors: quantity and price, if it is their product.
    """

    mapped: Mapped | None
    question: Question | None = None
    discount_is: str = "amount"
    factors: tuple[Amount, Amount] | None = None
    remarks: tuple[str, ...] = ()


def parts_of(readings: Readings, *, grain: str, order_id: Column | None) -> Parts:
    """The numbers of a source, each column taken once."""
    totals = []
    costs = {each.column.name for each in readings.all("cost_amount")}
    for meaning in ("gross_total", "line_total", "subtotal", "total", "paid"):
        for candidate in readings.all(meaning):
            amount = amount_of(readings.table, candidate)
            if amount.column.filled and amount.name not in costs:
                totals.append((meaning, amount))
    price = _beside(readings, "unit_price", readings.amount("quantity"))
    net_price = readings.amount("net_unit_price")
    if not totals and not price and not net_price:
        only = readings.amount("cost_amount")
        totals = [("cost", only)] if only else []
    tax, shipping = readings.amount("tax"), readings.amount("shipping")
    return Parts(
        readings=readings,
        grain=grain,
        order_id=order_id,
        quantity=readings.amount("quantity"),
        price=price or net_price,
        net_price=net_price if price else None,
        totals=tuple(totals),
        discount=readings.amount("discount_rate", "discount")
        if not readings.best("discount")
        else readings.amount("discount"),
        tax=tax,
        shipping=shipping,
        extra=f"{or_zero(tax)} + {or_zero(shipping)}",
    )


def _beside(readings: Readings, meaning: str, quantity: Amount | None) -> Amount | None:
    """The best column of a meaning; of equal ones, the one that is called like the quantity."""
    best = readings.amount(meaning)
    first = plain(quantity.name).split()[:-1] if quantity else []
    if not best or not first or plain(best.name).split()[: len(first)] == first:
        return best
    alike = [
        each
        for each in readings.all(meaning)
        if plain(each.column.name).split()[: len(first)] == first
    ]
    return amount_of(readings.table, alike[0]) if alike else best


def gross_of(parts: Parts) -> Gross:
    """The gross amount: quantity x price if they agree with the totals, else the best total."""
    if parts.quantity and parts.price:
        return _product(parts, parts.quantity, parts.price)
    line = parts.total("line_total")
    if parts.grain == "line" and line:
        return _single(parts, line, "line_total")
    for meaning in ("gross_total", "subtotal", "line_total", "total", "paid"):
        if found := parts.total(meaning):
            return _single(parts, found, meaning)
    if parts.price:
        return _single(parts, parts.price, "price")
    if found := parts.total("cost"):
        mapped = _mapped(parts, found, certainty=Certainty.OPEN)
        answers = {_map(mapped.expression_text): "what customers pay"}
        question = Question(
            "orders.gross_amount",
            f"{found.name} may be what customers pay or what the goods cost the shop.",
            answers,
        )
        return Gross(mapped.mapped, question)
    return Gross(None)


def other_discounts(parts: Parts) -> list[Amount]:
    """Discounts in further columns, which may add up."""
    if parts.discount is None:
        return []
    found = [amount_of(parts.readings.table, each) for each in parts.readings.all("discount")]
    return [each for each in found if each.name != parts.discount.name and _is_used(each)]


@dataclass(frozen=True)
class _Text:
    mapped: Mapped
    expression_text: str


def _map(text: str) -> str:
    return f"--map 'orders.gross_amount={text}'"


def _mapped(
    parts: Parts, *amounts: Amount, certainty: Certainty, evidence: Sequence[str] = ()
) -> _Text:
    """A gross amount that is a column, or the sum of several."""
    first = amounts[0]
    styles = [each.style.in_words for each in amounts if each.style.in_words]
    expression = first.bare
    if len(amounts) > 1:
        rest = "".join(f" + coalesce({each.number}, 0)" for each in amounts[1:])
        expression = f"{first.number}{rest}"
    open_ = any(each.style.certainty is Certainty.OPEN for each in amounts)
    return _Text(
        Mapped(
            "gross_amount",
            expression,
            tuple(each.name for each in amounts),
            Certainty.OPEN if open_ else certainty,
            (*evidence, *(f"written with {style}" for style in styles)),
            is_of_order=parts.is_order_level(first),
        ),
        " + ".join(each.name for each in amounts),
    )


def _single(parts: Parts, total: Amount, meaning: str) -> Gross:
    """A total as gross, where quantity and price are not both known."""
    rivals = [
        found
        for kind, found in parts.totals
        if kind == meaning and found.candidate.is_named and found.name != total.name
    ]
    evidence = ["the name says so" if total.candidate.is_named else "a part of the name says so"]
    sure = total.candidate.certainty
    table = parts.readings.table
    for rival in rivals[:3]:
        same = check(table, f"{total.name} = {rival.name}", total.double, rival.double)
        if not same.holds:
            without = check(
                table,
                f"{rival.name} + tax + shipping = {total.name}",
                total.double,
                f"{rival.double} + {parts.extra}",
            )
            if without.holds:
                total, evidence = rival, [*evidence, str(without)]
                continue
            return _ask_which(parts, [total, *rivals], evidence)
        evidence.append(str(same))
    if not parts.quantity and parts.price and meaning == "total":
        higher = check(
            table,
            f"{parts.price.name} > {total.name}",
            f"least({parts.price.double} - {total.double}, 0)",
            "0",
            where=f"{parts.price.double} <> {total.double}",
        )
        if higher.equal:
            return _ask_which(parts, [total, parts.price], evidence)
    if added := _with_more(parts, total, meaning):
        return _ask_with(parts, total, added, evidence)
    discount = parts.discount
    if discount is None or _kind_of_discount(discount, total) != "amount" or not _is_used(discount):
        return Gross(
            _mapped(parts, total, certainty=sure, evidence=evidence).mapped,
            discount_is=_kind_of_discount(discount, total) if discount else "none",
        )
    before, found = _is_before_discount(parts, total, discount, meaning)
    evidence += [str(each) for each in found]
    if before is None:
        return _ask_before(parts, total, discount, evidence)
    amounts = (total,) if before else (total, discount)
    if not before:
        evidence.append(f"{total.name} is after the discount, which is added")
    return Gross(_mapped(parts, *amounts, certainty=sure, evidence=evidence).mapped)


def _with_more(parts: Parts, total: Amount, meaning: str) -> list[Amount]:
    """Tax and shipping that may be in a total, since no other amount is without them."""
    if meaning not in ("total", "paid") or OF_GOODS.search(plain(total.name)):
        return []
    return [each for each in (parts.tax, parts.shipping) if each and _is_used(each)]


def _ask_with(
    parts: Parts, total: Amount, added: Sequence[Amount], evidence: Sequence[str]
) -> Gross:
    mapped = _mapped(parts, total, certainty=Certainty.OPEN, evidence=evidence)
    names = [each.name for each in added]
    return Gross(
        mapped.mapped,
        Question(
            "orders.gross_amount",
            f"Has {total.name} {' and '.join(names)} in it? The amount of an order is without.",
            {
                _map(total.name): "no, or let it be so",
                _map(" - ".join((total.name, *names))): "yes: it is taken off",
            },
            _rows(parts, (total, *added)),
        ),
        discount_is=_discount_kind(parts, total),
    )


def _is_before_discount(  # noqa: PLR0911 (an equation each)
    parts: Parts, total: Amount, discount: Amount, meaning: str
) -> tuple[bool | None, list[Check]]:
    """Whether a total is before its discount: by equations, else by its name."""
    table = parts.readings.table
    used = f"{or_zero(discount)} <> 0"
    off = f"abs({discount.double})"
    for kind, other in parts.totals:
        if other.name == total.name or kind == meaning:
            continue
        rest = parts.extra if kind in ("total", "paid") else "0"
        said = f"{total.name} - {discount.name}" + (
            " + tax + shipping" if rest != "0" and (parts.tax or parts.shipping) else ""
        )
        before = check(
            table,
            f"{said} = {other.name}",
            f"{total.double} - {off} + {rest}",
            other.double,
            where=used,
        )
        if before.holds and kind != "gross_total":
            return True, [before]
        after = check(
            table,
            f"{total.name} + tax + shipping = {other.name}",
            f"{total.double} + {rest}",
            other.double,
            where=used,
        )
        if after.holds and kind in ("total", "paid"):
            return False, [after]
        added = check(
            table,
            f"{total.name} + {discount.name} = {other.name}",
            f"{total.double} + {off}",
            other.double,
            where=used,
        )
        if added.holds:
            return False, [added]
    exceeding = check(
        table,
        f"{discount.name} > {total.name}",
        f"least({off} - {total.double} - 0.02, 0)",
        "0",
        where=used,
    )
    if exceeding.equal and meaning != "gross_total":
        return False, []
    if meaning == "gross_total":
        return True, []
    if meaning == "paid":
        return False, []
    return None, []


def _ask_before(parts: Parts, total: Amount, discount: Amount, evidence: Sequence[str]) -> Gross:
    before = _mapped(parts, total, certainty=Certainty.OPEN, evidence=evidence)
    after = _mapped(parts, total, discount, certainty=Certainty.OPEN)
    return Gross(
        before.mapped,
        Question(
            "orders.gross_amount",
            f"Is {total.name} before or after {discount.name}?"
            " No equation between the columns tells.",
            {
                _map(before.expression_text): "it is before the discount",
                _map(after.expression_text): "it is after the discount, which is added",
            },
            _rows(parts, (total, discount)),
        ),
    )


def _ask_which(parts: Parts, totals: Sequence[Amount], evidence: Sequence[str]) -> Gross:
    first = _mapped(parts, totals[0], certainty=Certainty.OPEN, evidence=evidence)
    return Gross(
        first.mapped,
        Question(
            "orders.gross_amount",
            "Several columns may be the order's amount before discounts.",
            {_map(each.name): f"take {each.name}" for each in totals[:4]},
            _rows(parts, totals[:4]),
        ),
        discount_is=_discount_kind(parts, totals[0]),
    )


def _rows(parts: Parts, amounts: Sequence[Amount]) -> tuple[dict[str, str], ...]:
    names = [each.name for each in amounts]
    table = parts.readings.table
    rows = table.all(
        f"select {', '.join(f'{each.column.sql}::varchar' for each in amounts)} from {table.sample}"  # noqa: S608
        f" order by {or_zero(amounts[-1])} = 0 limit 2"
    )
    return tuple({name: str(value) for name, value in zip(names, row, strict=True)} for row in rows)


def _product(parts: Parts, quantity: Amount, price: Amount) -> Gross:
    """Quantity x price, if the totals of the line agree with it."""
    table = parts.readings.table
    product = f"{quantity.double} * {price.double}"
    said = f"{quantity.name} x {price.name}"
    expression = f"{quantity.number} * {price.number}"
    open_ = Certainty.OPEN in (quantity.style.certainty, price.style.certainty)
    mapped = Mapped(
        "gross_amount",
        expression,
        (quantity.name, price.name),
        Certainty.OPEN
        if open_
        else max(
            (quantity.candidate.certainty, price.candidate.certainty), key=list(Certainty).index
        ),
        (f"{said}: their names say so",),
    )
    several = f"{quantity.double} <> 1"
    failed: list[tuple[Amount, Check]] = []
    for _, total in parts.totals:
        if total.name in (quantity.name, price.name) or parts.is_order_level(total):
            continue
        for kind, text, right in _equations(parts, product, said):
            found = check(
                table, f"{text} = {total.name}", right, total.double, unit=quantity.double
            )
            if found.holds:
                evidence = (*mapped.evidence, str(found))
                sure = mapped.certainty if open_ else Certainty.CLEAR
                return Gross(
                    Mapped("gross_amount", expression, mapped.reads, sure, evidence),
                    discount_is=kind or _discount_kind(parts, price),
                    factors=(quantity, price),
                )
        same = check(
            table, f"{price.name} = {total.name}", price.double, total.double, where=several
        )
        if same.holds and same.rows >= LEAST_ROWS:
            return _single(parts, total, "total")
        plain = check(table, f"{said} = {total.name}", product, total.double, unit=quantity.double)
        failed.append((total, plain))
    if failed and failed[0][1].rows:
        total, found = failed[0]
        return Gross(
            mapped,
            Question(
                "orders.gross_amount",
                f"{found}. Which is the amount before discounts?",
                {
                    _map(f"{quantity.name} * {price.name}"): f"{said}",
                    _map(total.name): f"{total.name}",
                },
                _rows(parts, (quantity, price, total)),
            ),
            discount_is="none",
            factors=(quantity, price),
        )
    said_so = _per_piece(parts, quantity, price)
    if said_so is None or said_so.startswith("Of "):
        why = f"{said_so or 'No other column tells.'}"
        return Gross(
            mapped,
            Question(
                "orders.gross_amount",
                f"Is {price.name} of one piece or of the row? {why}",
                {
                    _map(f"{quantity.name} * {price.name}"): "of one piece",
                    _map(price.name): "of the row",
                },
                _rows(parts, (price, quantity)),
            ),
            discount_is=_discount_kind(parts, price),
            factors=(quantity, price),
        )
    return Gross(
        replace(mapped, evidence=(*mapped.evidence, said_so)),
        discount_is=_discount_kind(parts, price),
        factors=(quantity, price),
    )


def _per_piece(parts: Parts, quantity: Amount, price: Amount) -> str | None:
    """Why a price is of one piece; a sentence with Of if it seems to be of the row; or nothing.

    It is of one piece if it is called so, or if products cost the same in rows with more pieces.
    """
    group = parts.readings.best("product_id", "category")
    several = alike = by_piece = 0
    if group and group.column.name not in (quantity.name, price.name):
        several, alike, by_piece = (
            int(str(count))
            for count in parts.readings.table.one(
                "select count(*), count(*) filter (high - low <= 0.011),"  # noqa: S608
                " count(*) filter (high_each - low_each <= 0.011) from (select max(p) as high,"
                " min(p) as low, max(p / q) as high_each, min(p / q) as low_each from (select"
                f" {group.column.sql} as k, {price.double} as p, {quantity.double} as q"
                f" from {parts.readings.table.sample}) where q > 0 and p > 0 group by k"
                " having count(distinct q) > 1)"
            )
        )
    if by_piece > alike and by_piece >= several / 2:
        return (
            f"Of {several:,} values of {group.column.name if group else ''} in different numbers,"
            f" {price.name} grows with {quantity.name} for {by_piece:,}."
        )
    if OF_PIECE.search(plain(price.name)) or OF_PIECE.search(price.name.lower()):
        return "its name says that it is of one piece"
    if alike and alike >= several / 2:
        return f"{alike:,} of {several:,} products cost the same in rows with more pieces"
    return None


def _equations(parts: Parts, product: str, said: str) -> list[tuple[str, str, str]]:
    """What a line's total may be, with what its discount is then."""
    found = [("", said, product)]
    if parts.discount:
        number, name = or_zero(parts.discount), parts.discount.name
        found += [
            ("amount", f"{said} - {name}", f"{product} - abs({number})"),
            ("rate", f"{said} x (1 - {name})", f"{product} * (1 - {number})"),
            ("percent", f"{said} x (1 - {name} / 100)", f"{product} * (1 - {number} / 100)"),
            (
                "amount",
                f"{said} - {name} + tax + shipping",
                f"{product} - abs({number}) + {parts.extra}",
            ),
        ]
    if parts.tax or parts.shipping:
        found.append(("", f"{said} + tax + shipping", f"{product} + {parts.extra}"))
    return found


def _discount_kind(parts: Parts, price: Amount) -> str:
    return _kind_of_discount(parts.discount, price) if parts.discount else "none"


def _kind_of_discount(discount: Amount, money: Amount) -> str:
    """What a discount is by name and size: amount, rate, percent, or unclear."""
    name = discount.name.lower()
    is_rate = discount.candidate.hint.meaning == "discount_rate" or discount.style.is_percent
    is_rate |= any(word in name for word in ("%", "pct", "percent", "rate", "率"))
    values = [abs(value) for value in discount.values]
    if is_rate:
        return "rate" if discount.style.is_percent or max(values, default=0) <= 1 else "percent"
    prices = sorted(abs(value) for value in money.values)
    middle = prices[len(prices) // 2] if prices else 0
    # A lone 0 beside 12.50 may be the rate of none.
    is_bare = all(text == "0" for text, _ in discount.column.values) and any(
        "." in text or "," in text for text, _ in money.column.values
    )
    if (
        values
        and max(values) <= 1
        and middle > CHEAP
        and (any(0 < each < 1 for each in values) or is_bare)
    ):
        return "unclear"
    return "amount"


def _is_used(amount: Amount) -> bool:
    return any(amount.values)
