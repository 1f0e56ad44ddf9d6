"""Where customers went between two days: a Sankey over the stages of the lifecycle."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from runner.report.draw.flow import Flow, Stream
from runner.report.periods import holds_pair
from runner.report.shapes import Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME, SINCE = "flow", "flow_since"
RANKS = "tier_labels"
LIFECYCLE, RFM = "lifecycle", "rfm"
ENTERED, LEFT = "entered", "left"
UP, DOWN, SOFT = "up", "down", "soft"


def figure(source: Source) -> Figure | Missing:
    """Who changed stage, from where to where, and how the RFM segments changed."""
    words = source.words(NAME)
    if source.before is None:
        return missing(words, "missing_before", as_of=source.as_of)
    if not any(scheme == LIFECYCLE for scheme, _ in source.labels):
        return missing(words, tables=RANKS)
    query = NAME if holds_pair(source) else SINCE
    data = source.read(words, query, scheme=LIFECYCLE)
    segments = source.read(words, query, scheme=RFM)
    moves = _moves(source, LIFECYCLE, data)
    return Figure(
        NAME,
        words.title,
        _sentence(source, words, moves),
        data,
        _chart(source, words, moves),
        lead=_lead(source, words, moves),
        notes=_notes(source, words, segments),
        more=((words.word("rfm"), segments),) if segments.rows else (),
    )


@dataclass(frozen=True)
class Move:
    """How many went from a label to a label, what they bring, and whether that is up or down."""

    before: str
    after: str
    kind: str
    customers: int
    revenue: Decimal


def _moves(source: Source, scheme: str, data: Data) -> tuple[Move, ...]:
    """Of whatever cause, the largest first."""
    customers: Counter[tuple[str, str]] = Counter()
    revenue: dict[tuple[str, str], Decimal] = {}
    for row in data.records:
        pair = row["from_label"], row["to_label"]
        customers[pair] += row["customer_count"]
        revenue[pair] = revenue.get(pair, Decimal(0)) + (row["net_revenue"] or 0)
    ranks = {label: text.rank for (of, label), text in source.labels.items() if of == scheme}

    def kind(before: str, after: str) -> str:
        if before not in ranks or after not in ranks or ranks[before] == ranks[after]:
            return SOFT
        return UP if ranks[after] > ranks[before] else DOWN

    return tuple(
        Move(*pair, kind(*pair), count, revenue[pair]) for pair, count in customers.most_common()
    )


def _count(moves: tuple[Move, ...], kind: str) -> int:
    return sum(move.customers for move in moves if move.kind == kind)


def _sentence(source: Source, words: FigureWords, moves: tuple[Move, ...]) -> Said:
    entered = sum(move.customers for move in moves if move.before == ENTERED)
    known = sum(move.customers for move in moves) - entered
    if not known:
        return words.say("sentence_new", before=source.before, entered=entered)
    up, down = _count(moves, UP), _count(moves, DOWN)
    return words.say(
        "sentence",
        before=source.before,
        as_of=source.as_of,
        moved=up + down,
        known=known,
        share=(up + down) / known,
        up=up,
        down=down,
        entered=entered,
    )


def _lead(source: Source, words: FigureWords, moves: tuple[Move, ...]) -> Said:
    up, down = _count(moves, UP), _count(moves, DOWN)
    if not up + down:
        return words.say("lead_none", before=source.before, as_of=source.as_of)
    values = {"before": source.before, "moved": up + down, "up": up, "down": down}
    revenue = sum((move.revenue for move in moves if move.kind == DOWN), Decimal(0))
    if revenue <= 0:
        return words.say("lead", **values)
    return words.say("lead_revenue", **values, share=down / (up + down), revenue=revenue)


def _notes(source: Source, words: FigureWords, segments: Data) -> tuple[Said, ...]:
    notes = [words.say("note_rank")]
    if "cause" not in [column.name for column in segments.columns]:
        return (*notes, words.say("note_causes"))
    causes: Counter[str] = Counter()
    for row in segments.records:
        causes[row["cause"]] += row["customer_count"]
    if causes["cuts"]:
        moved = causes["cuts"] + causes["behaviour"]
        notes.append(words.say("note_cuts", cuts=causes["cuts"], moved=moved, before=source.before))
    return tuple(notes)


def _chart(source: Source, words: FigureWords, moves: tuple[Move, ...]) -> Flow:
    ranks = {code: text.rank for (of, code), text in source.labels.items() if of == LIFECYCLE}
    codes = sorted(ranks, key=lambda code: -ranks[code])
    left = [code for code in (*codes, ENTERED) if any(move.before == code for move in moves)]
    right = [code for code in (*codes, LEFT) if any(move.after == code for move in moves)]
    names = {code: source.label(LIFECYCLE, code) for code in codes}
    names |= {code: words.word(code) for code in (ENTERED, LEFT)}
    count = words.numbers.count
    return Flow(
        left=tuple(names[code] for code in left),
        right=tuple(names[code] for code in right),
        streams=tuple(
            Stream(
                source=left.index(move.before),
                target=right.index(move.after),
                size=move.customers,
                kind=move.kind,
                tip=words.say(
                    "tip",
                    before=names[move.before],
                    after=names[move.after],
                    customers=move.customers,
                    revenue=move.revenue,
                ).text,
            )
            for move in moves
        ),
        left_title=str(source.before),
        right_title=str(source.as_of),
        values=(
            tuple(count(sum(m.customers for m in moves if m.before == code)) for code in left),
            tuple(count(sum(m.customers for m in moves if m.after == code)) for code in right),
        ),
    )
