"""What a name means: a file, a folder, a glob, or a part of an archive or a database."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from runner.errors import UserError
from runner.intake import tables
from runner.intake.archives import members_of
from runner.intake.json_files import keys_in
from runner.intake.kinds import Kind, files_at, is_zst, kind_of
from runner.server import is_server, remember_password, split_address

DATABASES = {Kind.SQLITE: tables.sqlite_tables, Kind.DUCKDB: tables.duckdb_tables}


@dataclass(frozen=True)
class Named:
    """One table that a user names: a file or address, and the part of it."""

    name: str
    location: str
    part: str = ""
    kind: Kind = Kind.TEXT
    has_password: bool = False


def named_by(name: str) -> Iterator[Named]:
    """The tables that a name means, in the order of their names.

    Raises:
        UserError: there are none.
    """
    if is_server(name):
        address, table, password = split_address(name)
        remember_password(password)
        for part in [table] if table else tables.server_tables(address):
            yield Named(
                f"{address}#{part}", address, part, Kind.SERVER, has_password=bool(password)
            )
        return
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", name):
        raise UserError(
            f"{name}: nothing is fetched from a network.", "Download the file, and name it."
        )
    location, part = name, ""
    if not files_at(name) and "#" in name:
        location, _, part = name.rpartition("#")
    files = files_at(location)
    if not files:
        raise UserError(
            f"There is no file {location}.", "A relative path starts at the working folder."
        )
    for file in files:
        yield from _tables_in(file, part, kind_of(Path(file)))


def files_in(folder: str) -> list[str]:
    """The files in a folder that are not hidden, sorted.

    Raises:
        UserError: there are none.
    """
    files = sorted(str(file) for file in Path(folder).glob("[!.]*") if file.is_file())
    if not files:
        raise UserError(f"{folder} is a folder without files.", "Name the file with the orders.")
    return files


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
