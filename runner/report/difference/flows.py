"""Who went from which label to which, scheme by scheme."""

from collections.abc import Iterator
from typing import Any

from runner.ask.schemes import Scheme
from runner.report.difference.comparison import Comparison
from runner.report.draw.flow import Flow, Stream
from runner.report.shapes import Data, Figure, Said
from runner.report.words import FigureWords

NAME = "flows"
QUERY = """select
    from_label,
    to_label,
    cause,
    count(*) as customer_count,
    coalesce(sum(net_revenue), 0) as net_revenue
from moves
where scheme = '{name}'
group by all
union all
select
    base_{column} as from_label,
    head_{column} as to_label,
    'unchanged' as cause,
    count(*) as customer_count,
    coalesce(sum(net_revenue), 0) as net_revenue
from pairs
where base_{column} = head_{column}
group by all
order by customer_count desc, from_label asc, to_label asc, cause asc"""


def figures(comparison: Comparison) -> Iterator[Figure]:
    """A flow for each scheme in which somebody moved."""
    words = comparison.words(NAME)
    for scheme in comparison.compared.schemes:
        moved = comparison.found.moved_in(scheme.name)
        if moved.customers:
            yield _figure(comparison, words, scheme)


def _figure(comparison: Comparison, words: FigureWords, scheme: Scheme) -> Figure:
    query = QUERY.format(name=scheme.name, column=scheme.column)
    names = {
        label: text.names[comparison.language]
        for (of, label), text in comparison.found.texts.items()
        if of == scheme.name
    }
    data = comparison.of_moves(words, query, schemes=(scheme,), names=names)
    return Figure(
        f"{NAME}-{scheme.name}".replace("_", "-"),
        comparison.title(scheme.name),
        _sentence(comparison, words, scheme, data),
        data,
        _chart(comparison, words, scheme, data),
    )


def _sentence(comparison: Comparison, words: FigureWords, scheme: Scheme, data: Data) -> Said:
    """How many went up and down, and which way most went."""
    moves = [row for row in data.records if row["cause"] in ("behaviour", "cuts", "time")]
    ups = sum(row["customer_count"] for row in moves if _kind(comparison, scheme, row) == "up")
    downs = sum(row["customer_count"] for row in moves if _kind(comparison, scheme, row) == "down")
    ways: dict[tuple[str, str], int] = {}
    for row in moves:
        way = (row["from_label"], row["to_label"])
        ways[way] = ways.get(way, 0) + row["customer_count"]
    (start, end), most = max(ways.items(), key=lambda way: way[1])
    name = comparison.found.name
    return words.say(
        "sentence",
        ups=ups,
        downs=downs,
        start=name(scheme.name, start, comparison.language),
        end=name(scheme.name, end, comparison.language),
        most=most,
    )


def _rank(comparison: Comparison, scheme: Scheme, label: str | None) -> int:
    text = comparison.found.texts.get((scheme.name, label or ""))
    return text.rank if text else 0


def _kind(comparison: Comparison, scheme: Scheme, row: dict[str, Any]) -> str:
    """Whether a move is welcome: up or down in the order of the labels."""
    start, end = row["from_label"], row["to_label"]
    if start is None or end is None or start == end:
        return "soft"
    change = _rank(comparison, scheme, end) - _rank(comparison, scheme, start)
    return "up" if change > 0 else "down" if change < 0 else "soft"


def _chart(comparison: Comparison, words: FigureWords, scheme: Scheme, data: Data) -> Flow:
    """All ways; the best label is at the top, who was not there or is gone at the bottom."""
    sizes: dict[tuple[str | None, str | None], int] = {}
    kinds = {}
    for row in data.records:
        way = (row["from_label"], row["to_label"])
        sizes[way] = sizes.get(way, 0) + row["customer_count"]
        kinds[way] = _kind(comparison, scheme, row)

    def ordered(place: int) -> list[str | None]:
        found = {way[place] for way in sizes}
        return sorted(
            found,
            key=lambda label: (label is None, -_rank(comparison, scheme, label), label or ""),
        )

    left, right = ordered(0), ordered(1)
    start, end = words.word("absent_before"), words.word("absent_after")

    def name(label: str | None, absent: str) -> str:
        return comparison.found.name(scheme.name, label, comparison.language) if label else absent

    def total(place: int, label: str | None) -> str:
        return words.numbers.count(sum(size for way, size in sizes.items() if way[place] == label))

    return Flow(
        left=tuple(name(label, start) for label in left),
        right=tuple(name(label, end) for label in right),
        streams=tuple(
            Stream(
                left.index(way[0]),
                right.index(way[1]),
                size,
                kinds[way],
                words.say(
                    "tip", start=name(way[0], start), end=name(way[1], end), customers=size
                ).text,
            )
            for way, size in sizes.items()
        ),
        left_title=words.word("before"),
        right_title=words.word("after"),
        values=(
            tuple(total(0, label) for label in left),
            tuple(total(1, label) for label in right),
        ),
    )
