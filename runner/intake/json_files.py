"""JSON: objects in lines or in an array are read as they are; an array under a key is cut out."""

import io
import json
import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from runner.errors import UserError
from runner.intake.encodings import BLOCK, BOMS, UTF_8, encoding_of, name_of
from runner.intake.kinds import head_of, opened
from runner.intake.text_copies import decoded
from runner.intake.text_files import Look

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}:,]', re.DOTALL)
ENDINGS = (".json", ".ndjson", ".jsonl")
OBJECT = re.compile(rb"\s*\{")


@dataclass(frozen=True)
class Part:
    """An array of objects within an object.

    Attributes:
        key: its path, such as data.orders.
        begin: its first byte.
        end: the byte behind it.
    """

    key: str
    begin: int
    end: int


def look_at_json(file: Path, *, encoding: str = "", key: str = "") -> Look:
    """Find out whether the rows are an array under a key.

    Args:
        file: JSON, possibly as a .gz.
        encoding: as the user says, if so.
        key: the path of the array, as the user says, if so.

    Raises:
        UserError: there are several arrays of objects, and the user says none.
    """
    convert: dict[str, object] = {}
    remarks: list[str] = []
    found = encoding or encoding_of(file).encoding
    if found != UTF_8:
        convert["encoding"] = found
        remarks.append(f"It is in {name_of(found)}: a build reads a copy in UTF-8.")
    elif key or _is_one_object(file):
        parts = _keys(file)
        if key and key not in parts:
            raise UserError(
                f"{file} has no array of objects under {key}.",
                f"There are: {', '.join(parts)}." if parts else "",
            )
        if len(parts) > 1 and not key:
            raise UserError(
                f"{file} holds several arrays of objects: {', '.join(parts)}.",
                f"Name one of them: {file}#{parts[0]}",
            )
        if parts:
            convert["key"] = key or parts[0]
            remarks.append(f"Its rows are the objects under {key or parts[0]}.")
    given: dict[str, object] = {"convert": convert} if convert else {}
    if not convert and not _says_json(file):
        given["format"] = "json"
    return Look(given, remarks=tuple(remarks))


def _says_json(file: Path) -> bool:
    return re.sub(r"[.](gz|zst)$", "", file.name.lower()).endswith(ENDINGS)


def keys_in(file: Path) -> tuple[str, ...]:
    """The paths of the arrays of objects, if the file is one object."""
    return tuple(_keys(file)) if _is_one_object(file) else ()


def _keys(file: Path) -> list[str]:
    with _content(file) as content:
        return [part.key for part in parts_of(content)]


@contextmanager
def _content(file: Path) -> Iterator[bytes | mmap.mmap]:
    """Lend the bytes of a file; in memory if it is packed."""
    with opened(file) as stream:
        if isinstance(stream, io.BufferedReader):
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
                yield content
        else:
            yield stream.read()


def _is_one_object(file: Path) -> bool:
    """Whether the file is a single object, and not one in each line."""
    head = head_of(file)
    if any(head.startswith(mark) for mark in BOMS) and not head.startswith(b"\xef\xbb\xbf"):
        return False
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    if not text.startswith("{"):
        return False
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except ValueError:
        # Longer than the beginning, or no JSON; an object in a line ends in that line.
        return True
    return not text[end:].strip()


def parts_of(content: bytes | mmap.mmap) -> tuple[Part, ...]:
    """The arrays of objects within an object, but for those within their objects."""
    return tuple(_parts(content))


def _parts(content: bytes | mmap.mmap) -> Iterator[Part]:
    path: list[str] = []
    begun: Part | None = None
    depth, last, name = 0, b"", ""
    for found in TOKEN.finditer(content):
        token = found[0]
        if begun:
            depth += (token in (b"[", b"{")) - (token in (b"]", b"}"))
            if not depth:
                yield Part(begun.key, begun.begin, found.end())
                begun = None
        elif token == b"{":
            path.append(name)
        elif token == b"[":
            if OBJECT.match(content, found.end()):
                key = ".".join([*path[1:], name])
                begun, depth = Part(key, found.start(), 0), 1
            else:
                path.append(name)
        elif token in (b"]", b"}"):
            if path:
                path.pop()
        elif token == b":":
            name = json.loads(last.decode(errors="replace"), strict=False)
        last = token


def copy_json(source: Path, target: Path, *, encoding: str = UTF_8, key: str = "") -> None:
    """Write the objects of a JSON file in UTF-8, digit by digit as they stand.

    Raises:
        UserError: there is nothing under the key, or it is in another encoding.
    """
    if not key:
        with opened(source) as stream, target.open("w", encoding="utf-8", newline="") as copy:
            for text in decoded(stream, encoding, str(source)):
                copy.write(text)
        return
    with _content(source) as content, target.open("wb") as part_alone:
        part = next((part for part in parts_of(content) if part.key == key), None)
        if not part:
            raise UserError(f"{source} has no array of objects under {key}.")
        for begin in range(part.begin, part.end, BLOCK):
            part_alone.write(content[begin : min(part.end, begin + BLOCK)])
