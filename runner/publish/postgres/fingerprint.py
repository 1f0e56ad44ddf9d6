"""The fingerprint of a table: a number that DuckDB and PostgreSQL both compute of its rows.

It is the sum, over all rows, of the first 60 bits of the SHA-256 of the row's values as text. The
order of the rows does not matter; another value, a row more or one less gives another number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from runner.publish.postgres.types import ServerColumn
from runner.serve.tables import quoted

# Between values, and for null: characters that no text is expected to have.
BETWEEN, NULL = "chr(31)", "chr(1)"
HEX_DIGITS = 15


@dataclass(frozen=True)
class Fingerprint:
    """Of a table: how many rows it has, and the sum of their hashes in hex."""

    rows: int
    sum: str


def sql_here(columns: Sequence[ServerColumn], query: str) -> str:
    """DuckDB's SQL of the fingerprint of a query's rows."""
    values = ", ".join(f"coalesce({column.text_here}, {NULL})" for column in columns)
    hashed = f"left(sha256(concat_ws({BETWEEN}, {values})), {HEX_DIGITS})"
    return f"select count(*), coalesce(sum(('0x' || {hashed})::bigint), 0) from ({query})"  # noqa: S608


def sql_there(columns: Sequence[ServerColumn], *, schema: str, table: str) -> str:
    """PostgreSQL's SQL of the fingerprint of a table."""
    values = ", ".join(column.text_there for column in columns)
    line = f"array_to_string(array[{values}], {BETWEEN}, {NULL})"
    hashed = f"left(encode(sha256(convert_to({line}, 'UTF8')), 'hex'), {HEX_DIGITS})"
    number = f"('x0' || {hashed})::bit(64)::bigint"
    return f"select count(*), coalesce(sum({number}), 0) from {quoted(schema, table)}"  # noqa: S608


def fingerprint(counted: Sequence[object]) -> Fingerprint:
    """What one of the queries gives."""
    rows, total = (int(str(number)) for number in counted)
    return Fingerprint(rows, f"{total:x}")
