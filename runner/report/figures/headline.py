"""The figures that a shop goes by, beside those of the date before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from runner.report.draw.trend import Spark
from runner.report.numbers import rounded
from runner.report.shapes import Card, Figure, Missing, Said, Unit
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME = "headline"
# Periods whose lengths differ by at most this share are compared; months differ by a tenth.
ALIKE = 0.1
# From where on a change is told in times, not in percent.
MANY = 10
Row = Mapping[str, Any]
Number = Decimal | float


@dataclass(frozen=True)
class Measure:
    """A figure that gets a card.

    Attributes:
        column: of the table.
        unit: of its values.
        welcome: 1 if more is better, -1 if less is, 0 if neither.
        is_of_period: it is of the time since the date before, so that periods must be alike.
    """

    column: str
    unit: Unit
    welcome: int = 1
    is_of_period: bool = False


MEASURES = (
    Measure("customer_count", Unit.COUNT),
    Measure("active_customer_count", Unit.COUNT, is_of_period=True),
    Measure("retention_rate", Unit.SHARE, is_of_period=True),
    Measure("average_order_value", Unit.MONEY),
    Measure("repeat_rate", Unit.SHARE),
    Measure("class_a_customer_share", Unit.SHARE, welcome=0),
    Measure("churned_customer_count", Unit.COUNT, welcome=-1),
)


def figure(source: Source) -> Figure | Missing:
    """The metrics of all as-of dates up to the one that is reported."""
    words = source.words(NAME)
    data = source.read(words)
    rows = {row["as_of_date"]: row for row in data.records}
    if source.as_of not in rows:
        return missing(words, as_of=source.as_of)
    now, then = rows[source.as_of], rows.get(source.before) if source.before else None
    period = _period(rows, source.as_of, source.before if then else None)
    sentence = _sentence(words, now, period)
    cards = [_revenue_card(words, now, period, tuple(rows.values()))]
    cards += [
        _card(words, measure, now, then, tuple(rows.values()))
        for measure in MEASURES
        if now.get(measure.column) is not None
    ]
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        lead=sentence,
        notes=() if source.before else (words.say("no_before"),),
        cards=tuple(cards),
    )


@dataclass(frozen=True)
class Period:
    """The time since the date with which it is compared, and the one before that.

    Attributes:
        since: the day after which it begins.
        revenue: its net revenue.
        earlier: that of the period before; none if there is none of about the same length.
        earlier_days: how long that one was.
    """

    since: date
    revenue: Decimal
    earlier: Decimal | None = None
    earlier_days: int = 0


def _period(rows: Mapping[date, Row], as_of: date, before: date | None) -> Period | None:
    if before is None:
        return None
    revenue = rows[as_of]["net_revenue"] - rows[before]["net_revenue"]
    days = (as_of - before).days
    starts = [day for day in rows if day < before and _alike((before - day).days, days)]
    if not starts:
        return Period(before, revenue)
    start = min(starts, key=lambda day: abs((before - day).days - days))
    earlier = rows[before]["net_revenue"] - rows[start]["net_revenue"]
    return Period(before, revenue, earlier, (before - start).days)


def _alike(days: int, others: int) -> bool:
    return abs(days - others) <= ALIKE * max(days, others)


def _sentence(words: FigureWords, now: Row, period: Period | None) -> Said:
    customers, total = now["customer_count"], now["net_revenue"]
    if period is None and total <= 0:
        return words.say("first_without_revenue", customers=customers)
    if period is None:
        return words.say("first", customers=customers, revenue=total)
    since, revenue = period.since, period.revenue
    if revenue < 0:
        return words.say("loss", before=since, loss=-revenue)
    if revenue == 0:
        return words.say("nothing_since", before=since, customers=customers)
    return _compared(words, period) or words.say(
        "since", before=since, revenue=revenue, customers=customers
    )


def _compared(words: FigureWords, period: Period) -> Said | None:
    if period.earlier is None or period.earlier <= 0:
        return None
    share = period.revenue / period.earlier - 1
    told = {"before": period.since, "revenue": period.revenue, "days": period.earlier_days}
    if rounded(share, 3) == 0:
        return words.say("as_much", **told)
    if share + 1 >= MANY:
        return words.say("many", **told, times=share + 1, earlier=period.earlier)
    name = "more" if share > 0 else "less"
    return words.say(name, **told, share=abs(share), earlier=period.earlier)


def _revenue_card(words: FigureWords, now: Row, period: Period | None, rows: Sequence[Row]) -> Card:
    money = words.numbers.money
    if period is None:
        return Card(str(words.columns["net_revenue"]["title"]), money(now["net_revenue"]))
    change = tone = ""
    if period.earlier is not None:
        change, tone = _change(words, period.revenue, period.earlier, money)
    spark = _spark("period_net_revenue", rows, days=(now["as_of_date"] - period.since).days)
    title = words.say("revenue_since", before=period.since).text
    return Card(title, money(period.revenue), change, tone, spark)


def _card(
    words: FigureWords, measure: Measure, now: Row, then: Row | None, rows: Sequence[Row]
) -> Card:
    value = now[measure.column]
    written = _written(words, measure.unit)
    change = tone = ""
    days = _days(now) if measure.is_of_period else None
    is_comparable = then is not None and then[measure.column] is not None
    if then is not None and is_comparable and (days is None or _alike(_days(then), days)):
        earlier = then[measure.column]
        points = rounded(abs(Decimal(str(value)) - Decimal(str(earlier))) * 100, 1)
        if measure.unit != Unit.SHARE:
            change, tone = _change(words, value, earlier, written)
        elif points == 0:
            change = words.word("same")
        else:
            tone = "good" if value > earlier else "bad"
            name = "up_points" if value > earlier else "down_points"
            change = words.say(name, points=points, earlier=written(earlier)).text
    if measure.welcome < 1:
        tone = {"good": "bad", "bad": "good"}.get(tone, "") if measure.welcome else ""
    title = str(words.columns[measure.column]["title"])
    if measure.is_of_period:
        title = words.say("of_period", title=title, before=now["previous_as_of_date"]).text
    return Card(title, written(value), change, tone, _spark(measure.column, rows, days=days))


def _written(words: FigureWords, unit: Unit) -> Callable[[Number], str]:
    numbers = words.numbers
    if unit == Unit.MONEY:
        return lambda value: f"{numbers.exact_money(value)} {numbers.currency}".strip()
    return lambda value: numbers.written(value, unit)


def _change(
    words: FigureWords, value: Number, earlier: Number, written: Callable[[Number], str]
) -> tuple[str, str]:
    """In words, and its tone if more is better."""
    same = words.word("same"), ""
    if written(value) == written(earlier):
        return same
    is_more = value > earlier
    tone = "good" if is_more else "bad"
    if value <= 0 or earlier <= 0:
        name = "up_from" if is_more else "down_from"
        return words.say(name, earlier=written(earlier)).text, tone
    share = abs(Decimal(str(value)) / Decimal(str(earlier)) - 1)
    if rounded(share, 3) == 0:
        return same
    name = "up" if is_more else "down"
    return words.say(name, share=share, earlier=written(earlier)).text, tone


def _days(row: Row) -> int:
    """How long the period of active customers is."""
    return int((row["as_of_date"] - row["previous_as_of_date"]).days)


def _spark(column: str, rows: Sequence[Row], *, days: int | None) -> Spark | None:
    """All dates, the oldest first; of periods those alone that are about as long as this."""
    in_order = sorted(rows, key=lambda row: row["as_of_date"])
    values: list[float | None] = []
    for index, row in enumerate(in_order):
        is_known = row[column] is not None
        if days is not None:
            start = in_order[index - 1]["as_of_date"] if index else row["as_of_date"]
            is_known = is_known and _alike((row["as_of_date"] - start).days, days)
        values.append(float(row[column]) if is_known else None)
    return Spark(tuple(values)) if sum(value is not None for value in values) > 1 else None
