"""CSV that a spreadsheet opens without harm: nothing runs, no code loses its zeros.

A cell that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP asks
(https://owasp.org/www-community/attacks/CSV_Injection, ASVS 5.0 1.2.10). A text that a spreadsheet
would take for another number or a date, such as 011, gets a tab behind it, as ids in the bills of
Alipay: a mark that keeps it text and is not seen. Quotes keep nothing, and ="011" is a formula.
Numbers stay numbers, negative ones too.
"""

from runner.export.sheet import Column, Sheet
from runner.serve.tables import quoted
from runner.warehouse import Warehouse

# Excel takes a file for UTF-8 if it begins so.
BYTE_ORDER_MARK = "\ufeff"
# What formulas begin with, in wide and small forms too.
OPENS = r"=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}\x{FE66}\x{FE62}\x{FE63}\x{FE6B}"
# What a spreadsheet may skip before it: blanks, control and format characters, quotes.
SKIPPED = r"[\s\p{Z}\p{C}\p{Pi}\p{Pf}\"'`]*"
FORMULA = f"^{SKIPPED}[{OPENS}]"
# A tab or a line break at the beginning moves what follows to a cell of its own.
BREAKS = "^[\\x00\\t\\r\\n]"
# Where another separator or line break is believed, a cell may begin within a text.
INNER = f"([;\\t\\r\\n]{SKIPPED})([{OPENS}])"
NUMBER = "^-?(0|[1-9][0-9]{0,14})([.][0-9]*[1-9])?$"
MONTH = (
    "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?"
    "|oct(ober)?|nov(ember)?|dec(ember)?)"
)
# What a spreadsheet reads as a number, a date, a time or a truth.
LIKE_NUMBER = (
    "^ *-?[$€£¥]?[0-9][0-9.,:/ -]*(e[+-]?[0-9]+)?[年月日时分秒0-9%]*([ap]m)? *$"
    f"|^[0-9]+[ ./-]*{MONTH}[ ./,-]*[0-9]*$|^{MONTH}[ ./,-]*[0-9][0-9 ,]*$"
    "|^(true|false)$"
)


def spreadsheet_query(warehouse: Warehouse, sheet: Sheet) -> str:
    """SQL of a table whose texts a spreadsheet neither runs nor changes.

    Args:
        warehouse: is asked which columns have codes that a spreadsheet would change; then all
            their numbers are marked, so that a column is text or numbers and not both.
        sheet: the table.
    """
    texts = [column for column in sheet.columns if column.type == "VARCHAR"]
    changed: set[Column] = set()
    if texts:
        ((*found,),) = warehouse.rows(sheet.select(*(f"bool_or({_changes(c)})" for c in texts)))
        changed = {column for column, is_changed in zip(texts, found, strict=True) if is_changed}
    return sheet.select(
        *(
            f"{_harmless(c, marked=c in changed) if c in texts else c.expression}"
            f" as {quoted(c.title)}"
            for c in sheet.columns
        )
    )


def header(sheet: Sheet) -> str:
    """The first line, with what tells Excel that it is UTF-8."""
    titles = ('"' + column.title.replace('"', '""') + '"' for column in sheet.columns)
    return BYTE_ORDER_MARK + ",".join(titles) + "\n"


def _changes(column: Column) -> str:
    """SQL of whether a spreadsheet would show another value than the text."""
    value = column.expression
    return f"{_matches(value, LIKE_NUMBER, 'i')} and not {_matches(value, NUMBER)}"


def _harmless(column: Column, *, marked: bool) -> str:
    value = column.expression
    inner = f"regexp_replace({value}, {_text(INNER)}, '\\1''\\2', 'g')"
    is_formula = f"({_matches(value, FORMULA)} or {_matches(value, BREAKS)})"
    is_number = _matches(value, NUMBER)
    like_number = f"when {_matches(value, LIKE_NUMBER, 'i')} then {value} || '\t'" if marked else ""
    plain = "" if marked else f"when {is_number} then {value}"
    return f"case {plain} {like_number} when {is_formula} then '''' || {inner} else {inner} end"


def _matches(value: str, pattern: str, options: str = "") -> str:
    return f"regexp_matches({value}, {_text(pattern)}, '{options}')"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
