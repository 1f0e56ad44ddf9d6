"""Which labels of a customer changed at the newest date, and why."""

from runner.report.customer.person import Person
from runner.report.shapes import Figure, Missing
from runner.report.source import missing

NAME = "moves"
TABLE = "customer_migrations"


def figure(person: Person) -> Figure | Missing:
    """The changes that the database explains: those of the newest date."""
    words = person.source.words(NAME)
    if absent := person.absent(words, TABLE):
        return absent
    data = person.read(words)
    if not data.rows:
        return missing(words, "none", as_of=person.source.as_of)
    records = data.records
    own = sum(row["cause"] == "behaviour" for row in records)
    before = records[0]["previous_as_of_date"]
    moves, cuts = len(records), len(records) - own
    if own and cuts:
        sentence = words.say("sentence", moves=moves, before=before, own=own, cuts=cuts)
    else:
        template = "sentence_own" if own else "sentence_cuts"
        sentence = words.say(template, moves=moves, before=before)
    return Figure(NAME, words.title, sentence, data)
