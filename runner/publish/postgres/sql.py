"""Statements of PostgreSQL that we put together."""

from collections.abc import Iterable, Iterator, Sequence

from runner.publish.postgres.catalog import Relation
from runner.serve.tables import quoted

# No role has this name: it is everybody.
PUBLIC = "public"


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def role_name(role: str) -> str:
    """A role in SQL."""
    return role if role == PUBLIC else quoted(role)


def create_table(schema: str, table: Relation) -> str:
    """SQL of a table without rows."""
    columns = ", ".join(f"{quoted(column.name)} {column.type}" for column in table.columns)
    return f"create table {quoted(schema, table.name)} ({columns})"


def comments(schema: str, new: Relation, *, old: Relation | None = None) -> Iterator[str]:
    """SQL of the comments of a table or view, as far as they are not there yet."""
    name = quoted(schema, new.name)
    kind = "view" if new.is_view else "table"
    known = {column.name: column.description for column in old.columns} if old else {}
    if new.description != (old.description if old else ""):
        yield f"comment on {kind} {name} is {literal(new.description)}"
    for column in new.columns:
        if column.description != known.get(column.name, ""):
            described = f"{name}.{quoted(column.name)}"
            yield f"comment on column {described} is {literal(column.description)}"


def create_view(schema: str, name: str, *, columns: Iterable[str], shows: str) -> str:
    """SQL of a view that shows a table of the same name in another schema."""
    listed = ", ".join(map(quoted, columns))
    select = f"select {listed} from {quoted(shows, name)}"  # noqa: S608
    return f"create or replace view {quoted(schema, name)} as {select}"


def let_read(schema: str, names: Iterable[str], roles: Sequence[str]) -> Iterator[str]:
    """SQL that lets roles read relations of a schema."""
    listed = ", ".join(quoted(schema, name) for name in names)
    if listed and roles:
        yield f"grant select on {listed} to {', '.join(map(role_name, roles))}"
