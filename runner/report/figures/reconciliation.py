"""Whether all rows and amounts that came in are accepted or rejected, none lost."""

from runner.report.shapes import Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME, ROWS, TABLE = "reconciliation", "reconciliation_rows", "reconciliation"


def figure(source: Source) -> Figure | Missing:
    """The sums of the amounts, and those of the rows."""
    words = source.words(NAME)
    if tables := source.lacks(TABLE):
        return missing(words, tables=tables)
    data, rows = source.read(words), source.read(words, ROWS)
    differences = data.values("difference") + rows.values("lost_row_count")
    if not differences:
        return missing(words, "missing_store", store=source.store)
    lost = sum(1 for difference in differences if difference)
    entered, rejected = (sum(rows.values(f"{kind}_row_count")) for kind in ("entered", "rejected"))
    return Figure(
        NAME,
        words.title,
        _sentence(words, lost, len(differences), entered=entered, rejected=rejected),
        data,
        lead=words.say("lead_lost", lost=lost, sums=len(differences))
        if lost
        else words.say("lead", entered=entered),
        notes=_notes(source, words),
        more=((words.word("rows"), rows),),
    )


def _sentence(words: FigureWords, lost: int, sums: int, *, entered: int, rejected: int) -> Said:
    if lost:
        return words.say("sentence_lost", lost=lost, sums=sums)
    return words.say("sentence", entered=entered, accepted=entered - rejected, rejected=rejected)


def is_older(source: Source) -> bool:
    """Whether the report is of an older day than the sums, which are of the newest one."""
    return source.warehouse.days("customer_tiers")[0] > str(source.as_of)


def _notes(source: Source, words: FigureWords) -> tuple[Said, ...]:
    older = (words.say("note_newest", as_of=source.as_of),) if is_older(source) else ()
    return (words.say("note_net"), *older)
