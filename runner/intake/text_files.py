"""Text files: what must be said to read one, and its copy in UTF-8."""

import codecs
import io
import os
import re
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
    is_below,
    layout_of_text,
    records_of,
    unique_names,
)

TAIL = 1 << 16
BOM = codecs.BOM_UTF8
LINE_END = re.compile(r"\r\n|\n|\r")
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
    return Look(given, columns=names, remarks=tuple(_remarks(layout, found, mark)))


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
    return _header_text(text, layout).encode()


def _header_text(text: str, layout: Layout) -> str:
    begin = _begin_of_line(text, layout.header.line)
    end = _begin_of_line(text, layout.header.last_line + 1)
    return text[begin:end].rstrip("\r\n")


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
    convert: dict[str, object] = {}
    if found.encoding != UTF_8:
        convert["encoding"] = found.encoding
    if mark:
        convert["stop_at"] = mark[1]
    is_far = header.line > LOOKED_AT
    if header.line > 1 and (convert or found.is_repeated or is_far):
        convert["header_line"] = header.line
    elif found.is_repeated and has_header:
        convert["header_line"] = 1
    if header.line > 1 and not convert:
        options["skip"] = header.line - 1
    names = [ending.lower().lstrip(".") for ending in file.suffixes]
    is_packed = bool(names) and names[-1] == "gz"
    ending = names[-1 - is_packed] if len(names) > is_packed else ""
    given: dict[str, object] = {}
    if not convert and ending not in ENDINGS:
        given["format"] = "csv"
    if not convert and not is_packed and _size(file) < 0:
        options["compression"] = "gzip"
    if options:
        given["read_options"] = options
    if convert:
        given["convert"] = convert
    return given


def _remarks(layout: Layout, found: Found, mark: tuple[int, str] | None) -> Iterator[str]:
    header = layout.header
    if found.encoding != UTF_8:
        yield f"It is in {name_of(found.encoding)}: a build reads a copy in UTF-8."
        if rival := difference(found):
            yield rival
    if layout.delimiter != ",":
        yield f"Its fields are separated by {SIGNS[layout.delimiter]}."
    if header.line > 1:
        yield f"Its header is on line {header.line}; what stands above it is left out."
    if found.is_repeated:
        yield "Its header stands again among the rows; there it is left out."
    if mark:
        yield f"Below its rows stands what begins with {mark[1]}; it is left out."
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
            yield f"More than one column is called {cell}; this one is {name} here."


def copy_text(
    source: Path,
    target: Path,
    *,
    encoding: str = UTF_8,
    header_line: int = 1,
    stop_at: str = "",
    has_header: bool = True,
) -> None:
    """Write the table of a text file in UTF-8, in blocks.

    Each line of the copy is one of the file, from the header on; where the header stands again,
    the line is empty.

    Args:
        source: the file, possibly as a .gz.
        target: the copy.
        encoding: of the file.
        header_line: on which the copy begins, from 1.
        stop_at: how the line begins that follows the last row, if any line does.
        has_header: whether the table has one.

    Raises:
        UserError: the file can't be decoded; the sentence names the line.
    """
    with opened(source) as stream, target.open("w", encoding="utf-8", newline="") as copy:
        blocks = decoded(stream, encoding, str(source))
        text = next(blocks, "")
        text = text[_begin_of_line(text, header_line) :]
        layout = layout_of_text(text, str(source), is_whole=False, has_header=False)
        header = _header_text(text, layout) if has_header else ""
        copy.write(header)
        again = re.compile(rf"(?<=\n){re.escape(header)}(?=\r?\n|\Z)")
        # What stands below the rows is in the last two pieces.
        held = [text[len(header) :]]
        for piece in _whole_lines(blocks):
            held.append(piece)
            if len(held) > 2:  # noqa: PLR2004
                copy.write(_without(again, header, held.pop(0)))
        last = "".join(held)
        end = _end_of_rows(last, stop_at, layout) if stop_at else len(last)
        copy.write(_without(again, header, last[:end]))


def _without(again: re.Pattern[str], header: str, text: str) -> str:
    return again.sub("", text) if header and header in text else text


def _whole_lines(blocks: Iterator[str]) -> Iterator[str]:
    """The text of blocks in pieces that begin with a line end."""
    kept = ""
    for block in blocks:
        text = kept + block
        cut = max(text.rfind("\n"), 0)
        kept = text[cut:]
        if cut:
            yield text[:cut]
    yield kept


def _end_of_rows(text: str, stop_at: str, layout: Layout) -> int:
    """Where the line begins that follows the last row; the end if there is none."""
    for found in re.finditer(rf"\n[ \t\"]*{re.escape(stop_at)}", text):
        rest = text[found.start() + 1 :]
        if all(is_below(record, layout.width) for record in records_of(rest, layout.delimiter)):
            return found.start() + 1
    return len(text)


def _begin_of_line(text: str, line: int) -> int:
    ends = LINE_END.finditer(text)
    begin = 0
    for _ in range(line - 1):
        end = next(ends, None)
        begin = end.end() if end else len(text)
    return begin


def decoded(stream: IO[bytes], encoding: str, name: str) -> Iterator[str]:
    """The text of a stream, in blocks.

    Raises:
        UserError: it is in another encoding; the sentence names the line.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == UTF_8 else encoding)()
    lines = 1
    while True:
        block = stream.read(BLOCK)
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding, errors="replace")
            line = lines + before.count("\n")
            raise UserError(
                f"{name}, line {line}: a sign there is not in {name_of(encoding)}.",
                "Mend that line, or say another encoding under convert.",
            ) from error
        lines += text.count("\n")
        if text:
            yield text
        if not block:
            return
