"""Net revenue since the date before, beside the time before that."""

from datetime import date
from decimal import Decimal

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Values, oracle, total


def _customers(facts: Facts) -> int:
    return len(facts.at("customer_tiers"))


def _net(facts: Facts, first: date, last: date) -> Decimal:
    """What came in between two dates."""
    now, then = (total(facts.at("customer_tiers", day), "net_revenue") for day in (last, first))
    return now - then


def _change(facts: Facts) -> Values | None:
    """The time since the date before, and one of about the same length that ends there."""
    if facts.before is None or not facts.at("customer_tiers", facts.before):
        return None
    days = (facts.as_of - facts.before).days
    told = {"before": facts.before, "revenue": _net(facts, facts.before, facts.as_of)}
    starts = {row["as_of_date"] for row in facts.table("customer_tiers")}
    lengths = {(facts.before - start).days: start for start in starts if start < facts.before}
    alike = [some for some in lengths if abs(some - days) * 10 <= max(some, days)]
    if not alike:
        return told
    nearest = min(alike, key=lambda some: (abs(some - days), some))
    return {**told, "days": nearest, "earlier": _net(facts, lengths[nearest], facts.before)}


@oracle("headline.many", "headline.more", "headline.less", "headline.as_much")
def compared(facts: Facts, said: Said) -> Values | None:
    """Said if there was revenue in both times."""
    change = _change(facts)
    if change is None or change.get("earlier", 0) <= 0 or change["revenue"] <= 0:
        return None
    share = change["revenue"] / change["earlier"] - 1
    # As it is read: 0.0 % is as much.
    is_as_much = abs(share) < Decimal("0.0005")
    if said.name == "headline.as_much":
        told = {name: value for name, value in change.items() if name != "earlier"}
        return told if is_as_much else None
    if share >= 9 or said.name == "headline.many":
        is_told = share >= 9 and said.name == "headline.many"
        return {**change, "times": share + 1} if is_told else None
    is_more = said.name == "headline.more"
    return {**change, "share": abs(share)} if not is_as_much and (share > 0) == is_more else None


@oracle("headline.since")
def alone(facts: Facts, _: Said) -> Values | None:
    """Said if nothing is there to be compared with."""
    change = _change(facts)
    if change is None or change.get("earlier", 0) > 0 or change["revenue"] <= 0:
        return None
    told = {"before": change["before"], "revenue": change["revenue"]}
    return {**told, "customers": _customers(facts)}


@oracle("headline.nothing_since")
def nothing(facts: Facts, _: Said) -> Values | None:
    """Said if what came in and what went back are equal."""
    change = _change(facts)
    if change is None or change["revenue"]:
        return None
    return {"before": change["before"], "customers": _customers(facts)}


@oracle("headline.loss")
def loss(facts: Facts, _: Said) -> Values | None:
    """Said if more went back."""
    change = _change(facts)
    if change is None or change["revenue"] >= 0:
        return None
    return {"before": change["before"], "loss": -change["revenue"]}


@oracle("headline.first")
def first(facts: Facts, _: Said) -> Values | None:
    """Said where nobody was there before."""
    revenue = total(facts.at("customer_tiers"), "net_revenue")
    if _change(facts) or revenue <= 0:
        return None
    return {"customers": _customers(facts), "revenue": revenue}


@oracle("headline.first_without_revenue")
def first_without_revenue(facts: Facts, _: Said) -> Values | None:
    """Said where nobody was there before, if nothing was earned."""
    revenue = total(facts.at("customer_tiers"), "net_revenue")
    if _change(facts) or revenue > 0:
        return None
    return {"customers": _customers(facts)}


@oracle("headline.no_before")
def no_before(facts: Facts, _: Said) -> Values | None:
    """Said of the earliest date."""
    return None if facts.before else {}


@oracle("headline.missing")
def missing(facts: Facts, _: Said) -> Values | None:
    """Said if there is nobody."""
    return None if _customers(facts) else {"as_of": facts.as_of}
