"""The program's messages in the chosen language.

Internally it speaks English. `chinese.yml` has its sentences as templates with {placeholders}; a
finished sentence is matched with its template, so the code that says it need not know about
languages.
"""

import functools
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from runner.choices import Language

CATALOGUE = Path(__file__).with_name("chinese.yml")
# A place {what:words} holds words of ours, which are translated too, {what:word} no list of them;
# {count:n} holds a number, any other a name.
NESTED = ("words", "word")
PATTERNS = {"n": r"[\d,.]+", "word": r"[^,;]+?"}
ANYTHING = ".+?"


@dataclass(frozen=True)
class Words:
    """The language of output for people."""

    language: Language = Language.EN

    def say(self, english: str) -> str:
        """A sentence or heading in the language; as it is if it has no translation."""
        return english if self.language == Language.EN else _chinese(english)


@dataclass(frozen=True)
class Template:
    """An English sentence with places, how to recognise it, and its Chinese."""

    pattern: re.Pattern[str]
    chinese: str
    nested: frozenset[str]

    def fill(self, english: str) -> str | None:
        """The Chinese sentence; nothing if the English is another sentence."""
        found = self.pattern.fullmatch(english)
        if not found:
            return None
        values = {
            place: _chinese(value) if place in self.nested else value
            for place, value in found.groupdict().items()
        }
        return self.chinese.format(**values)


def _chinese(english: str) -> str:
    return _each(english, "; ", "；") or _whole(english) or _each(english, ", ", "，") or english


def _whole(english: str) -> str | None:
    texts, templates = _catalogue()
    if english in texts:
        return texts[english]
    return next((filled for each in templates if (filled := each.fill(english))), None)


def _each(english: str, comma: str, chinese_comma: str) -> str | None:
    """Several things said in a row; nothing if one of them has no translation."""
    parts = english.split(comma)
    told = [_chinese(part) for part in parts] if len(parts) > 1 else []
    is_told = told and all(chinese != part for chinese, part in zip(told, parts, strict=True))
    return chinese_comma.join(told) if is_told else None


@functools.cache
def _catalogue() -> tuple[Mapping[str, str], tuple[Template, ...]]:
    """The texts without placeholders, and the templates: the most specific first."""
    import yaml

    content: dict[str, str] = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    places = {english: tuple(_places(english)) for english in content}
    texts = {
        english.format(): chinese.format()
        for english, chinese in content.items()
        if not places[english]
    }
    definite = sorted(places, key=lambda english: -len(re.sub(r"\{.*?\}", "", english)))
    templates = tuple(_template(english, content[english]) for english in definite)
    return texts, tuple(template for template in templates if template.pattern.groups)


def _places(template: str) -> Iterator[tuple[str, str]]:
    for _, name, spec, _ in string.Formatter().parse(template):
        if name is not None:
            yield name, spec or ""


def _template(english: str, chinese: str) -> Template:
    pattern = "".join(
        re.escape(text) + (f"(?P<{name}>{PATTERNS.get(spec or '', ANYTHING)})" if name else "")
        for text, name, spec, _ in string.Formatter().parse(english)
    )
    nested = frozenset(name for name, spec in _places(english) if spec in NESTED)
    return Template(re.compile(pattern, re.DOTALL), chinese, nested)
