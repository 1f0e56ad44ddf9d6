"""Who has which scores: recency and frequency, value and volume."""

from collections import defaultdict

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Values, oracle, share_of, total


def _scores(facts: Facts) -> int:
    levels = [row for row in facts.at("tier_cuts") if row["scheme"] == "rfm"]
    return max(int(row["level_rank"]) for row in levels)


def _corner(facts: Facts) -> tuple[int, int]:
    """The highest score that is low and the lowest that is high: two fifths of them, rounded."""
    bins = _scores(facts)
    low = max(1, bins * 2 // 5)
    return low, bins - low + 1


@oracle(
    *("rfm_heat_map.sentence", "rfm_heat_map.sentence_share"),
    "rfm_heat_map.sentence_without_revenue",
    "rfm_heat_map.sentence_none",
)
def slipping(facts: Facts, said: Said) -> Values | None:
    """Who used to order often and does no longer."""
    rows = [row for row in facts.at("customer_tiers") if row["recency_score"] is not None]
    if not rows:
        return None
    low, high = _corner(facts)
    often = [row for row in rows if row["frequency_score"] >= high]
    # Where there is one score only, it is the best one.
    gone = [row for row in often if row["recency_score"] <= low < high]
    template = said.name.partition(".")[2]
    if not gone:
        return {} if template == "sentence_none" else None
    revenue, share = total(gone, "net_revenue"), share_of(gone, rows)
    told: dict[str, Values] = {"sentence_without_revenue": {"slipping": len(gone)}}
    if revenue > 0:
        told = {"sentence": {"slipping": len(gone), "revenue": revenue}}
    if share is not None:
        told = {"sentence_share": {"slipping": len(gone), "revenue": revenue, "share": share}}
    return told.get(template)


@oracle("rfm_heat_map.corners", "rfm_heat_map.by_store", "rfm_heat_map.missing")
def about_scores(facts: Facts, said: Said) -> Values | None:
    """What one must know of them."""
    rows = [row for row in facts.at("customer_tiers") if row["recency_score"] is not None]
    match said.name.partition(".")[2]:
        case "corners":
            return {} if rows else None
        case "by_store":
            return {} if rows and len({row["store_id"] for row in rows}) > 1 else None
        case _:
            return None if rows else {"as_of": facts.as_of}


@oracle(
    *("value_volume.sentence", "value_volume.sentence_no_candidate"),
    "value_volume.sentence_counts",
)
def value_types(facts: Facts, said: Said) -> Values | None:
    """The type that brings the most, or has the most customers."""
    groups = defaultdict(list)
    for row in facts.at("customer_tiers"):
        if row["value_type"] in ("valued", "valued_volume", "volume", "occasional"):
            groups[row[f"value_type_label_{facts.language}"]].append(row)
    rows = groups.get(said.values["type"], [])
    if not rows:
        return None
    most = max(total(group, "net_revenue") for group in groups.values())
    best = next(group for group in groups.values() if total(group, "net_revenue") == most)
    has_share = share_of(best, facts.at("customer_tiers")) is not None
    candidates = sum(bool(row["is_conversion_candidate"]) for row in facts.at("customer_tiers"))
    if said.name.endswith("_counts"):
        is_most = len(rows) == max(map(len, groups.values()))
        return (
            {"type": said.values["type"], "customers": len(rows)}
            if is_most and not has_share
            else None
        )
    if not has_share or total(rows, "net_revenue") < most:
        return None
    told = {"type": said.values["type"], "share": share_of(rows, facts.at("customer_tiers"))}
    if said.name.endswith("_no_candidate"):
        return None if candidates else told
    return {**told, "candidates": candidates} if candidates else None


@oracle("value_volume.lead")
def candidates(facts: Facts, _: Said) -> Values | None:
    """Who could be led to more value: more per order or fewer discounts, as the mart has it."""
    count = sum(bool(row["is_conversion_candidate"]) for row in facts.at("value_types"))
    return {"candidates": count} if count else None


@oracle("value_volume.one_advice", "value_volume.store_advice")
def advice(facts: Facts, said: Said) -> Values | None:
    """In the words of the mart."""
    rows = {row["store_id"]: row[f"advice_{facts.language}"] for row in facts.at("portfolio_focus")}
    if said.name.endswith("one_advice"):
        return {"advice": next(iter(rows.values()))} if len(rows) == 1 else None
    store = said.values["store"]
    return {"store": store, "advice": rows[store]} if len(rows) > 1 and store in rows else None


@oracle("value_volume.missing")
def no_types(facts: Facts, _: Said) -> Values | None:
    """One of the tables there is not."""
    return {} if facts.lacks("value_types") or facts.lacks("portfolio_focus") else None


@oracle("value_volume.missing_buyers")
def no_buyers(facts: Facts, _: Said) -> Values | None:
    """Nobody has a score."""
    scores = [row for row in facts.at("value_types") if row["value_score"] is not None]
    return None if scores else {"as_of": facts.as_of}
