"""How many customers are in which stage, one by one."""

from collections import Counter
from datetime import date

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Values, direction, oracle, part


def _stages(facts: Facts, day: date | None = None) -> Counter[str]:
    return Counter(row["lifecycle_stage"] for row in facts.at("customer_tiers", day))


@oracle("lifecycle.sentence")
def stages(facts: Facts, _: Said) -> Values | None:
    """Of all customers."""
    now = _stages(facts)
    if not now:
        return None
    customers = now.total()
    return {
        "customers": customers,
        "active": now["active"],
        "active_share": part(now["active"], customers),
        "lapsed": now["lapsed"],
        "lapsed_share": part(now["lapsed"], customers),
        "between": now["cooling"] + now["dormant"],
    }


@oracle("lifecycle.lead", "lifecycle.lead_up", "lifecycle.lead_down", "lifecycle.lead_same")
def lead(facts: Facts, said: Said) -> Values | None:
    """Compared, if there is a date before."""
    now = _stages(facts)
    told: Values = {"active": now["active"], "lapsed": now["lapsed"], "customers": now.total()}
    then = _stages(facts, facts.before) if facts.before else Counter()
    if not now:
        return None
    if not then:
        return told if said.name == "lifecycle.lead" else None
    change = now["active"] - then["active"]
    if said.name != f"lifecycle.lead_{direction(change)}":
        return None
    told = {**told, "before": facts.before}
    return {**told, "change": abs(change)} if change else told


@oracle("lifecycle.missing")
def missing(facts: Facts, _: Said) -> Values | None:
    """Which table there is not."""
    return {"tables": "tier_summary"} if facts.lacks("tier_summary") else None


@oracle("lifecycle.missing_none", "flow.missing_none")
def nobody(facts: Facts, said: Said) -> Values | None:
    """Of a store that has no customers yet."""
    before = facts.before if said.name.startswith("flow") else None
    is_there = _stages(facts) or (before and _stages(facts, before))
    return None if is_there else {"as_of": facts.as_of}
