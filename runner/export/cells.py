"""Cells of a workbook: which DuckDB type is which kind of cell, and the SQL of its XML.

DuckDB writes the rows of a sheet itself: a million customers take minutes where a cell at a time
took a quarter of an hour. A cell is what its column's type says, so no text becomes a formula, a
link or a number.
"""

import re
from enum import Enum

from runner.export.sheet import Column

# Stands for the number of the row; texts have no control characters in XML.
ROW = "\x01"
LONGEST_TEXT = 32_767  # characters, as a spreadsheet counts them: UTF-16
CUT = " … (cut: a cell holds 32,767 characters)"
# A spreadsheet computes with doubles; a longer number loses its last digits.
MOST_DIGITS = 15
# Spreadsheets count days from here. They have a February 29 in 1900, so the days before March
# are others.
DAY_ZERO = "date '1899-12-30'"
FIRST_DAY = "date '1900-03-01'"
MICROSECONDS_OF_DAY = 86_400_000_000
SHARES = re.compile(r"_share(_before)?$|^repeat_rate$")
CODES = re.compile(r"(_id|_code|_cell|^item|^phone)$")
CONTROLS = [*range(9), 11, 12, *range(14, 32), 13]
# XML can't hold them: https://www.w3.org/TR/xml/#charsets
NO_CHARACTERS = r"[\x{FFFE}\x{FFFF}]"
# What a workbook reads as an escaped character.
ESCAPED = "(_x[0-9A-Fa-f]{4}_)"
RARE = rf"[\x00-\x08\x0B-\x1F]|{ESCAPED}|{NO_CHARACTERS}"


class Kind(Enum):
    """How cells are shown: the format of their numbers."""

    TEXT = None
    CODE = "@"
    TRUTH = ""
    DAY = "yyyy-mm-dd"
    TIME = "yyyy-mm-dd hh:mm:ss"
    WHOLE = "#,##0"
    AMOUNT = "#,##0.00"
    RATE = "#,##0.00######"
    SHARE = "0.0%"


def kind_of(column: Column) -> Kind:
    """The kind of a column's cells, by its type and what its name says of it."""
    kind = column.type.partition("(")[0]
    if kind in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"):
        return Kind.WHOLE
    if kind in ("DECIMAL", "DOUBLE", "FLOAT"):
        if SHARES.search(column.name):
            return Kind.SHARE
        return Kind.RATE if column.name == "exchange_rate" else Kind.AMOUNT
    kinds = {"BOOLEAN": Kind.TRUTH, "DATE": Kind.DAY, "TIMESTAMP": Kind.TIME}
    return kinds.get(kind) or (Kind.CODE if CODES.search(column.name) else Kind.TEXT)


def value_of(column: Column) -> str:
    """SQL of a column's values as they are put into cells (`cell_of`)."""
    if kind_of(column) not in (Kind.TEXT, Kind.CODE):
        return column.expression
    text = f"({column.expression})::varchar"
    beyond = "[^\\x{10000}-\\x{10FFFF}]"
    units = f"length({text}) + length(regexp_replace({text}, '{beyond}', '', 'g'))"
    is_long = f"length({text}) * 2 > {LONGEST_TEXT} and {units} > {LONGEST_TEXT}"
    # Two UTF-16 characters at most for each.
    cut = f"left({text}, {(LONGEST_TEXT - len(CUT)) // 2}) || {quote(CUT)}"
    return f"case when {is_long} then {cut} else {text} end"


def cell_of(value: str, kind: Kind, *, place: str, style: str) -> str:
    """SQL of a column's cells as XML, with ROW for the number of the row; null for null.

    Args:
        value: the name of the column that has them.
        kind: of the column.
        place: its letters, such as AB; empty: each cell stands behind the one before it.
        style: the XML attribute of its format; may be empty.
    """
    begin = f'<c r="{place}{ROW}"{style}' if place else f"<c{style}"
    text = _text_cell(f"{value}::varchar", begin)
    number = _number_cell(value, begin)
    if kind in (Kind.TEXT, Kind.CODE):
        return text
    if kind == Kind.TRUTH:
        return _number_cell(f"{value}::integer", f'{begin} t="b"')
    if kind == Kind.WHOLE:
        return f"case when abs({value}) < 1e{MOST_DIGITS} then {number} else {text} end"
    if kind in (Kind.DAY, Kind.TIME):
        days = f"({value}::date - {DAY_ZERO})"
        if kind == Kind.TIME:
            past = f"date_diff('microsecond', {value}::date::timestamp, {value})"
            days = f"({days} + {past} / {MICROSECONDS_OF_DAY})"
        is_counted = f"isfinite({value}) and {value} >= {FIRST_DAY}"
        return f"case when {is_counted} then {_number_cell(days, begin)} else {text} end"
    # Infinity is no number of a spreadsheet.
    return f"case when isfinite({value}::double) then {number} else {text} end"


def quote(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def _number_cell(number: str, begin: str) -> str:
    return f"{quote(begin + '><v>')} || {number} || '</v></c>'"


def _text_cell(text: str, begin: str) -> str:
    """SQL of a text's cell, in the shortest form there is: a string without a formula.

    LibreOffice reads escaped characters in the longer one only.
    """
    is_bare = f"trim({text}, ' \t\r\n') = {text}"
    kept = f"case when {is_bare} then '' else ' xml:space=\"preserve\"' end"
    short = quote(begin + ' t="str"><v')
    long = quote(begin + ' t="inlineStr"><is><t xml:space="preserve">')
    return (
        f"case when regexp_matches({text}, {quote(RARE)})"
        f" then {long} || {_in_xml(_escaped(text))} || '</t></is></c>'"
        f" else {short} || {kept} || '>' || {_in_xml(text)} || '</v></c>' end"
    )


def _escaped(text: str) -> str:
    """SQL of a text whose characters that XML can't hold are written as workbooks write them."""
    escaped = f"regexp_replace({text}, {quote(ESCAPED)}, '_x005F\\1', 'g')"
    for code in CONTROLS:
        escaped = f"replace({escaped}, chr({code}), '_x{code:04X}_')"
    return f"regexp_replace({escaped}, {quote(NO_CHARACTERS)}, chr(65533), 'g')"


def _in_xml(text: str) -> str:
    return f"replace(replace(replace({text}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
