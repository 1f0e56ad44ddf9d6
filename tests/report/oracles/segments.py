"""What each segment brings, customer by customer."""

from collections import defaultdict
from decimal import Decimal

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Row, Values, oracle, part, share_of, total


def _segments(facts: Facts) -> dict[str, list[Row]]:
    groups = defaultdict(list)
    for row in facts.at("customer_tiers"):
        groups[row[f"rfm_segment_label_{facts.language}"]].append(row)
    return groups


@oracle("segments.sentence", "segments.sentence_one", "segments.sentence_without_share")
def segments(facts: Facts, said: Said) -> Values | None:
    """The one that brings the most."""
    groups = _segments(facts)
    rows = groups.get(said.values["segment"], [])
    most = max((total(group, "net_revenue") for group in groups.values()), default=Decimal(0))
    revenue = total(rows, "net_revenue")
    if not rows or revenue < most or revenue <= 0:
        return None
    told = {
        "segment": said.values["segment"],
        "customers": len(rows),
        "each": float(revenue) / len(rows),
    }
    if len(groups) == 1:
        return told if said.name.endswith("_one") else None
    share = share_of(rows, facts.at("customer_tiers"))
    if share is None:
        return told if said.name.endswith("_without_share") else None
    shares = {"customer_share": part(len(rows), len(facts.at("customer_tiers"))), "share": share}
    return {**told, **shares} if said.name.endswith("sentence") else None


@oracle("segments.shades")
def shades(facts: Facts, _: Said) -> Values | None:
    """How to read the chart."""
    has_earned = any(total(rows, "net_revenue") > 0 for rows in _segments(facts).values())
    return {} if has_earned else None


@oracle("segments.not_drawn")
def not_drawn(facts: Facts, said: Said) -> Values | None:
    """Segments without revenue, in whatever order."""
    names = {name for name, rows in _segments(facts).items() if total(rows, "net_revenue") <= 0}
    told = said.values["segments"]
    left = told
    for name in sorted(names, key=len, reverse=True):
        left = left.replace(name, "", 1)
    is_list = names and not left.strip("、, ")
    return {"segments": told if is_list else ", ".join(sorted(names))} if names else None


@oracle("segments.missing")
def no_revenue(facts: Facts, _: Said) -> Values | None:
    """No segment brought anything."""
    has_earned = any(total(rows, "net_revenue") > 0 for rows in _segments(facts).values())
    return None if has_earned else {"as_of": facts.as_of}
