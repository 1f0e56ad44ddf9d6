"""The mappings of all inputs but orders: customers, lines, feedback, refunds and the rest."""

from collections.abc import Mapping
from dataclasses import replace

from runner.intake.answers import Answers, mapped_as
from runner.intake.candidates import KIND_OF, Candidate, Readings, amount_of, read
from runner.intake.dates import read_dates
from runner.intake.evidence import Table
from runner.intake.orders import Orders, numbers_of
from runner.intake.several import Shared
from runner.intake.shapes import Certainty, Mapped, ProposedInput, Question

# The canonical columns of each input in their order; a name in brackets must be there.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "customers": (
        *("customer_id", "store_id", "full_name", "email", "phone", "registered_at", "birth_date"),
        *("gender", "acquisition_channel", "is_strategic", "decision_role", "income_band"),
        "region",
    ),
    "order_lines": (
        "order_id", "store_id", "product_id", "category", "quantity", "net_amount", "cost_amount"
    ),
    "feedback": (
        "customer_id", "store_id", "order_id", "given_at", "rating", "nps", "is_complaint"
    ),
    "referrals": ("referrer_customer_id", "referred_customer_id", "referred_at"),
    "exchange_rates": ("rate_date", "currency", "rate_to_reporting"),
    "customer_aliases": ("alias_customer_id", "customer_id"),
    "refunds": ("order_id", "refunded_at", "refund_amount", "store_id", "currency"),
}  # fmt: skip
NEEDED: Mapping[str, tuple[str, ...]] = {
    "customers": ("customer_id",),
    "order_lines": ("order_id", "product_id"),
    "feedback": ("customer_id", "given_at"),
    "referrals": ("referrer_customer_id", "referred_customer_id"),
    "exchange_rates": ("rate_date", "currency", "rate_to_reporting"),
    "customer_aliases": ("alias_customer_id", "customer_id"),
    "refunds": ("order_id", "refunded_at", "refund_amount"),
}
SUMS = ("paid", "line_total", "subtotal", "total")
LARGEST = {"rating": 5.0, "nps": 10.0}


def propose_other(
    name: str, table: Table, answers: Answers, *, keys: Mapping[str, Shared] | None = None
) -> tuple[ProposedInput | None, tuple[Question, ...]]:
    """Map an input out of a source of its own; nothing if what it needs is not there.

    Args:
        name: of the input, such as customers.
        table: the source, looked at.
        answers: what a person has said already.
        keys: columns that are certain, since their values are those of the orders.
    """
    readings = read(table, name)
    found: dict[str, Mapped] = {}
    questions: list[Question] = []
    for canonical in COLUMNS[name]:
        if keys and canonical in keys:
            key = keys[canonical]
            found[canonical] = Mapped(
                canonical, key.sql, (key.column.name,), Certainty.CLEAR, ("joins the orders",)
            )
        elif mapped := _mapped(name, canonical, readings, answers, questions):
            found[canonical] = mapped
    amounts = numbers_of(readings)
    for place, text in answers.mapped.items():
        input_name, _, canonical = place.partition(".")
        if input_name == name:
            found.pop(canonical, None)
            if text.lower() != "none":
                found[canonical] = mapped_as(table, canonical, text, amounts)
    if any(canonical not in found for canonical in NEEDED[name]):
        return None, ()
    names = {each.lower() for each in table.columns}
    for canonical in COLUMNS[name]:
        if canonical not in found and canonical in names:
            why = ("the column of this name is not taken",)
            found[canonical] = Mapped(canonical, "null", (), Certainty.CLEAR, why)
    columns = tuple(found[canonical] for canonical in COLUMNS[name] if canonical in found)
    return ProposedInput(table.source, columns), tuple(questions)


def _mapped(  # noqa: PLR0911 (a line for each kind)
    name: str, canonical: str, readings: Readings, answers: Answers, questions: list[Question]
) -> Mapped | None:
    if canonical == "full_name" and (both := _of_two_names(readings)):
        return both
    if canonical == "net_amount":
        return None
    candidate = readings.best(canonical)
    if candidate is None or not (candidate.column.filled or candidate.is_named):
        return None
    column = candidate.column
    certainty = Certainty.CLEAR if candidate.is_named else Certainty.LIKELY
    kind = KIND_OF.get(canonical, "words")
    if kind == "date":
        reading = read_dates(
            readings.table, column, about=f"{name}.{canonical}", answer=answers.first
        )
        if reading is None:
            return None
        if reading.question:
            questions.append(reading.question)
        certainty = max(certainty, reading.certainty, key=list(Certainty).index)
        return Mapped(canonical, reading.expression, (column.name,), certainty, reading.evidence)
    if kind == "number":
        amount = amount_of(readings.table, candidate)
        largest = LARGEST.get(canonical)
        if largest and max(amount.values, default=0) > largest:
            return None
        return Mapped(canonical, amount.bare, (column.name,), certainty, (_said(candidate),))
    return Mapped(canonical, column.clean, (column.name,), certainty, (_said(candidate),))


def _said(candidate: Candidate) -> str:
    column = candidate.column
    name = "the name says so" if candidate.is_named else "a part of the name says so"
    return (
        f"{name}; {column.filled:,} of {column.rows:,} rows have one, {column.distinct:,} different"
    )


def _of_two_names(readings: Readings) -> Mapped | None:
    first, last = readings.best("first_name"), readings.best("last_name")
    full = readings.best("full_name")
    if not first or not last or (full and full.hint.preference > -3 and full.is_named):  # noqa: PLR2004
        return None
    return Mapped(
        "full_name",
        f"concat_ws(' ', {first.column.clean}, {last.column.clean})",
        (first.column.name, last.column.name),
        Certainty.CLEAR,
        ("the first name and the last name",),
    )


def lines_of(orders: Orders, table: Table) -> ProposedInput | None:
    """The lines of orders, where a row of the orders names what was bought.

    A row may be the one line of its order, too.
    """
    readings = read(table, "orders")
    product = readings.best("product_id")
    found = {each.column: each for each in orders.proposed.columns}
    key = found.get("order_id")
    quantity = orders.money.parts.quantity
    has_product = product is not None and product.is_named
    has_category = quantity is not None and found.get("category", key) is not key
    if not key or not key.reads or not (has_product or has_category):
        return None
    columns = [replace(key, evidence=("as in the orders",))]
    columns += [
        found[canonical]
        for canonical in ("store_id", "category")
        if canonical in found and found[canonical].certainty is Certainty.CLEAR
    ]
    if product and has_product:
        said = (_said(product),)
        columns.append(
            Mapped(
                "product_id", product.column.clean, (product.column.name,), Certainty.CLEAR, said
            )
        )
    if quantity:
        said = (_said(quantity.candidate),)
        columns.append(Mapped("quantity", quantity.bare, (quantity.name,), Certainty.CLEAR, said))
    columns += _net(orders, found)
    if "cost_amount" in found and not found["cost_amount"].is_of_order:
        columns.append(found["cost_amount"])
    columns = [each for each in columns if each.expression != "null"]
    names = {name.lower() for name in table.columns}
    there = {each.column for each in columns}
    columns += [
        Mapped(canonical, "null", (), Certainty.CLEAR, ("the column of this name is not taken",))
        for canonical in COLUMNS["order_lines"]
        if canonical in names and canonical not in there
    ]
    order = COLUMNS["order_lines"]
    return ProposedInput(
        table.source, tuple(sorted(columns, key=lambda each: order.index(each.column)))
    )


def _net(orders: Orders, found: Mapping[str, Mapped]) -> list[Mapped]:
    """What was paid for a line: its own total, or its gross amount less its own discount."""
    money = orders.money
    gross, discount = found.get("gross_amount"), found.get("discount_amount")
    if discount and (discount.is_of_order or discount.expression == "null"):
        discount = None
    # Of any other amount it is not known whether they are taken off.
    discounts = {
        each.column.name
        for meaning in ("discount", "discount_rate")
        for each in money.parts.readings.all(meaning)
        if each.is_named
    }
    for meaning in ("paid",) if discount or discounts else SUMS:
        total = money.parts.total(meaning)
        if total and total.candidate.is_named and not money.parts.is_order_level(total):
            said = (_said(total.candidate),)
            return [Mapped("net_amount", total.bare, (total.name,), Certainty.CLEAR, said)]
    is_asked = any(each.about == "orders.gross_amount" for each in orders.questions)
    if gross is None or gross.is_of_order or gross.certainty is Certainty.OPEN or is_asked:
        return []
    if money.parts.net_price and money.gross.factors:
        quantity, net = money.gross.factors[0], money.parts.net_price
        said = (f"{quantity.name} x {net.name}",)
        reads = (quantity.name, net.name)
        return [
            Mapped("net_amount", f"{quantity.number} * {net.number}", reads, Certainty.CLEAR, said)
        ]
    said = ("the line's amount",)
    if discounts and not (discount and discounts & set(discount.reads)):
        return []
    if discount is None:
        return [Mapped("net_amount", gross.expression, gross.reads, gross.certainty, said)]
    amounts = numbers_of(money.parts.readings)
    texts = [
        each.expression
        if " * " in each.expression or each.reads[0] not in amounts
        else amounts[each.reads[0]].number
        for each in (gross, discount)
    ]
    return [
        Mapped(
            "net_amount",
            f"{texts[0]} - coalesce({texts[1]}, 0)",
            tuple(dict.fromkeys((*gross.reads, *discount.reads))),
            Certainty.CLEAR,
            ("the line's amount less its discount",),
        )
    ]
