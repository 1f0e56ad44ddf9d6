"""What a customer buys, how, and what they may buy next."""

from collections.abc import Iterator
from typing import Any

from runner.report.customer.person import Person
from runner.report.draw.ranks import Rank, Ranks
from runner.report.shapes import Card, Data, Figure, Missing, Said
from runner.report.source import missing
from runner.report.words import FigureWords

NAME = "habits"
RHYTHM, NEXT = "purchase_habits", "next_categories"


def figure(person: Person) -> Figure | Missing:
    """The categories by the number of purchases; habits and suggestions of the newest date."""
    words = person.source.words(NAME)
    data = person.read(words)
    if not data.rows:
        is_known = person.page.facts.get("first_order_date") is not None
        return missing(words) if is_known else missing(words, "no_order")
    more: list[tuple[str, Data]] = []
    for table, query in ((RHYTHM, "rhythm"), (NEXT, "suggestions")):
        if person.is_newest and not person.source.lacks(table):
            found = person.read(words, query)
            if found.rows:
                more.append((words.word(query), found))
    purchases = sum(data.values("purchase_count"))
    sentence = _sentence(words, data.records, purchases)
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        _chart(words, data.records),
        lead=sentence,
        notes=tuple(_notes(person, words, dict(more), bought=purchases)),
        cards=tuple(_cards(words, dict(more).get(words.word("rhythm")))),
        more=tuple(more),
    )


def _sentence(words: FigureWords, rows: list[dict[str, Any]], purchases: int) -> Said:
    """What is bought most, if one category is."""
    top = rows[0]
    if len(rows) == 1:
        return words.say("sentence_one", category=top["category"], purchases=purchases)
    firsts = sum(row["purchase_count"] == top["purchase_count"] for row in rows)
    if firsts > 1:
        return words.say("sentence_tie", categories=firsts, bought=top["purchase_count"])
    return words.say(
        "sentence", category=top["category"], bought=top["purchase_count"], purchases=purchases
    )


def _cards(words: FigureWords, rhythm: Data | None) -> Iterator[Card]:
    """What can be said at a glance; the rest stands in the table."""
    if rhythm is None:
        return
    for column, value in zip(rhythm.columns, rhythm.rows[0], strict=True):
        if value is not None:
            match column.name:
                case "preferred_hour":
                    yield Card(column.title, words.say("hour", hour=str(value)).text)
                case "mean_gap_days":
                    yield Card(column.title, words.say("days", days=round(value)).text)
                case "favourite_category" | "favourite_channel" | "preferred_weekday":
                    yield Card(column.title, words.numbers.cell(value, column))


def _notes(
    person: Person, words: FigureWords, more: dict[str, Data], *, bought: int
) -> Iterator[Said]:
    if bought != person.page.facts.get("order_count"):
        yield words.say("returned")
    if not person.is_newest:
        yield words.say("older")
    if suggestions := more.get(words.word("suggestions")):
        best = suggestions.records[0]
        yield words.say("next", next=best["next_category"], bought=best["because_of_category"])


def _chart(words: FigureWords, rows: list[dict[str, Any]]) -> Ranks:
    return Ranks(
        tuple(
            Rank(
                label=row["category"],
                value=row["purchase_count"],
                text=words.numbers.count(row["purchase_count"]),
                tip=words.say(
                    "tip", purchases=row["purchase_count"], amount=row["bought_amount"]
                ).text,
            )
            for row in rows
        ),
        words.word("bars"),
    )
