"""Which days of a customer are due soon."""

from runner.report.customer.person import Person
from runner.report.shapes import Figure, Missing
from runner.report.source import Fragment, missing

NAME = "care"
TABLE = "care_calendar"


def figure(person: Person) -> Figure | Missing:
    """The dates of the care calendar; birthdays only where personal data is shown."""
    words = person.source.words(NAME)
    if absent := person.absent(words, TABLE):
        return absent
    data = person.read(words, hidden=Fragment(person.hidden or "false"))
    if not data.rows:
        return missing(words, "none")
    first = data.records[0]
    occasion = person.vocabulary.values["occasion"][first["occasion"]]
    sentence = words.say(
        "sentence", occasion=occasion, day=first["occasion_date"], action=first["action"]
    )
    return Figure(NAME, words.title, sentence, data, lead=sentence)
