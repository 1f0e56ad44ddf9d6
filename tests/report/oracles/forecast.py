"""What is expected, customer by customer, and how far off each method was, trial by trial."""

import math
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Row, Values, oracle, total

NAMES = {
    "same_again": ("Same again", "与上期相同"),
    "own_rate": ("Own rate", "自身频率"),
    "own_rate_recent": ("Own rate if recent", "近期有单者按自身频率"),
    "recency_rank": ("Recency", "按最近购买排名"),
    "store_mean": ("Store average", "门店平均"),
    "blend": ("Blend", "模型与上期的组合"),
    "mbg_nbd": ("MBG/NBD", "MBG/NBD"),
    "bg_nbd": ("BG/NBD", "BG/NBD"),
}
FEWEST = 4  # dates of a range


def _forecasts(facts: Facts) -> list[Row]:
    return facts.at("customer_forecasts") if not facts.lacks("customer_forecasts") else []


def _near(facts: Facts) -> list[Row]:
    """Those of the shorter horizon."""
    rows = _forecasts(facts)
    days = min((row["horizon_days"] for row in rows), default=0)
    return [row for row in rows if row["horizon_days"] == days]


def _orders(rows: list[Row]) -> float:
    return math.fsum(row["expected_orders"] for row in rows)


def _rows(facts: Facts, sql: str) -> list[dict[str, Any]]:
    """Rows that no mart has."""
    cursor = facts.connection.execute(sql)
    columns = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return [row for row in rows if facts.store in (None, row["store_id"])]


def _totals(facts: Facts) -> list[float]:
    """All orders of the near horizon, if each store misses as at a date, date by date."""
    near = _near(facts)
    came: dict[Any, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    methods = {row["store_id"]: row["method"] for row in near}
    days = near[0]["horizon_days"]
    for row in _rows(facts, "select * from intermediate.int_forecast_trials"):
        if (row["as_of_date"], row["horizon_days"]) != (facts.as_of, days):
            continue
        sums = came[row["fit_date"]][row["store_id"]]
        sums[0] += row["actual_orders"]
        sums[1] += row[methods[row["store_id"]]]
    own = {store: _orders([row for row in near if row["store_id"] == store]) for store in methods}
    return [
        sum(own[store] * actual / expected for store, (actual, expected) in of_stores.items())
        for of_stores in came.values()
        if of_stores.keys() == own.keys() and all(each for _, each in of_stores.values())
    ]


def _revenue(facts: Facts, *, is_known: bool) -> Decimal | None:
    """What customers brought in the period up to the day, who were known when it began or not.

    None if the shop began within it.
    """
    start = facts.as_of - timedelta(days=_near(facts)[0]["horizon_days"])
    first: dict[tuple[str, str], Any] = {}
    events = [
        row
        for row in _rows(facts, "select * from intermediate.int_ledger_events")
        if row["event_date"] <= facts.as_of
    ]
    if min(row["event_date"] for row in events) > start + timedelta(days=1):
        return None
    for row in events:
        who = row["store_id"], row["customer_id"]
        if row["purchase_date"]:
            first[who] = min(row["purchase_date"], first.get(who, row["purchase_date"]))
    known = {who for who, day in first.items() if day <= start}
    return sum(
        (
            row["gross_revenue"] - row["discount_amount"] - row["refund_amount"]
            for row in events
            if row["event_date"] > start
            and ((row["store_id"], row["customer_id"]) in known) is is_known
        ),
        Decimal(0),
    )


@oracle("forecast.sentence", "forecast.sentence_alone", "forecast.sentence_none")
def sentence(facts: Facts, said: Said) -> Values | None:
    """Orders and revenue, and the range of what came at earlier dates."""
    near = _near(facts)
    if not near:
        return None
    told: dict[str, Any] = {"as_of": facts.as_of, "days": near[0]["horizon_days"]}
    orders, template = _orders(near), said.name.partition(".")[2]
    if orders < 0.5 or template == "sentence_none":
        return told if orders < 0.5 and template == "sentence_none" else None
    told |= {"orders": orders, "revenue": total(near, "expected_net_revenue")}
    totals = _totals(facts)
    if (len(totals) >= FEWEST) is (template == "sentence_alone"):
        return None
    if template == "sentence_alone":
        return told
    return {**told, "dates": len(totals), "lowest": min(totals), "highest": max(totals)}


@oracle("forecast.lead", "forecast.lead_alone")
def lead(facts: Facts, said: Said) -> Values | None:
    """Only where every store has tried."""
    near = _near(facts)
    if not near or _orders(near) < 0.5:
        return None
    if any(row["tried_on"] == "none" for row in _forecasts(facts)):
        return None
    revenue = total(near, "expected_net_revenue")
    told = {"as_of": facts.as_of, "days": near[0]["horizon_days"], "revenue": revenue}
    before = _revenue(facts, is_known=True)
    if before is not None and before > 0:
        return {**told, "before": before} if said.name == "forecast.lead" else None
    return told if said.name == "forecast.lead_alone" else None


@oracle("forecast.note_new", "forecast.note_known")
def new(facts: Facts, said: Said) -> Values | None:
    """Of whom nothing is expected."""
    if not _near(facts):
        return None
    brought = _revenue(facts, is_known=False)
    is_told = brought is not None and brought > 0
    if said.name == "forecast.note_known":
        return None if is_told else {}
    days = _near(facts)[0]["horizon_days"]
    return {"days": days, "as_of": facts.as_of, "revenue": brought} if is_told else None


def _error(facts: Facts, method: str, days: int) -> tuple[int, float]:
    """At how many dates a method was tried, and the root of its mean squared error."""
    trials = [
        row
        for row in _rows(facts, "select * from intermediate.int_forecast_trials")
        if (row["as_of_date"], row["horizon_days"]) == (facts.as_of, days)
        and row[method] is not None
    ]
    squares = math.fsum((row[method] - row["actual_orders"]) ** 2 for row in trials)
    return len({row["fit_date"] for row in trials}), math.sqrt(squares / len(trials))


@oracle(
    *("forecast.note_method", "forecast.note_same"),
    *("forecast.note_short", "forecast.note_untried"),
)
def method(facts: Facts, said: Said) -> Values | None:
    """Of the only store."""
    days = said.values["days"]
    rows = [row for row in _forecasts(facts) if row["horizon_days"] == days]
    if len({row["store_id"] for row in facts.at("customer_tiers")}) != 1 or not rows:
        return None
    name, tried_on = rows[0]["method"], rows[0]["tried_on"]
    template = {"none": "note_untried", "short_horizon": "note_short"}.get(
        tried_on, "note_same" if name == "same_again" else "note_method"
    )
    if said.name != f"forecast.{template}":
        return None
    told: dict[str, Any] = {"days": days, "method": NAMES[name][facts.language == "zh"]}
    if tried_on != "horizon":
        return told
    dates, error = _error(facts, name, days)
    told |= {"dates": dates, "error": error}
    if name != "same_again":
        return {**told, "same": _error(facts, "same_again", days)[1]}
    return {key: value for key, value in told.items() if key != "method"}


@oracle(
    *("forecast.note_stores", "forecast.note_stores_same", "forecast.note_stores_untried"),
    "forecast.note_blind",
)
def stores(facts: Facts, said: Said) -> Values | None:
    """Of several."""
    near = {row["store_id"]: row for row in _near(facts)}
    template = said.name.partition(".")[2]
    if template == "note_blind":
        return {} if near else None
    if not near or len({row["store_id"] for row in facts.at("customer_tiers")}) == 1:
        return None
    if template == "note_stores":
        return {}
    told = {"days": min(row["horizon_days"] for row in near.values()), "stores": len(near)}
    untried = sum(row["tried_on"] == "none" for row in near.values())
    same = sum(
        row["tried_on"] == "horizon" and row["method"] == "same_again" for row in near.values()
    )
    if template == "note_stores_same":
        return {**told, "same": same} if same else None
    return {**told, "untried": untried} if untried else None


@oracle("forecast.missing", "forecast.missing_none")
def missing(facts: Facts, said: Said) -> Values | None:
    """Without tables, or without buyers."""
    lacking = [name for name in ("customer_forecasts", "forecast_accuracy") if facts.lacks(name)]
    if lacking:
        names = ", ".join(lacking)
        return {"tables": names} if said.name == "forecast.missing" else None
    if said.name == "forecast.missing" or _forecasts(facts):
        return None
    return {"as_of": facts.as_of}
