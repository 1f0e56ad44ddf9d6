"""What a customer is expected to order, and what earlier customers did of whom as much was."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from runner.report.customer.person import Person
from runner.report.draw.trend import Trace, Trend
from runner.report.numbers import rounded
from runner.report.shapes import Card, Figure, Missing
from runner.report.source import missing
from runner.report.words import FigureWords

NAME, TABLE = "expected", "customer_forecasts"
LEAST = 0.05  # orders: of fewer no number is told
Row = Mapping[str, Any]


def figure(person: Person) -> Figure | Missing:
    """Both horizons at the day, and what was expected at the as-of dates before it."""
    words = person.source.words(NAME)
    if person.source.lacks(TABLE):
        return missing(words, table=TABLE)
    data = person.read(words)
    now = [row for row in data.records if row["as_of_date"] == person.source.as_of]
    if not now:
        return missing(words, "none", as_of=person.source.as_of)
    near = now[0]
    expected, earlier = _expected(words, near), _earlier(words, near)
    between = words.word("between") if earlier else ""
    sentence = words.say("sentence", expected=expected, between=between, earlier=earlier)
    of_near = [row for row in data.records if row["horizon_days"] == near["horizon_days"]]
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        _chart(words, of_near[::-1]),
        lead=sentence if earlier else None,
        notes=(words.say("note_method", method=near["method_name"]),),
        cards=tuple(_cards(words, now)),
    )


def _expected(words: FigureWords, row: Row) -> str:
    orders, days = row["expected_orders"], row["horizon_days"]
    if orders < LEAST:
        return words.say("hardly", days=days).text
    told = {"orders": rounded(orders, 1), "revenue": row["expected_net_revenue"]}
    return words.say("some", days=days, **told).text


def _earlier(words: FigureWords, row: Row) -> str:
    """How far to trust it; empty if nobody knows."""
    probability, high = row["return_probability"], row["orders_high"]
    if probability is None:
        return ""
    if row["orders_low"] is None:
        return words.say("model", probability=probability).text
    if not high:
        return words.say("probability", probability=probability).text
    return words.say("range", probability=probability, low=row["orders_low"], high=high).text


def _cards(words: FigureWords, now: Sequence[Row]) -> Iterator[Card]:
    for row in now:
        days, probability = row["horizon_days"], row["return_probability"]
        title = words.say("card_revenue", days=days).text
        yield Card(title, words.numbers.money(row["expected_net_revenue"]))
        if probability is not None:
            title = words.say("card_probability", days=days).text
            yield Card(title, words.numbers.share(probability))
    value = now[-1]["customer_lifetime_value"]
    if value is not None:
        title = str(words.columns["customer_lifetime_value"]["title"])
        yield Card(title, words.numbers.money(value))


def _chart(words: FigureWords, rows: Sequence[Row]) -> Trend | None:
    """The shorter horizon over the as-of dates; none where there never was an order to expect."""
    if len(rows) == 1 or max(row["expected_orders"] for row in rows) < LEAST:
        return None
    return Trend(
        periods=tuple(str(row["as_of_date"]) for row in rows),
        traces=(
            Trace(
                words.word("expected"),
                tuple(row["expected_orders"] for row in rows),
                "c1",
                tuple(row["orders_low"] for row in rows),
                tuple(row["orders_high"] for row in rows),
                tuple(_tip(words, row) for row in rows),
            ),
        ),
        unit_title=words.say("unit", days=rows[0]["horizon_days"]).text,
        tick=words.numbers.tick,
    )


def _tip(words: FigureWords, row: Row) -> str:
    told = {"day": str(row["as_of_date"]), "orders": rounded(row["expected_orders"], 1)}
    if row["orders_high"] is None:
        return words.say("tip", **told).text
    return words.say("tip_range", **told, low=row["orders_low"], high=row["orders_high"]).text
