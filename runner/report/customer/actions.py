"""What to do for a customer, and through which channel."""

from runner.report.customer.person import Person
from runner.report.shapes import Figure, Missing
from runner.report.source import missing

NAME = "actions"
TABLE = "customer_actions"


def figure(person: Person) -> Figure | Missing:
    """The actions of the newest date, the most urgent first."""
    words = person.source.words(NAME)
    if absent := person.absent(words, TABLE):
        return absent
    data = person.read(words)
    if not data.rows:
        return missing(words, "none")
    first = data.records[0]
    sentence = words.say("sentence", action=first["action"], channel=first["channel"])
    return Figure(NAME, words.title, sentence, data, lead=sentence)
