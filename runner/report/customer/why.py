"""Why a customer has each label, in the sentences of the database."""

from runner.report.customer.person import Person
from runner.report.shapes import Figure, Missing
from runner.report.source import missing

NAME = "why"


def figure(person: Person) -> Figure | Missing:
    """All sentences of all schemes; they were read with the page."""
    words = person.source.words(NAME)
    told = sorted(person.page.sentences, key=lambda each: (each.scheme, each.metric))
    if not told:
        return missing(words)
    data = person.told(
        words,
        NAME,
        {
            "scheme": [each.scheme for each in told],
            "metric": [each.metric for each in told],
            "explanation": [each.text.get(person.language) for each in told],
        },
    )
    schemes = len({each.scheme for each in told})
    return Figure(NAME, words.title, words.say("sentence", facts=len(told), schemes=schemes), data)
