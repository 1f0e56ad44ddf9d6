"""The mapping of orders out of one source."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from runner.intake.answers import Answers, mapped_as
from runner.intake.candidates import Amount, Candidate, Readings, amount_of, read
from runner.intake.currencies import currency_of
from runner.intake.dates import read_dates
from runner.intake.evidence import Column, Table, counted, quoted, spread
from runner.intake.keys import Key, customer_key, grain_of, order_key
from runner.intake.money import Money, money_of
from runner.intake.names import Hint
from runner.intake.shapes import Certainty, Mapped, ProposedInput, Question
from runner.intake.statuses import MOST_WORDS, status_of

REQUIRED = ("order_id", "customer_id", "ordered_at", "gross_amount")
ORDER = (
    *REQUIRED,
    *("order_status", "discount_amount", "refund_amount", "refunded_at", "cost_amount"),
    *("currency", "store_id", "channel", "category"),
)
DATES = ("ordered_at", "refunded_at")
# In fewer rows anything may differ by chance.
FEW_ROWS = 4
ON_ORDER = ("gross_amount", "discount_amount", "refund_amount", "cost_amount", "refunded_at")


@dataclass(frozen=True)
class Orders:
    """Orders as proposed.

    Attributes:
        proposed: the input.
        money: how its amounts were found, for the lines.
        questions: what is to be asked.
        variables: of the project.
        remarks: what is not taken.
        missing: required columns for which nothing was found.
        first: what stands first in the dates; nothing if it is asked.
    """

    proposed: ProposedInput
    money: Money
    questions: tuple[Question, ...]
    variables: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    first: str = ""


def propose_orders(table: Table, answers: Answers, *, has_rates: bool = False) -> Orders:
    """Map the orders of a source, with their evidence, and ask what it can't tell.

    Args:
        table: the source, looked at.
        answers: what a person has said already.
        has_rates: whether exchange rates are among the inputs.
    """
    if not table.is_whole:
        table = _counted(table, answers)
    readings = read(table, "orders")
    moment = _said(table, answers, "ordered_at")
    if "orders.ordered_at" not in answers.mapped:
        moment = moment_of(readings)
    customer = customer_key(readings)
    who = _said(table, answers, "customer_id") or _column(table, customer)
    order = order_key(readings, customer=who, moment=moment)
    order_column = _said(table, answers, "order_id") or _column(table, order)
    grain = grain_of(readings, order_column, answers.grain)
    money = money_of(readings, grain=grain.grain, order_id=order_column)
    below = money.below_zero
    state = _said(table, answers, "order_status")
    status = status_of(
        readings,
        grain=grain.grain,
        order_id=order_column,
        below_zero=(below[0].name, below[0].number, below[1]) if below else None,
        given=answers.statuses,
        chosen=Candidate(state, Hint(0, 0, "")) if state else None,
    )
    gross = money.mapped[0] if money.mapped else None
    signs = _signs(money, gross)
    currency = currency_of(readings, answer=answers.currency, signs=signs, has_rates=has_rates)
    ordered = (
        read_dates(table, moment, about="orders.ordered_at", answer=answers.first)
        if moment
        else None
    )
    is_numbered = answers.mapped.get("orders.order_id", "").lower() == "none"
    number = None if is_numbered else order.mapped
    mapped = [each for each in (number, customer.mapped) if each]
    if number is None and moment and gross:
        mapped.append(_numbered(moment, who, gross))
    if moment and ordered:
        named = (
            Certainty.CLEAR if answers.mapped.get("orders.ordered_at") else _named(readings, moment)
        )
        certainty = max(ordered.certainty, named, key=list(Certainty).index)
        mapped.append(
            Mapped("ordered_at", ordered.expression, (moment.name,), certainty, ordered.evidence)
        )
    mapped += money.mapped
    mapped += [each for each in (status.mapped, currency.mapped) if each]
    mapped += [
        each
        for meaning in ("store_id", "channel", "category")
        if (each := _words(readings, meaning))
    ]
    questions = [
        each
        for each in (
            order.question,
            customer.question,
            ordered.question if ordered else None,
            grain.question,
        )
        if each
    ]
    if order.mapped is None and "orders.order_id" not in answers.mapped:
        others = {name for each in mapped for name in each.reads}
        called_so = [each.column for each in readings.all("order_id") if each.is_named]
        questions += _which_numbers_orders(table, called_so, others)
    questions += [*money.questions, *status.questions, *currency.questions]
    refunded = _refunded_at(readings, answers, grain=grain.grain)
    mapped += [refunded] if refunded else []
    return _finished(
        table,
        Orders(
            ProposedInput(
                table.source,
                tuple(mapped),
                grain=grain.grain,
                status_level=status.level,
                statuses=status.words,
            ),
            money,
            tuple(questions),
            currency.variables,
            (*money.remarks, *currency.remarks),
            first=ordered.order if ordered else "",
        ),
        answers,
        readings,
        grain.evidence,
    )


def _counted(table: Table, answers: Answers) -> Table:
    """A large source: rows from all over it, and what decides counted over all of its rows."""
    readings = read(table, "orders")
    key = readings.best("order_id")
    table = spread(table, key.column if key else None)
    readings = read(table, "orders")
    moments = [
        _said(table, answers, "ordered_at") or moment_of(readings),
        *(each.column for each in readings.all("refunded_at")[:1]),
    ]
    words = [
        each.column
        for meaning in ("order_status", "currency")
        for each in readings.all(meaning)[:2]
        if each.column.distinct <= MOST_WORDS
    ]
    by_name = {each.name: each for each in moments if each}
    return counted(table, list(by_name.values()), words)


def _finished(
    table: Table, orders: Orders, answers: Answers, readings: Readings, grain: tuple[str, ...]
) -> Orders:
    """What a person has said takes the place of what was found; the rest in canonical order."""
    said = {
        key.partition(".")[2]: text
        for key, text in answers.mapped.items()
        if key.startswith("orders.")
    }
    amounts = numbers_of(readings)
    found = {each.column: each for each in orders.proposed.columns}
    for canonical, text in said.items():
        if canonical in (*DATES, "order_status") and _said(table, answers, canonical):
            continue
        is_none = text.lower() == "none"
        if canonical == "order_id" and is_none:
            continue  # the rows are numbered
        found.pop(canonical, None)
        if not is_none:
            mapped = mapped_as(table, canonical, text, amounts)
            if canonical in ON_ORDER and len(mapped.reads) == 1 and mapped.reads[0] in amounts:
                level = orders.money.parts.is_order_level(amounts[mapped.reads[0]])
                mapped = replace(mapped, is_of_order=level)
            found[canonical] = mapped
    questions = [
        each
        for each in orders.questions
        if (canonical := each.about.partition(".")[2]) not in said
        or not any(flag.startswith("--map") for flag in each.answers)
    ]
    names = {name.lower() for name in table.columns}
    for canonical in ORDER:
        if canonical not in found and canonical in names and canonical not in REQUIRED:
            found[canonical] = Mapped(
                canonical, "null", (), Certainty.CLEAR, ("the column of this name is not taken",)
            )
    if "order_id" in found and grain:
        key = found["order_id"]
        found["order_id"] = replace(key, evidence=(*key.evidence, *grain))
    if "order_status" in said and not _said(table, answers, "order_status"):
        orders = replace(orders, proposed=replace(orders.proposed, statuses={}))
    columns = tuple(found[canonical] for canonical in ORDER if canonical in found)
    columns = tuple(
        replace(each, is_of_order=each.is_of_order and orders.proposed.grain == "line")
        for each in columns
    )
    missing = tuple(canonical for canonical in REQUIRED if canonical not in found)
    return replace(
        orders,
        proposed=replace(orders.proposed, columns=columns),
        questions=_with_likely(questions, columns),
        missing=missing,
    )


def _with_likely(questions: list[Question], columns: tuple[Mapped, ...]) -> tuple[Question, ...]:
    """What is required or money, and only likely, is asked too."""
    asked = {each.about for each in questions}
    for each in columns:
        about = f"orders.{each.column}"
        is_weighty = each.column in REQUIRED or each.column in ON_ORDER
        if each.certainty is not Certainty.CLEAR and is_weighty and about not in asked:
            named = " and ".join(each.reads)
            questions.append(
                Question(
                    about,
                    f"Is {named} the {each.column}? {'; '.join(each.evidence)}.",
                    {
                        f"--map '{about}={' * '.join(each.reads)}'": f"it is {named}",
                        f"--map {about}=COLUMN": "it is another column",
                    },
                )
            )
    return tuple(questions)


def numbers_of(readings: Readings) -> dict[str, Amount]:
    """All columns of a source that are numbers, whatever they are called."""
    unknown = Hint(0, 0, "")
    return {
        name: amount_of(readings.table, Candidate(column, unknown))
        for name, column in readings.table.columns.items()
        if column.reads_as("number")
    }


def moment_of(readings: Readings) -> Column | None:
    """The column of the order's date: well named, and filled in nearly all rows."""
    found = readings.all("ordered_at")
    filled = [each for each in found if each.column.filled >= 0.95 * each.column.rows]
    best = next(iter(filled or found), None)
    if best:
        return best.column
    dates = [
        column
        for column in readings.table.columns.values()
        if column.share("date") >= 0.9 and column.filled >= 0.9 * column.rows  # noqa: PLR2004
    ]
    return dates[0] if len(dates) == 1 else None


def _named(readings: Readings, moment: Column) -> Certainty:
    hint = next((each for each in readings.all("ordered_at") if each.column is moment), None)
    return hint.certainty if hint else Certainty.LIKELY


def _said(table: Table, answers: Answers, canonical: str) -> Column | None:
    """The column that a person has named, if it is one and no SQL."""
    text = answers.mapped.get(f"orders.{canonical}", "").lower()
    return next((each for name, each in table.columns.items() if name.lower() == text), None)


def _column(table: Table, key: Key) -> Column | None:
    return table.columns[key.mapped.reads[0]] if key.mapped else None


def _which_numbers_orders(table: Table, named: list[Column], others: set[str]) -> list[Question]:
    """Ask, if a column is called so, or if one that nothing else uses differs in each row."""
    found = [each for each in named if each.filled and each.name not in others] or [
        each
        for each in table.columns.values()
        if each.name not in others
        and each.rows >= FEW_ROWS
        and each.distinct == each.filled == each.rows
        and all(any(sign.isdigit() for sign in value) for value, _ in each.values)
        and not any(map(each.reads_as, ("date", "email", "phone")))
        and not (each.reads_as("number") and not each.reads_as("whole"))
    ]
    if not found:
        return []
    takes = {
        f"--map 'orders.order_id={each.name}'": ", ".join(text for text, _ in each.values[:3])
        for each in found
    }
    return [
        Question(
            "orders.order_id",
            "Which column is the order's number?",
            {**takes, "--map orders.order_id=none": "none: each row is an order of its own"},
        )
    ]


def _numbered(moment: Column, who: Column | None, gross: Mapped) -> Mapped:
    columns = [moment.sql, *([who.sql] if who else []), *(quoted(name) for name in gross.reads)]
    return Mapped(
        "order_id",
        f"row_number() over (order by {', '.join(dict.fromkeys(columns))})",
        (),
        Certainty.CLEAR,
        ("no column identifies an order, so that the rows are numbered",),
    )


def _words(readings: Readings, meaning: str) -> Mapped | None:
    """A column of words, such as a channel: whole names are clear."""
    for candidate in readings.all(meaning):
        column = candidate.column
        if column.distinct > 200 and column.distinct > 0.2 * column.rows:  # noqa: PLR2004
            continue
        sure = Certainty.CLEAR if candidate.is_named else Certainty.LIKELY
        said = ", ".join(text for text, _ in column.values[:4])
        evidence = (f"{column.distinct:,} different: {' '.join(said.split())}",)
        return Mapped(meaning, column.clean, (column.name,), sure, evidence)
    return None


def _refunded_at(readings: Readings, answers: Answers, *, grain: str) -> Mapped | None:
    found = readings.best("refunded_at")
    column = _said(readings.table, answers, "refunded_at") or (found.column if found else None)
    if not column or not column.filled:
        return None
    reading = read_dates(readings.table, column, about="orders.refunded_at", answer=answers.first)
    if not reading:
        return None
    return Mapped(
        "refunded_at",
        reading.expression,
        (column.name,),
        reading.certainty,
        reading.evidence,
        is_of_order=grain == "line",
    )


def _signs(money: Money, gross: Mapped | None) -> tuple[str, ...]:
    amounts = money.gross.factors or tuple(amount for _, amount in money.parts.totals)
    return tuple(
        {
            sign
            for each in amounts
            if gross and each.name in gross.reads
            for sign in each.style.affixes
        }
    )
