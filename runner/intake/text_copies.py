"""The table of a text file as a copy in UTF-8, made in blocks."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from runner.errors import UserError
from runner.intake.encodings import BLOCK, UTF_8, name_of
from runner.intake.kinds import opened
from runner.intake.layout import Extent, Layout, is_below, layout_of_text, records_of

LINE_END = re.compile(r"\r\n|\n|\r")


def header_text(text: str, layout: Layout) -> str:
    """The header as it stands in a text, without its line end."""
    begin = begin_of_line(text, layout.header.line)
    end = begin_of_line(text, layout.header.last_line + 1)
    return text[begin:end].rstrip("\r\n")


def copy_text(
    source: Path,
    target: Path,
    *,
    extent: Extent,
    encoding: str = UTF_8,
) -> None:
    """Write the table of a text file in UTF-8, in blocks.

    Each line of the copy is one of the file, from the header on; where the header stands again,
    the line is empty.

    Args:
        source: the file, possibly as a .gz.
        target: the copy.
        extent: where the table is in it.
        encoding: of the file.

    Raises:
        UserError: the file can't be decoded; the sentence names the line.
    """
    with opened(source) as stream, target.open("w", encoding="utf-8", newline="") as copy:
        blocks = decoded(stream, encoding, str(source))
        text = next(blocks, "")
        text = text[begin_of_line(text, extent.header_line) :]
        layout = layout_of_text(text, str(source), is_whole=False, has_header=False)
        header = header_text(text, layout) if extent.has_header else ""
        copy.write(header)
        again = re.compile(rf"(?<=\n){re.escape(header)}(?=\r?\n|\Z)")
        # What stands below the rows is in the last two pieces.
        held = [text[len(header) :]]
        for piece in _whole_lines(blocks):
            held.append(piece)
            if len(held) > 2:  # noqa: PLR2004
                copy.write(_without(again, header, held.pop(0)))
        last = "".join(held)
        end = _end_of_rows(last, extent.stop_at, layout) if extent.stop_at else len(last)
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


def begin_of_line(text: str, line: int) -> int:
    """Where a line begins in a text; its end, if it has fewer."""
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
                f"{name}, line {line}: a character there is not in {name_of(encoding)}.",
                "Mend that line, or say another encoding under convert.",
            ) from error
        lines += text.count("\n")
        if text:
            yield text
        if not block:
            return
