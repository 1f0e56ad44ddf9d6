"""Orders that stand in several sources: lines, their header, days, products."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from runner.intake.candidates import Readings, read
from runner.intake.evidence import Column, Table
from runner.intake.several import AMOUNTS
from runner.intake.shapes import ProposedInput

# A key joins if so many of our values are found among theirs.
FOUND = 0.5
WHO = ("customer_id", "email", "customer_name")


@dataclass(frozen=True)
class Joined:
    """The orders of several sources as one.

    Attributes:
        table: with the columns of the joined sources, as alias.column.
        joins: as in inputs.yml, by alias.
        used: names of the sources that were joined.
        remarks: by which keys, with the share of values found.
    """

    table: Table
    joins: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    used: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def joined(base: Table, others: Sequence[Table]) -> Joined:
    """A source of orders with what it lacks from others: who, when, in which category.

    Args:
        base: has the amounts.
        others: the other sources.
    """
    result = Joined(base)
    for lacking, meanings in (("date", ("ordered_at",)), ("who", WHO), ("category", ("category",))):
        readings = read(result.table, "orders")
        if any(_named(readings, meaning) for meaning in meanings):
            continue
        for other in others:
            theirs = read(other, "products" if lacking == "category" else "orders")
            if other.source.name not in result.used and any(
                _named(theirs, meaning) for meaning in meanings
            ):
                more = _join(result, other, theirs, whole=lacking != "category")
                if more:
                    result = more
                    break
    return result


def with_joins(proposed: ProposedInput, whole: Joined) -> ProposedInput:
    """An input with those joins that its columns read."""
    texts = " ".join(each.expression for each in proposed.columns)
    joins = {alias: join for alias, join in whole.joins.items() if f"{alias}." in texts}
    return replace(proposed, joins=joins)


def lacks_amount(table: Table) -> bool:
    """Whether a source of orders has no amount of its own."""
    readings = read(table, "orders")
    return not any(_named(readings, meaning) for meaning in AMOUNTS)


def base_of(tables: Sequence[Table]) -> Table | None:
    """The source that has the amounts and the number of the order, or the customer, of each row."""
    found = []
    for table in tables:
        readings = read(table, "orders")
        if lacks_amount(table) or not (
            _named(readings, "order_id") or _named(readings, "customer_id")
        ):
            continue
        key = readings.best("order_id")
        has_lines = bool(readings.best("quantity")) + bool(readings.best("product_id"))
        found.append((bool(key) + has_lines, table.rows, table))
    return max(found, key=lambda each: each[:2])[2] if found else None


def _named(readings: Readings, meaning: str) -> bool:
    return any(each.is_named and each.column.filled for each in readings.all(meaning))


def _join(result: Joined, other: Table, theirs: Readings, *, whole: bool) -> Joined | None:
    """Join a source by the key whose values are found best; nothing if none are."""
    best: tuple[float, Column, Column] | None = None
    for key in other.columns.values():
        if not key.filled or key.distinct < key.filled or key.reads_as("date"):
            continue
        for ours in result.table.columns.values():
            same = ours.title.lower() == key.title.lower()
            if ours.of or not ours.filled or not (same or _is_key(key, ours)):
                continue
            share = _share(result.table, ours, other, key) + 0.01 * same
            if share >= FOUND and (best is None or share > best[0]):
                best = (share, ours, key)
    if best is None:
        return None
    share, ours, key = best
    alias = _alias(other, result)
    columns = {
        f"{alias}.{name}": replace(column, name=f"{alias}.{name}", of=alias, title=name)
        for name, column in other.columns.items()
        if name != key.name and (whole or _is_category(theirs, column))
    }
    on = f"trim({_of('base', ours)}::varchar) = trim({alias}.{key.sql}::varchar)"
    sources = (
        f"(select base.*, {alias} from {{ours}} as base"  # noqa: S608
        f" left join {other.sample} as {alias} on {on})"
    )
    table = replace(
        result.table,
        sample=sources.format(ours=result.table.sample),
        columns={**result.table.columns, **columns},
    )
    return Joined(
        table,
        {**result.joins, alias: {**other.source.given, "on": {ours.sql: key.sql}}},
        (*result.used, other.source.name),
        (
            *result.remarks,
            (
                f"{min(share, 1):.1%} of the values of {ours.title} are found in {key.title} of"
                f" {other.source.name}, which is joined."
            ),
        ),
    )


def _is_key(key: Column, ours: Column) -> bool:
    """Whether two columns of other names may hold the same keys: both end alike."""
    ends = r"(id|key|code|no|number|nr|num|codigo|编号|号)$"
    return bool(re.search(ends, key.title.lower()) and re.search(ends, ours.title.lower())) and (
        key.title.lower() in ours.title.lower() or key.title.lower() == "id"
    )


def _is_category(theirs: Readings, column: Column) -> bool:
    return any(each.column.name == column.name for each in theirs.all("category")[:1])


def _share(table: Table, ours: Column, other: Table, key: Column) -> float:
    total, found = table.one(
        "select count(*), count(*) filter (k in"  # noqa: S608
        f" (select trim({key.sql}::varchar) from {other.sample}))"
        f" from (select distinct trim({ours.sql}::varchar) as k from {table.sample}"
        f" where {ours.sql}::varchar <> '' limit 1000)"
    )
    return int(str(found)) / int(str(total)) if total else 0.0


def _of(alias: str, column: Column) -> str:
    return f"{alias}.{column.sql}"


def _alias(other: Table, result: Joined) -> str:
    """A name for the join that is no column's."""
    name = re.sub(r"\W+", "_", Path(re.sub(r".*#", "", other.source.name)).stem).strip("_")
    name = name if re.fullmatch(r"[A-Za-z_]\w*", name) and name.isascii() else "joined"
    taken = {column.title.lower() for column in result.table.columns.values()} | {*result.joins}
    while name.lower() in taken or name.lower() == "base":
        name += "_"
    return name
