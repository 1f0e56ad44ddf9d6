"""What each RFM segment brings, in all and per customer."""

from collections.abc import Mapping
from typing import Any

from runner.report.draw import svg
from runner.report.draw.treemap import Tile, Treemap
from runner.report.shapes import Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME = "segments"


def figure(source: Source) -> Figure | Missing:
    """The segments by net revenue."""
    words = source.words(NAME)
    data = source.read(words)
    if not any(revenue > 0 for revenue in data.values("net_revenue")):
        return missing(words, as_of=source.as_of)
    sentence = _sentence(words, data)
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        _chart(words, data),
        # All of the net revenue from all of the customers is no news.
        lead=sentence if len(data.rows) > 1 else None,
        notes=(words.say("shades"), *_not_drawn(words, data)),
    )


def _name(data: Data, row: Mapping[str, Any]) -> str:
    return data.columns[0].names.get(row["rfm_segment"], row["rfm_segment"])


def _sentence(words: FigureWords, data: Data) -> Said:
    best = data.records[0]
    told = {
        "segment": _name(data, best),
        "customers": best["customer_count"],
        "each": best["net_revenue_per_customer"],
    }
    share = best["net_revenue_share"]
    if len(data.rows) == 1:
        return words.say("sentence_one", **told)
    # Of a total that losses make smaller, a part can be more than the whole.
    if share is None or not 0 < share <= 1:
        return words.say("sentence_without_share", **told)
    return words.say("sentence", **told, customer_share=best["customer_share"], share=share)


def _chart(words: FigureWords, data: Data) -> Treemap:
    most = max(data.values("net_revenue_per_customer"))
    return Treemap(
        tuple(
            Tile(
                label=_name(data, row),
                size=float(row["net_revenue"]),
                lines=(
                    words.say("money_line", revenue=row["net_revenue"]).text,
                    words.say("customers_line", customers=row["customer_count"]).text,
                ),
                kind=f"q{svg.shade(row['net_revenue_per_customer'] / most)}",
                tip=words.say(
                    "tip",
                    segment=_name(data, row),
                    customers=row["customer_count"],
                    revenue=row["net_revenue"],
                    each=row["net_revenue_per_customer"],
                ).text,
            )
            for row in data.records
            if row["net_revenue"] > 0
        )
    )


def _not_drawn(words: FigureWords, data: Data) -> tuple[Said, ...]:
    names = [_name(data, row) for row in data.records if row["net_revenue"] <= 0]
    together = words.word("and").join(names)
    return (words.say("not_drawn", segments=together),) if names else ()
