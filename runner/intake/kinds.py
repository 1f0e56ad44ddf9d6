"""What a file is, by what stands in it: its ending may be wrong, as that of many .xls is."""

import glob
import gzip
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO

from runner.errors import UserError, explain

HEAD = 1 << 18
ZSTD = b"\x28\xb5\x2f\xfd"
OLE = b"\xd0\xcf\x11\xe0"
# UTF-16, as Microsoft's format of Office files in OLE has its names.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SHEETS = re.compile(r"xl/workbook\.(xml|bin)|content\.xml")
MARKUP = re.compile(rb"\s*<(!doctype|html|head|body|table|meta|\?xml|style|script)", re.IGNORECASE)
NO_TABLES = {b"%PDF": "a PDF", b"\x89PNG": "an image", b"\xff\xd8\xff": "an image"}
NO_TABLES |= {b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"ORC": "an ORC file"}


class Kind(StrEnum):
    """How a file is read."""

    TEXT = "text"
    JSON = "json"
    PARQUET = "parquet"
    SHEETS = "sheets"
    ZIP = "zip"
    SQLITE = "sqlite"
    DUCKDB = "duckdb"
    SERVER = "server"


def kind_of(file: Path) -> Kind:
    """What a file is.

    Raises:
        UserError: it holds no rows that can be read, or the system does not let us read it.
    """
    try:
        kind = _by_magic(file, head_of(file))
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        if isinstance(error, OSError) and error.errno:
            raise explain(error, f"Can't read {file}") from error
        raise UserError(
            f"{file} is damaged: it can't be unpacked.", "Export or download it again."
        ) from error
    return kind


def _by_magic(file: Path, head: bytes) -> Kind:
    if head.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(file) as archive:
            is_book = any(SHEETS.fullmatch(name) for name in archive.namelist())
        return Kind.SHEETS if is_book else Kind.ZIP
    if head.startswith(OLE):
        if ENCRYPTED in file.read_bytes():
            raise UserError(
                f"{file} is protected by a password.",
                "Open it in Excel, and save it without one.",
            )
        return Kind.SHEETS
    known = {b"PAR1": Kind.PARQUET, b"SQLite format 3\0": Kind.SQLITE}
    for magic, kind in known.items():
        if head.startswith(magic):
            return kind
    if head[8:12] == b"DUCK":
        return Kind.DUCKDB
    for magic, what in NO_TABLES.items():
        if head.startswith(magic):
            raise UserError(
                f"{file} is {what}, which holds no rows that can be read.",
                "Export the orders as CSV or Excel, or unpack it first.",
            )
    if MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise UserError(
            f"{file} is HTML or XML, whatever its extension says.",
            "Open it in Excel or LibreOffice, and save it as .xlsx or as CSV UTF-8.",
        )
    return Kind.JSON if _is_json(file, head) else Kind.TEXT


def _is_json(file: Path, head: bytes) -> bool:
    """By its ending, or because it begins with an object or with an array of objects."""
    names = [suffix.lower() for suffix in file.suffixes]
    endings = [name for name in names if name not in (".gz", ".zst")][-1:]
    if endings and endings[0] in (".json", ".ndjson", ".jsonl"):
        return True
    return bool(re.match(rb'(\xef\xbb\xbf)?\s*(\[\s*)?\{\s*("|\})', head))


def head_of(file: Path) -> bytes:
    """The first bytes of a file; unpacked, if it is a .gz."""
    with opened(file) as stream:
        return stream.read(HEAD)


@contextmanager
def opened(file: Path) -> Iterator[IO[bytes]]:
    """Lend the bytes of a file; unpacked, if it is a .gz."""
    with file.open("rb") as plain:
        is_packed = plain.read(2) == b"\x1f\x8b"
        plain.seek(0)
        if not is_packed:
            yield plain
            return
        with gzip.open(plain) as unpacked:
            yield unpacked  # type: ignore[misc]


def is_zst(file: Path) -> bool:
    """Whether it is packed by Zstandard, which DuckDB unpacks and Python does not."""
    with file.open("rb") as plain:
        return plain.read(4) == ZSTD


def files_at(location: str) -> list[str]:
    """The files of a name or glob, sorted."""
    if Path(location).is_file():
        return [location]
    # Path.glob takes no absolute pattern.
    found = glob.glob(location, recursive=True)  # noqa: PTH207
    return sorted(file for file in found if Path(file).is_file())
