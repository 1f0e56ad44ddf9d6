"""Who bought in each period for the first time, again or after a pause, and who paused."""

from collections.abc import Mapping, Sequence
from typing import Any

from runner.report.draw.bars import Bars, Series
from runner.report.periods import is_over, names_of_ends
from runner.report.shapes import Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME, TABLE = "growth", "growth_accounting"
Row = Mapping[str, Any]


def figure(source: Source) -> Figure | Missing:
    """Growth accounting of the last periods."""
    words = source.words(NAME)
    if tables := source.lacks(TABLE):
        return missing(words, tables=tables)
    data = source.read(words)
    last = next(iter(data.records), None)
    if last is None or last["as_of_date"] != source.as_of:
        return missing(words, "missing_before", as_of=source.as_of)
    whole = is_over(source)
    days = (source.as_of - last["previous_as_of_date"]).days
    notes = () if whole else (words.say("note_so_far", days=days),)
    sentence = _sentence(words, last, whole=whole)
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        _chart(words, data.records[::-1], whole=whole),
        lead=_lead(words, last, sentence) if whole else None,
        notes=(*notes, words.say("note_active")),
    )


def _sentence(words: FigureWords, last: Row, *, whole: bool) -> Said:
    values = {
        "active": last["active_customer_count"],
        "before": last["previous_as_of_date"],
        "new": last["new_customer_count"],
        "resurrected": last["resurrected_customer_count"],
    }
    retained, dormant = last["retained_customer_count"], last["dormant_customer_count"]
    share = last["retention_share"] if whole else None
    if not values["active"]:
        if share is None:
            return words.say("sentence_none", before=values["before"])
        return words.say("sentence_paused", before=values["before"], dormant=dormant)
    if share is not None:
        return words.say("sentence", **values, retained=retained, share=share, dormant=dormant)
    if whole:
        return words.say("sentence_after_none", **values)
    return words.say("sentence_so_far", **values, retained=retained)


def _lead(words: FigureWords, last: Row, sentence: Said) -> Said:
    active, change = last["active_customer_count"], last["net_customer_count"]
    before = last["previous_as_of_date"]
    if not active:
        return sentence
    if change:
        template = "lead_up" if change > 0 else "lead_down"
        return words.say(template, active=active, before=before, change=abs(change))
    return words.say("lead_same", active=active, before=before)


def _chart(words: FigureWords, rows: Sequence[Row], *, whole: bool) -> Bars:
    names = names_of_ends([row["as_of_date"] for row in rows])

    def series(name: str, kind: str, *, sign: int = 1, known: int = len(rows)) -> Series:
        """How many there were, of as many periods as it is known for."""
        label = words.word(name)
        counts = [row[f"{name}_customer_count"] for row in rows]
        return Series(
            label=label,
            values=tuple(
                float(sign * count) if place < known else None for place, count in enumerate(counts)
            ),
            kind=kind,
            tips=tuple(
                words.say("tip", day=day, kind=label, customers=count).text
                for day, count in zip(names, counts, strict=True)
            ),
        )

    over = len(rows) if whole else len(rows) - 1
    return Bars(
        periods=names,
        series=(
            series("new", "c1"),
            series("resurrected", "c5"),
            series("dormant", "down", sign=-1, known=over),
        ),
        line=series("net", "c8", known=over),
        unit_title=words.word("unit"),
    )
