"""What the customers of today are expected to order, and how far such forecasts were off."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runner.report.draw.trend import Trace, Trend
from runner.report.shapes import Card, Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME, CUSTOMERS, METHODS = "forecast", "forecast_customers", "forecast_methods"
STORES, SEGMENTS = "forecast_stores", "forecast_segments"
TABLES = ("customer_forecasts", "forecast_champions")
WINDOWS = 8  # of the past: two years, where the short horizon is 91 days
# A range of fewer earlier dates than these says too little.
TRIALS = 4
SCHEME, BEST = "forecast", "high"
# Fewer orders than this are none, as a whole number.
ONE = 0.5
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Tables:
    """What stands below the chart.

    Attributes:
        near: the shorter horizon, in days.
        far: the longer one.
        methods: which speaks for each store and horizon, and how far off it was.
        segments: of the longer horizon.
        customers: of whom most is expected within it.
        stores: how many have no better method or none that was tried; none: there is one store.
    """

    near: int
    far: int
    methods: Data
    segments: Data
    customers: Data
    stores: Data | None


def figure(source: Source) -> Figure | Missing:
    """Past periods of the short horizon, and both horizons to come."""
    words = source.words(NAME)
    if lacking := source.lacks(*TABLES):
        return missing(words, tables=lacking)
    tables = _tables(source, words)
    if tables is None:
        return missing(words, "missing_none", as_of=source.as_of)
    data = source.read(words, days=tables.near, windows=WINDOWS, trials=TRIALS)
    expected = [row for row in data.records[::-1] if row["is_expected"]]
    past = [row for row in data.records if not row["is_expected"]]
    has_tried = 0 not in tables.methods.values("trial_count")
    return Figure(
        NAME,
        words.title,
        _sentence(words, source, expected[0]),
        data,
        _chart(words, past[::-1], expected[0]) if past else None,
        lead=_lead(words, source, expected[0], past) if has_tried else None,
        notes=tuple(_notes(words, source, past, tables)),
        cards=tuple(_cards(words, expected)),
        more=tuple(_more(words, tables)),
    )


def _tables(source: Source, words: FigureWords) -> Tables | None:
    """None: nobody has bought yet."""
    methods = source.read(words, METHODS)
    if not methods.rows:
        return None
    days = methods.values("horizon_days")
    return Tables(
        min(days),
        max(days),
        methods,
        source.read(words, SEGMENTS),
        source.read(words, CUSTOMERS, far=max(days)),
        source.read(words, STORES) if len(source.stores) > 1 else None,
    )


def _sentence(words: FigureWords, source: Source, row: Row) -> Said:
    told = {"as_of": source.as_of, "days": row["horizon_days"]}
    if row["known_orders"] < ONE:
        return words.say("sentence_none", **told)
    told |= {"orders": row["known_orders"], "revenue": row["known_net_revenue"]}
    if row["trial_count"] is None:
        return words.say("sentence_alone", **told)
    return words.say(
        "sentence",
        **told,
        dates=row["trial_count"],
        lowest=row["lowest_orders"],
        highest=row["highest_orders"],
    )


def _lead(words: FigureWords, source: Source, row: Row, past: Sequence[Row]) -> Said | None:
    if row["known_orders"] < ONE:
        return None
    told = {
        "as_of": source.as_of,
        "days": row["horizon_days"],
        "revenue": row["known_net_revenue"],
    }
    if past and past[0]["known_net_revenue"] > 0:
        return words.say("lead", **told, before=past[0]["known_net_revenue"])
    return words.say("lead_alone", **told)


def _notes(
    words: FigureWords, source: Source, past: Sequence[Row], tables: Tables
) -> Iterator[Said]:
    new = past[0]["new_net_revenue"] if past else 0
    if new > 0:
        days = past[0]["horizon_days"]
        yield words.say("note_new", days=days, as_of=source.as_of, revenue=new)
    else:
        yield words.say("note_known")
    yield from _best_segment(words, source, tables)
    if tables.stores:
        yield words.say("note_stores")
        yield from _stores(words, tables.stores.records[0])
    else:
        yield from _methods(words, tables.methods.records)
    yield words.say("note_blind")


def _best_segment(words: FigureWords, source: Source, tables: Tables) -> Iterator[Said]:
    for row in tables.segments.records:
        if row["forecast_segment"] == BEST and row["customer_share"] < 1:
            yield words.say(
                "note_segment",
                segment=source.label(SCHEME, BEST),
                customers=row["customer_count"],
                customer_share=row["customer_share"],
                share=row["expected_net_revenue_share"],
                days=tables.far,
            )


def _methods(words: FigureWords, rows: Sequence[Row]) -> Iterator[Said]:
    """Of the only store: which method speaks, how far off it was, and how far its ranges hold."""
    for row in rows:
        days, coverage = row["horizon_days"], row["interval_coverage"]
        yield words.say("note_finding", days=days, finding=row["finding"])
        if coverage is not None:
            yield words.say("note_coverage", days=days, coverage=coverage)


def _stores(words: FigureWords, row: Row) -> Iterator[Said]:
    """In how many stores of several the near forecast is no better, or not known to be."""
    told = {"days": row["horizon_days"], "stores": row["store_count"]}
    if same := row["same_again_store_count"]:
        yield words.say("note_stores_same", **told, same=same)
    if untried := row["untried_store_count"]:
        yield words.say("note_stores_untried", **told, untried=untried)


def _cards(words: FigureWords, expected: Sequence[Row]) -> Iterator[Card]:
    """Both horizons, the near one first."""
    for row in expected:
        days, has_band = row["horizon_days"], row["trial_count"] is not None
        revenue = orders = ""
        if has_band:
            low = words.numbers.short(row["lowest_net_revenue"])
            high = row["highest_net_revenue"]
            revenue = words.say("range_money", low=low, high=high).text
            low, high = row["lowest_orders"], row["highest_orders"]
            orders = words.say("range", low=low, high=high).text
        title = words.say("card_revenue", days=days).text
        yield Card(title, words.numbers.money(row["known_net_revenue"]), revenue)
        title = words.say("card_orders", days=days).text
        yield Card(title, words.numbers.count(row["known_orders"]), orders)


def _more(words: FigureWords, tables: Tables) -> Iterator[tuple[str, Data]]:
    days, customers = tables.far, tables.customers
    if customers.rows:
        yield words.say("customers", days=days, rows=len(customers.rows)).text, customers
    yield words.say("segments", days=days).text, tables.segments
    yield words.word("methods"), tables.methods
    if tables.stores:
        yield words.word("stores"), tables.stores


def _chart(words: FigureWords, past: Sequence[Row], row: Row) -> Trend:
    """The past periods and the one to come, which begins where the last one ended."""
    names = tuple(str(each["until_date"]) for each in (*past, row))
    known = [float(each["known_net_revenue"]) for each in past]
    total = [float(each["known_net_revenue"] + each["new_net_revenue"]) for each in past]
    ahead: list[None] = [None] * (len(past) - 1)

    def tips(name: str, values: Sequence[float]) -> tuple[str, ...]:
        return tuple(
            words.say("tip", name=words.word(name), until=until, revenue=value).text
            for until, value in zip(names, values, strict=False)
        )

    told = {"until": row["until_date"], "revenue": row["known_net_revenue"]}
    low, high = row["lowest_net_revenue"], row["highest_net_revenue"]
    tip = (
        words.say("tip_expected", **told)
        if low is None
        else words.say("tip_band", **told, low=low, high=high)
    )
    return Trend(
        periods=names,
        traces=(
            Trace(words.word("all"), (*total, None), "c8", tips=tips("all", total)),
            Trace(words.word("known"), (*known, None), "c1", tips=tips("known", known)),
            Trace(
                words.word("expected"),
                (*ahead, known[-1], float(row["known_net_revenue"])),
                "c2",
                () if low is None else (*ahead, known[-1], low),
                () if high is None else (*ahead, known[-1], high),
                (*[""] * len(ahead), tips("known", known)[-1], tip.text),
            ),
        ),
        unit_title=words.say("unit", days=row["horizon_days"]).text,
        tick=words.numbers.tick,
    )
