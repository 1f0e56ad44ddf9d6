"""What the first customers bring, from all amounts in a row."""

import math
from decimal import Decimal

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Row, Values, oracle


def _buyers(facts: Facts) -> list[Row]:
    return [row for row in facts.at("customer_tiers") if row["abc_class"] != "no_purchase"]


def _amounts(facts: Facts) -> list[Decimal]:
    """What each buyer brought, the largest first; losses are nothing."""
    return sorted((max(row["net_revenue"], Decimal(0)) for row in _buyers(facts)), reverse=True)


@oracle("concentration.sentence", "concentration.sentence_leading", "concentration.sentence_few")
def concentration(facts: Facts, said: Said) -> Values | None:
    """What the first fifth brings."""
    amounts = _amounts(facts)
    if len(amounts) < 2 or not sum(amounts):
        return None

    def brings(count: int) -> float:
        return float(sum(amounts[:count]) / sum(amounts))

    fifth = math.ceil(len(amounts) / 5)
    told = {"customers": fifth, "share": brings(fifth)}
    if len(amounts) < 50:
        return {**told, "buyers": len(amounts)} if said.name.endswith("_few") else None
    if brings(10) < 0.05:
        first = math.ceil(len(amounts) / 100)
        leading = {"leading_customers": first, "leading_share": brings(first)}
        return {**told, **leading} if said.name.endswith("_leading") else None
    return {**told, "ten": 10, "ten_share": brings(10)} if said.name.endswith("sentence") else None


@oracle("concentration.sentence_one")
def all_of_one(facts: Facts, _: Said) -> Values | None:
    """Only one has bought."""
    amounts = _amounts(facts)
    return {} if len(amounts) == 1 and any(amounts) else None


@oracle("concentration.negative")
def below_zero(facts: Facts, _: Said) -> Values | None:
    """Who got back more."""
    count = sum(row["net_revenue"] < 0 for row in _buyers(facts))
    return {"customers": count} if count else None


def _stores_with_revenue(facts: Facts) -> set[str]:
    return {row["store_id"] for row in _buyers(facts) if row["net_revenue"] > 0}


@oracle("concentration.by_store", "concentration.most_stores")
def several(facts: Facts, said: Said) -> Values | None:
    """Of several stores."""
    stores = len(_stores_with_revenue(facts))
    if said.name.endswith("by_store"):
        return {} if stores > 1 else None
    return {} if stores > 4 else None


@oracle("concentration.missing")
def nothing_to_split(facts: Facts, _: Said) -> Values | None:
    """No buyer brought anything."""
    return None if _stores_with_revenue(facts) else {"as_of": facts.as_of}
