"""Where customers went between two days: a Sankey over the stages of the lifecycle."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from runner.report.draw.flow import Flow, Stream
from runner.report.periods import holds_pair
from runner.report.shapes import Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME, SINCE, RANKS = "flow", "flow_since", "tier_labels"
LIFECYCLE, RFM = "lifecycle", "rfm"
ENTERED, LEFT = "entered", "left"
UP, DOWN, SOFT = "up", "down", "soft"
Row = Mapping[str, Any]


def figure(source: Source) -> Figure | Missing:
    """Who changed stage, from where to where, and how the RFM segments changed."""
    words = source.words(NAME)
    if source.before is None:
        return missing(words, "missing_before", as_of=source.as_of)
    if not any(scheme == LIFECYCLE for scheme, _ in source.labels):
        return missing(words, tables=RANKS)
    query = NAME if holds_pair(source) else SINCE
    data = source.read(words, query, scheme=LIFECYCLE)
    if not data.rows:
        return missing(words, "missing_none", as_of=source.as_of)
    segments = source.read(words, query, scheme=RFM)
    return Figure(
        NAME,
        words.title,
        _sentence(source, words, data),
        data,
        _chart(source, words, data),
        lead=_lead(source, words, data),
        notes=_notes(source, words, segments),
        more=((words.word("rfm"), segments),) if segments.rows else (),
    )


def _counts(data: Data, column: str) -> Counter[str]:
    """How many customers there are of each value of a column."""
    counts: Counter[str] = Counter()
    for row in data.records:
        counts[row[column]] += row["customer_count"]
    return counts


def _sentence(source: Source, words: FigureWords, data: Data) -> Said:
    counts = _counts(data, "direction")
    known = counts.total() - counts[ENTERED]
    if not known:
        return words.say("sentence_new", before=source.before, entered=counts[ENTERED])
    if not counts[UP] + counts[DOWN]:
        told = {"known": known - counts[LEFT], "entered": counts[ENTERED]}
        return words.say("sentence_still", before=source.before, **told)
    return words.say(
        "sentence",
        before=source.before,
        as_of=source.as_of,
        moved=counts[UP] + counts[DOWN],
        known=known,
        up=counts[UP],
        down=counts[DOWN],
        entered=counts[ENTERED],
    )


def _lead(source: Source, words: FigureWords, data: Data) -> Said | None:
    counts = _counts(data, "direction")
    up, down = counts[UP], counts[DOWN]
    if not up + down:
        return None
    revenue = sum(
        (row["net_revenue"] for row in data.records if row["direction"] == DOWN), Decimal(0)
    )
    values = {"before": source.before, "moved": up + down, "up": up, "down": down}
    if revenue <= 0:
        return words.say("lead", **values)
    return words.say("lead_revenue", **values, revenue=revenue)


def _notes(source: Source, words: FigureWords, segments: Data) -> tuple[Said, ...]:
    rank = words.say("note_rank")
    if "cause" not in [column.name for column in segments.columns]:
        return rank, words.say("note_causes")
    counts = _counts(segments, "cause")
    if not counts["cuts"]:
        return (rank,)
    told = words.say(
        "note_cuts", behaviour=counts["behaviour"], cuts=counts["cuts"], before=source.before
    )
    return rank, told


def _chart(source: Source, words: FigureWords, data: Data) -> Flow:
    ranks = {code: text.rank for (of, code), text in source.labels.items() if of == LIFECYCLE}
    codes = sorted(ranks, key=lambda code: -ranks[code])
    before, after = _counts(data, "from_label"), _counts(data, "to_label")
    left = [code for code in (*codes, ENTERED) if before[code]]
    right = [code for code in (*codes, LEFT) if after[code]]
    names = {code: source.label(LIFECYCLE, code) for code in codes}
    names |= {code: words.word(code) for code in (ENTERED, LEFT)}

    def stream(rows: Sequence[Row]) -> Stream:
        """Those of one pair of stages; they may have several causes."""
        first = rows[0]
        customers = sum(row["customer_count"] for row in rows)
        return Stream(
            source=left.index(first["from_label"]),
            target=right.index(first["to_label"]),
            size=customers,
            kind=first["direction"] if first["direction"] in (UP, DOWN) else SOFT,
            tip=words.say(
                "tip",
                before=names[first["from_label"]],
                after=names[first["to_label"]],
                customers=customers,
                revenue=sum((row["net_revenue"] for row in rows), Decimal(0)),
            ).text,
        )

    pairs: dict[tuple[str, str], list[Row]] = {}
    for row in data.records:
        pairs.setdefault((row["from_label"], row["to_label"]), []).append(row)
    return Flow(
        left=tuple(names[code] for code in left),
        right=tuple(names[code] for code in right),
        streams=tuple(map(stream, pairs.values())),
        left_title=str(source.before),
        right_title=str(source.as_of),
        values=(
            tuple(words.numbers.count(before[code]) for code in left),
            tuple(words.numbers.count(after[code]) for code in right),
        ),
    )
