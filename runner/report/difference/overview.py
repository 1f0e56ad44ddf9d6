"""How much differs: customers, net revenue, and how many have another label."""

from collections.abc import Iterator
from typing import Any

from runner.report.difference.comparison import Comparison
from runner.report.shapes import Card, Figure, Said
from runner.report.words import FigureWords

NAME = "overview"


def figure(comparison: Comparison) -> Figure:
    """Both sides in figures; the sentence says what moved."""
    words = comparison.words(NAME)
    data = comparison.read(words, _query(comparison))
    sentence = _sentence(comparison, words)
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        lead=sentence,
        notes=tuple(_notes(comparison, words)),
        cards=tuple(_cards(comparison, words, data.records)),
    )


def _sentence(comparison: Comparison, words: FigureWords) -> Said:
    """How many moved, and their part of the revenue where it is one."""
    found, moved = comparison.found, comparison.found.moved
    if not moved.customers:
        return words.say("sentence_none", customers=found.customers)
    values = {
        "moved": moved.customers,
        "customers": found.customers,
        "share": found.share(moved.customers),
    }
    if not 0 <= moved.net_revenue <= found.net_revenue or not found.net_revenue:
        return words.say("sentence", **values)
    share = moved.net_revenue / found.net_revenue
    return words.say("sentence_revenue", **values, revenue_share=share)


def _query(comparison: Comparison) -> str:
    sides = (
        f"""select
    '{name}' as side,
    date '{side.as_of}' as as_of_date,
    count(*) as customer_count,
    coalesce(sum(order_count), 0) as order_count,
    coalesce(sum(net_revenue), 0) as net_revenue
from {prefix}marts.customer_tiers
where as_of_date = date '{side.as_of}'"""  # noqa: S608
        for name, side, prefix in (
            ("base", comparison.sides.base, comparison.before),
            ("head", comparison.sides.head, comparison.after),
        )
    )
    return "\nunion all\n".join(sides) + "\norder by side"


def _cards(
    comparison: Comparison, words: FigureWords, rows: list[dict[str, Any]]
) -> Iterator[Card]:
    base, head = rows
    for name, template in (
        ("customer_count", "count"),
        ("order_count", "count"),
        ("net_revenue", "money"),
    ):
        change = head[name] - base[name]
        direction = "more" if change > 0 else "less" if change < 0 else "same"
        values = {"change": abs(change)} if change else {}
        yield Card(
            str(words.columns[name]["title"]),
            words.say(template, value=head[name]).text,
            words.say(f"{template}_{direction}", **values).text if change else words.word("same"),
        )
    moved = comparison.found.moved
    yield Card(
        words.word("moved"),
        words.say("count", value=moved.customers).text,
        words.say("of_all", share=comparison.found.share(moved.customers)).text,
    )
    yield Card(words.word("moved_revenue"), words.say("money", value=moved.net_revenue).text)


def _notes(comparison: Comparison, words: FigureWords) -> Iterator[Said]:
    """What could not be compared."""
    for scheme in comparison.found.one_sided:
        yield words.say("one_sided", scheme=comparison.title(scheme))
    if not comparison.found.knows_cuts:
        yield words.say("time")
