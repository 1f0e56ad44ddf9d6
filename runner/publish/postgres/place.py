"""A database that is published to: the schemas of its releases, and which of them readers see.

    customer_tiers                        views, which readers see
    customer_tiers_2025_12_31_1f2e3d4c    the tables of a release, never changed

The table `manifest` is written last: without it a release is not whole.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runner.publish.postgres.catalog import shown
from runner.publish.postgres.sql import literal
from runner.serve.tables import quoted

if TYPE_CHECKING:
    from runner.server import Connection

MANIFEST = "manifest"
RELEASE = r"_(?:\d{4}_\d\d_\d\d|undated)_[0-9a-f]{8}"
MARK = "A release of customer-tiers"
RELEASES = """
    select n.nspname
    from pg_namespace n
    where
        n.nspname ~ %s
        and obj_description(n.oid, 'pg_namespace') like %s
        and exists (
            select 1 from pg_class c where c.relnamespace = n.oid and c.relname = 'manifest'
        ) = %s
"""


@dataclass(frozen=True)
class Release:
    """A release that is there: the schema of its tables, and what it is.

    For the manifest, see content_of in manifest.py.
    """

    schema: str
    manifest: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its id."""
        return str(self.manifest["release"])

    @property
    def made_at(self) -> str:
        """When it was made, ISO 8601."""
        return str(self.manifest["made_at"])


@dataclass(frozen=True)
class Place:
    """A database that is published to.

    Attributes:
        connection: to it; each statement is a transaction.
        address: without its password.
        schema: of the readers.
    """

    connection: "Connection"
    address: str
    schema: str

    def schema_of(self, release: str) -> str:
        """The schema of a release."""
        return f"{self.schema}_{release.replace('-', '_')}"

    def row(self, query: str, parameters: Sequence[object] = ()) -> tuple[Any, ...]:
        """The one row of a query."""
        ((*values,),) = self.connection.execute(query, parameters)
        return tuple(values)

    def all(self) -> tuple[Release, ...]:
        """The releases that are whole, the newest first."""
        there = []
        for schema in self._schemas(whole=True):
            query = f"select content from {quoted(schema, MANIFEST)}"  # noqa: S608
            there.append(Release(schema, *self.row(query)))
        return tuple(sorted(there, key=lambda one: (one.made_at, one.name), reverse=True))

    def current(self) -> Release | None:
        """The release that readers see; none if there is none."""
        schema = shown(self.connection, self.schema).get(MANIFEST)
        return next((one for one in self.all() if one.schema == schema), None)

    def begin(self, release: str) -> str:
        """Make the schema of a new release, and return its name."""
        schema = self.schema_of(release)
        name = quoted(schema)
        with self.connection.transaction():
            self.connection.execute(f"create schema {name}")
            self.connection.execute(f"comment on schema {name} is {literal(f'{MARK}: {release}')}")
        return schema

    def drop(self, schema: str) -> None:
        """Drop the schema of a release with its tables, unless somebody depends on one.

        Raises:
            psycopg.Error: somebody does, or reads one.
        """
        tables = [
            quoted(schema, name)
            for (name,) in self.connection.execute(
                "select tablename from pg_tables where schemaname = %s", [schema]
            )
        ]
        with self.connection.transaction():
            self.connection.execute("set local lock_timeout = '2s'")
            if tables:
                self.connection.execute(f"drop table {', '.join(tables)}")
            self.connection.execute(f"drop schema {quoted(schema)}")

    def sweep(self) -> None:
        """Drop what a killed run left unfinished; the lock is held."""
        import psycopg

        kept = (psycopg.errors.DependentObjectsStillExist, psycopg.errors.LockNotAvailable)
        for schema in self._schemas(whole=False):
            with suppress(*kept):  # somebody uses it
                self.drop(schema)

    def _schemas(self, *, whole: bool) -> list[str]:
        pattern = f"^{re.escape(self.schema)}{RELEASE}$"
        found = self.connection.execute(RELEASES, [pattern, f"{MARK}%", whole])
        return [schema for (schema,) in found]
