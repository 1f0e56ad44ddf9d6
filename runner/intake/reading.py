"""Open what a user names: a file, a glob or a table, as rows that dbt will read alike."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from runner.errors import UserError
from runner.intake.macros import load_macros
from runner.intake.shapes import Source
from runner.project import find_project

if TYPE_CHECKING:
    from runner.warehouse import Connection


def open_source(name: str, connection: "Connection") -> Source:
    """Open a file or glob that a user names.

    Args:
        name: as the user typed it.
        connection: in which its rows will be read.

    Raises:
        UserError: it can't be read; the sentence names the file and what to do.
    """
    if not connection.execute("select count(*) from glob(?)", [name]).fetchone() != (0,):
        raise UserError(f"There is no file {name}.", "Correct its name.")
    given: Mapping[str, object] = {"location": name}
    rows = rows_of(given, (), connection)
    described = connection.execute(f"describe select * from {rows}").fetchall()
    columns = tuple(str(column[0]) for column in described)
    return Source(name, given=given, columns=columns, rows=rows)


def rows_of(given: Mapping[str, object], columns: tuple[str, ...], connection: "Connection") -> str:
    """The SQL with which dbt reads the rows of an input, rendered out of the project's macros.

    Args:
        given: the keys of the input that say how it is read.
        columns: of its header, as far as they are known.
        connection: in which they will be read.
    """
    quoted = ('"' + column.replace('"', '""') + '"' for column in columns)
    mapped = {**given, "columns": {str(at): name for at, name in enumerate(quoted)}}
    variables = {"inputs": {"orders": mapped}}
    macros = load_macros(find_project(Path.cwd()).folder / "macros", connection, variables)
    return str(macros["read_files"]("orders", mapped))
