"""What a customer said: ratings, NPS answers and complaints."""

from collections.abc import Iterator

from runner.report.customer.person import Person
from runner.report.draw.bars import Bars, Series
from runner.report.shapes import Card, Data, Figure, Missing
from runner.report.source import missing
from runner.report.words import FigureWords

NAME = "feedback"
TABLE, EVENTS = "customer_experience", "int_feedback_events"


def figure(person: Person) -> Figure | Missing:
    """Each feedback up to the day, and what it comes to."""
    words = person.source.words(NAME)
    if person.source.lacks(TABLE) or EVENTS not in person.source.warehouse.tables("intermediate"):
        return missing(words)
    data = person.read(words)
    if not data.rows:
        return missing(words, "none")
    comes_to = person.read(words, "experience")
    last = comes_to.records[0]
    complaints = last["complaint_count"]
    said = words.say("complaints", complaints=complaints) if complaints else None
    values = {
        "feedback": last["feedback_count"],
        "complaints": said.text if said else words.word("no_complaint"),
    }
    sentence = (
        words.say("sentence", rating=last["last_rating"], **values)
        if last["last_rating"] is not None
        else words.say("sentence_unrated", **values)
    )
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        _chart(words, data),
        lead=sentence,
        cards=tuple(_cards(words, comes_to)),
        more=((words.word("experience"), comes_to),),
    )


def _cards(words: FigureWords, comes_to: Data) -> Iterator[Card]:
    for column, value in zip(comes_to.columns, comes_to.rows[0], strict=True):
        if value is not None:
            yield Card(column.title, words.numbers.written(value, column.unit))


def _chart(words: FigureWords, data: Data) -> Bars | None:
    """The ratings one after another."""
    rated = [row for row in data.records if row["rating"] is not None]
    if len(rated) < 2:  # noqa: PLR2004 (one is no course)
        return None
    days = tuple(str(row["event_date"]) for row in rated)
    tips = tuple(
        words.say("tip", day=row["event_date"], rating=row["rating"]).text for row in rated
    )
    ratings = tuple(float(row["rating"]) for row in rated)
    title = str(words.columns["rating"]["title"])
    return Bars(days, (Series(title, ratings, "c1", tips),))
