"""What is expected, customer by customer, and how far off each method was, trial by trial."""

import math
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Row, Values, oracle, part, total

FEWEST = 4  # dates of a range


def _forecasts(facts: Facts) -> list[Row]:
    return facts.at("customer_forecasts") if not facts.lacks("customer_forecasts") else []


def _near(facts: Facts) -> list[Row]:
    """Those of the shorter horizon."""
    rows = _forecasts(facts)
    days = min((row["horizon_days"] for row in rows), default=0)
    return [row for row in rows if row["horizon_days"] == days]


def _orders(rows: list[Row]) -> float:
    return round(math.fsum(row["expected_orders"] for row in rows), 9)


def _rows(facts: Facts, sql: str, *parameters: object) -> list[Row]:
    """Rows that no mart has."""
    cursor = facts.connection.execute(sql, parameters)
    columns = [column[0] for column in cursor.description or ()]
    rows: list[Row] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return [row for row in rows if facts.store in (None, row["store_id"])]


def _champions(facts: Facts) -> list[Row]:
    """Of the stores that have buyers."""
    return [row for row in facts.at("forecast_champions") if row["known_customer_count"]]


def _trials(facts: Facts, method: str, days: int) -> list[Row]:
    """What a method would have said at earlier dates, and what came."""
    return _rows(
        facts,
        "select * from intermediate.int_forecast_trials where as_of_date = ?"
        " and horizon_days = ? and method = ?",
        *(facts.as_of, days, method),
    )


def _totals(facts: Facts) -> list[float]:
    """All orders of the near horizon, if each store is as far off as at a date, date by date."""
    near = _near(facts)
    days = near[0]["horizon_days"]
    sums: dict[Any, dict[str, float]] = defaultdict(dict)
    for champion in _champions(facts):
        if champion["horizon_days"] != days or not champion["trial_count"]:
            continue
        store = champion["store_id"]
        own = _orders([row for row in near if row["store_id"] == store])
        tried = [
            row for row in _trials(facts, champion["method"], days) if row["store_id"] == store
        ]
        for day in {row["fit_date"] for row in tried}:
            at_day = [row for row in tried if row["fit_date"] == day]
            came = sum(row["customer_count"] * row["actual_orders"] for row in at_day)
            expected = total(at_day, "expected_orders")
            if expected:
                sums[day][store] = own * came / float(expected)
    stores = {row["store_id"] for row in near}
    return [sum(came.values()) for came in sums.values() if came.keys() == stores]


def _revenue(facts: Facts, *, is_known: bool) -> Decimal | None:
    """What customers brought in the period up to the day, who were known when it began or not.

    None if the shop began within it.
    """
    start = facts.as_of - timedelta(days=_near(facts)[0]["horizon_days"])
    first: dict[tuple[str, str], Any] = {}
    sql = "select * from intermediate.int_ledger_events where event_date <= ?"
    events = _rows(facts, sql, facts.as_of)
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
    if not all(row["trial_count"] for row in _champions(facts)):
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


@oracle("forecast.note_finding", "forecast.note_coverage")
def finding(facts: Facts, said: Said) -> Values | None:
    """Of the only store: what the database says, and how many were within their range."""
    days = said.values["days"]
    champions = [row for row in _champions(facts) if row["horizon_days"] == days]
    if len({row["store_id"] for row in facts.at("customer_tiers")}) != 1 or not champions:
        return None
    (champion,) = champions
    if said.name == "forecast.note_finding":
        return {"days": days, "finding": champion[f"finding_{facts.language}"]}
    coverage = champion["interval_coverage"]
    return None if coverage is None else {"days": days, "coverage": coverage}


@oracle("forecast.note_segment")
def segment(facts: Facts, _: Said) -> Values | None:
    """The best one, of all who have bought."""
    buyers = [row for row in facts.at("customer_tiers") if row["purchase_day_count"]]
    best = [row for row in buyers if row["forecast_segment"] == "high"]
    if not best or len(best) == len(buyers):
        return None
    revenue = [total(rows, "expected_net_revenue") for rows in (best, buyers)]
    return {
        "segment": facts.label("forecast", "high"),
        "customers": len(best),
        "customer_share": part(len(best), len(buyers)),
        "share": part(*revenue),
        "days": max(row["horizon_days"] for row in _champions(facts)),
    }


@oracle(
    *("forecast.note_stores", "forecast.note_stores_same", "forecast.note_stores_untried"),
    "forecast.note_blind",
)
def stores(facts: Facts, said: Said) -> Values | None:
    """Of several."""
    template, champions = said.name.partition(".")[2], _champions(facts)
    if template == "note_blind":
        return {} if champions else None
    if not champions or len({row["store_id"] for row in facts.at("customer_tiers")}) == 1:
        return None
    if template == "note_stores":
        return {}
    days = min(row["horizon_days"] for row in champions)
    near = [row for row in champions if row["horizon_days"] == days]
    told = {"days": days, "stores": len(near)}
    untried = sum(not row["trial_count"] for row in near)
    same = sum(row["trial_count"] > 0 and row["method"] == "same_again" for row in near)
    if template == "note_stores_same":
        return {**told, "same": same} if same else None
    return {**told, "untried": untried} if untried else None


@oracle("forecast.missing", "forecast.missing_none")
def missing(facts: Facts, said: Said) -> Values | None:
    """Without tables, or without buyers."""
    lacking = [name for name in ("customer_forecasts", "forecast_champions") if facts.lacks(name)]
    if lacking:
        names = ", ".join(lacking)
        return {"tables": names} if said.name == "forecast.missing" else None
    if said.name == "forecast.missing" or _forecasts(facts):
        return None
    return {"as_of": facts.as_of}
