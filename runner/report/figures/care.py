"""Which dates of customers come next: expected orders, anniversaries, birthdays."""

from datetime import timedelta

from runner.report.draw.bars import Bars, Series
from runner.report.shapes import Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME = "care"
KINDS = {"expected_order": "c1", "order_anniversary": "c2", "birthday": "c3"}


def figure(source: Source) -> Figure | Missing:
    """The customers by occasion and day."""
    words = source.words(NAME)
    if tables := source.lacks("care_calendar"):
        return missing(words, tables=tables)
    data = source.read(words)
    if not data.rows:
        return missing(words, "missing_at_date", as_of=source.as_of)
    (orders,) = [
        row["soon_count"] for row in data.records if row["occasion"] == "expected_order"
    ] or [0]
    days = source.read(words, "care_days")
    return Figure(
        NAME,
        words.title,
        _sentence(words, data, source),
        data,
        _chart(words, days, source) if days.rows else None,
        lead=words.say("lead", orders=orders) if orders else None,
        notes=() if source.holds("personal") else (words.say("birthdays_left_out"),),
        more=(
            (words.word("first_customers"), source.read(words, "care_first")),
            (words.word("by_day"), days),
        ),
    )


def _sentence(words: FigureWords, data: Data, source: Source) -> Said:
    due = {row["occasion"]: row["soon_count"] for row in data.records}
    if not any(due.values()):
        return words.say("sentence_later", day=min(data.values("first_date")))
    orders, anniversaries = due.get("expected_order", 0), due.get("order_anniversary", 0)
    told = {"orders": orders, "anniversaries": anniversaries}
    if source.holds("personal"):
        return words.say("sentence_personal", **told, birthdays=due.get("birthday", 0))
    if not anniversaries:
        return words.say("sentence_orders", orders=orders)
    if not orders:
        return words.say("sentence_anniversaries", anniversaries=anniversaries)
    return words.say("sentence", **told)


def _chart(words: FigureWords, data: Data, source: Source) -> Bars:
    last = max(data.values("occasion_date"))
    days = [source.as_of + timedelta(days=n) for n in range(1, (last - source.as_of).days + 1)]
    counts = {
        (row["occasion"], row["occasion_date"]): row["customer_count"] for row in data.records
    }
    names = next(column.names for column in data.columns if column.name == "occasion")
    series = tuple(
        Series(
            label=names[occasion],
            values=tuple(float(counts.get((occasion, day), 0)) for day in days),
            kind=kind,
            tips=tuple(
                words.say(
                    "tip",
                    day=day,
                    customers=counts.get((occasion, day), 0),
                    occasion=names[occasion],
                ).text
                for day in days
            ),
        )
        for occasion, kind in KINDS.items()
        if any(of == occasion for of, _ in counts)
    )
    return Bars(tuple(f"{day:%m-%d}" for day in days), series, unit_title=words.word("axis"))
