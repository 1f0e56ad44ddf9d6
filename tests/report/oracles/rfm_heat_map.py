"""What may be said of the best cell."""

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Values, oracle, part, total


@oracle("rfm_heat_map.sentence")
def best(facts: Facts, _: Said) -> Values | None:
    """Of those with both scores 5."""
    rows = [row for row in facts.at("customer_tiers") if row["recency_score"] is not None]
    five = [row for row in rows if row["recency_score"] == row["frequency_score"] == 5]
    share = part(total(five, "net_revenue"), total(rows, "net_revenue"))
    return {"customers": len(five), "share": share} if five else None


@oracle("rfm_heat_map.sentence_none")
def nobody(facts: Facts, _: Said) -> Values | None:
    """Said if there is none."""
    rows = facts.at("customer_tiers")
    has_best = any(row["recency_score"] == row["frequency_score"] == 5 for row in rows)
    return None if has_best else {}
