"""A table in the words of one language: titles, labels in place of codes, no hashes."""

from collections.abc import Container, Mapping

from runner.export.sheet import Column, Sheet
from runner.export.vocabulary import Vocabulary
from runner.serve.tables import ServedColumn, ServedTable, quoted

HASH = "as_of_version"
RANK = "_rank"
# What the shop says in its own words; where it says nothing, the newest date has Unknown.
OWN_WORDS = frozenset(
    {"region", "gender", "income_band", "acquisition_channel"}
    | {"favourite_category", "favourite_channel"}
)
UNKNOWN = "Unknown"


def in_words(table: ServedTable, day: str | None, words: Vocabulary, *, name: str) -> Sheet:
    """A table as people of one language read it.

    Of a label in two languages, one stands in the place of its code, without the rank that sorts
    it; of a sentence, one stays. Other codes of ours are said in words.

    Args:
        table: as it leaves the database.
        day: only the rows of that as-of date, YYYY-MM-DD.
        words: of the language.
        name: of the sheet, and of a file that has it alone.
    """
    columns = {column.name: column for column in table.columns}
    texts = {
        _about(column, columns, words): column for column in columns if _is_text(column, words)
    }
    return Sheet(
        name=name,
        title=words.tables.get(name, name),
        table=table,
        columns=tuple(
            _column(column, columns, texts, words)
            for column in columns.values()
            if _stays(column.name, columns, texts, words)
        ),
        as_of_date=day if table.is_dated else None,
    )


def _is_text(column: str, words: Vocabulary) -> bool:
    return column.endswith(f"_{words.language}")


def _about(column: str, columns: Container[str], words: Vocabulary) -> str:
    """What a text is about: `rfm_segment` of rfm_segment_label_en, `headline` of headline_en."""
    about = column.removesuffix(f"_{words.language}")
    return about if about in columns else about.removesuffix("_label")


def _stays(
    column: str, columns: Mapping[str, ServedColumn], texts: Mapping[str, str], words: Vocabulary
) -> bool:
    if column == HASH:
        return False
    if column.endswith(f"_{words.other}"):
        return False
    if _is_text(column, words):
        # Where there is a code, it takes its place.
        return _about(column, columns, words) not in columns
    sorted_by_it = column.removesuffix(RANK) if column.endswith(RANK) else ""
    return not (sorted_by_it in texts and sorted_by_it in columns)


def _column(
    column: ServedColumn,
    columns: Mapping[str, ServedColumn],
    texts: Mapping[str, str],
    words: Vocabulary,
) -> Column:
    is_text = _is_text(column.name, words)
    about = _about(column.name, columns, words) if is_text else column.name
    shown = columns[texts.get(about, column.name)]
    expression = quoted(shown.name)
    if about not in texts:
        expression = _said(column.name, columns, words)
    if about in words.schemes:
        expression = f"coalesce({expression}, {_text(words.unknown)})"
    title = words.title(about)
    return Column(title, column.name, shown.type, shown.description, expression)


def _said(column: str, columns: Mapping[str, ServedColumn], words: Vocabulary) -> str:
    """SQL of a code in words, or of the column as it is."""
    name = quoted(column)
    said = {UNKNOWN: words.unknown} if column in OWN_WORDS else words.values.get(column, {})
    if column in words.schemes:
        return _case(name, words.labels.get(words.schemes[column], {}), name)
    if column == "scheme":
        return _case(name, words.scheme_titles, name)
    if "scheme" not in columns:
        return _case(name, said, name)
    if column == "metric":
        return _case(name, words.metrics, name)
    if column in ("label", "level", "next_level"):
        otherwise = _case(name, said, name)
        nested = {scheme: _case(name, labels, otherwise) for scheme, labels in words.labels.items()}
        whens = (f"when {_text(scheme)} then {case}" for scheme, case in nested.items())
        return f"case scheme {' '.join(whens)} else {otherwise} end" if nested else otherwise
    return _case(name, said, name)


def _case(name: str, said: Mapping[str, str], otherwise: str) -> str:
    whens = " ".join(f"when {_text(code)} then {_text(text)}" for code, text in said.items())
    return f"case {name} {whens} else {otherwise} end" if whens else otherwise


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
