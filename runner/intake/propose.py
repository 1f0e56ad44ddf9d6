"""From opened sources to a proposal: a known export, or what names and values say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from runner.errors import UserError
from runner.intake.answers import Answers, check_statuses
from runner.intake.candidates import read
from runner.intake.currencies import currency_of
from runner.intake.evidence import NAME, Column, Table, look_at
from runner.intake.joining import Joined, base_of, joined, lacks_amount, with_joins
from runner.intake.known import Known, known_export
from runner.intake.orders import Orders, propose_orders
from runner.intake.others import COLUMNS, lines_of, propose_other
from runner.intake.several import Shared, best_key, role_of
from runner.intake.shapes import Proposal, ProposedInput, Question, Source

if TYPE_CHECKING:
    from runner.warehouse import Connection

WHAT = {
    "order_id": "the order's number",
    "customer_id": "who bought",
    "ordered_at": "the order's date",
    "gross_amount": "the order's amount",
}


def propose(sources: Sequence[Source], answers: Answers, connection: "Connection") -> Proposal:
    """Propose the mapping of all inputs.

    Args:
        sources: opened in the connection.
        answers: what a person has said already.
        connection: where they are read.

    Raises:
        UserError: there are no orders among them, or two sources of them.
    """
    check_statuses(answers.statuses)
    tables = [
        replace(look_at(source, connection, name=NAME.format(at)), decimal=answers.decimal)
        for at, source in enumerate(sources)
    ]
    known = [found for table in tables if (found := known_export(table, answers))]
    with_orders = [each for each in known if "orders" in each.inputs]
    if len(with_orders) == 1:
        return _of_presets(tables, known, with_orders[0], answers)
    whole, roles = _orders_among(tables)
    table = whole.table
    orders = propose_orders(table, answers, has_rates="exchange_rates" in roles)
    questions = [*orders.questions, *_for_missing(table, orders)]
    inputs: dict[str, ProposedInput] = {"orders": with_joins(orders.proposed, whole)}
    if "order_lines" not in roles and (lines := lines_of(orders, table)):
        inputs["order_lines"] = with_joins(lines, whole)
    remarks = [*whole.remarks, *orders.remarks]
    for name, other in roles.items():
        keys, said = _keys(table, orders.proposed, other, name)
        remarks += said
        if proposed := _other(name, other, answers, keys, questions):
            inputs[name] = proposed
    remarks += _not_read(tables, {*whole.used, *_names(inputs)}, table)
    remarks += _unused(tables, inputs)
    return Proposal(
        inputs=inputs,
        variables=_variables(orders.variables, answers),
        questions=tuple(questions),
        remarks=tuple(remarks),
    )


def _orders_among(tables: Sequence[Table]) -> tuple[Joined, dict[str, Table]]:
    """The orders, joined out of several sources if need be, and the other sources by role."""
    if len(tables) == 1:
        return Joined(tables[0]), {}
    roles = _roles(tables)
    header = roles.get("orders")
    others = [table for table in tables if header is None or table is not header]
    base = header
    if header is None or lacks_amount(header):
        base = base_of(others) or header
    if base is None:
        names = ", ".join(table.source.name for table in tables)
        raise UserError(
            f"None of {names} has orders: a customer, a date and an amount on each row.",
            "Name the file that has them.",
        )
    whole = joined(base, [table for table in tables if table is not base])
    if base is not header and header is not None and header.source.name not in whole.used:
        # The amounts can't be joined to their orders: the orders stand alone.
        whole = Joined(header)
    used = {*whole.used, whole.table.source.name}
    return whole, {
        name: table
        for name, table in roles.items()
        if name == "customers" or (table.source.name not in used and name != "orders")
    }


def _other(
    name: str,
    table: Table,
    answers: Answers,
    keys: Mapping[str, Shared],
    questions: list[Question],
) -> ProposedInput | None:
    if name == "products":
        return None
    proposed, more = propose_other(name, table, answers, keys=keys)
    questions += more
    return proposed


def _of_presets(
    tables: Sequence[Table], known: Sequence[Known], main: Known, answers: Answers
) -> Proposal:
    """The proposal of a known export; what it does not map, other sources may give."""
    inputs = dict(main.inputs)
    questions = list(main.questions)
    remarks = [*main.preset.traps]
    for each in known:
        if each is not main:
            inputs = {**each.inputs, **inputs}
            questions += each.questions
            remarks += each.preset.traps
    mapped = {each.source.name for each in inputs.values()}
    table = next(each for each in tables if each.source.name == inputs["orders"].source.name)
    for other in tables:
        role = role_of(other).name
        if other.source.name in mapped or role in ("", "orders", *inputs):
            continue
        keys, said = _keys(table, inputs["orders"], other, role)
        if proposed := _other(role, other, answers, keys, questions):
            inputs[role] = proposed
            remarks += said
    order = ("orders", *COLUMNS)
    found = currency_of(
        read(table, "orders"),
        answer=answers.currency,
        signs=(),
        has_rates="exchange_rates" in inputs,
    )
    is_mapped = any(each.column == "currency" for each in inputs["orders"].columns)
    variables = {**(found.variables if is_mapped else {}), **main.variables}
    if answers.currency:
        variables["reporting_currency"] = answers.currency.upper()
    if is_mapped and "reporting_currency" not in main.variables:
        questions += found.questions
        remarks += found.remarks
    return Proposal(
        inputs={name: inputs[name] for name in order if name in inputs},
        variables=_variables(variables, answers),
        questions=tuple(questions),
        preset=main.preset.name,
        chinese={
            said: chinese
            for each in known
            for said, chinese in (
                (each.preset.name, each.preset.zh),
                *zip(each.preset.traps, each.preset.traps_zh, strict=True),
            )
        },
        remarks=(
            *dict.fromkeys(remarks),
            *_not_read(tables, _names(inputs), table),
            *_unused(tables, inputs),
        ),
    )


def _roles(tables: Sequence[Table]) -> dict[str, Table]:
    """Each source by what it is, if it is anything.

    Raises:
        UserError: two are orders.
    """
    found: dict[str, tuple[float, Table]] = {}
    for table in tables:
        role = role_of(table)
        if role.name in found and role.name == "orders":
            first = found["orders"][1]
            if set(first.columns) == set(table.columns):
                raise UserError(
                    f"{first.source.name} and {table.source.name} both are orders.",
                    "Give them as one glob in quotes, such as 'orders_*.csv'.",
                )
        if role.name and (role.name not in found or found[role.name][0] < role.score):
            found[role.name] = (role.score, table)
    return {name: table for name, (_, table) in found.items()}


def _keys(
    table: Table, orders: ProposedInput, other: Table, name: str
) -> tuple[dict[str, Shared], list[str]]:
    """The columns of another source that hold the orders' keys."""
    keys: dict[str, Shared] = {}
    said = []
    mapped = {each.column: each for each in orders.columns}
    readings = read(other, name)
    for canonical in ("customer_id", "order_id"):
        ours = mapped.get(canonical)
        if (
            not ours
            or not ours.reads
            or ours.reads[0] not in table.columns
            or name not in ("customers", "order_lines", "feedback", "refunds")
        ):
            continue
        among = [each.column for each in readings.all(canonical)]
        if canonical == "customer_id" and name in ("customers", "feedback"):
            among += [each.column for each in readings.all("email")]
        shared = best_key(table, table.columns[ours.reads[0]], other, among)
        if among and not shared:
            said.append(
                f"{other.source.name}: no value of {among[0].name} is found in {ours.reads[0]}"
                " of the orders."
            )
        if shared:
            keys[canonical] = shared
            said.append(
                f"{other.source.name}: {shared.share:.1%} of the values of {shared.column.name}"
                f" are found in {ours.reads[0]} of the orders."
            )
    return keys, said


def _for_missing(table: Table, orders: Orders) -> list[Question]:
    """A question for each required column for which nothing was found.

    Raises:
        UserError: so much is missing that these are no orders.
    """
    missing = [each for each in orders.missing if each != "order_id"]
    role = role_of(table).name if missing else ""
    is_lines = role == "order_lines" and "customer_id" in missing
    is_other = role not in ("", "orders", "order_lines") or (
        is_lines and not read(table, "orders").best("ordered_at")
    )
    has_names = not all(re.fullmatch(r"(column)?\d*", name) for name in table.columns)
    too_much = len(missing) == len(WHAT) - 1 and has_names
    if missing and (is_other or too_much or not all(_may_be(table, each) for each in missing)):
        lacking = " nor ".join(f"{WHAT[each]} ({each})" for each in missing)
        what = f" but like {role.replace('_', ' ')}" if is_other else ""
        raise UserError(
            f"{table.source.name} does not look like orders{what}: no column says {lacking}."
            f" It has: {', '.join(list(table.columns)[:30])}.",
            "Give a file that has it, or say which column it is:"
            f" --map orders.{missing[0]}=COLUMN.",
        )
    return [
        Question(
            f"orders.{canonical}",
            f"Which column says {WHAT[canonical]}?",
            {
                f"--map 'orders.{canonical}={column.name}'": ", ".join(
                    text for text, _ in column.values[:3]
                )
                for column in _may_be(table, canonical)[:6]
            },
        )
        for canonical in orders.missing
    ]


def _may_be(table: Table, canonical: str) -> list[Column]:
    """The columns whose values could be a required column."""
    kinds = {"ordered_at": "date", "gross_amount": "number"}
    filled = [each for each in table.columns.values() if each.filled]
    if canonical in kinds:
        return [each for each in filled if each.reads_as(kinds[canonical])]
    return [each for each in filled if not each.reads_as("date") and each.distinct > 1]


def _names(inputs: Mapping[str, ProposedInput]) -> set[str]:
    """The sources of inputs, and those that are joined to them."""
    joined_ = {
        str(join.get("location", "")) for each in inputs.values() for join in each.joins.values()
    }
    return {each.source.name for each in inputs.values()} | joined_


def _not_read(tables: Sequence[Table], used: set[str], orders: Table) -> list[str]:
    """A sentence for each source that nothing reads.

    Raises:
        UserError: one has orders, so that leaving it out would lose them.
    """
    rest = [table for table in tables if table.source.name not in used]
    for table in rest:
        if role_of(table).name == "orders":
            raise UserError(
                f"{table.source.name} has orders too, beside {orders.source.name}.",
                "Give files of the same columns as one glob in quotes, others one by one.",
            )
    return [f"{table.source.name} is not used." for table in rest]


def _unused(tables: Sequence[Table], inputs: Mapping[str, ProposedInput]) -> list[str]:
    """A sentence for each source about its columns that nothing uses."""
    remarks = []
    for table in tables:
        used = {
            name
            for each in inputs.values()
            if each.source.name == table.source.name
            for column in each.columns
            for name in column.reads
        }
        rest = [name for name in table.columns if name not in used]
        if used and rest:
            remarks.append(f"Not used of {table.source.name}: {', '.join(rest)}.")
    return remarks


def _variables(found: Mapping[str, str], answers: Answers) -> dict[str, str]:
    said = {
        "business_timezone": answers.timezone,
        "source_timezone": answers.source_timezone,
    }
    return {**found, **{name: value for name, value in said.items() if value}}
