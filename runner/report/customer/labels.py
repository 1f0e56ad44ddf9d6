"""The labels of a customer over the as-of dates, scheme by scheme."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise

from runner.ask.page import Label
from runner.report.customer.person import Person
from runner.report.draw.steps import Step, Steps, Stretch
from runner.report.shapes import Figure, Said
from runner.report.source import Fragment
from runner.report.words import FigureWords

NAME = "labels"
Past = tuple[tuple[date, Label], ...]


def figure(person: Person) -> Figure:
    """Each stretch of one label as a band; the labels were read with the page."""
    words = person.source.words(NAME)
    columns = {scheme: column for column, scheme in person.vocabulary.schemes.items()}
    shown = [label.scheme for label in person.page.labels]
    days = sorted(person.page.history)
    pasts = {scheme: person.page.of_scheme(scheme) for scheme in shown}
    rows: dict[str, list[object]] = {"as_of_date": list(reversed(days))}
    for scheme, past in pasts.items():
        labels = {day: label.label for day, label in past}
        rows[columns[scheme]] = [labels.get(day) for day in reversed(days)]
    chosen = Fragment(",\n    ".join(columns[scheme] for scheme in shown))
    data = person.told(words, NAME, rows, columns=chosen)
    return Figure(
        NAME,
        words.title,
        sentence := _sentence(person, words, pasts, days),
        data,
        _chart(person, words, pasts, days),
        lead=sentence,
        notes=(words.say("read"),),
    )


def _sentence(person: Person, words: FigureWords, pasts: dict[str, Past], days: list[date]) -> Said:
    if len(days) == 1:
        return words.say("sentence_first", day=days[0])
    moves = [
        (day, scheme, before, label)
        for scheme, past in pasts.items()
        for (_, before), (day, label) in pairwise(past)
        if before.label != label.label
    ]
    if not moves:
        return words.say("sentence_none", first=days[0], dates=len(days))
    day, scheme, before, label = max(moves, key=lambda move: move[0])
    values = {
        "first": days[0],
        "day": day,
        "scheme": _title(person, scheme),
        "before": before.names[person.language],
        "label": label.names[person.language],
    }
    if len(moves) == 1:
        return words.say("sentence_one", **values)
    return words.say("sentence", changes=len(moves), **values)


def _title(person: Person, scheme: str) -> str:
    return person.vocabulary.scheme_titles.get(scheme, scheme)


def _chart(person: Person, words: FigureWords, pasts: dict[str, Past], days: list[date]) -> Steps:
    return Steps(
        periods=tuple(map(str, days)),
        rows=tuple(
            Step(_title(person, scheme), tuple(_stretches(person, words, past, days)))
            for scheme, past in pasts.items()
        ),
    )


def _stretches(
    person: Person, words: FigureWords, past: Past, days: list[date]
) -> Iterator[Stretch]:
    """Dates after each other with one label; a date without a label interrupts it."""
    places = {day: index for index, day in enumerate(days)}
    numbered = [(places[day] - number, day, label) for number, (day, label) in enumerate(past)]
    for _, group in groupby(numbered, key=lambda each: (each[0], each[2].label)):
        members = list(group)
        (_, first, label), (_, last, _) = members[0], members[-1]
        name = label.names[person.language]
        yield Stretch(
            start=places[first],
            end=places[last] + 1,
            label=name,
            height=label.height,
            tip=words.say("tip", label=name, first=first, last=last).text,
        )
