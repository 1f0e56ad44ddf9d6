"""How far a customer is from the next level of each fact."""

from runner.ask.page import Sentence
from runner.report.customer.person import Person
from runner.report.draw.ranks import Rank, Ranks
from runner.report.shapes import Figure, Missing
from runner.report.source import missing
from runner.report.words import FigureWords

NAME = "next_level"


def figure(person: Person) -> Figure | Missing:
    """The facts that have a next level, the nearest first; they were read with the page."""
    words = person.source.words(NAME)
    steps = [each for each in person.page.next_steps if (each.distance or 0) > 0]
    if not person.page.sentences:
        return missing(words)
    if not steps:
        return missing(words, "at_the_top")
    told = sorted(steps, key=lambda each: (each.scheme, each.metric))
    data = person.told(
        words,
        NAME,
        {
            "scheme": [each.scheme for each in told],
            "metric": [each.metric for each in told],
            "metric_value": [each.value for each in told],
            "distance_to_next_level": [each.distance for each in told],
            "next_level": [each.next_names.get(person.language, each.next_level) for each in told],
        },
    )
    nearest_first = sorted(told, key=lambda each: -_reached(person, each))
    nearest = nearest_first[0]
    sentence = words.say(
        "sentence_more" if _is_higher_better(person, nearest) else "sentence_less",
        scheme=person.vocabulary.scheme_titles.get(nearest.scheme, nearest.scheme),
        metric=person.vocabulary.metrics.get(nearest.metric, nearest.metric),
        level=_level(person, words, nearest),
        distance=person.page.amounts.text(nearest.metric, nearest.distance or 0, person.language),
    )
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        _chart(person, words, nearest_first),
        lead=sentence if _reached(person, nearest) > 0 else None,
        notes=(words.say("read"),),
    )


def _reached(person: Person, step: Sentence) -> float:
    """The share of the way that is made, 0 to 1: of what is wanted, or of what is allowed."""
    value, distance = max(step.value or 0.0, 0.0), step.distance or 0.0
    if _is_higher_better(person, step):
        return value / (value + distance) if value + distance else 0.0
    return max(0.0, value - distance) / value if value else 0.0


def _is_higher_better(person: Person, step: Sentence) -> bool:
    metric = person.page.amounts.metrics.get(step.metric)
    return metric is None or metric.is_higher_better


def _distance(person: Person, words: FigureWords, step: Sentence) -> str:
    """Such as +0.82 USD or -26 days."""
    distance = person.page.amounts.text(step.metric, step.distance or 0, person.language)
    template = "more" if _is_higher_better(person, step) else "less"
    return words.say(template, distance=distance).text


def _level(person: Person, words: FigureWords, step: Sentence) -> str:
    """What the next level is called; some are scores, and some codes of ours."""
    level = step.next_level or ""
    if level.isdigit():
        return words.say("score", score=int(level)).text
    codes = person.vocabulary.values.get("next_level", {})
    return step.next_names.get(person.language) or codes.get(level, level)


def _chart(person: Person, words: FigureWords, steps: list[Sentence]) -> Ranks:
    bars = []
    for step in steps:
        scheme = person.vocabulary.scheme_titles.get(step.scheme, step.scheme)
        metric = person.vocabulary.metrics.get(step.metric, step.metric)
        level, distance = _level(person, words, step), _distance(person, words, step)
        bars.append(
            Rank(
                label=words.say("label", scheme=scheme, metric=metric).text,
                value=_reached(person, step),
                text=words.say("text", level=level, distance=distance).text,
                tip=step.text.get(person.language, ""),
            )
        )
    return Ranks(tuple(bars), words.word("bars"))
