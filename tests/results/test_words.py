"""Every sentence of the sample, in both languages, as a native analyst would write it.

Each pattern must match no sentence: it covers a class of mistakes found by reading, such as "1
days", "2 to 2", an amount without its currency.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pytest

pytestmark = pytest.mark.builds

# What stands in a Chinese sentence in Latin letters: codes, and the names of classes.
CODES = {"USD", "RFM", "ABC", "MAN", "NPS", "A", "B", "C"}
# Scores and the index have no unit.
SCORES = re.compile(r"(score|index) (?:up|down|unchanged|now)[^,]*")
UNITS = r"(?: USD|%| orders? per 30 days| or more per 30 days| times| of 100| expected orders?)"
# Of the future there are parts of orders.
EXPECTED = re.compile(r"预计订单数[^，。]*|不足[\d.]+单")
ENGLISH = {
    "one of many": r"(?<![\d.,])1 (?!times)[a-z]+s\b",
    "many of one": r"(?<![\d.,])(?!1 )\d[\d.,]* (day|order|referral|customer|candidate)\b(?! per)",
    "nothing changed": r"(?<![\d.,])(\d[\d.,]*) to \1(?![\d,]|\.\d)",
    "zero days ago": r"\b0 days ago",
    "a decimal without a unit": rf"(?<![\d.,])\d[\d,]*\.\d+(?![\d]|{UNITS}| to -?\d[\d,.]*{UNITS})",
    "days in decimals": r"\d\.\d+ (days|orders)\b(?! per)",
    "an end that is missing": r"[^.]$",
    "a small beginning": r"^[a-z]",
    "a word said twice": r"\b(\w+) \1\b",
    "a Chinese character": r"[\u3000-\u9fff\uff00-\uffef]",
    "a blank before a stop": r"\s[.,;:)]",
    "a stop without a blank": r"[,;:](?=[A-Za-z])|\.(?=[A-Z])",
}
CHINESE = {
    "nothing changed": r"(?<![\d.,])([\d.,]+[天单]?)(?:变为|[增降]至|缩短至|延长至)\1(?![\d.,])",
    "zero days ago": r"(?<![\d.,])0天前",
    "an amount without a unit": r"\d\.\d+(?![\d%倍分单]| USD|增至|降至)",
    "days in decimals": r"(?<![天\d.,])\d[\d,]*\.\d+[天单]",
    "an end that is missing": r"[^。]$",
    "a half-width stop": r"[,;:()](?!\d)",
    "two stops": r"[，。；：、]{2}",
}
BOTH = {
    "a place left open": r"[{}]",
    "a hidden bound": r"(?<![\d.,])-?0\.0+(?!\d)",
    "two blanks": r"\s\s|^\s|\s$",
    "nothing known": r"(^|[\s（(：:])(-|None|null|nan)($|[\s，。,.)）])",
}


@pytest.fixture(scope="module")
def sentences(sample_database: Path) -> Mapping[str, frozenset[str]]:
    """All sentences by language; of the explanations those of the newest date."""
    with duckdb.connect(sample_database, read_only=True) as connection:
        return {
            language: frozenset(
                sentence
                for table, column, where in told(language)
                for (sentence,) in connection.execute(
                    f"select distinct {column} from {table} where {where}"
                ).fetchall()
            )
            for language in ("en", "zh")
        }


def told(language: str) -> Iterator[tuple[str, str, str]]:
    """Where sentences are: table, column, and which rows of it."""
    newest = "as_of_date = (select max(as_of_date) from marts.customer_tiers)"
    yield "marts.tier_explanations", f"explanation_{language}", newest
    yield "marts.customer_migrations", f"explanation_{language}", "true"
    yield "marts.customer_tiers", f"headline_{language}", "true"
    yield "marts.portfolio_focus", f"advice_{language}", "true"
    yield "marts.man_profiles", f"effective_reason_{language}", "true"
    yield "marts.customer_actions", f"action_{language}", "true"
    yield "marts.care_calendar", f"action_{language}", "true"
    for table in ("customer_actions", "care_calendar"):
        note = f"channel_note_{language}"
        yield f"marts.{table}", note, f"{note} is not null"


def test_there_is_much_to_read(sentences: Mapping[str, frozenset[str]]) -> None:
    assert len(sentences["en"]) > 40_000
    assert len(sentences["zh"]) > 40_000


@pytest.mark.parametrize("fault", [*ENGLISH, *BOTH])
def test_no_english_sentence_has_the_fault(
    fault: str, sentences: Mapping[str, frozenset[str]]
) -> None:
    pattern = re.compile((ENGLISH | BOTH)[fault])
    read = (SCORES.sub("score.", text) for text in sentences["en"])
    assert [text for text in read if pattern.search(text)][:5] == []


@pytest.mark.parametrize("fault", [*CHINESE, *BOTH])
def test_no_chinese_sentence_has_the_fault(
    fault: str, sentences: Mapping[str, frozenset[str]]
) -> None:
    pattern = re.compile((CHINESE | BOTH)[fault])
    read = (EXPECTED.sub("预计", text) for text in sentences["zh"])
    assert [text for text in read if pattern.search(text)][:5] == []


def test_no_chinese_sentence_has_an_english_word(sentences: Mapping[str, frozenset[str]]) -> None:
    words = re.compile(r"[A-Za-z]+")
    foreign = {
        word: text for text in sentences["zh"] for word in words.findall(text) if word not in CODES
    }
    assert foreign == {}
