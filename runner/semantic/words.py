"""Names of columns for people."""

from collections.abc import Collection

from runner.choices import Language

ACRONYMS = {"abc": "ABC", "rfm": "RFM", "nps": "NPS", "man": "MAN", "id": "ID"}
CODE = {Language.EN: "{} (code)", Language.ZH: "{}（代码）"}


def verbose_name(column: str, columns: Collection[str], language: Language) -> str:
    """A column's name as words: `rfm_segment_label_en` is RFM segment.

    Args:
        column: its name.
        columns: those beside it: a label that is there in words is only a code.
        language: of the words.
    """
    base = column.removesuffix(f"_{language}").removesuffix("_label")
    first, *rest = (ACRONYMS.get(word, word) for word in base.removeprefix("is_").split("_"))
    words = " ".join([first[:1].upper() + first[1:], *rest])
    is_code = f"{column}_label_{language}" in columns or f"{column}_{language}" in columns
    return CODE[language].format(words) if is_code else words
