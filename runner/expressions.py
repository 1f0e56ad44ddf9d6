"""Is the SQL of a mapping a harmless expression? DuckDB's own parser decides.

It is also the one that will run the text, so the two can't read it differently.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from runner.errors import Tell, UserError, fail, short, told
from runner.warehouse import in_memory

# Names for what is not allowed, by the parser's class.
NOT_ALLOWED = {
    "SUBQUERY": "a subquery is not allowed there: what another table says comes by `joins:`",
    "WINDOW": "a window over other rows is not allowed there",
    "STAR": "* and COLUMNS are not allowed there: name one column",
    "PARAMETER": "a parameter is not allowed there",
}
ADVICE = "It says what one row is, by its own columns and by functions that read nothing else."


@dataclass(frozen=True)
class Expression:
    """A text of a mapping that is pasted into SQL.

    Attributes:
        place: its path, such as inputs.orders.columns.order_id.
        text: the SQL.
        is_id: whether each row must have its own value.
        may_number_rows: whether row_number() is allowed in it, for files without ids.
    """

    place: str
    text: str
    is_id: bool = False
    may_number_rows: bool = False


@dataclass(frozen=True)
class Allowed:
    """The parser's classes and the functions that are allowed in an expression."""

    parts: frozenset[str]
    functions: frozenset[str]


def check_expressions(
    expressions: Sequence[Expression], allowed: Allowed, *, tell: Tell = fail
) -> None:
    """Make sure that each is one expression over the columns of a row, and harmless.

    Args:
        expressions: all of a mapping.
        allowed: what they may be made of.
        tell: what becomes of each error; it is raised by default.

    Raises:
        UserError: one is not.
    """
    queries = [f"select {expression.text} as mapped" for expression in expressions]
    empty, *trees = _trees(["select null as mapped", *queries])
    for expression, tree in zip(expressions, trees, strict=True):
        with told(tell):
            _check(expression, tree, empty=empty, allowed=allowed)


def columns_read(texts: Sequence[str]) -> list[tuple[tuple[str, ...], ...]]:
    """The columns that each expression reads, in its order; a column of a join has two names.

    Raises:
        UserError: one is no expression.
    """
    trees = _trees([f"select {text} as mapped" for text in texts])
    found = []
    for text, tree in zip(texts, trees, strict=True):
        selected = _only_node(tree).get("select_list", [])
        if not selected:
            raise UserError(f"{short(text)} is not one SQL expression.", ADVICE)
        parts = list(_parts(selected))
        # The parser takes the parameters of a lambda for columns.
        parameters = {
            name
            for part in parts
            if part["class"] == "LAMBDA"
            for of in _parts(part["lhs"])
            for name in of.get("column_names", ())
        }
        paths = (tuple(part["column_names"]) for part in parts if part["class"] == "COLUMN_REF")
        found.append(tuple(dict.fromkeys(path for path in paths if path[0] not in parameters)))
    return found


def _trees(queries: Sequence[str]) -> list[dict[str, Any]]:
    with in_memory() as connection:
        rows = connection.execute(
            "select json_serialize_sql(query) from unnest(?) as queries(query)", [list(queries)]
        ).fetchall()
    return [json.loads(tree) for (tree,) in rows]


def _only_node(tree: Mapping[str, Any]) -> dict[str, Any]:
    statements = tree.get("statements", [])
    node: dict[str, Any] = statements[0]["node"] if len(statements) == 1 else {}
    return node


def _check(
    expression: Expression, tree: dict[str, Any], *, empty: dict[str, Any], allowed: Allowed
) -> None:
    node = _only_node(tree)
    selected = node.get("select_list", [])
    rest = node | {"select_list": None}
    if (
        rest != _only_node(empty) | {"select_list": None}
        or len(selected) != 1
        or selected[0]["alias"] != "mapped"
    ):
        raise _not_an_expression(expression)
    said = f"{expression.place} is {short(expression.text)}"
    for part in _parts(selected):
        if expression.may_number_rows and part["type"] == "WINDOW_ROW_NUMBER":
            continue
        if part["class"] not in allowed.parts:
            kind = part["class"].lower().replace("_", " ")
            why = NOT_ALLOWED.get(part["class"], f"a {kind} is not allowed there")
            raise UserError(f"{said}: {why}.", ADVICE)
        name = part.get("function_name", "").lower()
        if name and (name not in allowed.functions or part.get("schema")):
            close = get_close_matches(name, allowed.functions, n=1)
            hint = f"Did you mean {close[0]}? " if close and not part.get("schema") else ""
            raise UserError(
                f"{said}: the function {name} is not among those that a mapping may call.",
                f"{hint}{ADVICE}",
            )
    is_literal = selected[0].get("literal", {}).get("kind") not in (None, "NULL_LITERAL")
    if expression.is_id and is_literal:
        column = expression.place.rpartition(".")[2]
        name = expression.text.strip().strip("'")
        raise UserError(
            f"{said}: the same text in every row.",
            f"A column's name stands in double quotes: {column}: {_quoted_name(name)}",
        )


def _not_an_expression(expression: Expression) -> UserError:
    text = expression.text.strip()
    last = expression.place.rpartition(".")[2]
    is_name = re.fullmatch(r"[^'\"()*+|<>=,;\[\]{}]+", text) is not None
    example = f"{last}: {_quoted_name(text)}" if is_name else _quoted_name("Order No")
    return UserError(
        f"{expression.place} is {short(text)}, which is not one SQL expression.",
        f"A name with blanks, signs or a reserved word stands in double quotes: {example}",
    )


def _quoted_name(name: str) -> str:
    """A column name for YAML: quoted for SQL, then quoted for YAML."""
    return "'\"" + name.replace("'", "''") + "\"'"


def _parts(tree: object) -> Iterator[dict[str, Any]]:
    """All expressions in a tree, it and its parts."""
    if isinstance(tree, dict):
        if "class" in tree:
            yield tree
        for branch in tree.values():
            yield from _parts(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from _parts(branch)
