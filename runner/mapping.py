"""The mapping under `inputs:`, validated before dbt starts, so a mistake costs seconds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from runner.errors import Tell, UserError, fail, short, told
from runner.expressions import Allowed, Expression, check_expressions
from runner.sources import Engine, check_source, mapping_at

CHOICES = {"grain": ("order", "line"), "status_level": ("order", "line")}


@dataclass(frozen=True)
class Words:
    """What a mapping may contain, from macros/inputs/mapping_words.sql."""

    columns: Mapping[str, tuple[str, ...]]
    order_columns: tuple[str, ...]
    ids: tuple[str, ...]
    input_keys: tuple[str, ...]
    orders_keys: tuple[str, ...]
    statuses: tuple[str, ...]
    join_keys: tuple[str, ...]
    allowed: Allowed


def read_words(project: Path) -> Words:
    """The words of the project in a folder; dbt's macros read the same list."""
    file = project / "macros" / "inputs" / "mapping_words.sql"
    text = file.read_text(encoding="utf-8")
    words = yaml.safe_load(text.partition("set words -%}")[2].partition("{%- endset")[0])
    allowed = Allowed(
        parts=frozenset(words.pop("parts")), functions=frozenset(words.pop("functions").split())
    )
    return Words(allowed=allowed, **words)


def check_inputs(
    inputs: object, words: Words, engine: Engine, *, tell: Tell = fail
) -> dict[str, Any]:
    """Validate a mapping and return it in the form for dbt.

    Args:
        inputs: the content of `inputs:`.
        words: what it may contain.
        engine: what will read it.
        tell: what becomes of each error; it is raised by default.

    Raises:
        UserError: it can't be right; the sentence names the place.
    """
    checked = mapping_at("inputs", inputs, known=words.columns, tell=tell)
    for name, given in checked.items():
        checked[name] = _checked_input(name, given, words=words, engine=engine, tell=tell)
    if checked and "orders" not in checked:
        error = UserError(
            f"inputs names {', '.join(checked)} but not orders.",
            "Give inputs.orders a location or a relation.",
        )
        tell(error)
    expressions = [
        found for name in checked for found in _expressions(name, checked[name], words, tell=tell)
    ]
    if engine.is_duckdb:
        check_expressions(expressions, words.allowed, tell=tell)
    return checked


def _checked_input(
    name: str, given: object, *, words: Words, engine: Engine, tell: Tell
) -> dict[str, Any]:
    """An input and its joins, but for their SQL."""
    place = f"inputs.{name}"
    known = (*words.input_keys, *(words.orders_keys if name == "orders" else ()))
    checked = check_source(place, given, known=known, engine=engine, tell=tell)
    with told(tell):
        _check_choices(place, checked)
    if "statuses" in checked:
        checked["statuses"] = _statuses(
            f"{place}.statuses", checked["statuses"], known=words.statuses, tell=tell
        )
    joins = mapping_at(f"{place}.joins", checked.get("joins"), tell=tell)
    for join, of_join in joins.items():
        at = f"{place}.joins.{join}"
        if not re.fullmatch(r"[A-Za-z_]\w*", str(join)):
            tell(UserError(f"{at}: the name of a join has letters, digits and _ only."))
        joins[join] = check_source(at, of_join, known=words.join_keys, engine=engine, tell=tell)
    if "joins" in checked:
        checked["joins"] = joins
    return checked


def _check_choices(place: str, given: Mapping[str, Any]) -> None:
    for key, choices in CHOICES.items():
        if given.get(key, choices[0]) not in choices:
            raise UserError(
                f"{place}.{key} is {short(given[key])}; it must be {' or '.join(choices)}."
            )
    if given.get("order_columns") and given.get("grain") != "line":
        raise UserError(
            f"{place}.order_columns is for orders whose rows are lines.",
            "Say grain: line, or map the amounts under columns.",
        )


def _statuses(place: str, given: object, *, known: Sequence[str], tell: Tell) -> dict[str, str]:
    """What each status of the shop means, by its text; small and capital letters are alike."""
    meanings: dict[str, str] = {}
    seen: dict[str, str] = {}
    for key, meaning in mapping_at(place, given, tell=tell).items():
        with told(tell):
            status = _status(place, key)
            if status.lower() in seen:
                raise UserError(
                    f"{place} has {short(seen[status.lower()])} and {short(status)}, "
                    "which are one status.",
                    "Small and capital letters are alike: keep one of them.",
                )
            if meaning not in known:
                raise UserError(
                    f"{place}.{short(status)} is {short(meaning)}; it must be {' or '.join(known)}."
                )
            seen[status.lower()] = status
            meanings[status] = meaning
    return meanings


def _status(place: str, key: object) -> str:
    if isinstance(key, bool) or key is None:
        raise UserError(
            f"{place} has a status {str(key).lower()}: YAML reads Yes, No, On, Off and null so.",
            "Write it in quotes, 'No'; an order without a status is completed.",
        )
    return str(key).strip()


def _expressions(
    name: str, given: Mapping[str, Any], words: Words, *, tell: Tell
) -> Iterator[Expression]:
    """The SQL of an input, with its places."""
    place = f"inputs.{name}"
    known = {"columns": words.columns[name], "order_columns": words.order_columns}
    mapped = {
        key: mapping_at(f"{place}.{key}", given.get(key), known=known[key], tell=tell)
        for key in known
    }
    for column in mapped["columns"].keys() & mapped["order_columns"].keys():
        error = UserError(
            f"{place} has {column} under columns and under order_columns.",
            "Keep it under order_columns if it is of the whole order, else under columns.",
        )
        tell(error)
    for key, columns in mapped.items():
        for column, text in columns.items():
            at = f"{place}.{key}.{column}"
            with told(tell):
                yield Expression(
                    at,
                    _sql(at, text),
                    is_id=column in words.ids,
                    may_number_rows=at == "inputs.orders.columns.order_id",
                )
    if "leave_out" in given:
        with told(tell):
            yield Expression(f"{place}.leave_out", _sql(f"{place}.leave_out", given["leave_out"]))
    for join, of_join in (given.get("joins") or {}).items():
        with told(tell):
            yield from _keys_of_join(f"{place}.joins.{join}.on", of_join)


def _keys_of_join(at: str, of_join: dict[Any, Any]) -> Iterator[Expression]:
    # YAML reads an unquoted on as true, and dbt parses it again.
    pairs = mapping_at(at, of_join.pop(True, None) or of_join.get("on"))
    if not pairs:
        raise UserError(
            f"{at} says nothing.",
            "It says which of our columns is equal to which of its own, "
            "such as on: {ProductKey: ProductKey}.",
        )
    of_join["on"] = pairs
    for pair in pairs.items():
        yield from (Expression(at, _sql(at, text)) for text in pair)


def _sql(place: str, text: object) -> str:
    if isinstance(text, bool):
        raise UserError(
            f"{place} is {str(text).lower()}: YAML reads Yes, No, On and Off so.",
            "Write a column of that name in quotes, 'No'; a constant as 'true' or 'false'.",
        )
    if not isinstance(text, str | int | float) or not str(text).strip():
        raise UserError(
            f"{place} must be one SQL expression as text.",
            'Put it in quotes, or under the key after >-; for an unknown value write "null".',
        )
    return str(text)
