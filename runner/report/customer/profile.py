"""Who a customer is: what they did in numbers, and what the shop knows of them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from runner.report.customer.person import Person
from runner.report.draw.trend import Spark
from runner.report.numbers import FROM_WHERE_SHORT
from runner.report.shapes import Card, Data, Figure, Said
from runner.report.source import Fragment
from runner.report.words import FigureWords

NAME = "profile"
# Of each card the template of its value; whether more of it is welcome, where that can be said.
MONEY = {
    "net_revenue": "good",
    "average_order_value": "",
    "margin_amount": "good",
    "discount_amount": "",
    "refund_amount": "",
}


def figure(person: Person) -> Figure:
    """The facts at the day, with their change since the as-of date before it."""
    words = person.source.words(NAME)
    data = person.read(words)
    now, *earlier = data.records
    headline = person.page.headline.get(person.language)
    sentence = (
        words.say("sentence", headline=headline)
        if headline
        else words.say("sentence_none", orders=now["order_count"], revenue=now["net_revenue"])
    )
    more: tuple[tuple[str, Data], ...] = ()
    if person.page.profile:
        columns = Fragment(",\n    ".join(person.page.profile))
        more = ((words.word("known"), person.read(words, "known", columns=columns)),)
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        lead=sentence,
        notes=tuple(_notes(words, more)),
        cards=tuple(_cards(words, now, earlier)),
        more=more,
    )


def _cards(
    words: FigureWords, now: Mapping[str, Any], earlier: list[dict[str, Any]]
) -> Iterator[Card]:
    """Facts that are known; those that grow have a small line over the as-of dates."""
    before = earlier[0] if earlier else None
    yield Card(
        _title(words, "order_count"),
        words.numbers.count(now["order_count"]),
        *_change(words, "order_count", now, before),
        chart=_spark("order_count", now, earlier),
    )
    for name in MONEY:
        if now[name] is None or (name != "net_revenue" and not now[name]):
            continue
        yield Card(
            _title(words, name),
            words.say(_template(now[name]), amount=now[name]).text,
            *_change(words, name, now, before),
            chart=_spark(name, now, earlier) if name == "net_revenue" else None,
        )
    if now["last_order_date"]:
        days = now["days_since_last_order"]
        ago = words.say("ago", days=days) if days else words.say("today")
        yield Card(_title(words, "last_order_date"), str(now["last_order_date"]), ago.text)
        yield Card(_title(words, "first_order_date"), str(now["first_order_date"]))
    if now["expected_next_order_date"]:
        yield Card(
            _title(words, "expected_next_order_date"),
            str(now["expected_next_order_date"]),
            _due(words, now),
        )


def _template(amount: Decimal) -> str:
    """To the cent, as long as that is read at a glance."""
    return "short" if abs(amount) >= FROM_WHERE_SHORT else "money"


def _title(words: FigureWords, column: str) -> str:
    return str(words.columns[column]["title"])


def _change(
    words: FigureWords, name: str, now: Mapping[str, Any], before: Mapping[str, Any] | None
) -> tuple[str, str]:
    """How a fact differs from the date before, in words, and whether that is welcome."""
    if before is None or before[name] is None:
        return "", ""
    change = now[name] - before[name]
    kind = "orders" if name == "order_count" else "money"
    if not change:
        return words.say("unchanged", before=before["as_of_date"]).text, ""
    direction = "more" if change > 0 else "less"
    said = words.say(f"{kind}_{direction}", change=abs(change), before=before["as_of_date"]).text
    if name != "order_count" and not MONEY[name]:
        return said, ""
    return said, "good" if change > 0 else "bad"


def _spark(name: str, now: Mapping[str, Any], earlier: list[dict[str, Any]]) -> Spark | None:
    values = tuple(float(row[name]) for row in reversed([now, *earlier]))
    return Spark(values) if len(values) > 1 else None


def _due(words: FigureWords, now: Mapping[str, Any]) -> str:
    """Whether the next order is still expected."""
    days = (now["expected_next_order_date"] - now["as_of_date"]).days
    return words.say("overdue" if days < 0 else "ahead", days=abs(days)).text


def _notes(words: FigureWords, more: tuple[tuple[str, Data], ...]) -> Iterator[Said]:
    """What the shop knows of the person."""
    if not more:
        yield words.say("unknown")
        return
    ((_, data),) = more
    cells = (
        (column.title, words.numbers.cell(value, column))
        for column, value in zip(data.columns, data.rows[0], strict=True)
    )
    pairs = words.word("between").join(
        words.say("pair", title=title, text=text).text for title, text in cells
    )
    yield words.say("knows", pairs=pairs)
