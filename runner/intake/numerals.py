"""How numbers are written in a column, and the SQL that makes numerals of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from runner.intake.shapes import Certainty

SIGN = (
    r"(?:[A-Z]{2,3}\$|R\$|[$€£¥￥₹₩₽฿₺₫₱₴元]|zł|kr\.?|Rs\.?|RM|CHF|USD|EUR|GBP|CNY|RMB|JPY|INR|円)"
)
AFFIX = re.compile(rf"^([+(-]*)\s*({SIGN})\s*|\s*({SIGN})\s*(?=[)-]?$)", re.IGNORECASE)
SPACES = "[\\s\u00a0\u202f\u2019']"
PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?")
POINT = re.compile(r"[+-]?\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?")
COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+(,\d*)?|\d+,\d*|,\d+)")
# What can only be written with a decimal point, or a decimal comma.
ONLY_POINT = re.compile(
    r".*(\.\d{1,2}|\.\d{4,}|,\d{3}\.\d*|(,\d{2,3})+,\d{3}|\d{4,}\.\d{3})|[+-]?0?\.\d+"
)
ONLY_COMMA = re.compile(r".*(,\d{1,2}|,\d{4,}|\.\d{3},\d*|(\.\d{3}){2,}|\d{4,},\d{3})|[+-]?0?,\d+")


@dataclass(frozen=True)
class Style:
    """How the numbers of a column are written.

    Attributes:
        decimal: point, comma, both (it contradicts itself) or open (1,234 may be either).
        affixes: currency signs that stand beside numbers.
        has_groups: thousands are parted by the other sign.
        has_spaces: or by blanks or apostrophes.
        is_percent: there is a % behind.
        has_brackets: (12.00) or 12.00- is below zero.
    """

    decimal: str = "point"
    affixes: tuple[str, ...] = ()
    has_groups: bool = False
    has_spaces: bool = False
    is_percent: bool = False
    has_brackets: bool = False

    @property
    def certainty(self) -> Certainty:
        """Whether it can be read in one way only."""
        return Certainty.CLEAR if self.decimal in ("point", "comma") else Certainty.OPEN

    @property
    def in_words(self) -> str:
        """How the numbers are written, if not as plain numerals."""
        parts = [
            "a decimal comma" if self.decimal == "comma" else "",
            "thousands separators" if self.has_groups or self.has_spaces else "",
            "currency signs" if self.affixes else "",
            "percent signs" if self.is_percent else "",
            "brackets or a last sign for minus" if self.has_brackets else "",
        ]
        return ", ".join(part for part in parts if part)


def core_of(text: str) -> str:
    """A number without currency signs, percent, blanks between digits and brackets."""
    core = AFFIX.sub(r"\1", text)
    core = re.sub(r"^\((.*)\)$|^([^-]+)-$", lambda found: f"-{found[1] or found[2]}", core)
    return re.sub(rf"(?<=\d){SPACES}(?=\d{{3}})", "", core.removesuffix("%").strip())


def reads_as_number(text: str) -> bool:
    """Whether a text is a number, in whatever style."""
    core = core_of(text)
    return any(form.fullmatch(core) is not None for form in (PLAIN, POINT, COMMA))


def style_of(texts: Iterable[str], *, elsewhere: str = "open") -> Style:
    """The style in which numbers are written.

    Args:
        texts: the values of a column.
        elsewhere: point or comma, if another column of the source says so.
    """
    numbers = [text for text in texts if reads_as_number(text)]
    cores = [core_of(text) for text in numbers]
    point = any(ONLY_POINT.fullmatch(core) for core in cores)
    comma = any(ONLY_COMMA.fullmatch(core) for core in cores)
    is_open = any(re.search(r"\d[.,]\d{3}$", core) for core in cores)
    if point and comma:
        decimal = "both"
    elif point or comma:
        decimal = "point" if point else "comma"
    else:
        decimal = elsewhere if is_open else "point"
    affixes = {found[2] or found[3] for text in numbers for found in AFFIX.finditer(text)}
    group = "." if decimal == "comma" else ","
    return Style(
        decimal=decimal,
        affixes=tuple(sorted(affixes, key=lambda sign: (-len(sign), sign))),
        has_groups=any(group in core for core in cores),
        has_spaces=any(re.search(rf"\d{SPACES}\d{{3}}", text) for text in numbers),
        is_percent=bool(numbers) and all(text.endswith("%") for text in numbers),
        has_brackets=any(re.fullmatch(r"\(.*\)|[^-]+-", text) for text in numbers),
    )


def numeral(text: str, style: Style) -> str:
    """SQL that makes plain numerals; what is no number stays as it is and is counted as such.

    Args:
        text: SQL of the text.
        style: how numbers are written in it.
    """
    if style.affixes:
        signs = "|".join(re.escape(sign).replace("'", "''") for sign in style.affixes)
        text = f"regexp_replace({text}, ' *({signs}) *', '', 'g')"
    if style.has_spaces:
        text = rf"regexp_replace({text}, '(\d)[\s\x{{a0}}\x{{202f}}\x{{2019}}'']', '\1', 'g')"
    if style.is_percent:
        text = f"rtrim({text}, ' %')"
    if style.has_brackets:
        text = rf"regexp_replace({text}, '^\((.*)\)$|^(.*)-$', '-\1\2')"
    if style.decimal == "comma":
        text = f"replace({text}, '.', '')" if style.has_groups else text
        return f"replace({text}, ',', '.')"
    return f"replace({text}, ',', '')" if style.has_groups else text
