"""What is wrong with the sentences of a report, in form and in truth."""

import functools
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Any

import yaml

from runner.choices import Language
from runner.report.read import open_source, report_from
from runner.report.shapes import Figure, Missing, Report, Said
from runner.report.words import FIGURES, IN_FILE, PAGE
from tests.report.oracles.facts import ORACLES, Facts, Row
from tests.report.shops import Database, Question

FLAWS = re.compile(r"None|\bnan\b|\bNaN\b|\binf\b|[{}]|  |(?<![\w.])-0(?![\d.,])|-0\.0+(?!\d)")
A_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
A_NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?:[kMB](?!\w)|[万亿])?%?")
UNITS = {
    "k": Decimal(10**3),
    "M": Decimal(10**6),
    "B": Decimal(10**9),
    "万": Decimal(10**4),
    "亿": Decimal(10**8),
    "%": Decimal("0.01"),
}
# Shares that are no part of a whole: they can pass 100 %, or be below 0.
CHANGES = {"headline.more"}


def sentences(report: Report) -> Iterator[Said]:
    """All that a report says in sentences."""
    for chapter in report.chapters:
        for each in chapter.figures:
            match each:
                case Missing():
                    yield each.reason
                case Figure():
                    yield from (each.sentence, *each.notes)
                    yield from [each.lead] if each.lead else []


def template(name: str, language: Language) -> str:
    """The text of a template, by the name that a sentence has."""
    figure, _, text = name.partition(".")
    return str(texts_of(figure)[text][IN_FILE[language]])


@functools.cache
def texts_of(figure: str) -> Mapping[str, list[str]]:
    """The templates of a figure, or of the page, in both languages."""
    file = PAGE if figure == "page" else FIGURES / f"{figure}.yml"
    texts: dict[str, list[str]] = yaml.safe_load(file.read_text(encoding="utf-8")).get("texts", {})
    return texts


def places(text: str) -> list[tuple[str, str]]:
    """The names and units of a template's places."""
    return [(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name]


@dataclass(frozen=True)
class Shown:
    """A number as it is read, and how exact it is."""

    value: Decimal
    error: Decimal


def numbers(text: str) -> list[Shown]:
    """The numbers that a text shows, with their units taken in; dates are none."""
    return [_number(found) for found in A_NUMBER.findall(A_DATE.sub("", text))]


def _number(text: str) -> Shown:
    digits = text.rstrip("kMB万亿%").replace(",", "")
    unit = Decimal(1)
    for mark in text[len(text.rstrip("kMB万亿%")) :]:
        unit *= UNITS[mark]
    _, _, decimals = digits.partition(".")
    return Shown(Decimal(digits) * unit, Decimal(1).scaleb(-len(decimals)) * unit / 2)


def flaws(said: Said, language: Language) -> Iterator[str]:
    """What is wrong with the form of a sentence."""
    if found := FLAWS.search(said.text):
        yield f"has {found[0]!r}"
    if not re.search(r"[.?。？]$", said.text):
        yield "has no stop"
    text = template(said.name, language)
    for name, spec in places(text):
        value = said.values[name]
        if spec == "share" and said.name not in CHANGES and not 0 <= value <= 1:
            yield f"{name} is {value}, no share"
    for one, more in _forms():
        # Of a verb the subject may be another number: "1 of 5 has", "0 of 1 have".
        if re.search(rf"(?<![\w.,-])(?<!of )1 {re.escape(more)}\b", said.text):
            yield f"1 {more}"
        if f"{one.split()[0]}s" == more.split()[0] and re.search(
            rf"(?:^|\s)(?!1 )[\d.,]+ {re.escape(one)}\b(?!-)", said.text
        ):
            yield f"not 1 {one}"
    yield from _numbers_told(said, text)


def _numbers_told(said: Said, text: str) -> Iterator[str]:
    """Numbers of the text that are of no value, values that are not in the text."""
    words = [str(value) for value in said.values.values() if isinstance(value, str)]
    shown, literal = said.text, re.sub(r"\{[^}]*\}", "\0", text)
    for word in sorted(words, key=len, reverse=True):
        shown = shown.replace(word, "\0") if word else shown
    left = numbers(shown)
    for found in numbers(literal):
        left.remove(next(each for each in left if each.value == found.value))
    for name, spec in places(text):
        value = said.values[name]
        if "|" in spec or isinstance(value, str | date) or value is None:
            continue
        if f"{{{name}:{spec}}}%" in text:
            value = Decimal(str(value)) / 100
        match = next((each for each in left if _is_near(each, value)), None)
        if match:
            left.remove(match)
        else:
            yield f"does not tell {name}, {value}"
    if left:
        yield f"tells {[str(each.value) for each in left]}, which is of no value"


def _is_near(shown: Shown, value: float | Decimal) -> bool:
    return abs(shown.value - Decimal(str(value))) <= shown.error * Decimal("1.000001")


@functools.cache
def _forms() -> frozenset[tuple[str, str]]:
    """Words in singular and plural that templates choose from; not what follows them."""
    forms = set()
    for figure in ("page", *(file.stem for file in FIGURES.glob("*.yml"))):
        for english, _ in texts_of(figure).values():
            for _, spec in places(english):
                one, is_word, more = spec.partition("|")
                if is_word and one != more and re.match(r"[a-z]", one):
                    forms.add((one, more))
    return frozenset((one, more) for one, more in forms if not more.startswith(f"{one} "))


def untruths(said: Said, facts: Facts) -> Iterator[str]:
    """What a second opinion says against a sentence."""
    judge = ORACLES.get(said.name)
    if judge is None:
        yield "has no oracle"
        return
    expected = judge(facts, said)
    if expected is None:
        yield f"may not be said, with {dict(said.values)}"
        return
    if expected.keys() != said.values.keys():
        yield f"tells {sorted(said.values)}, should be {sorted(expected)}"
        return
    for name, value in expected.items():
        if not is_same(said.values[name], value):
            yield f"{name} is {said.values[name]!r}, should be {value!r}"


def is_same(found: Any, expected: Any) -> bool:  # noqa: ANN401 (any value)
    """Equal; numbers to ten digits, for sums of doubles come in any order."""
    kinds = int | float | Decimal
    if isinstance(expected, kinds) and isinstance(found, kinds):
        return math.isclose(float(found), float(expected), rel_tol=1e-10, abs_tol=1e-12)
    return bool(found == expected)


def unlike(english: Iterable[Said], chinese: Iterable[Said]) -> Iterator[str]:
    """What one language says and the other does not."""
    pairs = zip(english, chinese, strict=True)
    for one, other in pairs:
        if one.name != other.name:
            yield f"{one.name} in English, {other.name} in Chinese"
        elif _plain(one.values) != _plain(other.values):
            yield f"{one.name} of {one.values} in English, of {other.values} in Chinese"


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without words, which are of a language."""
    return {name: value for name, value in values.items() if not isinstance(value, str)}


def what_is_wrong(database: Database, question: Question) -> list[str]:
    """All that is wrong with the sentences of a report, in both languages."""
    wrong, told = [], []
    rows: dict[tuple[object, ...], list[Row]] = {}
    for language in Language:
        source = open_source(database.warehouse, question.request(language))
        facts = Facts(
            database.connection, source.as_of, source.before, source.store, language, rows
        )
        report = report_from(source)
        told.append(list(sentences(report)))
        for said in told[-1]:
            found = [*flaws(said, language), *untruths(said, facts)]
            wrong += [f"{said.name}: {said.text!r} {flaw}" for flaw in found]
        wrong += [f"summary: {flaw}" for flaw in faults_of_summary(report)]
    return [*wrong, *unlike(*told)]


def faults_of_summary(report: Report) -> Iterator[str]:
    """What is wrong with the choice of its sentences."""
    figures = {figure.name: figure for figure in report.figures}
    if len(report.summary) > 10:
        yield f"{len(report.summary)} sentences"
    for lead in report.summary:
        if lead.figure not in figures:
            yield f"leads to {lead.figure}, which is not shown"
        elif figures[lead.figure].lead != lead.said:
            yield f"{lead.figure} does not say {lead.said.text!r}"
    texts = [lead.said.text for lead in report.summary]
    if len(set(texts)) < len(texts):
        yield "says one thing twice"
