"""Who is worth much per order, who orders often, and which of them to focus on."""

from collections.abc import Mapping, Sequence
from typing import Any

from runner.report.draw.bubbles import Bubble, Bubbles
from runner.report.shapes import Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME = "value_volume"
# The corners of the plane: top left, top right, bottom left, bottom right.
CORNERS = ("valued", "valued_volume", "occasional", "volume")
KINDS = {name: f"c{place}" for place, name in enumerate(CORNERS, start=1)}
NOBODY = "no_purchase"
# How far a score reaches, and so where a line parts two.
HALF_STEP = 0.5
ADVICES = 4  # stores whose advice is read before the table


def figure(source: Source) -> Figure | Missing:
    """The customers by their scores, what each type brings, and what the mart advises."""
    words = source.words(NAME)
    if source.lacks("value_types", "portfolio_focus"):
        return missing(words)
    data, plane = source.read(words), source.read(words, "value_volume_plane")
    if not plane.rows:
        return missing(words, "missing_buyers", as_of=source.as_of)
    focus = source.read(words, "value_volume_focus")
    candidates = sum(data.values("conversion_candidate_count"))
    return Figure(
        NAME,
        words.title,
        _sentence(words, data, candidates),
        data,
        _chart(words, plane),
        lead=words.say("lead", candidates=candidates) if candidates else None,
        notes=_advices(words, focus),
        more=((words.word("advice"), focus), (words.word("plane"), plane)),
    )


def _name(data: Data, code: str) -> str:
    return data.columns[0].names.get(code, code)


def _sentence(words: FigureWords, data: Data, candidates: int) -> Said:
    buyers = [row for row in data.records if row["value_type"] != NOBODY]
    best, share = buyers[0], buyers[0]["net_revenue_share"]
    if best["net_revenue"] <= 0 or share is None or not 0 < share <= 1:
        most = max(buyers, key=lambda row: row["customer_count"])
        name = _name(data, most["value_type"])
        return words.say("sentence_counts", type=name, customers=most["customer_count"])
    told = {"type": _name(data, best["value_type"]), "share": share}
    if not candidates:
        return words.say("sentence_no_candidate", **told)
    return words.say("sentence", **told, candidates=candidates)


def _chart(words: FigureWords, plane: Data) -> Bubbles:
    rows = plane.records
    values, volumes = plane.values("value_score"), plane.values("volume_score")
    return Bubbles(
        tuple(
            Bubble(
                x=float(row["volume_score"]),
                y=float(row["value_score"]),
                size=float(row["customer_count"]),
                kind=KINDS.get(row["value_type"], "soft"),
                tip=words.say(
                    "tip",
                    type=_name(plane, row["value_type"]),
                    customers=row["customer_count"],
                    value=row["value_score"],
                    volume=row["volume_score"],
                ).text,
            )
            for row in rows
        ),
        x_range=(HALF_STEP, max(5, *volumes) + HALF_STEP),
        y_range=(HALF_STEP, max(5, *values) + HALF_STEP),
        x_title=words.word("x_axis"),
        y_title=words.word("y_axis"),
        cuts=(
            _cut(rows, "volume_score", ("volume", "valued_volume")),
            _cut(rows, "value_score", ("valued", "valued_volume")),
        ),
        corners=(
            _name(plane, CORNERS[0]),
            _name(plane, CORNERS[1]),
            _name(plane, CORNERS[2]),
            _name(plane, CORNERS[3]),
        ),
    )


def _cut(rows: Sequence[Mapping[str, Any]], score: str, high: tuple[str, str]) -> float | None:
    """Between the greatest low score and the least high one; none where all are of one side."""
    above = [row[score] for row in rows if row["value_type"] in high]
    below = [row[score] for row in rows if row["value_type"] not in high]
    return (min(above) + max(below)) / 2 if above and below else None


def _advices(words: FigureWords, focus: Data) -> tuple[Said, ...]:
    """Those of the first stores; the table has all."""
    if len(focus.rows) == 1:
        return (words.say("one_advice", advice=focus.records[0]["advice"]),)
    return tuple(
        words.say("store_advice", store=row["store_id"], advice=row["advice"])
        for row in focus.records[:ADVICES]
    )
