"""The tables that leave the database, each with the query that gives its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from runner.errors import UserError
from runner.serve.marks import CURRENT, Marks, Treatment
from runner.serve.privacy import Privacy, masked
from runner.warehouse import MARTS, Warehouse

DATE = "as_of_date"
KEYS = frozenset({"store_id", "customer_id", DATE})


@dataclass(frozen=True)
class ServedColumn:
    """A column that leaves the database.

    Attributes:
        name: as in the database.
        type: DuckDB's, such as DECIMAL(18,4).
        description: the comment in the database; may be empty.
        expression: SQL of what leaves of it.
    """

    name: str
    type: str
    description: str
    expression: str


@dataclass(frozen=True)
class ServedTable:
    """A table of the marts, or a view of its newest date, as it leaves the database.

    Attributes:
        name: as in the database.
        description: the comment in the database; may be empty.
        columns: those that leave, in their order.
        is_stored: the database has its rows; else it computes them when asked.
    """

    name: str
    description: str
    columns: tuple[ServedColumn, ...]
    is_stored: bool

    @property
    def is_dated(self) -> bool:
        """Whether its rows are of as-of dates."""
        return any(column.name == DATE for column in self.columns)

    @property
    def is_current(self) -> bool:
        """Whether it is the newest date of another table."""
        return self.name.endswith(CURRENT)

    def query(self, as_of: str | None = None, *, catalog: str | None = None) -> str:
        """SQL of its rows.

        Args:
            as_of: only of that as-of date, YYYY-MM-DD.
            catalog: of databases that are open together, the name of the one that is read.
        """
        columns = ", ".join(
            f"{column.expression} as {quoted(column.name)}" for column in self.columns
        )
        source = quoted(*((catalog,) if catalog else ()), MARTS, self.name)
        wanted = f" where {DATE} = date '{as_of}'" if as_of and self.is_dated else ""
        return f"select {columns} from {source}{wanted}"  # noqa: S608


def served_tables(
    warehouse: Warehouse, marks: Marks, privacy: Privacy, *, names: Sequence[str] = ()
) -> tuple[ServedTable, ...]:
    """The public tables as they leave the database, by name.

    A column of which the project says nothing stays inside, and so does a table of which nothing
    but keys would leave.

    Args:
        warehouse: the database.
        marks: what the project says of its columns.
        privacy: what becomes of personal data.
        names: only these.

    Raises:
        UserError: there is no such table, or it is all personal.
    """
    found = _read(warehouse)
    served = {
        name: ServedTable(name, description, _leaving(name, columns, marks, privacy), is_stored)
        for name, (description, is_stored, columns) in found.items()
    }
    served = {
        name: table
        for name, table in served.items()
        if {column.name for column in table.columns} - KEYS
    }
    for name in names:
        if name not in found:
            raise UserError(
                f"There is no table {name} in the marts.", f"There are: {', '.join(found)}."
            )
        if name not in served:
            raise UserError(
                f"All that {name} says is personal.", "With --include-personal it is written."
            )
    return tuple(table for name, table in served.items() if not names or name in names)


def _leaving(
    table: str, columns: Sequence[tuple[str, str, str]], marks: Marks, privacy: Privacy
) -> tuple[ServedColumn, ...]:
    leaving = []
    for name, kind, description in columns:
        mark = marks.of(table, name)
        if mark is None:
            continue
        expression = quoted(name)
        if mark.identifies:
            expression = privacy.pseudonym(mark.identifies, expression)
        if not privacy.include_personal:
            if mark.treatment == Treatment.PERSONAL:
                continue
            if mark.treatment == Treatment.RAW:
                expression = masked(expression)
        leaving.append(ServedColumn(name, kind, description, expression))
    return tuple(leaving)


def _read(
    warehouse: Warehouse,
) -> dict[str, tuple[str, bool, tuple[tuple[str, str, str], ...]]]:
    """Of each table and view its comment, whether it is stored, and its columns."""
    relations = warehouse.rows(
        """
        select table_name, coalesce(comment, ''), true from duckdb_tables()
        where schema_name = ? and database_name = current_database()
        union all
        select view_name, coalesce(comment, ''), false from duckdb_views()
        where schema_name = ? and database_name = current_database()
        order by 1
        """,
        [MARTS, MARTS],
    )
    columns = warehouse.rows(
        """
        select
            table_name,
            list((column_name, data_type, coalesce(comment, '')) order by column_index)
        from duckdb_columns()
        where schema_name = ? and database_name = current_database()
        group by table_name
        """,
        [MARTS],
    )
    of_tables = {name: tuple(map(tuple, found)) for name, found in columns}
    return {
        name: (description, is_stored, of_tables.get(name, ()))
        for name, description, is_stored in relations
    }


def quoted(*names: str) -> str:
    """A name in SQL, of several parts if it has them."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)
