"""What the customers of today are expected to order, and how far such forecasts were off."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from runner.report.draw.trend import Trace, Trend
from runner.report.shapes import Card, Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME, CUSTOMERS, METHODS = "forecast", "forecast_customers", "forecast_methods"
STORES = "forecast_stores"
TABLES = ("customer_forecasts", "forecast_accuracy")
WINDOWS = 8  # of the past: two years, where the short horizon is 91 days
# A range of fewer earlier dates than these says too little.
TRIALS = 4
SAME_AGAIN, UNTRIED, SHORT = "same_again", "none", "short_horizon"
# Fewer orders than this are none, as a whole number.
ONE = 0.5
Row = Mapping[str, Any]


def figure(source: Source) -> Figure | Missing:
    """Past periods of the short horizon, and both horizons to come."""
    words = source.words(NAME)
    if tables := source.lacks(*TABLES):
        return missing(words, tables=tables)
    methods = source.read(words, METHODS)
    if not methods.rows:
        return missing(words, "missing_none", as_of=source.as_of)
    near, far = min(methods.values("horizon_days")), max(methods.values("horizon_days"))
    data = source.read(words, days=near, windows=WINDOWS, trials=TRIALS)
    expected = [row for row in data.records[::-1] if row["is_expected"]]
    past = [row for row in data.records if not row["is_expected"]]
    customers = source.read(words, CUSTOMERS, far=far)
    stores = source.read(words, STORES) if len(source.stores) > 1 else None
    return Figure(
        NAME,
        words.title,
        _sentence(words, source, expected[0]),
        data,
        _chart(words, past[::-1], expected[0]) if past else None,
        lead=_lead(words, source, expected[0], past, methods),
        notes=tuple(_notes(words, source, past, methods, stores)),
        cards=tuple(_cards(words, expected)),
        more=tuple(_more(words, customers, methods, stores, far)),
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


def _lead(
    words: FigureWords, source: Source, row: Row, past: Sequence[Row], methods: Data
) -> Said | None:
    """Only of methods that were tried."""
    if row["known_orders"] < ONE or UNTRIED in methods.values("tried_on"):
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
    words: FigureWords, source: Source, past: Sequence[Row], methods: Data, stores: Data | None
) -> Iterator[Said]:
    new = past[0]["new_net_revenue"] if past else 0
    if new > 0:
        days = past[0]["horizon_days"]
        yield words.say("note_new", days=days, as_of=source.as_of, revenue=new)
    else:
        yield words.say("note_known")
    if stores is None:
        for row in methods.records:
            yield _method(words, methods, row)
    else:
        yield words.say("note_stores")
        yield from _stores(words, stores.records[0])
    yield words.say("note_blind")


def _stores(words: FigureWords, row: Row) -> Iterator[Said]:
    """In how many stores of several the near forecast is no better, or not known to be."""
    told = {"days": row["horizon_days"], "stores": row["store_count"]}
    if same := row["same_again_store_count"]:
        yield words.say("note_stores_same", **told, same=same)
    if untried := row["untried_store_count"]:
        yield words.say("note_stores_untried", **told, untried=untried)


def _method(words: FigureWords, methods: Data, row: Row) -> Said:
    """Which method is in force in the only store, and why."""
    names = next(column.names for column in methods.columns if column.name == "method")
    told = {"days": row["horizon_days"]}
    method = names.get(row["method"], row["method"])
    match row["tried_on"]:
        case "none":
            return words.say("note_untried", **told, method=method)
        case "short_horizon":
            return words.say("note_short", **told, method=method)
    told |= {"dates": row["trial_count"], "error": row["root_mean_squared_error"]}
    if row["method"] == SAME_AGAIN:
        return words.say("note_same", **told)
    return words.say("note_method", **told, method=method, same=row["same_again_error"])


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


def _more(
    words: FigureWords, customers: Data, methods: Data, stores: Data | None, far: int
) -> Iterator[tuple[str, Data]]:
    if customers.rows:
        yield words.say("customers", days=far, rows=len(customers.rows)).text, customers
    yield words.word("methods"), methods
    if stores is not None:
        yield words.word("stores"), stores


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
