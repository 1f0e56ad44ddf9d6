"""A PostgreSQL server: its address, which is told without the password, and a connection to it."""

import os
import re
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from runner.errors import ExitCode, UserError
from runner.sources import SERVERS

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

PASSWORDS = "A password is taken from PGPASSWORD or ~/.pgpass."
# Not waited for longer: seconds, and of what was sent and is not acknowledged, milliseconds.
PATIENCE = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}


def is_server(name: str) -> bool:
    """Whether a name is the address of a database server."""
    return name.partition("://")[0].lower() in SERVERS and "://" in name


def split_address(name: str) -> tuple[str, str, str]:
    """The address of a server without table and password, the table, and the password.

    The table stands behind # or in ?table=.
    """
    parts = urlsplit(name)
    query = dict(parse_qsl(parts.query))
    table = parts.fragment or query.pop("table", "")
    user, _, host = parts.netloc.rpartition("@")
    user, _, password = user.partition(":")
    password = unquote(password) or query.pop("password", "")
    query.pop("password", "")
    netloc = f"{user}@{host}" if user else host
    address = urlunsplit((parts.scheme, netloc, parts.path, urlencode(query), ""))
    return address, unquote(table), password


def address_of(target: str) -> tuple[str, str]:
    """The address of a database without its password, and the password.

    Raises:
        UserError: it can't be understood.
    """
    rest = target.partition("://")[2]
    behind = rest.removeprefix(re.split("[/?#]", rest, maxsplit=1)[0])
    try:
        address, _, password = split_address(target)
        is_clear = "#" not in behind and "@" not in behind
    except ValueError:
        is_clear = False
    if not is_clear:
        # What follows may be of the password, and is not repeated.
        raise UserError(
            "The address of the server can't be understood.",
            "Write # / ? @ and [ in a password as %23 %2F %3F %40 and %5B, or set PGPASSWORD.",
        )
    return address, password


def remember_password(password: str) -> None:
    """Let this process go on with a password that stood in an address, and is written nowhere."""
    if password:
        os.environ["PGPASSWORD"] = password


def library(purpose: str) -> ModuleType:
    """The library that talks to PostgreSQL.

    Args:
        purpose: what it is needed for, such as `read from`.

    Raises:
        UserError: it is not installed.
    """
    try:
        import psycopg
    except ImportError as error:
        raise UserError(
            f"To {purpose} PostgreSQL, psycopg is needed, which is not installed.",
            "pip install 'customer-tiers[postgres]'",
        ) from error
    return psycopg


def connect(address: str, **settings: str) -> "Connection":
    """Connect to a server.

    Args:
        address: without a password.
        settings: libpq's, such as options or application_name; those of the address are stronger
            where both name how long to wait.

    Raises:
        UserError: it does not answer, or does not let us in.
    """
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    try:
        given = conninfo_to_dict(address)
        waiting = {name: wait for name, wait in PATIENCE.items() if name not in given}
        full = make_conninfo(address, client_encoding="utf8", **waiting, **settings)
        return psycopg.connect(full)
    except psycopg.Error as error:
        raise UserError(
            f"{address} can't be reached: {reason(error)}", PASSWORDS, ExitCode.ENGINE_FAILED
        ) from error


def reason(error: Exception) -> str:
    """What the server or its library says, on one line."""
    return " ".join(str(error).split())
