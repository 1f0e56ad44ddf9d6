"""How likely a text is in an encoding, by the letters that it would then have.

charset-normalizer looks at long texts. Of an export with English column names and ten names of
customers it mistakes most GBK for Korean, so the letters of the languages decide first.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LETTERS = Path(__file__).with_name("letters.yml")
LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "mac_roman")
# What each standard holds for frequent and for rare, by the first byte of two: how likely it is.
FREQUENT = {
    "gb18030": {(0xB0, 0xD7): 0.5, (0xD8, 0xF7): 0.1},
    "big5hkscs": {(0xA4, 0xC6): 0.5, (0xC9, 0xF9): 0.0},
    "cp932": {(0x88, 0x97): 0.5, (0x98, 0xEA): 0.0},
    "euc_jp": {(0xB0, 0xCF): 0.5, (0xD0, 0xF4): 0.0},
    "cp949": {(0xB0, 0xC8): 0.5, (0xCA, 0xFD): -0.5},
}
# Where all is alike: what most exports are in.
HABIT = {"cp1252": 0.15, "gb18030": 0.03, "cp1251": 0.03, "cp1250": 0.01}
HABIT |= {"cp1257": -0.03, "euc_jp": -0.05, "koi8_r": -0.05, "mac_roman": -0.1}
SIGNS = frozenset(
    "€£°§©®™–—’‘“”„…«»·•½¼¾²³ºª×\u00a0、。，：；（）【】《》！？￥¥％－～・「」『』ー\u3000〜＿"  # noqa: RUF001
)
MANY = 18
HIGH, LOW = 0xA1, ("big5hkscs", "cp932")
KANA = re.compile("[\u3041-\u30fe]")
ASCII_OTHERS = r"\x00-\x40\x5b-\x60\x7b-\x7f"
WORD = re.compile(rf"[^{ASCII_OTHERS}]*[^\x00-\x7f][^{ASCII_OTHERS}]*")
BESIDE_ASCII = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][a-z]")
# In Western Europe only Icelandic has them, and in Turkish their bytes are others.
OF_ICELANDIC = frozenset("ýþð")


@dataclass(frozen=True)
class Alphabet:
    """The letters of the languages of an encoding, as letters.yml has them."""

    encoding: str
    languages: Mapping[str, str]

    @property
    def is_latin(self) -> bool:
        """Whether its words also have letters of ASCII."""
        return self.encoding in LATIN

    @functools.cached_property
    def by_language(self) -> Mapping[str, frozenset[str]]:
        """The letters of each language."""
        return {name: frozenset(letters) - {" "} for name, letters in self.languages.items()}

    @functools.cached_property
    def all(self) -> frozenset[str]:
        """Those of all languages, but for what hardly any has."""
        found = frozenset[str]().union(*self.by_language.values())
        return found - OF_ICELANDIC if self.encoding == "cp1252" else found

    @functools.cached_property
    def frequent(self) -> frozenset[str]:
        """Those of which most of a text consists, in alphabets without letters of ASCII."""
        return frozenset("".join(letters[:MANY] for letters in self.languages.values()))


@functools.cache
def alphabets() -> tuple[Alphabet, ...]:
    """Those of letters.yml."""
    import yaml

    content = yaml.safe_load(LETTERS.read_text(encoding="utf-8"))
    return tuple(Alphabet(encoding, languages) for encoding, languages in content.items())


def likelihood(sample: bytes, alphabet: Alphabet) -> float:
    """How well a text would fit an encoding: 1 if each letter is one of one language.

    Below 0 or hardly above it is no text; it can't be read at all: -1.
    """
    try:
        words = WORD.findall(sample.decode(alphabet.encoding))
    except UnicodeDecodeError:
        return -1
    by_language = dict.fromkeys(alphabet.languages, 0.0)
    in_all, count = 0.0, 0
    known = alphabet.all
    for word in words:
        is_odd = _is_odd(word, alphabet)
        for at, letter in enumerate(word):
            if letter.isascii():
                continue
            count += 1
            value = -0.5 if is_odd else _value(word, at, alphabet, known)
            in_all += value
            for name, letters in alphabet.by_language.items():
                is_its_own = letter.lower() in letters or letter in SIGNS or not alphabet.is_latin
                own = 1.0 if letter.lower() in letters and value == 0 else value
                by_language[name] += own if is_its_own else min(value, 0)
    if not count:
        return -1
    likely = (max(by_language.values()) + in_all) / 2 / count
    return likely + HABIT.get(alphabet.encoding, 0)


def _is_odd(word: str, alphabet: Alphabet) -> bool:
    """Whether a word has letters of two scripts, or none of ASCII where it needs some.

    Or its small and capital letters are mixed, as they are where two bytes are one sign.
    """
    has_ascii = bool(BESIDE_ASCII.search(word))
    if alphabet.is_latin:
        return not has_ascii and len(word) > 2  # noqa: PLR2004
    is_regular = word in (word.lower(), word.upper(), word.capitalize())
    return has_ascii or not (is_regular and (word.isalpha() or alphabet.encoding in FREQUENT))


def _value(word: str, at: int, alphabet: Alphabet, known: frozenset[str]) -> float:
    letter = word[at]
    before, after = word[at - 1 : at], word[at + 1 : at + 2]
    if letter in SIGNS:
        is_between = before.isalpha() and after.isalpha()
        is_beside = any(near.isalpha() and not near.isascii() for near in (before, after))
        return -1 if alphabet.is_latin and (is_between or is_beside) else 1
    if before.islower() and letter.isupper():
        return -0.5
    if letter.lower() in known:
        is_usual = alphabet.is_latin or alphabet.encoding in FREQUENT
        return 1 if is_usual or letter.lower() in alphabet.frequent else 0.5
    if alphabet.encoding in FREQUENT and KANA.match(letter):
        return 1
    if alphabet.encoding in FREQUENT:
        return _frequency(letter, alphabet.encoding)
    return 0 if letter.isalpha() else -1


def _frequency(letter: str, encoding: str) -> float:
    code = letter.encode(encoding, errors="replace")
    # The standard of each is within two bytes of which both are high, but for Japan and Taiwan.
    is_standard = len(code) == 2 and (code[1] >= HIGH or encoding in LOW)  # noqa: PLR2004
    ranges = FREQUENT[encoding].items() if is_standard else ()
    return next((value for (low, high), value in ranges if low <= code[0] <= high), -0.5)
