"""How many customers ordered recently and how many often, and who used to but does no longer."""

from collections.abc import Mapping, Sequence
from typing import Any

from runner.report.draw.heat_map import Cell, HeatMap
from runner.report.shapes import Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME = "rfm_heat_map"
LOW = 0.4  # of the scores: 1 and 2 of 5 are low, 4 and 5 are high


def figure(source: Source) -> Figure | Missing:
    """The customers by the scores of recency and frequency."""
    words = source.words(NAME)
    scores = range(1, _greatest_score(source) + 1)
    low = max(1, int(LOW * len(scores)))
    data = source.read(words, low=low, high=len(scores) - low + 1)
    if not data.rows:
        return missing(words, as_of=source.as_of)
    sentence = _sentence(words, data.records)
    notes = [words.say("corners")]
    if source.holds("stores"):
        notes.append(words.say("by_store"))
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        _chart(words, data, scores),
        lead=sentence if sentence.values else None,
        notes=tuple(notes),
    )


def _greatest_score(source: Source) -> int:
    """How many scores the shop has (rfm_bins): the levels of the cuts, whether anybody is there."""
    ((greatest,),) = source.warehouse.rows(
        "select max(level_rank) from marts.tier_cuts where as_of_date = ? and scheme = 'rfm'",
        [source.as_of],
    )
    return int(greatest or 1)


def _sentence(words: FigureWords, rows: Sequence[Mapping[str, Any]]) -> Said:
    slipping = [row for row in rows if row["habit"] == "often_not_lately"]
    if not slipping:
        return words.say("sentence_none")
    revenue = sum(row["net_revenue"] for row in slipping)
    total = sum(row["net_revenue"] for row in rows)
    customers = sum(row["customer_count"] for row in slipping)
    if revenue <= 0:
        return words.say("sentence_without_revenue", slipping=customers)
    told = {"slipping": customers, "revenue": revenue}
    if revenue <= total:
        return words.say("sentence_share", **told, share=revenue / total)
    return words.say("sentence", **told)


def _chart(words: FigureWords, data: Data, scores: range) -> HeatMap:
    rows = tuple(reversed(scores))
    most = max(data.values("customer_count"))
    return HeatMap(
        rows=tuple(map(str, rows)),
        columns=tuple(map(str, scores)),
        cells={
            (rows.index(row["frequency_score"]), scores.index(row["recency_score"])): Cell(
                share=row["customer_count"] / most,
                text=words.numbers.count(row["customer_count"]),
                tip=words.say(
                    "tip",
                    recency=row["recency_score"],
                    frequency=row["frequency_score"],
                    customers=row["customer_count"],
                    revenue=row["net_revenue"],
                ).text,
            )
            for row in data.records
        },
        row_title=words.word("rows"),
        column_title=words.say("columns", most=scores[-1]).text,
    )
