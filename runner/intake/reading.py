"""Open what a user names: files, globs, archives and tables, as rows that dbt will read alike."""

import glob
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runner.errors import UserError
from runner.file_errors import explain_file, without_contents
from runner.intake.convert import copied
from runner.intake.looks import How, are_one, common, looks_at, own_folder
from runner.intake.macros import load_macros
from runner.intake.named import Named
from runner.intake.shapes import Source
from runner.intake.stamps import naming_originals
from runner.intake.text_files import Look
from runner.project import find_project

if TYPE_CHECKING:
    from runner.warehouse import Connection

__all__ = ["How", "explained", "open_source", "open_sources", "rows_of"]
# Tried in turn on a text that can't be read with quotes as they usually are.
QUOTES: Mapping[str, Mapping[str, object]] = {
    "Quotes in its texts are escaped by a backslash.": {"escape": "\\"},
    "Its quotes are part of its texts.": {"quote": ""},
}
TRIED_ROWS = 20_000


def open_source(name: str, connection: "Connection", how: How | None = None) -> Source:
    """Open one table that a user names.

    Args:
        name: a file or glob; FILE#PART for a sheet, a file in an archive, a table in a database or
            an array in JSON; or postgresql://host/database#schema.table.
        connection: in which its rows will be read.
        how: what the user says about it.

    Raises:
        UserError: it can't be read, or is several; the sentence names it and what to do.
    """
    found = open_sources([name], connection, how)
    if len(found) > 1:
        raise UserError(
            f"{name} holds several tables: {', '.join(each.name for each in found)}.",
            "Name one of them.",
        )
    return found[0]


def open_sources(
    names: Sequence[str], connection: "Connection", how: How | None = None
) -> tuple[Source, ...]:
    """Open all tables that a user names: files, folders, globs, archives, databases.

    Files that a glob matches are one table if they have the same columns.

    Raises:
        UserError: one can't be read; the sentence names it and what to do.
    """
    how = how or How()
    found: list[Source] = []
    for name in names:
        looks = looks_at(name, how)
        if len(looks) > 1 and looks[0][0].name != name and are_one(looks):
            glob_name = Named(name, location=name, kind=looks[0][0].kind)
            looks = [(glob_name, common(name, [look for _, look in looks]))]
        found += [
            _source(each, look, connection, how, number=len(found) + number)
            for number, (each, look) in enumerate(looks)
        ]
    return tuple(found)


def _source(named: Named, look: Look, connection: "Connection", how: How, *, number: int) -> Source:
    """Read a table as dbt will read it."""
    location = named.location
    if Path(location).is_file() and "convert" not in look.given:
        location = _escaped(location)
    given: dict[str, Any] = {"location": location, **look.given}
    folder = how.folder or own_folder()
    ready = copied(f"source{number}", given, folder)
    remarks = look.remarks
    try:
        with explained(named.name, folder):
            rows = rows_of(ready, look.columns, connection)
            columns = _columns(rows, connection)
    except UserError as error:
        is_of_quotes = "quote" in error.sentence
        other = _other_quotes(given, ready, look, connection) if is_of_quotes else None
        if not other:
            raise
        remark, options = other
        remarks = (*remarks, remark)
        given["read_options"] = {**given.get("read_options", {}), **options}
        ready["read_options"] = given["read_options"]
        rows = rows_of(ready, look.columns, connection)
        columns = _columns(rows, connection)
    return Source(named.name, given=given, columns=columns, rows=rows, remarks=remarks)


def _escaped(location: str) -> str:
    """The name of a file that has signs of a glob, as DuckDB takes it for a name."""
    return glob.escape(location)


def _columns(rows: str, connection: "Connection") -> tuple[str, ...]:
    described = connection.execute(f"describe select * from {rows}").fetchall()  # noqa: S608
    connection.execute(f"select * from {rows} limit {TRIED_ROWS}").fetchmany(1)  # noqa: S608
    return tuple(str(column[0]) for column in described)


def _other_quotes(
    given: Mapping[str, Any], ready: Mapping[str, Any], look: Look, connection: "Connection"
) -> tuple[str, Mapping[str, object]] | None:
    if not look.columns or "sheet" in given.get("convert", {}):
        return None
    for remark, options in QUOTES.items():
        other = {**ready, "read_options": {**ready.get("read_options", {}), **options}}
        try:
            with explained("", None):
                _columns(rows_of(other, look.columns, connection), connection)
        except UserError:
            continue
        return remark, options
    return None


@contextmanager
def explained(name: str, folder: Path | None = None) -> Iterator[None]:
    """Turn what DuckDB says of a file while its rows are read into an error of ours.

    Args:
        name: of the source.
        folder: of the copies; by default the one that ends with the program.
    """
    from runner.warehouse import EngineError

    try:
        yield
    except EngineError as error:
        known = explain_file(str(error), inputs={})
        if not known:
            reason = without_contents(str(error)).splitlines()[0]
            known = UserError(f"{name} can't be read: {reason}")
        raise naming_originals(known, folder or own_folder()) from error


def rows_of(given: Mapping[str, Any], columns: Sequence[str], connection: "Connection") -> str:
    """The SQL with which dbt reads the rows of an input, rendered out of the project's macros.

    Args:
        given: the keys of the input that say how it is read; no convert.
        columns: of its header, as far as they are known.
        connection: in which they will be read.
    """
    quoted = ('"' + column.replace('"', '""') + '"' for column in columns)
    mapped = {**given, "columns": {str(at): name for at, name in enumerate(quoted)}}
    variables = {"inputs": {"orders": mapped}}
    macros = load_macros(find_project(Path.cwd()).folder / "macros", connection, variables)
    return str(macros["read_files"]("orders", mapped))
