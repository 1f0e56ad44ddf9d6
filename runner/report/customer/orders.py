"""What a customer ordered, over time and one by one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from runner.report.customer.person import Person
from runner.report.draw.bars import Bars, Series
from runner.report.draw.panels import Panels
from runner.report.shapes import Figure, Missing, Said
from runner.report.source import missing
from runner.report.words import FigureWords

NAME = "orders"
MOST_LISTED = 100
# The longest time, in months, that is shown by month and by quarter; beyond it by year.
BY_MONTH, BY_QUARTER = 30, 100
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def figure(person: Person) -> Figure | Missing:
    """Orders and net revenue by month, quarter or year, as long as the customer is known."""
    words = person.source.words(NAME)
    first = person.page.facts.get("first_order_date")
    if not isinstance(first, date):
        return missing(words)
    as_of = person.source.as_of
    months = 12 * (as_of.year - first.year) + as_of.month - first.month + 1
    period = "month" if months <= BY_MONTH else "quarter" if months <= BY_QUARTER else "year"
    data = person.read(words, period=period)
    listed = person.read(words, "order_list")
    sentence = _sentence(words, data.records, period, person.page.facts)
    notes = []
    if any(min(row["order_count"], row["net_revenue"]) < 0 for row in data.records):
        notes.append(words.say("below"))
    if len(listed.rows) == MOST_LISTED:
        notes.append(words.say("listed", most=MOST_LISTED))
    if not person.is_newest:
        notes.append(words.say("later", as_of=as_of))
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        _chart(words, data.records, period, as_of) if data.rows else None,
        lead=sentence,
        notes=tuple(notes),
        more=((words.word("list"), listed),),
    )


def _sentence(
    words: FigureWords, rows: list[dict[str, Any]], period: str, facts: Mapping[str, Any]
) -> Said:
    orders, first = facts["order_count"], facts["first_order_date"]
    if orders <= 1:
        return words.say("sentence_one", day=first, revenue=facts["net_revenue"])
    best = max(rows, key=lambda row: (row["net_revenue"], row["period_date"]))
    values = {
        "orders": orders,
        "first": first,
        "last": facts["last_order_date"],
        "revenue": facts["net_revenue"],
    }
    if len(rows) == 1 or best["net_revenue"] <= 0:
        return words.say("sentence_short", **values)
    return words.say(
        "sentence",
        **values,
        period=_period(words, best["period_date"], period),
        best=best["net_revenue"],
    )


def _chart(words: FigureWords, rows: list[dict[str, Any]], period: str, as_of: date) -> Panels:
    by_start = {row["period_date"]: row for row in rows}
    starts = [min(by_start)]
    while (following := _next(starts[-1], period)) <= as_of:
        starts.append(following)
    shown = tuple(_period(words, start, period) for start in starts)
    tips = tuple(
        words.say(
            "tip",
            period=text,
            orders=by_start[start]["order_count"],
            revenue=by_start[start]["net_revenue"],
        ).text
        if start in by_start
        else words.say("tip_none", period=text).text
        for start, text in zip(starts, shown, strict=True)
    )

    def bars(column: str, kind: str) -> Bars:
        title = str(words.columns[column]["title"])
        values = tuple(float(by_start.get(start, {}).get(column, 0)) for start in starts)
        unit = words.numbers.currency if column == "net_revenue" else ""
        return Bars(shown, (Series(title, values, kind, tips),), unit_title=unit)

    return Panels((bars("net_revenue", "c1"), bars("order_count", "c2")))


def _next(start: date, period: str) -> date:
    months = start.month - 1 + MONTHS[period]
    return date(start.year + months // 12, months % 12 + 1, 1)


def _period(words: FigureWords, start: date, period: str) -> str:
    """Such as 2025-03, Q1 2025 or 2025."""
    match period:
        case "month":
            return words.say("month", start=f"{start:%Y-%m}").text
        case "quarter":
            quarter = str((start.month + 2) // 3)
            return words.say("quarter", quarter=quarter, year=str(start.year)).text
        case _:
            return words.say("year", year=str(start.year)).text
