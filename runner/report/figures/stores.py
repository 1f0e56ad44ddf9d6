"""The stores beside each other, where there are several."""

from runner.report.draw.ranks import Rank, Ranks
from runner.report.shapes import Data, Figure, Said
from runner.report.source import Source
from runner.report.words import FigureWords

NAME = "stores"
BARS = 12  # as the note says


def figure(source: Source) -> Figure | None:
    """Customers, net revenue and loyalty by store; none where there is one store."""
    if not source.holds("stores"):
        return None
    words = source.words(NAME)
    data = source.read(words)
    notes = [words.say("persons")]
    if len(data.rows) > BARS:
        notes.append(words.say("first_stores"))
    return Figure(
        NAME,
        words.title,
        _sentence(words, data),
        data,
        _chart(words, data),
        lead=_lead(words, data, source),
        notes=tuple(notes),
    )


def _sentence(words: FigureWords, data: Data) -> Said:
    best, stores = data.records[0], len(data.rows)
    if best["net_revenue"] <= 0:
        return words.say("sentence_without_revenue", stores=stores)
    told = {
        "stores": stores,
        "store": best["store_id"],
        "revenue": best["net_revenue"],
        "customers": best["customer_count"],
    }
    # A store that lost money makes the total smaller than its parts.
    if min(data.values("net_revenue")) < 0:
        return words.say("sentence_without_share", **told)
    return words.say("sentence", **told, share=best["net_revenue_share"])


def _lead(words: FigureWords, data: Data, source: Source) -> Said | None:
    if source.before is None or min(data.values("period_net_revenue")) < 0:
        return None
    best = max(data.records, key=lambda row: row["period_net_revenue"])
    if best["period_net_revenue"] <= 0:
        return None
    return words.say(
        "lead",
        before=source.before,
        store=best["store_id"],
        revenue=best["period_net_revenue"],
        total=sum(data.values("period_net_revenue")),
    )


def _chart(words: FigureWords, data: Data) -> Ranks:
    return Ranks(
        tuple(
            Rank(
                label=row["store_id"],
                value=max(0.0, float(row["net_revenue"])),
                text=words.say(
                    "bar_text", revenue=row["net_revenue"], customers=row["customer_count"]
                ).text,
            )
            for row in data.records[:BARS]
        ),
        title=words.word("chart"),
    )
