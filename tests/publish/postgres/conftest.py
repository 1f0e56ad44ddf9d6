"""One server for all tests, a database for each."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from tests.publish.postgres.server import PASSWORD, Server, running

_numbers = itertools.count()


@dataclass(frozen=True)
class Shared:
    """A database on the server, of which `etl` may make schemas and `analyst` may read."""

    server: Server
    name: str

    @property
    def address(self) -> str:
        """The URL by which it is published to."""
        return self.server.address(self.name, "etl")

    @property
    def told(self) -> str:
        """The same without the password."""
        return self.server.told(self.name, "etl")

    def connect(self, user: str = "admin") -> "psycopg.Connection[tuple[object, ...]]":
        """A connection in which each statement is a transaction."""
        return psycopg.connect(self.server.address(self.name, user), autocommit=True)

    def rows(self, query: str, *, user: str = "admin") -> list[tuple[object, ...]]:
        """The rows of a query."""
        with self.connect(user) as connection:
            return connection.execute(query).fetchall()

    def run(self, statement: str, *, user: str = "admin") -> None:
        """Run a statement."""
        with self.connect(user) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server, or a skipped test where PostgreSQL is not installed."""
    with running() as server:
        with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
            for role in ("etl", "analyst"):
                connection.execute(f"create role {role} login password '{PASSWORD}'")
        yield server


@pytest.fixture
def shared(server: Server) -> Shared:
    """A new database."""
    name = f"shop_{next(_numbers)}"
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {name}")
        connection.execute(f"grant create on database {name} to etl")
    return Shared(server, name)
