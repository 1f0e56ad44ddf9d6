"""The tables that leave the database, each with the query that gives its rows."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from runner.errors import UserError
from runner.serve.ids import check_ids
from runner.serve.marks import CURRENT, Marks, Treatment
from runner.serve.privacy import Privacy, masked, masked_row
from runner.warehouse import MARTS, Warehouse

DATE = "as_of_date"
CUSTOMER = "customer"
# What a row is of, and nothing about it.
KEYS = frozenset({"store_id", "customer_id", DATE, "as_of_version", "reporting_currency"})


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
        left_out: names of the columns that do not leave.
        personal_rows: SQL of the rows that do not leave; empty: all do.
    """

    name: str
    description: str
    columns: tuple[ServedColumn, ...]
    is_stored: bool
    left_out: tuple[str, ...] = ()
    personal_rows: str = ""

    @property
    def says_something(self) -> bool:
        """Whether more leaves than the keys of what is left out."""
        names = {column.name for column in self.columns}
        return bool(names - KEYS if self.left_out else names)

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
        conditions = [f"({self.personal_rows}) is not true"] if self.personal_rows else []
        if as_of and self.is_dated:
            conditions.append(f"{DATE} = date '{as_of}'")
        wanted = f" where {' and '.join(conditions)}" if conditions else ""
        return f"select {columns} from {source}{wanted}"  # noqa: S608


def served_tables(
    warehouse: Warehouse, marks: Marks, privacy: Privacy, *, names: Sequence[str] = ()
) -> tuple[ServedTable, ...]:
    """The public tables as they leave the database, by name.

    Args:
        warehouse: the database.
        marks: what the project says of its columns.
        privacy: what becomes of personal data.
        names: only these.

    Raises:
        UserError: there is no such table, or nothing of it leaves; or customer ids are e-mail
            addresses, and nothing is said of what shall become of them.
    """
    chosen = described_tables(warehouse, marks, privacy, names=names)
    if any(marks.identifies(table.name, CUSTOMER) for table in chosen):
        check_ids(warehouse, privacy)
    return chosen


def described_tables(
    warehouse: Warehouse, marks: Marks, privacy: Privacy, *, names: Sequence[str] = ()
) -> tuple[ServedTable, ...]:
    """The same, for who tells of the tables and writes no row of them: no id is looked at.

    A column of which the project says nothing stays inside, and so does a table of which only keys
    would leave for what is personal.

    Raises:
        UserError: there is no such table, or nothing of it leaves.
    """
    found = _read(warehouse)
    tables = {name: _served(table, marks, privacy) for name, table in found.items()}
    leaving = {name: table for name, table in tables.items() if table.says_something}
    for name in names:
        _check_leaves(name, tables)
    return tuple(table for name, table in leaving.items() if not names or name in names)


def _check_leaves(name: str, tables: Mapping[str, ServedTable]) -> None:
    if name not in tables:
        there = [name for name, table in tables.items() if table.says_something]
        close = difflib.get_close_matches(name, there, n=1)
        advice = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(there)}."
        raise UserError(f"There is no table {name} in the marts.", advice)
    if not tables[name].columns:
        raise UserError(
            f"The project says nothing of {name}, so it stays in the database.",
            "Describe its columns in a YAML file in models, the personal ones with"
            " `personal_data: true`.",
        )
    if not tables[name].says_something:
        raise UserError(
            f"All that {name} says is personal.", "With --include-personal it is written."
        )


def _served(table: ServedTable, marks: Marks, privacy: Privacy) -> ServedTable:
    """What leaves of a table."""
    leaving, left_out = [], []
    for column in table.columns:
        mark = marks.of(table.name, column.name)
        treatment = mark.treatment if mark else Treatment.PERSONAL
        if mark is None or (treatment == Treatment.PERSONAL and not privacy.include_personal):
            left_out.append(column.name)
            continue
        expression = column.expression
        if treatment == Treatment.RAW and not privacy.include_personal:
            expression = masked(expression)
        elif treatment == Treatment.ROW and not privacy.include_personal:
            expression = masked_row(expression, marks.input_columns)
        elif mark.identifies:
            expression = privacy.pseudonym(mark.identifies, expression)
        leaving.append(replace(column, expression=expression))
    rows = "" if privacy.include_personal else marks.personal_rows(table.name)
    return replace(table, columns=tuple(leaving), left_out=tuple(left_out), personal_rows=rows)


def _read(warehouse: Warehouse) -> dict[str, ServedTable]:
    """All tables and views of the marts as they are, by name."""
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
        select table_name, column_name, data_type, coalesce(comment, '') from duckdb_columns()
        where schema_name = ? and database_name = current_database()
        order by table_name, column_index
        """,
        [MARTS],
    )
    of_tables: dict[str, list[ServedColumn]] = {}
    for table, name, kind, description in columns:
        of_tables.setdefault(table, []).append(ServedColumn(name, kind, description, quoted(name)))
    return {
        name: ServedTable(name, description, tuple(of_tables.get(name, ())), is_stored)
        for name, description, is_stored in relations
    }


def quoted(*names: str) -> str:
    """A name in SQL, of several parts if it has them."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)
