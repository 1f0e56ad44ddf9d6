"""How many customers were in each stage of the lifecycle at the end of each period."""

from collections.abc import Mapping
from datetime import date

from runner.report.draw.bars import Bars, Series
from runner.report.periods import names_of_ends
from runner.report.shapes import Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME, TABLE, SCHEME = "lifecycle", "tier_summary", "lifecycle"
ACTIVE, LAPSED, BETWEEN = "active", "lapsed", ("cooling", "dormant")
KINDS = {
    ACTIVE: "c1",
    "reactivated": "c2",
    "new": "c3",
    "prospect": "c4",
    "cooling": "c5",
    "dormant": "c6",
    LAPSED: "soft",
}
Counts = Mapping[str, int]


def figure(source: Source) -> Figure | Missing:
    """The stages at the period ends, the report's day and the one with which it is compared."""
    words = source.words(NAME)
    if tables := source.lacks(TABLE):
        return missing(words, tables=tables)
    data = source.read(words)
    days: dict[date, dict[str, int]] = {}
    for row in data.records:
        days.setdefault(row["as_of_date"], {})[row["lifecycle_stage"]] = row["customer_count"]
    now = days.get(source.as_of)
    if not now:
        return missing(words, "missing_none", as_of=source.as_of)
    return Figure(
        NAME,
        words.title,
        _sentence(source, words, now),
        data,
        _chart(source, words, data),
        lead=_lead(source, words, now, days),
    )


def _sentence(source: Source, words: FigureWords, now: Counts) -> Said:
    customers = sum(now.values())
    active, lapsed = now.get(ACTIVE, 0), now.get(LAPSED, 0)
    if customers in now.values() or not active + lapsed:
        return _each_stage(source, words, now)
    return words.say(
        "sentence",
        customers=customers,
        active=active,
        active_share=active / customers,
        lapsed=lapsed,
        lapsed_share=lapsed / customers,
        between=sum(now.get(stage, 0) for stage in BETWEEN),
    )


def _each_stage(source: Source, words: FigureWords, now: Counts) -> Said:
    """Of a shop that has only a few of them: who is new is neither active nor lapsed."""
    stages = (
        words.say("stage", stage=source.label(SCHEME, stage), customers=count).text
        for stage, count in now.items()
        if count
    )
    return words.say(
        "sentence_stages", customers=sum(now.values()), stages=words.word("comma").join(stages)
    )


def _lead(source: Source, words: FigureWords, now: Counts, days: Mapping[date, Counts]) -> Said:
    before, active, lapsed = source.before, now.get(ACTIVE, 0), now.get(LAPSED, 0)
    if not active + lapsed:
        return _each_stage(source, words, now)
    values = {"active": active, "lapsed": lapsed, "customers": sum(now.values())}
    if before is None or before not in days:
        return words.say("lead", **values)
    change = active - days[before].get(ACTIVE, 0)
    if not change:
        return words.say("lead_same", **values, before=before)
    template = "lead_up" if change > 0 else "lead_down"
    return words.say(template, **values, before=before, change=abs(change))


def _chart(source: Source, words: FigureWords, data: Data) -> Bars:
    days = sorted(set(data.values("as_of_date")))
    names = dict(zip(days, names_of_ends(days), strict=True))
    cells = {(row["as_of_date"], row["lifecycle_stage"]): row for row in data.records}
    stages = dict.fromkeys([*KINDS, *data.values("lifecycle_stage")])

    def series(stage: str) -> Series:
        rows = [cells.get((day, stage)) for day in days]
        label = source.label(SCHEME, stage)
        return Series(
            label=label,
            values=tuple(row["customer_share"] if row else 0.0 for row in rows),
            kind=KINDS.get(stage, "c7"),
            tips=tuple(
                words.say(
                    "tip",
                    day=names[day],
                    stage=label,
                    customers=row["customer_count"] if row else 0,
                    share=row["customer_share"] if row else 0.0,
                ).text
                for day, row in zip(days, rows, strict=True)
            ),
        )

    return Bars(
        periods=tuple(names.values()),
        series=tuple(
            series(stage) for stage in stages if any((day, stage) in cells for day in days)
        ),
        is_share=True,
        unit_title=words.word("unit"),
    )
