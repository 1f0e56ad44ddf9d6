"""How a file of each kind is converted to one that dbt's side reads."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from runner.errors import UserError
from runner.intake import tables
from runner.intake.archives import unpack
from runner.intake.json_files import copy_json
from runner.intake.kinds import Kind, is_zst, kind_of
from runner.intake.layout import Extent
from runner.intake.sheets import copy_sheet
from runner.intake.text_copies import copy_text
from runner.server import is_server

SUFFIXES = {Kind.JSON: ".json", Kind.PARQUET: ".parquet", Kind.DUCKDB: ".parquet"}
# What each kind of file understands under convert.
KEYS = {
    Kind.TEXT: ("encoding", "header_line", "stop_at"),
    Kind.JSON: ("encoding", "key"),
    Kind.SHEETS: ("sheet", "header_line", "stop_at"),
    Kind.SQLITE: ("table",),
    Kind.DUCKDB: ("table",),
    Kind.SERVER: ("table",),
    Kind.PARQUET: (),
}
TABLES: Mapping[Kind, Callable[..., None]] = {
    Kind.SQLITE: tables.copy_sqlite,
    Kind.DUCKDB: tables.copy_duckdb,
    Kind.SERVER: tables.copy_server,
}
# Without it, it is not certain what is meant.
WANTED = dict.fromkeys((Kind.SQLITE, Kind.DUCKDB, Kind.SERVER), "table")
WANTED |= {Kind.SHEETS: "sheet", Kind.ZIP: "member"}


def converted(source: str, options: dict[str, Any], *, scratch: Path) -> Path:
    """Convert a file, and return what was made.

    Args:
        source: a file, or the address of a server.
        options: of convert, and has_header.
        scratch: a folder for it.

    Raises:
        UserError: it can't be converted so.
    """
    kind = Kind.SERVER if is_server(source) else kind_of(Path(source))
    wanted = WANTED.get(kind)
    if wanted and wanted not in options:
        raise UserError(
            f"{source} holds several tables, and convert does not say which.",
            f"Say convert: {{{wanted}: ...}}.",
        )
    if kind == Kind.ZIP:
        member = unpack(Path(source), str(options.pop("member")), scratch)
        return converted(str(member), options, scratch=scratch)
    if unknown := sorted(options.keys() - {*KEYS[kind], "has_header"}):
        raise UserError(
            f"convert has {', '.join(unknown)}, but {source} is of the kind {kind}.",
            f"Of it, convert knows: {', '.join(KEYS[kind]) or 'nothing'}.",
        )
    if kind in (Kind.TEXT, Kind.JSON) and is_zst(Path(source)):
        raise UserError(
            f"{source} is packed by Zstandard, and can't be converted so.",
            f"Unpack it: zstd -d {source}; and name what comes out.",
        )
    target = scratch / f"copy{SUFFIXES.get(kind, '.csv')}"
    if wanted == "table":
        TABLES[kind](source, target, table=options["table"])
    else:
        _convert_file(kind, Path(source), target, options)
    return target


def _convert_file(kind: Kind, file: Path, target: Path, options: dict[str, Any]) -> None:
    extent = Extent(
        **{key: options.pop(key) for key in ("header_line", "stop_at") if key in options},
        has_header=options.pop("has_header", True),
    )
    match kind:
        case Kind.SHEETS:
            copy_sheet(file, target, extent=extent, **options)
        case Kind.JSON:
            copy_json(file, target, **options)
        case Kind.TEXT:
            copy_text(file, target, extent=extent, **options)
        case _:
            shutil.copyfile(file, target)
