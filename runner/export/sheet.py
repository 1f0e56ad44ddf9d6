"""A table as it stands in a file: its heading, its columns, and the SQL of its rows."""

from dataclasses import dataclass

from runner.serve.tables import ServedTable, quoted


@dataclass(frozen=True)
class Column:
    """A column of a file.

    Attributes:
        title: its heading.
        name: of the column in the database that it comes from.
        type: DuckDB's, such as DECIMAL(18,4).
        description: the comment in the database; may be empty.
        expression: SQL of its values, over the rows that leave the database.
    """

    title: str
    name: str
    type: str
    description: str
    expression: str


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in a file.

    Attributes:
        name: of the table, and of a file that has it alone.
        title: for people.
        table: whose rows it has, as it leaves the database.
        columns: in their order.
        as_of_date: the only one of its rows, YYYY-MM-DD; none: it has no dates, or all.
    """

    name: str
    title: str
    table: ServedTable
    columns: tuple[Column, ...]
    as_of_date: str | None

    @property
    def description(self) -> str:
        """The comment in the database; may be empty."""
        return self.table.description

    @property
    def query(self) -> str:
        """SQL of its rows, with the titles as names."""
        return self.select(*(f"{c.expression} as {quoted(c.title)}" for c in self.columns))

    def select(self, *expressions: str) -> str:
        """SQL of other columns of the same rows."""
        return f"select {', '.join(expressions)} from ({self.table.query(self.as_of_date)})"  # noqa: S608


def as_in_database(table: ServedTable, day: str | None) -> Sheet:
    """A table as the database has it.

    Args:
        table: as it leaves the database.
        day: only the rows of that as-of date, YYYY-MM-DD.
    """
    columns = tuple(
        Column(column.name, column.name, column.type, column.description, quoted(column.name))
        for column in table.columns
    )
    return Sheet(
        name=table.name,
        title=table.name,
        table=table,
        columns=columns,
        as_of_date=day if table.is_dated else None,
    )
