"""Open what a user names: files, globs, archives and tables, as rows that dbt will read alike."""

import atexit
import glob
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from runner.errors import UserError
from runner.file_errors import explain_file, without_contents
from runner.intake import tables
from runner.intake.archives import members_of, unpack
from runner.intake.convert import copied
from runner.intake.json_files import keys_in, look_at_json
from runner.intake.kinds import Kind, is_zst, kind_of
from runner.intake.macros import load_macros
from runner.intake.shapes import Source
from runner.intake.sheets import look_at_sheets
from runner.intake.text_files import Look, look_at_text
from runner.project import find_project

if TYPE_CHECKING:
    from runner.warehouse import Connection

# Tried in turn on a text that can't be read with quotes as they usually are.
QUOTES: Mapping[str, Mapping[str, object]] = {
    "Quotes in its texts are escaped by a backslash.": {"escape": "\\"},
    "Its quotes are part of its texts.": {"quote": ""},
}
TRIED_ROWS = 20_000
DATABASES = {Kind.SQLITE: tables.sqlite_tables, Kind.DUCKDB: tables.duckdb_tables}


@dataclass(frozen=True)
class How:
    """What the user says about files that they do not say themselves.

    Attributes:
        has_header: whether their columns have names.
        encoding: of texts that are not UTF-8; found out if it is empty.
        folder: for copies of what must be converted; by default one that ends with the program.
    """

    has_header: bool = True
    encoding: str = ""
    folder: Path | None = None


@dataclass(frozen=True)
class Named:
    """One table that a user names: a file or address, and the part of it."""

    name: str
    location: str
    part: str = ""
    kind: Kind = Kind.TEXT


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
        looks = _looks(name, how)
        if len(looks) > 1 and looks[0][0].name != name and _are_one(looks):
            glob_name = Named(name, location=name, kind=looks[0][0].kind)
            looks = [(glob_name, _common(name, [look for _, look in looks]))]
        found += [
            _source(each, look, connection, how, number=len(found) + number)
            for number, (each, look) in enumerate(looks)
        ]
    return tuple(found)


def _looks(name: str, how: How) -> list[tuple[Named, Look]]:
    """The tables that a name means, each with what it needs.

    In a folder or an archive some files may hold no table, which is then said.
    """
    found: list[tuple[Named, Look]] = []
    errors: list[UserError] = []
    for each in named_by(name):
        try:
            found.append((each, _look(each, how)))
        except UserError as error:
            may_be_none = Path(name).is_dir() or each.kind == Kind.ZIP
            if not may_be_none:
                raise
            errors.append(error)
    if not found and errors:
        raise errors[0]
    if errors:
        first, look = found[0]
        skipped = tuple(f"Not read: {error.sentence}" for error in errors)
        found[0] = first, replace(look, remarks=(*look.remarks, *skipped))
    return found


def named_by(name: str) -> Iterator[Named]:
    """The tables that a name means, in the order of their names.

    Raises:
        UserError: there are none.
    """
    if tables.is_server(name):
        address, table, password = tables.split_address(name)
        tables.remember_password(password)
        for part in [table] if table else tables.server_tables(address):
            yield Named(f"{address}#{part}", address, part, Kind.SERVER)
        return
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", name):
        raise UserError(
            f"{name}: nothing is fetched from a network.", "Download the file, and name it."
        )
    location, part = name, ""
    if not _exists(name) and "#" in name:
        location, _, part = name.rpartition("#")
    files = _files(location)
    if not files:
        raise UserError(
            f"There is no file {location}.", "A relative path starts at the working folder."
        )
    for file in files:
        yield from _tables_in(file, part, kind_of(Path(file)))


def _exists(name: str) -> bool:
    return bool(_files(name))


def _files(location: str) -> list[str]:
    path = Path(location)
    if path.is_dir():
        return sorted(
            str(file) for file in path.iterdir() if file.is_file() and not file.name.startswith(".")
        )
    if path.exists():
        return [location]
    return sorted(file for file in glob.glob(location, recursive=True) if Path(file).is_file())


def _tables_in(file: str, part: str, kind: Kind) -> Iterator[Named]:
    parts: Sequence[str] = [part] if part else [""]
    if not part:
        if kind in DATABASES:
            parts = DATABASES[kind](Path(file))
        elif kind == Kind.ZIP:
            parts = members_of(Path(file))
        elif kind == Kind.JSON and not is_zst(Path(file)):
            parts = keys_in(Path(file)) or [""]
        if not parts:
            raise UserError(f"{file} holds nothing that can be read.", "Name another file.")
    is_one = len(parts) == 1 and not part
    for each in parts:
        yield Named(file if is_one else f"{file}#{each}", file, each, kind)


def _look(named: Named, how: How) -> Look:
    """What a table needs to be read."""
    file, part = Path(named.location), named.part
    match named.kind:
        case Kind.SERVER | Kind.SQLITE | Kind.DUCKDB:
            return Look({"convert": {"table": part}})
        case Kind.ZIP:
            return _look_into(file, part, how)
        case Kind.SHEETS:
            return look_at_sheets(file, has_header=how.has_header, sheet=part)
        case Kind.PARQUET:
            is_said = file.suffix.lower() == ".parquet"
            return Look({} if is_said else {"format": "parquet"})
    if is_zst(file):
        # DuckDB unpacks it while it reads.
        return Look()
    if named.kind == Kind.JSON:
        return look_at_json(file, encoding=how.encoding, key=part)
    return look_at_text(file, has_header=how.has_header, encoding=how.encoding)


def _look_into(archive: Path, member: str, how: How) -> Look:
    folder = Path(mkdtemp(prefix="look-", dir=_own_folder()))
    try:
        file = unpack(archive, member, folder)
        kind = kind_of(file)
        if kind in (Kind.ZIP, Kind.SQLITE, Kind.DUCKDB):
            raise UserError(
                f"{member} in {archive} is an archive or a database itself.",
                "Unpack it, and name it.",
            )
        look = _look(Named(str(file), str(file), kind=kind), how)
    except UserError as error:
        error.sentence = error.sentence.replace(str(folder / "member"), f"{archive}#{member}")
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    given = {key: value for key, value in look.given.items() if key not in ("format", "convert")}
    options: dict[str, Any] = dict(given.get("read_options", {}))  # type: ignore[call-overload]
    convert: dict[str, Any] = {"member": member}
    convert |= dict(look.given.get("convert", {}))  # type: ignore[call-overload]
    options.pop("compression", None)
    if "skip" in options:
        convert["header_line"] = options.pop("skip") + 1
    given = {"read_options": options} if options else {}
    return replace(look, given={**given, "convert": convert})


def _are_one(looks: Sequence[tuple[Named, Look]]) -> bool:
    """Whether files are parts of one table: the same columns, in any order."""
    columns = {frozenset(name.lower() for name in look.columns) for _, look in looks}
    parts = {each.part for each, _ in looks}
    return len(columns) == 1 and parts == {""} and len({each.kind for each, _ in looks}) == 1


def _common(name: str, looks: Sequence[Look]) -> Look:
    """What all files of a glob need.

    Raises:
        UserError: they need what can't be said of them together.
    """
    first = looks[0]
    givens = [dict(look.given) for look in looks]
    if any(given != givens[0] for given in givens):
        # dbt's side finds delimiters and headers of each file by the names.
        givens = [_without_skip(given) for given in givens]
    if any(given != givens[0] for given in givens):
        raise UserError(
            f"The files of {name} are not alike: encoding, header or what stands around their "
            "rows differs.",
            "Name them one by one.",
        )
    return Look(givens[0], columns=first.columns, remarks=first.remarks)


def _without_skip(given: dict[str, Any]) -> dict[str, Any]:
    options = {key: value for key, value in given.get("read_options", {}).items() if key != "skip"}
    rest = {key: value for key, value in given.items() if key != "read_options"}
    return {**rest, "read_options": options} if options else rest


def _source(named: Named, look: Look, connection: "Connection", how: How, *, number: int) -> Source:
    """Read a table as dbt will read it."""
    location = named.location
    if Path(location).is_file() and "convert" not in look.given:
        location = _escaped(location)
    given: dict[str, Any] = {"location": location, **look.given}
    folder = how.folder or _own_folder()
    ready = copied(f"source{number}", given, folder)
    remarks = look.remarks
    try:
        with explained(named.name, given, ready):
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
            with explained("", given, other):
                _columns(rows_of(other, look.columns, connection), connection)
        except UserError:
            continue
        return remark, options
    return None


@contextmanager
def explained(
    name: str, given: Mapping[str, object], ready: Mapping[str, object] | None = None
) -> Iterator[None]:
    """Turn what DuckDB says of a file while its rows are read into an error of ours.

    Args:
        name: of the source.
        given: the keys of its input.
        ready: with its copy, if there is one.
    """
    from runner.warehouse import EngineError

    try:
        yield
    except EngineError as error:
        known = explain_file(str(error), inputs={})
        if not known:
            reason = without_contents(str(error)).splitlines()[0]
            known = UserError(f"{name} can't be read: {reason}")
        if ready and ready.get("location") != given.get("location"):
            copy = str(ready["location"])
            known.sentence = known.sentence.replace(copy, str(given["location"]))
        raise known from error


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


@cache
def _own_folder() -> Path:
    """A folder of this program for copies, removed when it ends."""
    folder = Path(mkdtemp(prefix="tiers-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
