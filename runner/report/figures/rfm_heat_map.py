"""How many customers ordered recently and how many often, and what they bring."""

from collections.abc import Mapping
from typing import Any

from runner.report.draw.heat_map import Cell, HeatMap
from runner.report.shapes import Data, Figure, Missing
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME = "rfm_heat_map"
SCORES = (1, 2, 3, 4, 5)


def figure(source: Source) -> Figure | Missing:
    """The customers by the scores of recency and frequency."""
    words = source.words(NAME)
    if tables := source.lacks("customer_tiers"):
        return missing(words, tables=tables)
    data = source.read(words)
    best = next(
        (
            row
            for row in data.records
            if row["recency_score"] == row["frequency_score"] == SCORES[-1]
        ),
        None,
    )
    sentence = (
        words.say(
            "sentence", customers=best["customer_count"], share=best["net_revenue_share"] or 0.0
        )
        if best
        else words.say("sentence_none")
    )
    return Figure(NAME, words.title, sentence, data, _chart(words, data))


def _scores(row: Mapping[str, Any]) -> tuple[int, int]:
    return row["recency_score"], row["frequency_score"]


def _chart(words: FigureWords, data: Data) -> HeatMap:
    rows = tuple(reversed(SCORES))
    most = max(data.values("customer_count"), default=1)
    return HeatMap(
        rows=tuple(map(str, rows)),
        columns=tuple(map(str, SCORES)),
        cells={
            (rows.index(row["frequency_score"]), SCORES.index(row["recency_score"])): Cell(
                share=row["customer_count"] / most,
                text=words.numbers.count(row["customer_count"]),
                tip=words.say(
                    "tip", customers=row["customer_count"], revenue=row["net_revenue"]
                ).text,
            )
            for row in data.records
        },
        row_title=words.word("rows"),
        column_title=words.word("columns"),
    )
