"""Who bought in a period, from the orders themselves."""

from dataclasses import dataclass
from datetime import date, timedelta

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Values, direction, oracle, part

Who = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Buyers:
    """Who bought in the last period, in the one before it, and before both."""

    start: date
    now: Who
    before: Who
    ever: Who


def _bought(facts: Facts, first: date, last: date) -> Who:
    """Who bought after a day, up to another."""
    return frozenset(
        (row["store_id"], row["customer_id"])
        for row in facts.table("accepted_orders")
        if row["is_purchase"] and first < row["order_date"] <= last
    )


def _buyers(facts: Facts) -> Buyers | None:
    """By the months of the shops of the tests; none if the last period end was not built."""
    start = _month_end_before(facts.as_of)
    if start not in _period_ends(facts):
        return None
    before = _month_end_before(start)
    return Buyers(
        start,
        _bought(facts, start, facts.as_of),
        _bought(facts, before, start),
        _bought(facts, date.min, before),
    )


def _period_ends(facts: Facts) -> set[date]:
    found = facts.connection.execute(
        "select as_of_date from intermediate.int_as_of_dates where is_period_end"
    ).fetchall()
    return {day for (day,) in found}


def _month_end_before(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)


def _is_over(facts: Facts) -> bool:
    return facts.as_of in _period_ends(facts)


def _counts(buyers: Buyers) -> Values:
    known = buyers.before | buyers.ever
    return {
        "active": len(buyers.now),
        "before": buyers.start,
        "new": len(buyers.now - known),
        "resurrected": len((buyers.now & buyers.ever) - buyers.before),
        "retained": len(buyers.now & buyers.before),
    }


@oracle("growth.sentence")
def compared(facts: Facts, _: Said) -> Values | None:
    """Of a whole period, if anybody bought in the one before."""
    buyers = _buyers(facts)
    if not buyers or not buyers.before or not buyers.now or not _is_over(facts):
        return None
    counts = _counts(buyers)
    dormant = len(buyers.before - buyers.now)
    return {**counts, "share": part(counts["retained"], len(buyers.before)), "dormant": dormant}


@oracle("growth.sentence_so_far")
def so_far(facts: Facts, _: Said) -> Values | None:
    """Of a period that is not over."""
    buyers = _buyers(facts)
    return _counts(buyers) if buyers and buyers.now and not _is_over(facts) else None


@oracle("growth.sentence_after_none")
def after_none(facts: Facts, _: Said) -> Values | None:
    """Where nobody bought in the period before."""
    buyers = _buyers(facts)
    if not buyers or buyers.before or not buyers.now or not _is_over(facts):
        return None
    return {name: count for name, count in _counts(buyers).items() if name != "retained"}


@oracle("growth.sentence_none", "growth.sentence_paused")
def nobody(facts: Facts, said: Said) -> Values | None:
    """Where nobody bought; how many had bought before, if the period is over."""
    buyers = _buyers(facts)
    if not buyers or buyers.now:
        return None
    told: Values = {"before": buyers.start}
    if buyers.before and _is_over(facts):
        paused = {**told, "dormant": len(buyers.before)}
        return paused if said.name == "growth.sentence_paused" else None
    return told if said.name == "growth.sentence_none" else None


@oracle("growth.lead_up", "growth.lead_down", "growth.lead_same")
def lead(facts: Facts, said: Said) -> Values | None:
    """More or fewer buyers than in the period before, if this one is over."""
    buyers = _buyers(facts)
    if not buyers or not buyers.now or not _is_over(facts):
        return None
    change = len(buyers.now) - len(buyers.before)
    told = {"active": len(buyers.now), "before": buyers.start}
    if said.name != f"growth.lead_{direction(change)}":
        return None
    return {**told, "change": abs(change)} if change else told


@oracle("growth.note_so_far")
def note_so_far(facts: Facts, _: Said) -> Values | None:
    """How many days of it there are."""
    buyers = _buyers(facts)
    if not buyers or _is_over(facts):
        return None
    return {"days": (facts.as_of - buyers.start).days}


@oracle("growth.note_active")
def note_active(facts: Facts, _: Said) -> Values | None:
    """Always true: of definitions."""
    return {} if _buyers(facts) else None


@oracle("growth.missing")
def missing(facts: Facts, _: Said) -> Values | None:
    """Which table there is not."""
    return {"tables": "growth_accounting"} if facts.lacks("growth_accounting") else None


@oracle("growth.missing_before")
def missing_before(facts: Facts, _: Said) -> Values | None:
    """Of the first date, and where one is missing before."""
    return None if _buyers(facts) else {"as_of": facts.as_of}
