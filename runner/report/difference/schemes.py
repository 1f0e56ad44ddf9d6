"""In which schemes labels moved."""

from typing import Any

from runner.report.difference.comparison import Comparison
from runner.report.draw.ranks import Rank, Ranks
from runner.report.shapes import Figure
from runner.report.words import FigureWords

NAME = "schemes"
QUERY = """select
    scheme,
    count(*) as customer_count,
    count(*) filter (where cause = 'behaviour') as behaviour_count,
    count(*) filter (where cause = 'cuts') as cuts_count,
    count(*) filter (where cause = 'time') as time_count,
    coalesce(sum(net_revenue), 0) as net_revenue
from moves
where cause in ('behaviour', 'cuts', 'time')
group by scheme
order by customer_count desc, scheme asc"""


def figure(comparison: Comparison) -> Figure | None:
    """The customers who moved, by scheme; nothing if none moved."""
    words = comparison.words(NAME)
    data = comparison.of_moves(words, QUERY, schemes=comparison.compared.schemes)
    if not data.rows:
        return None
    top = data.records[0]
    sentence = words.say(
        "sentence",
        scheme=comparison.title(top["scheme"]),
        customers=top["customer_count"],
        share=comparison.found.share(top["customer_count"]),
        revenue=top["net_revenue"],
    )
    chart = _chart(comparison, words, data.records)
    return Figure(NAME, words.title, sentence, data, chart, lead=sentence)


def _chart(comparison: Comparison, words: FigureWords, rows: list[dict[str, Any]]) -> Ranks:
    return Ranks(
        tuple(
            Rank(
                label=comparison.title(row["scheme"]),
                value=row["customer_count"],
                text=words.say(
                    "text",
                    customers=row["customer_count"],
                    share=comparison.found.share(row["customer_count"]),
                ).text,
                tip=words.say(
                    "tip",
                    behaviour=row["behaviour_count"],
                    others=row["cuts_count"] + row["time_count"],
                    revenue=row["net_revenue"],
                ).text,
            )
            for row in rows
        ),
        words.word("bars"),
    )
