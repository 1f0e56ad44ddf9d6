"""Names of columns for people, as files in one language have them."""

import functools
from collections.abc import Collection, Mapping

import yaml

from runner.choices import Language
from runner.export.vocabulary import TITLES

# What has no title is said in English, from its name.
ACRONYMS = {"abc": "ABC", "rfm": "RFM", "nps": "NPS", "man": "MAN", "id": "ID"}
CODE = {Language.EN: "{} (code)", Language.ZH: "{}（代码）"}
RANK = {Language.EN: "{} (rank)", Language.ZH: "{}（排序）"}


def verbose_name(column: str, columns: Collection[str], language: Language) -> str:
    """A column's name as words: `rfm_segment_label_en` is RFM segment.

    Args:
        column: its name.
        columns: those beside it: a label that is there in words is only a code.
        language: of the words.
    """
    base = column.removesuffix("_rank")
    if base != column and base in columns:
        return RANK[language].format(_title(base, language))
    words = _title(column.removesuffix(f"_{language}").removesuffix("_label"), language)
    is_code = f"{column}_label_{language}" in columns or f"{column}_{language}" in columns
    return CODE[language].format(words) if is_code else words


def _title(column: str, language: Language) -> str:
    if column in (titles := _titles(language)):
        return titles[column]
    first, *rest = (ACRONYMS.get(word, word) for word in column.removeprefix("is_").split("_"))
    return " ".join([first[:1].upper() + first[1:], *rest])


@functools.cache
def _titles(language: Language) -> Mapping[str, str]:
    place = list(Language).index(language)
    found = yaml.safe_load(TITLES.read_text(encoding="utf-8"))["columns"]
    return {column: titles[place] for column, titles in found.items()}
