"""What a column's name says that it is; the names are in names.yml."""

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("names.yml")
# From here on a name is taken as it stands; below `LEAST` it says nothing.
SURE = 97
LEAST = 55
CURRENCY_WORDS = frozenset(
    [
        "usd",
        "eur",
        "gbp",
        "cny",
        "rmb",
        "jpy",
        "inr",
        "aud",
        "cad",
        "chf",
        "brl",
        "sek",
        "nok",
        "dkk",
        "pln",
        "mxn",
        "try",
        "zar",
        "sgd",
        "hkd",
        "twd",
        "krw",
        "euro",
        "euros",
        "dollar",
        "pounds",
        "r",
        "rs",
        "元",
        "円",
        "人民币",
    ]
)
# What is said beside a name about tax: it is still the name of the amount.
ASIDE = re.compile(
    r"\b(incl|including|inc|excl|excluding|exc|ex|with|without|before|inkl|exkl|zzgl|net of)"
    r" (of )?(tax(es)?|vat|gst|shipping|mwst|ust|iva|tva)\b|\b(ttc|ht)$|(含税|不含税|税込|税抜)"
)
# Too common to mean anything as a part of a longer name.
WHOLE_ONLY = frozenset(
    [
        "id",
        "name",
        "key",
        "number",
        "date",
        "time",
        "datetime",
        "timestamp",
        "day",
        "when",
        "period",
        "code",
        "title",
        "value",
        "count",
        "volume",
        "rate",
        "source",
        "section",
        "description",
        "reference",
        "ref",
        "data",
        "sum",
        "note",
        "items",
        "style",
        "order",
        "invoice",
        "transaction",
        "customer",
        "client",
        "user",
        "member",
        "account",
        "product",
        "item",
        "article",
        "store",
        "shop",
        "branch",
        "company",
        "line",
        "row",
        "contact",
        "location",
        "market",
        "area",
        "estado",
        "valor",
        "nome",
        "nombre",
        "nom",
        "datum",
        "fecha",
        "kunde",
    ]
)
STOPS = frozenset(
    [
        "de",
        "del",
        "da",
        "do",
        "das",
        "dos",
        "des",
        "du",
        "d",
        "la",
        "le",
        "les",
        "l",
        "el",
        "los",
        "di",
        "della",
        "of",
        "the",
        "der",
        "des",
    ]
)
WIDE = re.compile(r"[㐀-鿿぀-ヿ]")


@dataclass(frozen=True, order=True)
class Hint:
    """What a name may mean.

    Attributes:
        score: 100 if the whole name is known, less if a part of it is.
        preference: higher for a name that is preferred to others with the same meaning.
        meaning: such as ordered_at.
    """

    score: int
    preference: int
    meaning: str


def hints(names: Sequence[str], section: str) -> dict[str, tuple[Hint, ...]]:
    """What each of a file's columns may mean by its name, the best first.

    Args:
        names: of all columns.
        section: of names.yml, such as orders.
    """
    prefix = _common_prefix(names)
    return {name: tuple(sorted(_hints(name, section, prefix), reverse=True)) for name in names}


def _hints(name: str, section: str, prefix: str) -> Iterator[Hint]:
    known = _section(section)
    aside = re.sub(r"\s*[(（\[][^%\uff05]*[)）\]]\s*$", "", name)
    forms = dict.fromkeys((plain(name), plain(name).removeprefix(f"{prefix} "), plain(aside)))
    best: dict[str, Hint] = {}
    for at, form in enumerate(forms):
        if form.replace(" ", "") in _unused():
            continue
        for found in known.hints(form):
            hint = Hint(found.score - at, found.preference, found.meaning)
            if hint.score >= LEAST and (hint.meaning not in best or best[hint.meaning] < hint):
                best[hint.meaning] = hint
    is_forbidden = forbidden(name) or plain(name).replace(" ", "") in _unused()
    yield from (hint for hint in best.values() if hint.score >= SURE - 1 or not is_forbidden)


@dataclass(frozen=True)
class Section:
    """The names of a section, to look them up.

    Attributes:
        whole: what a whole name means, without blanks; in singular; and with its words sorted.
        parts: names that mean something as a part of a longer one.
    """

    whole: tuple[Mapping[str, Sequence[Hint]], ...]
    parts: Sequence[tuple[str, Hint]]

    def hints(self, name: str) -> Iterator[Hint]:
        """What a plain name may mean."""
        forms = (name.replace(" ", ""), _singular(name), " ".join(sorted(_singular(name).split())))
        for form, known in zip(forms[: 3 if " " in name else 1], self.whole, strict=False):
            yield from known.get(form, ())
        for synonym, hint in self.parts:
            if synonym in name and (score := _part(name, synonym)) >= LEAST:
                yield Hint(score, hint.preference, hint.meaning)


def forbidden(name: str) -> str:
    """The group of words that keep a name from meaning anything else, such as consent."""
    text = plain(name)
    words = f" {text} "
    for group, forbidding in _content()["forbidding"].items():
        for word in forbidding:
            if word in text if WIDE.search(word) else f" {word} " in words:
                return str(group)
    return ""


def _part(name: str, synonym: str) -> int:
    """How well a name is described by a part of it, less than `SURE`."""
    share = len(synonym.replace(" ", "")) / len(name.replace(" ", ""))
    if WIDE.search(synonym):
        return min(SURE - 2, int((45 if name.endswith(synonym) else 35) + 45 * share))
    padded = f" {name} "
    is_last = padded.endswith(f" {synonym} ")
    if f" {synonym} " not in padded or not (is_last or " " in synonym):
        return 0
    return min(SURE - 2, int((42 if is_last else 32) + 43 * share))


@functools.cache
def plain(name: str) -> str:
    """A name as it is compared: words in small letters without accents, abbreviations in full."""
    text = unicodedata.normalize("NFKC", name).replace("#", " no ").replace("№", " no ")
    text = re.sub(r"\b([Nn])[º°]", r"\1o", text)
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    text = unicodedata.normalize("NFKD", text.lower())
    text = unicodedata.normalize("NFC", "".join(c for c in text if not _is_accent(c)))
    text = re.sub(r"[^\w%]|_", " ", text).replace("%", " % ")
    text = ASIDE.sub(" ", " ".join(text.split())).strip()
    full = _full_words()
    words = [full.get(word, word) for word in text.split()]
    kept = [word for word in words if word not in CURRENCY_WORDS | STOPS] or words
    return " ".join(kept)


def _is_accent(sign: str) -> bool:
    return unicodedata.combining(sign) > 0 and sign not in "゙゚"


def _singular(text: str) -> str:
    return " ".join(re.sub(r"(?<=\w{3})s$", "", word) for word in text.split())


def _common_prefix(names: Sequence[str]) -> str:
    """The word with which all names begin, such as a table's, or one letter, as in o_custkey."""
    words = [plain(name).split() for name in names]
    if len(words) > 2 and all(len(each) > 1 for each in words):  # noqa: PLR2004
        firsts = {each[0] for each in words}
        if len(firsts) == 1:
            return firsts.pop()
    return ""


@functools.cache
def _content() -> Mapping[str, Mapping[str, Sequence[str]]]:
    import yaml

    content: dict[str, Mapping[str, Sequence[str]]] = yaml.load(
        FILE.read_text(encoding="utf-8"), yaml.CSafeLoader
    )
    return content


@functools.cache
def _full_words() -> Mapping[str, str]:
    return {short: full for full, all_ in _content()["abbreviations"].items() for short in all_}


@functools.cache
def _unused() -> frozenset[str]:
    return frozenset(plain(name).replace(" ", "") for name in _content()["unused"])


@functools.cache
def _section(section: str) -> Section:
    """The names of a section; of orders and their lines, those of amounts too."""
    content = _content()
    known = dict(content[section])
    if section in ("orders", "order_lines"):
        known = {**content["amounts"], **known}
    whole: tuple[dict[str, list[Hint]], ...] = ({}, {}, {})
    parts: list[tuple[str, Hint]] = []
    for meaning, names in known.items():
        for place, name in enumerate(dict.fromkeys(plain(name) for name in names)):
            words = _singular(name)
            forms = (name.replace(" ", ""), words, " ".join(sorted(words.split())))
            for at, (form, index) in enumerate(zip(forms, whole, strict=True)):
                if at == 0 or " " in name:
                    index.setdefault(form, []).append(
                        Hint((100, SURE + 1, SURE)[at], -place, meaning)
                    )
            is_long = len(name) > 1 if WIDE.search(name) else len(name) > 3  # noqa: PLR2004
            if is_long and name not in WHOLE_ONLY:
                parts.append((name, Hint(0, -place, meaning)))
    return Section(whole, parts)
