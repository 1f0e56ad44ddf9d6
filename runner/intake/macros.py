"""Render the project's macros without dbt, so that a preview reads what a build reads."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from runner.errors import UserError

if TYPE_CHECKING:
    from runner.warehouse import Connection

MACRO = re.compile(
    r"\{%-?\s*macro\s+(?P<name>\w+)(?P<rest>\(.*?\{%-?\s*endmacro\s*-?%\})", re.DOTALL
)


class _Returned(Exception):  # noqa: N818 (how `return` leaves a macro, as in dbt)
    def __init__(self, value: object) -> None:
        self.value = value


@dataclass(frozen=True)
class _Column:
    cells: Sequence[Any]

    def values(self) -> Sequence[Any]:
        return self.cells


@dataclass(frozen=True)
class _Table:
    """The result of a query, as dbt hands it to a macro."""

    rows: Sequence[tuple[Any, ...]]
    width: int

    @property
    def columns(self) -> tuple[_Column, ...]:
        return tuple(_Column([row[at] for row in self.rows]) for at in range(self.width))


@dataclass(frozen=True)
class _Held:
    response: object


def load_macros(
    folder: Path, connection: "Connection", variables: Mapping[str, object]
) -> Mapping[str, Callable[..., Any]]:
    """The macros in a folder, by name; each gives what it returns, else its text.

    Args:
        folder: of .sql files.
        connection: answers their queries.
        variables: what `var` gives.

    A macro that dbt would let fail raises UserError.
    """
    from jinja2 import Environment

    environment = Environment(extensions=["jinja2.ext.do"], autoescape=False)  # noqa: S701 (SQL)
    held: dict[str, _Held] = {}
    names: dict[str, Callable[..., Any]] = {}

    def leave(value: object = None) -> None:
        raise _Returned(value)

    def refuse(sentence: str) -> None:
        raise UserError(" ".join(str(sentence).split()))

    def run_query(sql: str) -> _Table:
        cursor = connection.execute(sql)
        width = len(cursor.description or ())
        return _Table(cursor.fetchall(), width)

    def hold(name: str, response: object = None) -> str:
        held[name] = _Held(response)
        return ""

    def dispatched(name: str, _package: str = "") -> Callable[..., Any]:
        return names.get(f"duckdb__{name}") or names[f"default__{name}"]

    environment.globals.update(
        {
            "return": leave,
            "var": lambda name, default=None: variables.get(name, default),
            "run_query": run_query,
            "store_result": hold,
            "load_result": held.get,
            "execute": True,
            "adapter": {"dispatch": dispatched},
            "exceptions": {"raise_compiler_error": refuse},
            "modules": {"re": re},
            "fromyaml": yaml.safe_load,
        }
    )
    for file in sorted(folder.rglob("*.sql")):
        for found in MACRO.finditer(file.read_text(encoding="utf-8")):
            # Under another name, or it would call itself and not what gives its result.
            names[found["name"]] = _callable(environment, "{% macro called" + found["rest"])
    environment.globals.update(names)
    return names


def _callable(environment: Any, text: str) -> Callable[..., Any]:  # noqa: ANN401
    made: list[Callable[..., Any]] = []

    def call(*args: object, **kwargs: object) -> Any:  # noqa: ANN401
        if not made:
            made.append(environment.from_string(text).module.called)
        try:
            return str(made[0](*args, **kwargs))
        except _Returned as returned:
            return returned.value

    return call
