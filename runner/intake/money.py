"""The money columns of orders: gross amount, discount, refund and cost."""

from collections.abc import Iterator
from dataclasses import dataclass

from runner.intake.amounts import Gross, Parts, gross_of, other_discounts, parts_of
from runner.intake.candidates import Amount, Readings
from runner.intake.evidence import Column
from runner.intake.shapes import Certainty, Mapped, Question


@dataclass(frozen=True)
class Money:
    """The money columns that were found.

    Attributes:
        mapped: gross_amount first, if there is one.
        parts: the numbers that they are made of.
        gross: how the gross amount was found.
        questions: what equations can't decide.
        remarks: what was not taken, and why.
    """

    mapped: tuple[Mapped, ...]
    parts: Parts
    gross: Gross
    questions: tuple[Question, ...]
    remarks: tuple[str, ...]

    @property
    def below_zero(self) -> tuple[Amount, int] | None:
        """The number that is below zero in some rows, with how many of the sample."""
        amounts = self.gross.factors or tuple(
            amount for _, amount in self.parts.totals if self._reads(amount)
        )
        for amount in amounts:
            count = sum(
                rows
                for text, rows in amount.column.values
                if text.startswith(("-", "(")) and text.strip("-(0.,)")
            )
            if count:
                return amount, count
        return None

    def _reads(self, amount: Amount) -> bool:
        return bool(self.mapped) and amount.name == self.mapped[0].reads[0]


def money_of(readings: Readings, *, grain: str, order_id: Column | None) -> Money:
    """The money columns of orders.

    Args:
        readings: of the source as orders.
        grain: order or line.
        order_id: the column that identifies orders.
    """
    parts = parts_of(readings, grain=grain, order_id=order_id)
    gross = gross_of(parts)
    remarks = list(gross.remarks)
    mapped = [gross.mapped] if gross.mapped else []
    questions = [gross.question] if gross.question else []
    if unclear := _unclear_discount(parts, gross):
        questions.append(unclear)
    elif discount := _discount(parts, gross):
        if isinstance(discount, str):
            remarks.append(discount)
        else:
            mapped.append(discount)
    elif parts.net_price and gross.factors:
        mapped.append(_of_two_prices(parts, gross.factors, parts.net_price))
    mapped += _refund(parts)
    cost = _cost(parts, gross)
    if isinstance(cost, str):
        remarks.append(cost)
    elif cost:
        mapped.append(cost)
    questions += list(_several_discounts(parts, mapped))
    questions += list(_of_decimals(mapped, readings))
    return Money(tuple(mapped), parts, gross, tuple(questions), tuple(remarks))


def _discount(parts: Parts, gross: Gross) -> Mapped | str | None:
    """The discount as an amount; a sentence if it is none that can be taken."""
    discount = parts.discount
    if discount is None or gross.mapped is None:
        return None
    kind = gross.discount_is
    name = discount.name
    if kind in ("rate", "percent") and gross.factors:
        quantity, price = gross.factors
        part = " / 100" if kind == "percent" else ""
        return Mapped(
            "discount_amount",
            f"{quantity.number} * {price.number} * {discount.double}{part}",
            (quantity.name, price.name, name),
            Certainty.CLEAR,
            (*gross.mapped.evidence[1:], f"{name} is a share of the price"),
        )
    if kind in ("rate", "percent", "unclear", "none"):
        why = "a share, not an amount" if kind in ("rate", "percent") else "perhaps a share"
        return (
            f"{name} is {why}, so no discount is taken;"
            f" --map 'orders.discount_amount={name}' takes it as an amount."
        )
    return _plain(parts, discount, "discount_amount")


def _unclear_discount(parts: Parts, gross: Gross) -> Question | None:
    """A discount that is never above 1: is it a share of the price, or an amount?"""
    discount = parts.discount
    if discount is None or gross.mapped is None or gross.discount_is != "unclear":
        return None
    name = discount.name
    answers = {f"--map 'orders.discount_amount={name}'": "it is an amount"}
    if gross.factors:
        product = " * ".join((*(each.name for each in gross.factors), name))
        answers = {f"--map 'orders.discount_amount={product}'": "it is a share"} | answers
    return Question(
        "orders.discount_amount",
        f"{name} is never above 1: is it an amount, or a share of the price?",
        answers | {"--map orders.discount_amount=none": "leave it out: discounts are unknown"},
    )


def _several_discounts(parts: Parts, mapped: list[Mapped]) -> Iterator[Question]:
    """Two columns of discounts may add up, or one may be a part of the other."""
    discount, others = parts.discount, other_discounts(parts)
    if discount and others and any(each.column == "discount_amount" for each in mapped):
        every = [discount.name, *(each.name for each in others)]
        yield Question(
            "orders.discount_amount",
            f"{', '.join(every)} are discounts. Do they add up, or is one all of it?",
            {f"--map 'orders.discount_amount={' + '.join(every)}'": "they add up"}
            | {f"--map 'orders.discount_amount={name}'": f"{name} is all of it" for name in every},
        )


def _of_two_prices(parts: Parts, factors: tuple[Amount, Amount], net: Amount) -> Mapped:
    quantity, price = factors
    return Mapped(
        "discount_amount",
        f"{quantity.number} * ({price.number} - {net.number})",
        (quantity.name, price.name, net.name),
        Certainty.CLEAR,
        (f"what {net.name} is below {price.name}, for each piece of {parts.grain}",),
    )


def _plain(parts: Parts, amount: Amount, canonical: str) -> Mapped:
    """An amount as it stands, but above zero."""
    values = amount.values
    is_below = any(value < 0 for value in values) and all(value <= 0 for value in values)
    style = amount.style.in_words
    evidence = ["the name says so" if amount.candidate.is_named else "a part of the name says so"]
    evidence += [f"written with {style}"] if style else []
    evidence += ["below zero in the file, so its sign is turned"] if is_below else []
    is_open = amount.style.certainty is Certainty.OPEN
    return Mapped(
        canonical,
        f"-{amount.number}" if is_below else amount.bare,
        (amount.name,),
        Certainty.OPEN if is_open else amount.candidate.certainty,
        tuple(evidence),
        is_of_order=parts.is_order_level(amount),
    )


def _refund(parts: Parts) -> Iterator[Mapped]:
    if refund := parts.readings.amount("refund_amount"):
        yield _plain(parts, refund, "refund_amount")


def _cost(parts: Parts, gross: Gross) -> Mapped | str | None:
    """What the goods cost the shop; a sentence if it may be of a piece or of the row."""
    readings = parts.readings
    unit = readings.amount("unit_cost")
    if unit and parts.quantity:
        return Mapped(
            "cost_amount",
            f"{parts.quantity.number} * {unit.number}",
            (parts.quantity.name, unit.name),
            unit.candidate.certainty,
            (f"{parts.quantity.name} x {unit.name}: their names say so",),
        )
    cost = readings.amount("cost_amount")
    if cost is None or not gross.mapped or cost.name in gross.mapped.reads:
        return None
    if parts.quantity is None or cost.name.lower() != "cost":
        return _plain(parts, cost, "cost_amount")
    return (
        f"{cost.name} may be of one piece or of the row, so no cost is taken;"
        f" --map 'orders.cost_amount={cost.name}' takes it as of the row,"
        f" --map 'orders.cost_amount={parts.quantity.name} * {cost.name}' as of a piece."
    )


def _of_decimals(mapped: list[Mapped], readings: Readings) -> Iterator[Question]:
    """Is 1,234 a thousand or one and a bit? One question for all columns of the source."""
    from runner.intake.candidates import amount_of

    names = {name for each in mapped if each.certainty is Certainty.OPEN for name in each.reads}
    for candidates in readings.by_meaning.values():
        for candidate in candidates:
            if candidate.column.name not in names or not candidate.column.is_text:
                continue
            style = amount_of(readings.table, candidate).style
            if style.certainty is Certainty.OPEN:
                shown = [text for text, _ in candidate.column.values if "," in text or "." in text]
                yield Question(
                    f"orders.{mapped[0].column}",
                    f"Is the sign in the numbers of {candidate.column.name} a decimal sign?",
                    {
                        "--decimal-point": "1,234.5 is a thousand and some, 1,234 too",
                        "--decimal-comma": "1.234,5 is a thousand and some, 1.234 too",
                    },
                    tuple({candidate.column.name: text} for text in shown[:2]),
                )
                return
