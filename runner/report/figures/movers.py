"""Which customers have another label than before, and why: those who bring most, first."""

from collections.abc import Mapping

from runner.report.periods import MOVES, holds_pair
from runner.report.shapes import Card, Data, Figure, Missing
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME, SPLIT, SINCE = "movers", "movers_split", "movers_since"
TABLE = "customer_migrations"
REASONS = ("orders", "time", "cuts")
DOWN = "down"


def figure(source: Source) -> Figure | Missing:
    """The changes of labels with the most net revenue, and all of them by reason."""
    words = source.words(NAME)
    if source.before is None:
        return missing(words, "missing_before", as_of=source.as_of)
    return _explained(source, words) if _is_explained(source) else _since(source, words)


def _is_explained(source: Source) -> bool:
    """Whether the mart says why: it does of the newest date and the period end before."""
    if TABLE not in source.tables or not holds_pair(source):
        return False
    newest = source.warehouse.rows(f"select max(as_of_date) from marts.{MOVES}")  # noqa: S608
    return newest == [(source.as_of,)]


def _explained(source: Source, words: FigureWords) -> Figure:
    data = source.read(words)
    split = source.read(words, SPLIT)
    moves = sum(split.values("move_count"))
    if not moves:
        return _unmoved(source, words, data)
    counts = {reason: _counts(split, reason) for reason in REASONS}
    sentence = words.say(
        "sentence",
        moves=moves,
        before=source.before,
        **{reason: sum(count.values()) for reason, count in counts.items()},
    )
    cards = tuple(
        Card(words.word(reason), words.numbers.count(sum(count.values())), _change(words, count))
        for reason, count in counts.items()
    )
    notes = [words.say("note_shown")]
    if sum(counts["cuts"].values()):
        notes.append(words.say("note_cuts", before=source.before))
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        lead=sentence,
        notes=tuple(notes),
        cards=cards,
        more=((words.word("split"), split),),
    )


def _since(source: Source, words: FigureWords) -> Figure:
    data = source.read(words, SINCE)
    if not data.rows:
        return _unmoved(source, words, data)
    shown, down = len(data.rows), data.values("direction").count(DOWN)
    days = {"before": source.before, "as_of": source.as_of}
    sentence = (
        words.say("sentence_since_one", **days)
        if shown == 1
        else words.say("sentence_since", **days, shown=shown, up=shown - down, down=down)
    )
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        notes=(words.say("note_shown_since"), words.say("note_causes")),
    )


def _unmoved(source: Source, words: FigureWords, data: Data) -> Figure:
    said = words.say("sentence_none", before=source.before, as_of=source.as_of)
    return Figure(NAME, words.title, said, data)


def _counts(split: Data, reason: str) -> Mapping[str, int]:
    """How many labels went up and down for a reason."""
    counts = {"up": 0, DOWN: 0}
    for row in split.records:
        if row["reason"] == reason:
            counts[row["direction"]] += row["move_count"]
    return counts


def _change(words: FigureWords, count: Mapping[str, int]) -> str:
    return words.say("change", **count).text
