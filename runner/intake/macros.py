"""Render the project's macros and models without dbt, so that a preview says what a build says.

Here is what they use of dbt's Jinja: a test of every model that is rendered compares the two.
"""

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from runner.errors import UserError

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from runner.warehouse import Connection

MACRO = re.compile(
    r"\{%-?\s*macro\s+(?P<name>\w+)(?P<rest>\(.*?\{%-?\s*endmacro\s*-?%\})", re.DOTALL
)


class _Returned(Exception):  # noqa: N818 (how `return` leaves a macro, as in dbt)
    def __init__(self, value: object) -> None:
        self.value = value


@dataclass(frozen=True)
class _Row:
    """A row whose cells have places and names."""

    cells: tuple[Any, ...]
    names: tuple[str, ...]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.cells)

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401
        return self.cells[self.names.index(key) if isinstance(key, str) else key]


@dataclass(frozen=True)
class _Column:
    cells: Sequence[Any]

    def values(self) -> Sequence[Any]:
        return self.cells


@dataclass(frozen=True)
class _Table:
    """The result of a query, as dbt hands it to a macro."""

    rows: Sequence[_Row]
    width: int

    @property
    def columns(self) -> tuple[_Column, ...]:
        return tuple(_Column([row[at] for row in self.rows]) for at in range(self.width))


@dataclass(frozen=True)
class _Held:
    response: object


def refuse(sentence: str) -> None:
    """What dbt's raise_compiler_error does: it stops with the sentence.

    Raises:
        UserError: always.
    """
    raise UserError(" ".join(str(sentence).split()))


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
    names: dict[str, Any] = load_jinja(folder, connection, variables=variables).globals
    return names


def load_jinja(
    folder: Path,
    connection: "Connection",
    *,
    variables: Mapping[str, object],
    tell: Callable[[str], object] = refuse,
) -> "Environment":
    """Jinja in which the macros in a folder can be called as in a model of dbt's.

    Args:
        folder: of .sql files.
        connection: answers their queries.
        variables: what `var` gives.
        tell: what becomes of a sentence with which dbt would stop.
    """
    import yaml

    environment = _environment()
    held: dict[str, _Held] = {}
    known_columns: dict[str, list[str]] = {}
    names: dict[str, Callable[..., Any]] = {}

    def leave(value: object = None) -> None:
        raise _Returned(value)

    def run_query(sql: str) -> _Table:
        cursor = connection.execute(sql)
        names = tuple(column[0] for column in cursor.description or ())
        return _Table([_Row(row, names) for row in cursor.fetchall()], len(names))

    def columns_in(sql: str) -> list[str]:
        if sql not in known_columns:
            described = connection.execute(f"select * from ({sql}) limit 0").description  # noqa: S608
            known_columns[sql] = [column[0] for column in described or ()]
        return known_columns[sql]

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
            "get_columns_in_query": columns_in,
            "store_result": hold,
            "load_result": held.get,
            "execute": True,
            "run_started_at": dt.datetime.now(dt.UTC),
            "project_name": "customer_tiers",
            "adapter": {"dispatch": dispatched},
            "exceptions": {"raise_compiler_error": tell},
            "modules": {"re": re, "datetime": dt},
            "fromyaml": functools.partial(yaml.load, Loader=yaml.CSafeLoader),
            "fromjson": _from_json,
            "dbt": OF_DBT,
        }
    )
    for name, text in _macros(folder):
        # Under another name, or it would call itself and not what gives its result.
        names[name] = _callable(environment, "{% macro called" + text)
    environment.globals.update(names)
    return environment


def _from_json(text: str) -> object:
    import json

    return json.loads(text)


def _date_add(part: str, number: object, day: str) -> str:
    return f"({day} + cast({number} as bigint) * interval 1 {part})"


def _list_of(texts: str, separator: str) -> str:
    return f"string_agg({texts}, {separator})"


def _array(values: Sequence[str]) -> str:
    return f"[{', '.join(values)}]"


# What dbt itself and its adapter for DuckDB say, as far as the models of the screening ask.
OF_DBT = SimpleNamespace(
    type_string=lambda: "TEXT",
    dateadd=_date_add,
    listagg=_list_of,
    array_construct=_array,
)


def template(environment: "Environment", text: str) -> "Template":
    """The text of a model or macro, ready to be rendered."""
    from jinja2 import Template

    return Template.from_code(environment, _compiled(text), environment.globals)


@functools.cache
def _compiled(text: str) -> CodeType:
    """Compiled once for all screenings: that takes longer than rendering."""
    return _environment().compile(text)


def _environment() -> "Environment":
    from jinja2 import Environment

    return Environment(extensions=["jinja2.ext.do"], autoescape=False)  # noqa: S701 (SQL)


def _macros(folder: Path) -> Iterator[tuple[str, str]]:
    """Each macro of the files in a folder: its name, and what follows it."""
    for file in sorted(folder.rglob("*.sql")):
        for found in MACRO.finditer(file.read_text(encoding="utf-8")):
            yield found["name"], found["rest"]


def _callable(environment: "Environment", text: str) -> Callable[..., Any]:
    """A macro, compiled when it is first called."""
    made: list[Callable[..., Any]] = []

    def call(*args: object, **kwargs: object) -> Any:  # noqa: ANN401
        if not made:
            made.append(template(environment, text).module.called)  # type: ignore[attr-defined]
        try:
            return str(made[0](*args, **kwargs))
        except _Returned as returned:
            return returned.value

    return call
