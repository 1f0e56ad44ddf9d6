"""How the dates of a column are to be read, by all of its rows; what they can't tell is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runner.intake.date_forms import NATIVE, Form, form_of, number_form
from runner.intake.evidence import Column, Table
from runner.intake.shapes import Certainty, Question

FLAGS = {"day": "--day-first", "month": "--month-first", "year": "--year-first"}
FROM_NUMBER = {
    "day": "try_strptime({text}, '%Y%m%d')",
    "minute": "try_strptime({text}, '%Y%m%d%H%M')",
    "second": "try_strptime({text}, '%Y%m%d%H%M%S')",
    "seconds": "to_timestamp(try_cast({text} as double))",
    "milliseconds": "to_timestamp(try_cast({text} as double) / 1000)",
    "serial": (
        "cast('1899-12-30' as timestamp) + to_seconds(round(try_cast({text} as double) * 86400))"
    ),
}
NUMBER_WORDS = {
    "day": "YYYYMMDD",
    "minute": "YYYYMMDDHHMM",
    "second": "YYYYMMDDHHMMSS",
    "seconds": "seconds since 1970, in UTC",
    "milliseconds": "milliseconds since 1970, in UTC",
    "serial": "a spreadsheet's number of days",
}
LOOKS = 3


@dataclass(frozen=True)
class DateReading:
    """How a column of dates is read.

    Attributes:
        expression: SQL of the moment; if a question is open, by its first answer.
        certainty: open if there is a question, or not all rows read.
        evidence: sentences with counts.
        order: day, month or year, which stands first; nothing if it is open.
        question: what the rows can't tell.
    """

    expression: str
    certainty: Certainty
    evidence: tuple[str, ...]
    order: str = ""
    question: Question | None = None


@dataclass(frozen=True)
class _Counts:
    """Rows of a column: with a value, read in one way only, and by each order of the rest."""

    filled: int
    fixed: int
    undecided: int
    by_order: Mapping[str, int]


def read_dates(
    table: Table, column: Column, *, about: str, answer: str | None = None
) -> DateReading | None:
    """How the dates of a column are read; nothing if they are none.

    Args:
        table: where its rows are.
        column: the one.
        about: what it is proposed for, such as orders.ordered_at.
        answer: what stands first, if a person has said so: day, month or year.
    """
    if column.type.startswith(("DATE", "TIMESTAMP")):
        return DateReading(column.sql, Certainty.CLEAR, (f"typed as {column.type}",), "year")
    if numbers := _from_numbers(column):
        return numbers
    if not column.is_text or column.share("date") < 0.5:  # noqa: PLR2004
        return None
    forms = {form for text, _ in column.values if (form := form_of(text))}
    for _ in range(LOOKS):
        counts = _count(table, column, forms)
        more = {form for text in _unread(table, column, forms) if (form := form_of(text))} - forms
        if not more:
            break
        forms |= more
    return _decide(table, column, forms, counts, about=about, answer=answer)


def _from_numbers(column: Column) -> DateReading | None:
    forms = {number_form(text) for text, _ in column.values}
    if len(forms) != 1 or not (form := forms.pop()):
        return None
    text = column.clean if column.is_text else f"cast({column.sql} as varchar)"
    if any(text.endswith(".0") for text, _ in column.values) and form in (
        "day",
        "minute",
        "second",
    ):
        text = f"split_part({text}, '.', 1)"
    return DateReading(
        FROM_NUMBER[form].format(text=text),
        Certainty.CLEAR,
        (f"the numbers are {NUMBER_WORDS[form]}",),
        "year",
    )


def _is_open(form: Form) -> bool:
    return {"day", "month"} <= form.formats.keys()


def _text(column: Column, forms: set[Form]) -> str:
    """The text of the dates, without the short name of a time zone."""
    is_named = any(form.zone == "name" for form in forms)
    return f"regexp_replace({column.clean}, ' ?[A-Za-z]{{3,4}}$', '')" if is_named else column.clean


def _formats(forms: set[Form], order: str, *, zone: str | None = None) -> list[str]:
    """The formats of an order, two-digit years first, since %Y reads them too."""
    found = {
        form.formats[order]
        for form in forms
        if order in form.formats
        and not form.is_native
        and (zone is None or form.zone.replace("name", "") == zone)
        and (order in ("day", "month") or not _is_open(form) or order == "year")
    }
    return sorted(found, key=lambda text: ("%Y" in text, -len(text), text))


def _parsed(text: str, formats: Sequence[str]) -> str:
    if not formats:
        return "cast(null as timestamp)"
    quoted = ["'" + each.replace("'", "''") + "'" for each in formats]
    return (
        f"try_strptime({text}, {quoted[0] if len(quoted) == 1 else '[' + ', '.join(quoted) + ']'})"
    )


def _moments(column: Column, forms: set[Form]) -> dict[str, str]:
    """SQL of the moment by what stands first; `fixed` is what reads in one way only."""
    text = _text(column, forms)
    fixed = {form for form in forms if not _is_open(form)}
    given = [*_formats(fixed, "text"), *_formats(fixed, "year")]
    if not any("year" in form.formats or "text" in form.formats for form in fixed):
        given += _formats(fixed, "year_day")
    found = _in_utc(text, given)
    if any(form.is_native for form in forms):
        pattern = NATIVE.pattern.replace("'", "''").replace(r"\1", "[-/]")
        found = (
            f"coalesce({found}, case when regexp_full_match({text}, '{pattern}')"
            f" then try_cast(regexp_replace({text}, ' ([+-]\\d{{2}})', '\\1') as timestamp) end)"
        )
    open_ = {form for form in forms if _is_open(form)}
    orders = [order for order in FLAGS if _formats(open_, order)]
    return {"fixed": found} | {order: _in_utc(text, _formats(open_, order)) for order in orders}


def _in_utc(text: str, formats: Sequence[str]) -> str:
    """The moment as a plain timestamp, to count and compare."""
    zoned = [each for each in formats if "%z" in each]
    plain = [each for each in formats if "%z" not in each]
    parts = [_parsed(text, plain)] if plain or not zoned else []
    parts += [f"timezone('UTC', {_parsed(text, zoned)})"] if zoned else []
    return parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"


def _rows(table: Table, column: Column, forms: set[Form]) -> str:
    moments = ", ".join(f"{sql} as m_{order}" for order, sql in _moments(column, forms).items())
    exact = table.exact(column)
    missing = "('', 'null', 'none', 'nan', 'n/a', '#n/a', '-')"
    return (
        f"(select {column.clean} as said, {exact.weight} as weight, {moments}"  # noqa: S608
        f" from {exact.relation} as source"
        f" where coalesce(lower({column.clean}), '') not in {missing})"
    )


def _count(table: Table, column: Column, forms: set[Form]) -> _Counts:
    orders = [order for order in _moments(column, forms) if order != "fixed"]
    read = ", ".join(
        f"coalesce(sum(weight) filter (m_fixed is null and m_{order} is not null), 0)"
        for order in orders
    )
    any_ = " or ".join(f"m_{order} is not null" for order in orders) or "false"
    filled, fixed, undecided, *by_order = table.one(
        "select coalesce(sum(weight), 0), coalesce(sum(weight) filter (m_fixed is not null), 0),"  # noqa: S608
        f" coalesce(sum(weight) filter (m_fixed is null and ({any_})), 0)"
        f"{', ' + read if read else ''} from {_rows(table, column, forms)}"
    )
    counts = (int(str(count)) for count in by_order)
    return _Counts(
        int(str(filled)),
        int(str(fixed)),
        int(str(undecided)),
        dict(zip(orders, counts, strict=True)),
    )


def _unread(table: Table, column: Column, forms: set[Form]) -> list[str]:
    nulls = " and ".join(f"m_{order} is null" for order in _moments(column, forms))
    rows = table.all(f"select said from {_rows(table, column, forms)} where {nulls} limit 100")  # noqa: S608
    return [str(said) for (said,) in rows]


def _decide(  # noqa: PLR0913 (all that was found)
    table: Table,
    column: Column,
    forms: set[Form],
    counts: _Counts,
    *,
    about: str,
    answer: str | None,
) -> DateReading:
    read = counts.fixed + counts.undecided
    evidence = [f"{read:,} of {counts.filled:,} rows read as dates"]
    open_ = {form for form in forms if _is_open(form)}
    fitting = [order for order, count in counts.by_order.items() if count == counts.undecided]
    question = None
    order = "year" if not counts.undecided else ""
    if any("year_day" in form.formats and len(form.formats) == 1 for form in forms):
        order = "year_day"
    if counts.undecided and len(fitting) == 1:
        order = fitting[0]
        others = [count for other, count in counts.by_order.items() if other != order]
        only = counts.undecided - max(others, default=0)
        evidence.append(f"all of them with the {order} first, {only:,} of them only so")
    elif counts.undecided and answer in counts.by_order:
        order = str(answer)
        evidence.append(f"the {order} stands first, as {FLAGS[order]} says")
    elif counts.undecided:
        question = _question(table, column, forms, counts, about=about, fitting=fitting)
    shown = order or next(iter(fitting or counts.by_order), "year")
    expression, is_mixed = _expression(column, forms, open_=open_, order=shown)
    is_clear = not question and not is_mixed and read >= 0.5 * counts.filled
    if is_mixed:
        question = _mixed_zones(column, about)
    zones = {form.zone for form in forms} - {""}
    if zones:
        named = "name" in zones
        evidence.append(
            "the short name of a time zone behind them is left out" if named else "with an offset"
        )
    return DateReading(
        expression,
        Certainty.CLEAR if is_clear else Certainty.OPEN,
        tuple(evidence),
        order.replace("year_day", "year"),
        question,
    )


def _expression(
    column: Column, forms: set[Form], *, open_: set[Form], order: str
) -> tuple[str, bool]:
    """SQL of the moment for a mapping, and whether moments with and without a zone are mixed."""
    fixed = forms - open_
    if forms and all(form.is_native for form in forms):
        return column.clean, False
    text = _text(column, forms)
    parts = []
    for zone in ("", "utc", "offset"):
        formats = _formats(open_, order, zone=zone) if order in FLAGS else []
        formats += _formats(fixed, "text", zone=zone)
        formats += _formats(fixed, "year_day" if order == "year_day" else "year", zone=zone)
        if formats:
            parsed = _parsed(text, sorted(formats, key=lambda each: "%Y" in each))
            parts.append(f"timezone('UTC', {parsed})" if zone == "utc" else parsed)
    if any(form.is_native for form in forms):
        parts.append(f"try_cast({text} as timestamp)")
    has_zone = {bool(form.zone.replace("name", "")) for form in forms}
    expression = parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"
    return expression, len(has_zone) > 1


def _mixed_zones(column: Column, about: str) -> Question:
    return Question(
        about=about,
        sentence=f"{column.name} has moments with a time zone and others without one.",
        answers={f"--map {about}=EXPRESSION": "SQL that reads both"},
    )


def _question(  # noqa: PLR0913 (all that was found)
    table: Table,
    column: Column,
    forms: set[Form],
    counts: _Counts,
    *,
    about: str,
    fitting: Sequence[str],
) -> Question:
    orders = list(fitting if len(fitting) > 1 else counts.by_order)
    pairs = " or ".join(
        f"m_{one} is distinct from m_{other}" for one in orders for other in orders if one < other
    )
    rows = table.all(
        f"select said, {', '.join(f'm_{order}' for order in orders)}"  # noqa: S608
        f" from {_rows(table, column, forms)} where m_fixed is null and ({pairs}) limit 2"
    )
    examples = tuple(
        {column.name: str(said)}
        | {FLAGS[order]: str(at or "not a date") for order, at in zip(orders, moments, strict=True)}
        for said, *moments in rows
    )
    if len(fitting) > 1:
        said = f"All {counts.undecided:,} dates in {column.name} read in {len(fitting)} ways."
    else:
        each = "; ".join(
            f"{count:,} with the {order} first" for order, count in counts.by_order.items()
        )
        said = f"The dates in {column.name} contradict each other."
        said += f" Of {counts.undecided:,} read: {each}."
    return Question(
        about=about,
        sentence=f"{said} Which part stands first?",
        answers={FLAGS[order]: f"the {order} stands first" for order in orders},
        examples=examples,
    )
