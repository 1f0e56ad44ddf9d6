"""What each store brings."""

from collections import defaultdict
from decimal import Decimal

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Values, oracle


def _by_store(facts: Facts, *, is_period: bool = False) -> dict[str, Decimal]:
    """Net revenue of each store; of the time since the date before where asked for."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in facts.at("customer_tiers"):
        sums[row["store_id"]] += row["net_revenue"]
    if is_period:
        for row in facts.at("customer_tiers", facts.before):
            if row["store_id"] in sums:
                sums[row["store_id"]] -= row["net_revenue"]
    return dict(sums)


@oracle(
    *("stores.sentence", "stores.sentence_without_share"),
    "stores.sentence_without_revenue",
)
def stores(facts: Facts, said: Said) -> Values | None:
    """The one that has brought the most."""
    sums = _by_store(facts)
    if len(sums) < 2:
        return None
    if said.name.endswith("_without_revenue"):
        return {"stores": len(sums)} if max(sums.values()) <= 0 else None
    store = said.values["store"]
    if sums[store] < max(sums.values()) or sums[store] <= 0:
        return None
    rows = [row for row in facts.at("customer_tiers") if row["store_id"] == store]
    told = {"stores": len(sums), "store": store, "revenue": sums[store], "customers": len(rows)}
    if said.name.endswith("_without_share"):
        return told if min(sums.values()) < 0 else None
    share = float(sums[store] / sum(sums.values()))
    return {**told, "share": share} if min(sums.values()) >= 0 else None


@oracle("stores.lead")
def best_store(facts: Facts, said: Said) -> Values | None:
    """Of the time since the date before."""
    if facts.before is None:
        return None
    sums = _by_store(facts, is_period=True)
    store = said.values["store"]
    if len(sums) < 2 or min(sums.values()) < 0 or sums[store] < max(sums.values()):
        return None
    if sums[store] <= 0:
        return None
    return {
        "before": facts.before,
        "store": store,
        "revenue": sums[store],
        "total": sum(sums.values()),
    }


@oracle("stores.persons", "stores.first_stores")
def about_stores(facts: Facts, said: Said) -> Values | None:
    """What one must know of them."""
    count = len(_by_store(facts))
    if said.name.endswith("persons"):
        return {} if count > 1 else None
    return {} if count > 12 else None
