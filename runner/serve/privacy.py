"""What becomes of personal data in all that leaves the database."""

import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from runner.errors import UserError, explain

LEAST_KEY = 32  # bytes: as long as the hash
BLOCK = 64  # bytes that SHA-256 takes at a time
KEPT = 32  # hex digits of a pseudonym: 128 bits, so that two customers never share one
# Of a text's form, what is no letter or digit: punctuation, blanks, signs of money and arithmetic.
# All else may be letters by which somebody is known: circled ones, or a rare Chinese character
# that Unicode does not have yet and fonts put among the characters for private use.
FORM = r"\p{P}\p{Z}\p{Sc}\p{Sm}^`\t\r\n"


@dataclass(frozen=True)
class Privacy:
    """How personal data is treated; by default it is left out.

    Attributes:
        include_personal: names, contacts and raw rows as they are.
        key: ids are replaced by a keyed hash of them; none: they are as they are. At most as long
            as a block, see `read_key`; never shown.
        is_key_of_once: nobody gave the key: it is of one output, and kept nowhere.
    """

    include_personal: bool = False
    key: bytes | None = field(default=None, repr=False)
    is_key_of_once: bool = False

    def pseudonym(self, kind: str, expression: str) -> str:
        """SQL of an id: as it is, or its pseudonym if there is a key.

        HMAC-SHA256 (RFC 2104) of `<kind>:<id>`, its first 128 bits in hex: the same for the same
        key in every table and output, and of no use without the key. The SQL holds the key: it is
        run, and neither shown nor kept, as a view would.

        Args:
            kind: what the id is of, such as customer; ids of two kinds have other pseudonyms.
            expression: SQL of the id, text; null stays null.
        """
        if self.key is None:
            return expression
        padded = self.key.ljust(BLOCK, b"\0")
        inner = bytes(byte ^ 0x36 for byte in padded)
        outer = bytes(byte ^ 0x5C for byte in padded)
        prefix = kind.replace("'", "''")
        message = f"{_blob(inner)} || encode('{prefix}:' || {expression})"
        return f"left(sha256({_blob(outer)} || unhex(sha256({message}))), {KEPT})"


def masked(expression: str) -> str:
    """SQL of a text's form: digits as 9, letters as x; punctuation and blanks as they are.

    It shows why a raw row was rejected (a date without its day, a comma in an amount) and not whose
    it was.
    """
    return (
        f"regexp_replace(regexp_replace({expression}, '\\p{{N}}', '9', 'g'),"
        f" '[^9{FORM}]', 'x', 'g')"
    )


def masked_row(expression: str, names: Collection[str]) -> str:
    """SQL of the form of a text such as `order_id=7; rating=9`, with the names as they are.

    Args:
        expression: SQL of the text; a value in it may be anything.
        names: those that may stand before an equals sign.
    """
    is_named = f"regexp_matches(part, '^({'|'.join(sorted(names))})=')"
    value = masked("part[strpos(part, '=') + 1:]")
    named = f"split_part(part, '=', 1) || '=' || {value}"
    part = f"case when {is_named} then {named} else {masked('part')} end"
    parts = f"string_split({expression}, '; ')"
    return f"array_to_string(list_transform({parts}, lambda part: {part}), '; ')"


def read_key(file: Path) -> bytes:
    """The key for pseudonyms: all bytes of a file, without a line break at its end.

    Raises:
        UserError: there is no such file, or the key is too short to be secret.
    """
    try:
        key = file.read_bytes().rstrip(b"\r\n")
    except OSError as error:
        raise explain(error, f"Can't read the key file {file}") from error
    if len(key) < LEAST_KEY:
        raise UserError(
            f"The key in {file} has {len(key)} bytes, and {LEAST_KEY} are needed.",
            f"Make one with `openssl rand -hex {LEAST_KEY} > {file}`, and keep it: the same key"
            " gives the same pseudonyms.",
        )
    if len(key) > BLOCK:
        import hashlib

        return hashlib.sha256(key).digest()
    return key


def is_open_to_others(file: Path) -> bool:
    """Whether people other than the owner of a file can read it."""
    return bool(file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def _blob(content: bytes) -> str:
    return "unhex('" + content.hex() + "')"
