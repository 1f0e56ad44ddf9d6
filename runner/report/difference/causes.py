"""Why labels moved, and what revenue moved with them."""

from dataclasses import replace
from typing import Any

from runner.ask.difference import Cause
from runner.report.difference.comparison import Comparison
from runner.report.draw.panels import Panels
from runner.report.draw.ranks import Rank, Ranks
from runner.report.shapes import Figure, Said
from runner.report.words import FigureWords

NAME = "causes"
KINDS = {
    Cause.BEHAVIOUR: "c1",
    Cause.CUTS: "c2",
    Cause.TIME: "c3",
    Cause.ENTERED: "up",
    Cause.LEFT: "down",
}
QUERY = """select
    cause,
    count(*) as customer_count,
    coalesce(sum(base_net_revenue), 0) as net_revenue_before,
    coalesce(sum(head_net_revenue), 0) as net_revenue_after
from (
    select distinct
        moves.cause,
        pairs.store_id,
        pairs.customer_id,
        pairs.base_net_revenue,
        pairs.head_net_revenue
    from moves
    inner join pairs
        on moves.store_id = pairs.store_id and moves.customer_id = pairs.customer_id
)
group by cause
order by customer_count desc, cause asc"""


def figure(comparison: Comparison) -> Figure | None:
    """The customers by the cause of their moves; nothing if none moved."""
    words = comparison.words(NAME)
    data = comparison.of_moves(
        words, QUERY, schemes=comparison.compared.schemes, kept=("net_revenue",)
    )
    if not data.rows:
        return None
    sentence = _sentence(words, data.records)
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        _chart(comparison, words, data.records),
        lead=sentence,
        notes=(words.say("twice"),) if len(data.rows) > 1 else (),
    )


def _sentence(words: FigureWords, rows: list[dict[str, Any]]) -> Said:
    parts = (words.say(row["cause"], customers=row["customer_count"]).text for row in rows)
    said = words.say("sentence", parts=words.word("between").join(parts))
    return replace(said, values={row["cause"]: row["customer_count"] for row in rows})


def _chart(comparison: Comparison, words: FigureWords, rows: list[dict[str, Any]]) -> Panels:
    """The customers, and below them the net revenue that moved with them."""
    names = {**comparison.vocabulary.values["cause"], **words.columns["cause"]["names"]}

    def bar(row: dict[str, Any], value: float, text: str) -> Rank:
        tip = words.say(
            "tip",
            customers=row["customer_count"],
            before=row["net_revenue_before"],
            after=row["net_revenue_after"],
        )
        return Rank(names[row["cause"]], value, text, KINDS[Cause(row["cause"])], tip.text)

    def revenue(row: dict[str, Any]) -> Rank:
        if row["cause"] == Cause.LEFT:
            said = words.say("revenue_left", before=row["net_revenue_before"])
            return bar(row, float(row["net_revenue_before"]), said.text)
        said = words.say("revenue_text", after=row["net_revenue_after"])
        return bar(row, float(row["net_revenue_after"]), said.text)

    customers = tuple(
        bar(row, row["customer_count"], words.numbers.count(row["customer_count"])) for row in rows
    )
    return Panels(
        (
            Ranks(customers, words.word("bars")),
            Ranks(tuple(map(revenue, rows)), words.word("revenue_bars")),
        )
    )
