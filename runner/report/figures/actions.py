"""What to do first, for whom, and whom to begin with."""

from itertools import accumulate

from runner.report.draw.ranks import Rank, Ranks
from runner.report.shapes import Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME = "actions"
BARS = 10
LISTED = 50  # customers, as the query says


def figure(source: Source) -> Figure | Missing:
    """The first actions of all customers, the most urgent first."""
    words = source.words(NAME)
    if tables := source.lacks("customer_actions"):
        return missing(words, tables=tables)
    data = source.read(words)
    if not data.rows:
        return missing(words, "missing_at_date", as_of=source.as_of)
    sentence = _sentence(words, data)
    listed = source.read(words, "actions_first", until=_last_priority(data))
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        _chart(words, data),
        lead=sentence,
        notes=(words.say("order"),),
        more=((words.word("first_customers"), listed),),
    )


def _last_priority(data: Data) -> int:
    """That of the last customer who is listed, so that the others need not be sorted."""
    so_far = accumulate(data.values("customer_count"))
    reached = (
        priority
        for priority, count in zip(data.values("priority"), so_far, strict=True)
        if count >= LISTED
    )
    return int(next(reached, max(data.values("priority"))))


def _sentence(words: FigureWords, data: Data) -> Said:
    first = data.records[0]
    told = {
        "customers": first["customer_count"],
        "label": first["label"],
        "action": first["action"],
    }
    if first["net_revenue"] <= 0:
        return words.say("sentence_without_revenue", **told)
    return words.say("sentence", **told, revenue=first["net_revenue"])


def _chart(words: FigureWords, data: Data) -> Ranks:
    return Ranks(
        tuple(
            Rank(
                label=words.say("bar", label=row["label"], action=row["action"]).text,
                value=float(row["customer_count"]),
                text=words.say(
                    "bar_text", customers=row["customer_count"], revenue=row["net_revenue"]
                ).text,
                tip=row["channel"],
            )
            for row in data.records[:BARS]
        ),
        title=words.word("chart"),
    )
