"""What identifies an order and a customer, and whether a row is an order or a line of one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runner.intake.candidates import Candidate, Readings
from runner.intake.evidence import Column, Table
from runner.intake.names import Hint
from runner.intake.shapes import Certainty, Mapped, Question

# What only a line of an order has.
OF_LINES = ("product_id", "line_number", "unit_price", "quantity", "line_total")
# In so few rows a column may be the same by chance.
FEW = 50
# Columns called so hold a number or a name.
PERSONS = re.compile(r"[^\W\d_]+[.,]* +[^\W\d_]{2,}")


@dataclass(frozen=True)
class Key:
    """A column that identifies orders or customers, as far as its values tell.

    Attributes:
        mapped: the column as it is proposed.
        question: what is to be asked.
    """

    mapped: Mapped | None
    question: Question | None = None


@dataclass(frozen=True)
class Grain:
    """Whether a row is an order or a line.

    Attributes:
        grain: order or line.
        evidence: why.
        question: if the rows do not tell.
    """

    grain: str
    evidence: tuple[str, ...]
    question: Question | None = None


def order_key(readings: Readings, *, customer: Column | None, moment: Column | None) -> Key:
    """The column that identifies an order: named so, and with one customer and one day each.

    Args:
        readings: of the source as orders.
        customer: the column that identifies customers, if one is known.
        moment: the column of the order's date.
    """
    refused = []
    for candidate in readings.all("order_id"):
        column = candidate.column
        if column.distinct == 1 and column.rows >= FEW:
            continue
        lacking = column.rows - column.filled
        if lacking > 0.1 * column.rows:
            if candidate.is_named and column.filled > lacking:
                refused.append((candidate, [_named(candidate), f"{lacking:,} rows have none"]))
            continue
        together = _one_each(readings.table, column, (customer, moment))
        evidence = [_named(candidate), *(said for _, said in together)]
        if any(share < 0.9 for share, _ in together):  # noqa: PLR2004
            if candidate.is_named:
                refused.append((candidate, evidence))
            continue
        if refused and candidate.hint.preference < refused[0][0].hint.preference - 10:
            break
        return Key(_mapped("order_id", column, candidate.certainty, evidence))
    if refused:
        candidate, evidence = refused[0]
        return Key(_mapped("order_id", candidate.column, Certainty.LIKELY, evidence))
    return Key(None)


def _one_each(
    table: Table, column: Column, others: Sequence[Column | None]
) -> list[tuple[float, str]]:
    """The share of repeated ids with one value of each other column, with its sentence."""
    found = []
    for other in others:
        if other is None or other.name == column.name:
            continue
        repeated, alike = table.one(
            f"select count(*), count(*) filter (least_ is not distinct from most) from (select"  # noqa: S608
            f" min({other.sql}) as least_, max({other.sql}) as most from {table.sample}"
            f" where {column.sql} is not null and {other.sql}::varchar <> ''"
            f" group by {column.sql} having count(*) > 1)"
        )
        if repeated:
            share = float(str(alike)) / float(str(repeated))
            found.append((share, f"one {other.name} for {share:.1%} of the ids on several rows"))
    return found


def customer_key(readings: Readings) -> Key:
    """The column that identifies a customer; an e-mail address if there is no better; never a name.

    Args:
        readings: of the source as orders.
    """
    email = _usable(readings.all("email"))
    named = [each for each in readings.all("customer_id") if _is_filled(each.column)]
    ids = [each for each in named if not _are_persons(each.column)]
    if ids and (doubt := _never_again(readings, ids[0].column, named, email)):
        return doubt
    if ids:
        return _with_guests(readings.table, ids[0], email)
    if email:
        evidence = (
            _named(email),
            "an e-mail address, since there is no number",
            _repeats(email.column),
        )
        return Key(_mapped("customer_id", email.column, email.certainty, evidence))
    others = [*named, *readings.all("customer_name"), *readings.all("phone")]
    filled = [each for each in others if _is_filled(each.column)]
    if filled:
        column = filled[0].column
        question = Question(
            about="orders.customer_id",
            sentence=f"Only {column.name} says who bought, and two customers may share it.",
            answers={
                f"--map orders.customer_id={_flag(each.column.name)}": "identifies customers"
                for each in filled[:3]
            },
            examples=_examples(readings.table, [each.column for each in filled[:2]]),
        )
        mapped = _mapped("customer_id", column, Certainty.OPEN, (_named(filled[0]),))
        return Key(mapped, question)
    return Key(None)


def _never_again(
    readings: Readings, best: Column, named: Sequence[Candidate], email: Candidate | None
) -> Key | None:
    """A number that never comes again, while the name or address beside it does, is a row's."""
    if best.distinct < max(best.filled, 6) or best.filled < best.rows:
        return None
    others = [*named[1:], *([email] if email else []), *readings.all("customer_name")]
    others += [
        Candidate(column, Hint(0, 0, "customer_name"))
        for column in readings.table.columns.values()
        if column.name.lower() in ("name", "names", "姓名")
    ]
    for each in others:
        column = each.column
        if (
            column.name != best.name
            and _is_filled(column)
            and column.distinct < 0.9 * column.filled
        ):
            question = Question(
                about="orders.customer_id",
                sentence=(
                    f"No {best.name} comes twice in {best.rows:,} rows, but values of"
                    f" {column.name} do. Which identifies a customer?"
                ),
                answers={
                    f"--map orders.customer_id={_flag(name)}": "identifies customers"
                    for name in (column.name, best.name)
                },
                examples=_examples(readings.table, [best, column]),
            )
            evidence = ("the name says so", _repeats(best))
            return Key(_mapped("customer_id", best, Certainty.OPEN, evidence), question)
    return None


def _with_guests(table: Table, best: Candidate, email: Candidate | None) -> Key:
    """An id that guests lack: their address may stand for them, which a person decides."""
    column = best.column
    zeros = sum(count for text, count in column.values if re.fullmatch(r"0+(\.0+)?", text))
    lacking = column.rows - column.filled + zeros
    evidence = [_named(best), _repeats(column)]
    expression = column.clean
    if zeros > 1 and column.reads_as("whole"):
        evidence.append(f"0 in {zeros:,} of {column.rows:,} rows stands for guests")
        expression = (
            f"nullif({column.clean}, '0')" if column.is_text else f"nullif({column.sql}, 0)"
        )
    if lacking > 0.02 * column.rows and email and email.column.filled > column.filled - zeros:
        question = Question(
            about="orders.customer_id",
            sentence=(
                f"{lacking:,} of {column.rows:,} rows have no {column.name}, but most have"
                f" {email.column.name}. Which identifies a customer?"
            ),
            answers={
                f"--map orders.customer_id={_flag(email.column.name)}": "guests count too",
                f"--map orders.customer_id={_flag(column.name)}": "rows without it are rejected",
            },
            examples=_examples(table, [column, email.column]),
        )
        return Key(
            Mapped("customer_id", expression, (column.name,), Certainty.OPEN, tuple(evidence)),
            question,
        )
    if lacking:
        evidence.append(f"{lacking:,} of {column.rows:,} rows have none and are rejected")
    return Key(Mapped("customer_id", expression, (column.name,), best.certainty, tuple(evidence)))


def grain_of(readings: Readings, order_id: Column | None, answer: str | None) -> Grain:
    """Whether a row is an order or a line of one: do ids repeat, and what differs then?

    Args:
        readings: of the source as orders.
        order_id: the column that identifies orders.
        answer: if a person has said so.
    """
    if answer:
        return Grain(
            answer, (f"a row is {'a line' if answer == 'line' else 'an order'}, as --grain says",)
        )
    if order_id is None:
        return Grain("order", ("there is no order number: each row counts as an order",))
    table = readings.table
    ids, repeated, rows = (
        int(str(count))
        for count in table.one(
            "select count(*), count(*) filter (rows > 1), coalesce(sum(rows), 0)"  # noqa: S608
            " from (select count(*) as rows"
            f" from (select distinct * from {table.sample}) where {order_id.sql}::varchar <> ''"
            f" group by {order_id.sql})"
        )
    )
    lines = [meaning for meaning in OF_LINES if readings.best(meaning)]
    if not repeated:
        if rows < FEW and "line_number" in lines and "product_id" in lines:
            return Grain("line", (f"each row names a product; all {ids:,} order ids differ here",))
        return Grain("order", (f"all {ids:,} order ids differ",))
    said = f"{repeated:,} of {ids:,} order ids stand on several rows, {rows / ids:.1f} rows each"
    varying = [meaning for meaning in lines if _varies(table, order_id, readings, meaning)]
    if varying:
        column = readings.all(varying[0])[0].column.name
        return Grain("line", (said, f"{column} differs within an order"))
    return Grain(
        "line",
        (said,),
        Question(
            about="orders.grain",
            sentence=f"{said}, and no column of products tells why. What is a row?",
            answers={
                "--grain line": "a row is a line: the rows of an order are added up",
                "--grain order": "a row is an order: the first counts, the others are rejected",
            },
            examples=_repeated_examples(table, order_id),
        ),
    )


def _varies(table: Table, order_id: Column, readings: Readings, meaning: str) -> bool:
    column = readings.all(meaning)[0].column
    if column.name == order_id.name:
        return False
    (varying,) = table.one(
        f"select count(*) from (select 1 from {table.sample} where {order_id.sql}::varchar <> ''"  # noqa: S608
        f" group by {order_id.sql} having count(distinct {column.sql}) > 1)"
    )
    return bool(varying)


def _is_filled(column: Column) -> bool:
    return column.filled > 0 and (column.distinct > 1 or column.rows < FEW)


def _usable(emails: Sequence[Candidate]) -> Candidate | None:
    filled = [each for each in emails if _is_filled(each.column)]
    most = max((each.column.filled for each in filled), default=0)
    return next((each for each in filled if each.column.filled >= 0.9 * most), None)


def _are_persons(column: Column) -> bool:
    total = sum(count for _, count in column.values)
    named = sum(count for text, count in column.values if PERSONS.search(text))
    return total > 0 and named >= 0.3 * total


def _named(candidate: Candidate) -> str:
    return "the name says so" if candidate.is_named else "a part of the name says so"


def _repeats(column: Column) -> str:
    return f"{column.distinct:,} different in {column.filled:,} rows"


def _flag(name: str) -> str:
    return f"'{name}'" if re.search(r"\W", name) else name


def _mapped(
    canonical: str, column: Column, certainty: Certainty, evidence: Sequence[str]
) -> Mapped:
    return Mapped(canonical, column.clean, (column.name,), certainty, tuple(evidence))


def _examples(table: Table, columns: Sequence[Column]) -> tuple[Mapping[str, str], ...]:
    rows = table.all(
        f"select {', '.join(f'{column.sql}::varchar' for column in columns)}"  # noqa: S608
        f" from {table.sample} limit 2"
    )
    return tuple(
        {column.name: str(value or "") for column, value in zip(columns, row, strict=True)}
        for row in rows
    )


def _repeated_examples(table: Table, order_id: Column) -> tuple[Mapping[str, str], ...]:
    columns = [column for column in table.columns.values() if not column.of]
    texts = ", ".join(f"{column.sql}::varchar" for column in columns)
    rows = table.all(
        f"select {texts} from {table.sample} where {order_id.sql} = (select"  # noqa: S608
        f" {order_id.sql} from (select distinct * from {table.sample}) where"
        f" {order_id.sql}::varchar <> '' group by {order_id.sql} having count(*) > 1"
        " order by 1 limit 1)"
        " limit 2"
    )
    return tuple(
        {column.name: str(value or "") for column, value in zip(columns, row, strict=True)}
        for row in rows
    )
