"""How a column of DuckDB is kept in PostgreSQL, and the text that both make of its values."""

import re
from dataclasses import dataclass

from runner.serve.tables import ServedColumn, quoted

DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
# DuckDB's types and PostgreSQL's, as it names them itself.
SAME = {
    "BOOLEAN": "boolean",
    "TINYINT": "smallint",
    "UTINYINT": "smallint",
    "SMALLINT": "smallint",
    "USMALLINT": "integer",
    "INTEGER": "integer",
    "UINTEGER": "bigint",
    "BIGINT": "bigint",
    "UBIGINT": "numeric(20,0)",
    "HUGEINT": "numeric(39,0)",
    "UHUGEINT": "numeric(39,0)",
    "FLOAT": "real",
    "DOUBLE": "double precision",
    "DATE": "date",
    "TIMESTAMP": "timestamp without time zone",
}
TEXT = "text"
# The bits of a float are the same in both, but for those of a NaN, of which there are many; the
# texts that they make of it are not.
NAN = "case when {0} = 'nan'::{1} then 'nan'::{1} else {0} end"
BITS = {
    "real": "('x' || encode(float4send({}), 'hex'))::bit(32)::text",
    "double precision": "('x' || encode(float8send({}), 'hex'))::bit(64)::text",
}


@dataclass(frozen=True)
class ServerColumn:
    """A column of a table on the server.

    Attributes:
        name: as in the database.
        type: PostgreSQL's.
        description: its comment.
    """

    name: str
    type: str
    description: str

    @property
    def text_here(self) -> str:
        """DuckDB's SQL of its value as text, the same in both; null stays null."""
        if self.type in BITS:
            kind = "real" if self.type == "real" else "double"
            return f"({NAN.format(quoted(self.name), kind)})::bit::varchar"
        return f"{quoted(self.name)}::varchar"

    @property
    def text_there(self) -> str:
        """The same in PostgreSQL's SQL."""
        if self.type in BITS:
            return BITS[self.type].format(NAN.format(quoted(self.name), self.type))
        return f"{quoted(self.name)}::text"


def server_column(column: ServedColumn) -> ServerColumn:
    """How a column is kept; what PostgreSQL has no type for, such as a list, as text."""
    decimal = DECIMAL.fullmatch(column.type)
    kept = f"numeric({decimal[1]},{decimal[2]})" if decimal else SAME.get(column.type, TEXT)
    return ServerColumn(column.name, kept, column.description)
