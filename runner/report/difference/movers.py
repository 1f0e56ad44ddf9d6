"""The largest customers with another label, what they did, and how they moved."""

from typing import Any

from runner.report.difference.comparison import Comparison
from runner.report.shapes import Data, Figure, Said
from runner.report.words import FigureWords

NAME = "movers"
MOST = 50
FACTS = ("net_revenue", "order_count", "last_order_date")
MOVED = "moves.cause in ('behaviour', 'cuts', 'time')"


def figure(comparison: Comparison) -> Figure | None:
    """The largest by net revenue; nothing if none moved."""
    words = comparison.words(NAME)
    facts = [name for name in FACTS if name in comparison.compared.facts]
    data = comparison.of_moves(
        words, _query(facts), schemes=comparison.compared.schemes, kept=facts
    )
    if not data.rows:
        return None
    moves = _moves(comparison, words)
    sentence = _sentence(comparison, words, data.records[0], moves.records)
    more = ((words.word("moves"), moves),)
    return Figure(NAME, words.title, sentence, data, lead=sentence, more=more)


def _sentence(
    comparison: Comparison,
    words: FigureWords,
    largest: dict[str, Any],
    moves: list[dict[str, Any]],
) -> Said:
    """How the largest of them moved."""
    own = [
        move
        for move in moves
        if (move["customer_id"], move["store_id"]) == (largest["customer_id"], largest["store_id"])
    ]
    first = own[0]
    return words.say(
        "sentence" if len(own) == 1 else "sentence_more",
        customer=largest["customer_id"],
        revenue=largest["head_net_revenue"],
        scheme=comparison.title(first["scheme"]),
        before=first["from_label"],
        after=first["to_label"],
        **({"others": len(own) - 1} if len(own) > 1 else {}),
    )


def _query(facts: list[str]) -> str:
    values = "".join(f",\n    pairs.base_{name},\n    pairs.head_{name}" for name in facts)
    return f"""select
    pairs.customer_id,
    pairs.store_id,
    count(*) as label_count{values}
from moves
inner join pairs
    on moves.store_id = pairs.store_id and moves.customer_id = pairs.customer_id
where {MOVED}
group by all
order by pairs.head_net_revenue desc, pairs.store_id asc, pairs.customer_id asc
limit {MOST}"""  # noqa: S608


def _moves(comparison: Comparison, words: FigureWords) -> Data:
    """Each move of those customers, with the sentence of the database where it has one."""
    labels, joined = "moves.from_label,\n    moves.to_label", ""
    rules = comparison.sides.warehouse.tables("rules", catalog=comparison.sides.head.catalog)
    if "tier_labels" in rules:
        language = comparison.language
        labels = (
            f"coalesce(labels_before.label_{language}, moves.from_label) as from_label,\n"
            f"    coalesce(labels_after.label_{language}, moves.to_label) as to_label"
        )
        joined = "".join(
            f"""
left join {comparison.after}rules.tier_labels as {name}
    on moves.scheme = {name}.scheme and moves.{label} = {name}.label"""
            for name, label in (("labels_before", "from_label"), ("labels_after", "to_label"))
        )
    query = f"""select
    moves.customer_id,
    moves.store_id,
    moves.scheme,
    {labels},
    moves.cause
from moves
inner join (
    select
        store_id,
        customer_id
    from moves
    where {MOVED}
    group by all
    order by max(net_revenue) desc, store_id asc, customer_id asc
    limit {MOST}
) as largest
    on moves.store_id = largest.store_id and moves.customer_id = largest.customer_id{joined}
where {MOVED}
order by moves.net_revenue desc, moves.store_id asc, moves.customer_id asc, moves.scheme asc"""  # noqa: S608
    return comparison.of_moves(words, query, schemes=comparison.compared.schemes)
