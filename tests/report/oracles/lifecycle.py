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
    customers = now.total()
    if len(now) < 2 or not now["active"] + now["lapsed"]:
        return None
    return {
        "customers": customers,
        "active": now["active"],
        "active_share": part(now["active"], customers),
        "lapsed": now["lapsed"],
        "lapsed_share": part(now["lapsed"], customers),
        "between": now["cooling"] + now["dormant"],
    }


@oracle("lifecycle.sentence_stages")
def each_stage(facts: Facts, _: Said) -> Values | None:
    """Where there is only one, or nobody is active or lapsed."""
    now = _stages(facts)
    if not now or (len(now) > 1 and now["active"] + now["lapsed"]):
        return None
    ranks = ("active", "reactivated", "new", "prospect", "cooling", "dormant", "lapsed")
    told = [(facts.label("lifecycle", stage), now[stage]) for stage in ranks if now[stage]]
    stages = (
        "、".join(f"{label} {count:,} 位" for label, count in told)
        if facts.language == "zh"
        else ", ".join(f"{label} ({count:,})" for label, count in told)
    )
    return {"customers": now.total(), "stages": stages}


@oracle("lifecycle.lead", "lifecycle.lead_up", "lifecycle.lead_down", "lifecycle.lead_same")
def lead(facts: Facts, said: Said) -> Values | None:
    """Compared, if there is a date before."""
    now = _stages(facts)
    told: Values = {"active": now["active"], "lapsed": now["lapsed"], "customers": now.total()}
    then = _stages(facts, facts.before) if facts.before else Counter()
    if not now["active"] + now["lapsed"]:
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
