"""The encoding of a text file: UTF-8 if all of it is, else the likeliest of those in use."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from runner.errors import UserError
from runner.intake.kinds import opened
from runner.intake.letters import LATIN, WORD, alphabets, likelihood

UTF_8 = "utf-8"
BLOCK = 1 << 20
MANY = 2000  # lines with letters beyond ASCII are enough to tell by
BOMS = {
    codecs.BOM_UTF8: UTF_8,
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NAMES = {
    "gb18030": "GB18030 (GBK)",
    "big5hkscs": "Big5",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "euc_jp": "EUC-JP",
    "koi8_r": "KOI8-R",
    "mac_roman": "Mac Roman",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
}
# Of likelihood(): what is text, and how near another encoding comes that is worth a word.
TEXT, NEAR, FAR = 0.5, 0.5, 0.2
BEYOND_ASCII = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
# Valid sequences of UTF-8; a file in another encoding has hardly any.
SEQUENCES = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


@dataclass(frozen=True)
class Found:
    """The encoding of a file.

    Attributes:
        encoding: as Python names it.
        others: of the same family, which read it too, but with other letters.
        sample: lines with letters beyond ASCII.
        is_repeated: whether its header stands again; of UTF-8 only.
    """

    encoding: str = UTF_8
    others: tuple[str, ...] = ()
    sample: bytes = b""
    is_repeated: bool = False


def name_of(encoding: str) -> str:
    """An encoding as people know it."""
    if encoding in NAMES:
        return NAMES[encoding]
    if encoding.startswith("cp"):
        return f"Windows-{encoding[2:]}"
    return encoding.upper()


def unmarked_utf_16(head: bytes) -> str:
    """UTF-16 without a byte order mark, by the zeros of its commas and digits."""
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.3 and not head[::2].count(0):
        return "utf-16-le"
    if half and head[::2].count(0) > half * 0.3 and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def encoding_of(file: Path, header: bytes = b"", *, is_first: bool = True) -> Found:
    """Find the encoding of a text file; what is UTF-8 is read once, from end to end.

    Args:
        file: text, possibly as a .gz.
        header: the line of its header, if it is UTF-8, to see whether it stands again.
        is_first: whether that is the first line.

    Raises:
        UserError: it is none that is known, or UTF-8 with some bytes that are not.
    """
    decoder = codecs.getincrementaldecoder(UTF_8)()
    again, count = b"\n" + header, int(is_first)
    last, is_utf_8 = b"", False
    with opened(file) as stream:
        block = stream.read(BLOCK)
        marked = next((name for mark, name in BOMS.items() if block.startswith(mark)), "")
        other = marked or unmarked_utf_16(block)
        if other and other != UTF_8:
            return Found(other)
        while block:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                rest = last + block + stream.read(BLOCK * 15)
                return _not_utf_8(file, rest, was_utf_8=is_utf_8)
            is_utf_8 = is_utf_8 or not block.isascii()
            count += (last + block).count(again) if header else 0
            last = block[-len(header) :] if header else b""
            block = stream.read(BLOCK)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _not_utf_8(file, last, was_utf_8=is_utf_8)
    return Found(is_repeated=count > 1)


def _not_utf_8(file: Path, content: bytes, *, was_utf_8: bool) -> Found:
    """The likeliest encoding of content that begins where it is found not to be UTF-8."""
    valid = len(SEQUENCES.findall(content))
    broken = len(re.findall(rb"[\x80-\xff]", SEQUENCES.sub(b"", content)))
    if was_utf_8 or valid > broken:
        raise UserError(
            f"{file}, line {_first_broken_line(file)}: a character there is not UTF-8, "
            "unlike the rest of the file.",
            "Mend that line, or export the file again.",
        )
    sample = sample_of(content)
    found = likeliest(sample)
    if not found:
        raise UserError(
            f"{file} is not UTF-8, nor in another encoding that is known.",
            "Save it as UTF-8, such as with CSV UTF-8 in Excel.",
        )
    return Found(found[0], others=tuple(found[1:]), sample=sample)


def _first_broken_line(file: Path) -> int:
    with opened(file) as stream:
        for number, line in enumerate(stream, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 0


def sample_of(content: bytes) -> bytes:
    """The lines with letters beyond ASCII, by which an encoding is told."""
    return b"\n".join(BEYOND_ASCII.findall(content)[:MANY])


def likeliest(sample: bytes) -> Sequence[str]:
    """The likeliest encoding of lines that are not UTF-8, then others in which they are text too.

    Those are left out in which they are the same text.
    """
    ranked = sorted(
        ((likelihood(sample, each), each.encoding) for each in alphabets()),
        key=lambda pair: -pair[0],
    )
    best, encoding = ranked[0]
    if best < TEXT:
        from charset_normalizer import from_bytes

        match = from_bytes(sample).best()
        return [match.encoding] if match else []
    text = sample.decode(encoding)
    rivals = [encoding]
    for value, other in ranked[1:]:
        distance = NEAR if encoding in LATIN and other in LATIN else FAR
        if value >= max(TEXT, best - distance) and sample.decode(other) != text:
            rivals.append(other)
    return rivals


def difference(found: Found) -> str:
    """What a rival would read in another way, as a sentence; nothing if there is no rival."""
    if not found.others:
        return ""
    other = found.others[0]
    ours = WORD.findall(found.sample.decode(found.encoding))
    theirs = WORD.findall(found.sample.decode(other))
    pair = next((pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]), None)
    if not pair:
        return ""
    return (
        f"It could be {name_of(other)} too: then {pair[0]} would be {pair[1]}. If that is right, "
        f"say convert: {{encoding: {other}}}."
    )
