"""The words of all figures: both languages, the same places, known units."""

import re
from pathlib import Path

import pytest
import yaml

from runner.choices import Language
from runner.export.vocabulary import TITLES
from runner.report.numbers import Numbers, Template
from runner.report.shapes import Unit
from runner.report.words import FIGURES, PAGE, read_words
from tests.report.said import places

# Of the report, of a customer's page, and of the page of what moved.
FOLDERS = [FIGURES, *(PAGE.with_name(name) for name in ("customer", "difference"))]
FILES = [PAGE, *(file for folder in FOLDERS for file in sorted(folder.glob("*.yml")))]
NAMES = [f"{file.parent.name}-{file.stem}" for file in FILES]
# Or its punctuation: between names of columns there are no words.
CHINESE = re.compile(r"[\u4e00-\u9fff：、]")
SPECS = {unit.value for unit in Unit} | {"", "exact"}


def words(file: Path) -> dict[str, list[str]]:
    """Each text of a file in two languages, by its name."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    columns = content.get("columns", {})
    titles = {
        f"columns.{name}": traits["title"] for name, traits in columns.items() if "title" in traits
    }
    named = {
        f"columns.{name}.{code}": pair
        for name, traits in columns.items()
        for code, pair in traits.get("names", {}).items()
    }
    return {"title": content["title"], **content.get("texts", {}), **titles, **named}


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_each_text_is_there_in_two_languages(file: Path) -> None:
    wrong = {}
    for name, pair in words(file).items():
        english, chinese = pair
        if not english or CHINESE.search(english):
            wrong[name] = english
        elif not CHINESE.search(chinese) and re.search(
            r"[a-z]{2}", re.sub(r"\{[^}]*\}", "", english)
        ):
            wrong[name] = chinese
    assert wrong == {}


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_both_languages_have_the_same_places_with_the_same_units(file: Path) -> None:
    """But for the words that English needs for one and for many."""
    wrong = {}
    for name, (english, chinese) in words(file).items():
        units = [
            {(place, spec) for place, spec in places(text) if "|" not in spec}
            for text in (english, chinese)
        ]
        names = [{place for place, _ in places(text)} for text in (english, chinese)]
        chooses = any("|" in spec for _, spec in places(chinese))
        if units[0] != units[1] or names[0] != names[1] or chooses:
            wrong[name] = (english, chinese)
    assert wrong == {}


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_each_place_has_a_unit_that_there_is(file: Path) -> None:
    wrong = [
        (name, spec)
        for name, pair in words(file).items()
        for text in pair
        for _, spec in places(text)
        if "|" not in spec and spec not in SPECS
    ]
    assert wrong == []


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_each_column_has_a_title_in_two_languages_and_a_unit(file: Path) -> None:
    columns = yaml.safe_load(file.read_text(encoding="utf-8")).get("columns", {})
    titles = yaml.safe_load(TITLES.read_text(encoding="utf-8"))["columns"]
    for name, traits in columns.items():
        assert len(traits.get("title") or titles[name]) == 2
        Unit(traits["unit"])
    # Read as the report does: in each language it has the same columns.
    read = [read_words(file.stem, Numbers(language, ""), file=file) for language in Language]
    assert read[0].columns.keys() == read[1].columns.keys() == columns.keys()


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_each_word_for_one_differs_from_that_for_many(file: Path) -> None:
    same = [
        spec
        for english, _ in words(file).values()
        for _, spec in places(english)
        if "|" in spec and len(set(spec.split("|"))) != 2
    ]
    assert same == []


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (0, "money", "0 EUR", "0 EUR"),
        (-0.4, "money", "0 EUR", "0 EUR"),
        (9_999.5, "money", "10,000 EUR", "10,000 EUR"),
        (12_345, "money", "12.3k EUR", "1.23万 EUR"),
        (-1_234_567, "money", "-1.23M EUR", "-123万 EUR"),
        (999_999, "money", "1.00M EUR", "100万 EUR"),
        (99_999_999, "money", "100M EUR", "1.00亿 EUR"),
        (0.5, "exact", "0.50 EUR", "0.50 EUR"),
        (0.12345, "share", "12.3%", "12.3%"),
        (2.5, "count", "3", "3"),
        (2.504, "number", "2.5", "2.5"),
        (1, "order|orders", "order", "order"),
        (0, "order|orders", "orders", "orders"),
    ],
)
def test_numbers_are_written_as_people_do(
    value: float, unit: str, english: str, chinese: str
) -> None:
    written = [
        Template(Numbers(language, "EUR")).format(f"{{x:{unit}}}", x=value)
        for language in (Language.EN, Language.ZH)
    ]
    assert written == [english, chinese]
