"""Make a release the one that readers see: in one transaction, without failing any of them.

A transaction that has read one of the views keeps it locked until its end. The swap locks all of
them before any changes for others, so a transaction reads one release, whatever its isolation. It
waits for readers only shortly, since whoever begins to read meanwhile waits for it: PostgreSQL
looks for deadlocks after `deadlock_timeout`, and would then end a reader. It gives up before, and
tries again.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runner.errors import ExitCode, UserError

if TYPE_CHECKING:
    from runner.server import Connection

# Seconds for which it is tried.
PATIENCE = 600.0
# Seconds between two attempts: at first, and at most.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
# Of the time after which PostgreSQL looks for deadlocks.
SHARE = 0.5
BUSY = ("55P03", "40P01")  # no lock in time, deadlock
SWAP = """
do {tag}
declare
    due constant timestamptz := clock_timestamp() + interval '{milliseconds} milliseconds';
begin
{statements}
end
{tag}
"""
WAIT = """
    perform set_config('lock_timeout', greatest(
        1, ceil(1000 * extract(epoch from due - clock_timestamp()))
    )::integer::text, true);
"""
# Of other roles than ours, PostgreSQL tells only the name.
HOLDERS = """
    select
        l.pid,
        a.usename,
        a.application_name,
        'since ' || to_char(a.xact_start, 'YYYY-MM-DD HH24:MI:SS') || ' UTC'
    from pg_locks l
    inner join pg_class c on c.oid = l.relation
    inner join pg_namespace n on n.oid = c.relnamespace
    inner join pg_stat_activity a on a.pid = l.pid
    where n.nspname = %s and l.granted and l.pid <> pg_backend_pid()
    order by a.xact_start
    limit 1
"""


@dataclass(frozen=True)
class Swap:
    """What is done in one transaction.

    Attributes:
        schema: of the readers.
        statements: SQL.
    """

    schema: str
    statements: Sequence[str]

    def run(self, connection: "Connection") -> None:
        """Do it.

        Args:
            connection: outside a transaction.

        Raises:
            UserError: readers kept the views locked all the time.
        """
        import psycopg

        until = time.monotonic() + PATIENCE
        pause = FIRST_PAUSE
        statement = _as_one(self.statements, milliseconds=_milliseconds(connection))
        while True:
            try:
                with connection.transaction():
                    connection.execute(statement)
            except psycopg.OperationalError as error:
                if error.sqlstate not in BUSY:
                    raise
                if time.monotonic() + pause > until:
                    raise self._busy(connection) from error
            else:
                return
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _busy(self, connection: "Connection") -> UserError:
        holder = connection.execute(HOLDERS, [self.schema]).fetchone()
        if not holder:
            return UserError(
                f"{self.schema} is read all the time, so that it can't be replaced.",
                "Nothing was replaced. Try again when fewer read it.",
                ExitCode.ENGINE_FAILED,
            )
        pid, *known = holder
        who = ", ".join(filter(None, known))
        return UserError(
            f"{self.schema} can't be replaced while process {pid} of the server ({who}) reads it in"
            " a transaction.",
            "Nothing was replaced. End that transaction, and try again.",
            ExitCode.ENGINE_FAILED,
        )


def _milliseconds(connection: "Connection") -> int:
    found = connection.execute(
        "select setting::integer from pg_settings where name = 'deadlock_timeout'"
    ).fetchone()
    return max(1, int(SHARE * found[0])) if found else 1


def _as_one(statements: Sequence[str], *, milliseconds: int) -> str:
    """One statement that does all; before each it takes what is left of the time to wait."""
    body = "".join(f"{WAIT}    {statement};\n" for statement in statements)
    tag = "$tiers$"
    while tag in body:
        tag = tag.replace("tiers", "tiers_")
    return SWAP.format(tag=tag, milliseconds=milliseconds, statements=body)
