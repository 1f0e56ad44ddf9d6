"""Text files: what must be said to read one, and its copy in UTF-8."""

import codecs
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from runner.errors import UserError
from runner.intake.encodings import (
    BLOCK,
    UTF_8,
    Found,
    difference,
    encoding_of,
    name_of,
)
from runner.intake.kinds import head_of, opened
from runner.intake.layout import (
    LOOKED_AT,
    TRIED,
    Layout,
    closing_mark,
    layout_of_text,
    records_of,
    unique_names,
)
from runner.intake.text_copies import header_text

TAIL = 1 << 16
BOM = codecs.BOM_UTF8
ENDINGS = ("csv", "tsv", "txt")
SIGNS = {"\t": "tabs", ";": "semicolons", "|": "vertical bars", "^": "^", "~": "~", "\x01": "^A"}


@dataclass(frozen=True)
class Look:
    """What a file needs to be read, as keys of an input, and what was found out."""

    given: Mapping[str, object] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def look_at_text(file: Path, *, has_header: bool = True, encoding: str = "") -> Look:
    """Find encoding, delimiter, header and end of the rows.

    Args:
        file: text, possibly as a .gz.
        has_header: as the user says.
        encoding: as the user says, if so.

    Raises:
        UserError: there is no table in it, or it can't be decoded.
    """
    head = head_of(file)
    if not head.strip():
        raise UserError(f"{file} is empty.", "It must begin with a line of column names.")
    found = Found(encoding) if encoding else _encoding(file, head)
    text = _decoded(head, found.encoding)
    is_whole = len(head) == _size(file)
    layout = layout_of_text(text, str(file), is_whole=is_whole, has_header=has_header)
    mark = closing_mark(
        list(records_of(_tail(file, found.encoding), layout.delimiter)), layout.width
    )
    given = _given(file, layout, found, mark, has_header=has_header)
    names = unique_names(layout.header.cells if has_header else [""] * layout.width)
    return Look(
        given, columns=names, remarks=tuple(_remarks(layout, found, mark, has_header=has_header))
    )


def _encoding(file: Path, head: bytes) -> Found:
    header = _header_in(head, file)
    return encoding_of(file, header, is_first=head.removeprefix(BOM).startswith(header))


def _header_in(head: bytes, file: Path) -> bytes:
    """The line of the header, if the beginning is UTF-8 and has one."""
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
        layout = layout_of_text(text, str(file), is_whole=False, has_header=False)
    except (UnicodeDecodeError, UserError):
        return b""
    return header_text(text, layout).encode()


def _decoded(content: bytes, encoding: str) -> str:
    name = "utf-8-sig" if encoding == UTF_8 else encoding
    return codecs.getincrementaldecoder(name)(errors="replace").decode(content)


def _size(file: Path) -> int:
    """Of a plain file; more than can be read, of a packed one."""
    with opened(file) as stream:
        return os.fstat(stream.fileno()).st_size if isinstance(stream, io.BufferedReader) else -1


def _tail(file: Path, encoding: str) -> str:
    """The last lines of a file."""
    with opened(file) as stream:
        if isinstance(stream, io.BufferedReader):
            size = os.fstat(stream.fileno()).st_size
            begin = max(0, size - TAIL)
            stream.seek(begin)
            end = stream.read()
        else:
            end, begin = _last(stream), 1
    if "16" in encoding or "32" in encoding:
        mark = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
        text = end.decode(mark, errors="replace")
        return text.partition("\n")[2] if begin else text.lstrip("\ufeff")
    end = end.partition(b"\n")[2] if begin else end
    return end.decode("utf-8-sig" if encoding == UTF_8 else encoding, errors="replace")


def _last(stream: IO[bytes]) -> bytes:
    last = b""
    while block := stream.read(BLOCK):
        last = (last + block)[-TAIL:]
    return last


def _given(
    file: Path,
    layout: Layout,
    found: Found,
    mark: tuple[int, str] | None,
    *,
    has_header: bool,
) -> Mapping[str, object]:
    """The keys of the input, as few as are needed."""
    header = layout.header
    options: dict[str, object] = {}
    rivals = [sign for sign in TRIED if sign != layout.delimiter]
    is_clear = layout.delimiter in TRIED and has_header
    if not is_clear or any(sign in cell for sign in rivals for cell in header.cells):
        options["delim"] = layout.delimiter
    options |= options_of_names(header.cells, has_header=has_header)
    convert = _convert(layout, found, mark, has_header=has_header)
    if header.line > 1 and not convert:
        options["skip"] = header.line - 1
    names = [ending.lower().lstrip(".") for ending in file.suffixes]
    is_packed = bool(names) and names[-1] == "gz"
    ending = names[-1 - is_packed] if len(names) > is_packed else ""
    if not convert and not is_packed and _size(file) < 0:
        options["compression"] = "gzip"
    given = {
        "format": "" if convert or ending in ENDINGS else "csv",
        "read_options": options,
        "convert": convert,
    }
    return {key: value for key, value in given.items() if value}


def _convert(
    layout: Layout, found: Found, mark: tuple[int, str] | None, *, has_header: bool
) -> dict[str, object]:
    """What only a copy can mend; the number of the header's line alone asks for none."""
    line = layout.header.line
    convert: dict[str, object] = {}
    if found.encoding != UTF_8:
        convert["encoding"] = found.encoding
    if mark:
        convert["stop_at"] = mark[1]
    is_repeated = found.is_repeated and has_header
    if is_repeated or line > LOOKED_AT or (convert and line > 1):
        convert["header_line"] = line
    return convert


def _remarks(
    layout: Layout, found: Found, mark: tuple[int, str] | None, *, has_header: bool
) -> Iterator[str]:
    header = layout.header
    if found.encoding != UTF_8:
        yield f"It is in {name_of(found.encoding)}: a build reads a copy in UTF-8."
        if rival := difference(found):
            yield rival
    if layout.delimiter != ",":
        yield f"Its fields are separated by {SIGNS[layout.delimiter]}."
    if header.line > 1 and has_header:
        yield f"Its header is on line {header.line}; the lines above it are left out."
    if found.is_repeated:
        yield "Its header is repeated among the rows; the repeats are left out."
    if mark:
        yield f"The lines below its rows, from {mark[1]} on, are left out."
    if has_header:
        yield from remarks_of_names(layout)


def options_of_names(cells: Sequence[str], *, has_header: bool) -> dict[str, object]:
    """The read_options that a header needs: other names, where one stands twice."""
    if not has_header:
        return {"header": False}
    lower = [cell.lower() for cell in cells if cell]
    if len(set(lower)) == len(lower):
        return {}
    return {"header": True, "names": list(unique_names(cells))}


def remarks_of_names(layout: Layout) -> Iterator[str]:
    """Which columns have another name than in the file, since it stands twice."""
    for cell, name in zip(layout.header.cells, layout.names, strict=True):
        if cell and cell != name:
            yield f"Several columns are called {cell}; one of them is {name} here."
