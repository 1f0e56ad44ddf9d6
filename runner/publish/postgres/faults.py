"""What a PostgreSQL server objects to, in a sentence that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from runner.errors import SAYS_FULL_DISK, ExitCode, UserError
from runner.server import reason

UNTOUCHED = "Nothing was replaced."
DISK_FULL, NO_RIGHT, CANCELED = "53100", "42501", "57014"
# The server, or somebody there, ended the connection.
ENDED = ("08", "57P")


@contextmanager
def explained(address: str) -> Iterator[None]:
    """Say what a server objects to.

    Args:
        address: without a password.

    Raises:
        UserError: it did.
    """
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise _explain(error, address) from error


def _explain(error: Exception, address: str) -> UserError:
    state = getattr(error, "sqlstate", None) or ""
    said = reason(error)
    if state == DISK_FULL or SAYS_FULL_DISK.search(said):
        sentence = f"The disk of {address} is full: {said}."
        return UserError(sentence, f"{UNTOUCHED} Make room there.", ExitCode.ENGINE_FAILED)
    if state == NO_RIGHT:
        sentence = f"{address} does not allow it: {said}."
        return UserError(sentence, UNTOUCHED, ExitCode.ENGINE_FAILED)
    if state == CANCELED:
        sentence = f"{address} stopped the work: {said}."
        return UserError(sentence, UNTOUCHED, ExitCode.ENGINE_FAILED)
    if not state or state.startswith(ENDED):
        sentence = f"The connection to {address} was lost: {said}."
        return UserError(sentence, UNTOUCHED, ExitCode.ENGINE_FAILED)
    return UserError(f"{address} refuses: {said}.", UNTOUCHED, ExitCode.ENGINE_FAILED)
