"""The views that readers see: how those of one release become those of another.

They are replaced and not made anew where their columns allow it, so that whatever people have
built upon them, and what they are allowed to read, stays.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from runner.errors import UserError
from runner.publish.postgres.catalog import Relation, dependants, readers, relations, shown
from runner.publish.postgres.sql import comments, create_view, let_read, role_name
from runner.serve.tables import quoted

if TYPE_CHECKING:
    from runner.server import Connection


@dataclass(frozen=True)
class Views:
    """The views of a schema, and what is known of them.

    Attributes:
        schema: of the readers.
        ours: those that show a release, by name.
        others: names of what else is in the schema.
        used: what depends on each of ours, as PostgreSQL describes it.
        readers: the roles that may read each of ours.
    """

    schema: str
    ours: Mapping[str, Relation]
    others: frozenset[str]
    used: Mapping[str, Sequence[str]]
    readers: Mapping[str, Sequence[str]]

    @property
    def read_all(self) -> tuple[str, ...]:
        """The roles that may read each of our views, so that they may read a new one."""
        if not self.ours:
            return ()
        each = [set(self.readers.get(name, ())) for name in self.ours]
        return tuple(sorted(set.intersection(*each)))


def read_views(connection: "Connection", schema: str, releases: Sequence[str]) -> Views:
    """Read what readers see now.

    Args:
        connection: to the server.
        schema: of the readers.
        releases: the schemas of releases.
    """
    there = relations(connection, schema)
    showing = shown(connection, schema)
    ours = {name for name, read in showing.items() if read in releases}
    return Views(
        schema=schema,
        ours={name: there[name] for name in there if name in ours},
        others=frozenset(there.keys() - ours),
        used={name: dependants(connection, quoted(schema, name)) for name in ours},
        readers=readers(connection, schema),
    )


def changes(views: Views, tables: Mapping[str, Relation], *, release: str) -> tuple[str, ...]:
    """The statements after which the views show the tables of a release, and no others.

    Args:
        views: as they are.
        tables: of the release.
        release: its schema.

    Raises:
        UserError: somebody else's table has the name of one, or somebody's view depends on what
            the release does not have.
    """
    if taken := sorted(views.others & tables.keys()):
        raise UserError(
            f"{views.schema}.{taken[0]} is there already and is not of `tiers publish`.",
            "Publish to another schema with --schema, or move it away.",
        )
    return tuple(_changes(views, tables, release))


def grants(schema: str, tables: Iterable[str], roles: Sequence[str]) -> Iterator[str]:
    """The statements after which roles may read the views of a schema."""
    if roles:
        yield f"grant usage on schema {quoted(schema)} to {', '.join(map(role_name, roles))}"
    yield from let_read(schema, tables, roles)


def _changes(views: Views, tables: Mapping[str, Relation], release: str) -> Iterator[str]:
    for name in sorted(views.ours.keys() - tables.keys()):
        _check_unused(views, name, f"{name}, which the release does not have")
        yield f"drop view {quoted(views.schema, name)}"
    for name, table in tables.items():
        old = views.ours.get(name)
        order = _order(old, table) if old else None
        if old and (not order or (not views.used[name] and order != _names(table))):
            lost = next(iter(_lost(old, table)), "")
            _check_unused(views, name, f"{name}, whose column {lost} is not what it was")
            yield f"drop view {quoted(views.schema, name)}"
            allowed, old, order = views.readers.get(name, ()), None, None
        else:
            allowed = () if old else views.read_all
        yield create_view(views.schema, name, columns=order or _names(table), shows=release)
        yield from comments(views.schema, replace(table, is_view=True), old=old)
        yield from let_read(views.schema, [name], allowed)


def _check_unused(views: Views, name: str, what: str) -> None:
    if used := views.used[name]:
        raise UserError(
            f"{used[0]} reads {views.schema}.{what}.",
            "Drop or change it first, or publish to another schema with --schema.",
        )


def _order(old: Relation, new: Relation) -> tuple[str, ...] | None:
    """The columns in the order that an existing view can take; none if it must be made anew.

    PostgreSQL replaces a view only if its columns stay as they are; new ones stand behind them.
    """
    if any(_lost(old, new)):
        return None
    before = [column.name for column in old.columns]
    return (*before, *(name for name in _names(new) if name not in before))


def _lost(old: Relation, new: Relation) -> Iterator[str]:
    types = {column.name: column.type for column in new.columns}
    return (column.name for column in old.columns if types.get(column.name) != column.type)


def _names(table: Relation) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)
