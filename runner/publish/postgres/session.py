"""A connection to a database that is published to, and the lock of the one who publishes."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from runner.errors import ExitCode, UserError
from runner.publish.postgres.faults import explained
from runner.publish.postgres.place import Place
from runner.server import address_of, connect, library

if TYPE_CHECKING:
    from runner.server import Connection

SCHEMA = "customer_tiers"  # of the readers
LONGEST_NAME = 63  # bytes of a name in PostgreSQL
RELEASE_LENGTH = len("_2025_12_31_1f2e3d4c")
OLDEST_SERVER = 120_000
# Time-outs are for those who read, as with pg_dump; the last ones are of newer versions.
SETTINGS = (
    "set statement_timeout = 0",
    "set search_path = ''",
    "set datestyle = 'ISO, YMD'",
    "set timezone = 'UTC'",
    "set extra_float_digits = 1",
    "set standard_conforming_strings = on",
    "set lock_timeout = 0",
    "set idle_in_transaction_session_timeout = 0",
    """
    select set_config(name, '0', false) from pg_settings
    where name in ('idle_session_timeout', 'transaction_timeout')
    """,
)
LET_GO = 5.0  # seconds in which a server notices that the last publisher was killed
HOLDER = """
    select pid from pg_locks
    where locktype = 'advisory' and granted
        and database = (select oid from pg_database where datname = current_database())
        and (classid::bigint << 32) + objid::bigint = %s
"""


@contextmanager
def opened(target: str, *, schema: str | None = None) -> Iterator[Place]:
    """Connect to a database that is published to.

    Args:
        target: its URL.
        schema: of the readers; by default customer_tiers.

    Raises:
        UserError: it can't be reached, or what is done with it fails on the server.
    """
    library("publish to")
    schema = SCHEMA if schema is None else schema
    address, password = address_of(target)
    _check_name(schema)
    given = {"password": password} if password else {}
    with (
        explained(address),
        connect(address, application_name="tiers publish", **given) as connection,
    ):
        connection.autocommit = True
        _check_server(connection, address)
        for setting in SETTINGS:
            connection.execute(setting)
        yield Place(connection, address, schema)


@contextmanager
def taken(target: str, *, schema: str | None = None) -> Iterator[Place]:
    """The same, and nobody else publishes there meanwhile.

    Raises:
        UserError: somebody does.
    """
    with opened(target, schema=schema) as place:
        import psycopg

        key = _key(place.schema)
        until = time.monotonic() + LET_GO
        while not _has_locked(place.connection, key):
            if time.monotonic() > until:
                raise _busy(place, key)
            time.sleep(0.2)
        place.sweep()
        try:
            yield place
        except BaseException:
            # If the server is gone, the next one who publishes does it.
            with suppress(psycopg.Error):
                place.sweep()
            raise


def _check_name(schema: str) -> None:
    longest = LONGEST_NAME - RELEASE_LENGTH
    if not schema or len(schema.encode()) > longest:
        raise UserError(
            f"The schema's name has {len(schema.encode())} bytes.",
            f"Give one of 1 to {longest}: PostgreSQL's names have 63, and that of a release is"
            " added.",
        )


def _check_server(connection: "Connection", address: str) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise UserError(
            f"{address} is encoded {encoding}, which can't hold all characters.",
            "Publish to a database that is made with `create database ... encoding 'UTF8'`.",
        )
    if connection.info.server_version < OLDEST_SERVER:
        raise UserError(
            f"{address} is PostgreSQL {connection.info.server_version // 10_000}.",
            "Publish to PostgreSQL 12 or newer.",
        )


def _key(schema: str) -> int:
    """The number of the lock of all who publish to a schema of that name."""
    digest = hashlib.sha256(f"customer-tiers publish {schema}".encode()).digest()
    return int.from_bytes(digest[:7])


def _has_locked(connection: "Connection", key: int) -> bool:
    ((has_locked,),) = connection.execute("select pg_try_advisory_lock(%s)", [key])
    return bool(has_locked)


def _busy(place: Place, key: int) -> UserError:
    found = place.connection.execute(HOLDER, [key]).fetchone()
    holder = f"Process {found[0]} of the server" if found else "Another program"
    return UserError(
        f"{holder} publishes to {place.schema} of {place.address} at the moment.",
        "Wait until it ends, and try again.",
        ExitCode.ENGINE_FAILED,
    )
