"""Who the key accounts are and what they bring, one by one."""

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Row, Values, oracle, part, share_of


def _accounts(facts: Facts) -> list[Row]:
    rows = facts.at("customer_tiers")
    return [row for row in rows if row["key_account_status"] == "key_account"]


def _class_a(facts: Facts) -> list[Row]:
    return [row for row in facts.at("customer_tiers") if row["abc_class"] == "A"]


def _largest(said: Said, rows: list[Row]) -> Values:
    """Of customers that brought as much, any may be named."""
    most = max(row["net_revenue"] for row in rows)
    named = said.values["largest"]
    is_one = any(row["customer_id"] == named for row in rows if row["net_revenue"] == most)
    return {"largest": named if is_one else "another", "revenue": most}


def _group(facts: Facts, own: list[Row]) -> Values:
    rows = facts.at("customer_tiers")
    return {
        "customers": len(own),
        "customer_share": part(len(own), len(rows)),
        "share": share_of(own, rows),
    }


@oracle("key_accounts.sentence", "key_accounts.sentence_without_share")
def accounts(facts: Facts, said: Said) -> Values | None:
    """How many they are and what they bring."""
    own = [] if facts.lacks("key_accounts") else _accounts(facts)
    group = _group(facts, own)
    if not own:
        return None
    largest = _largest(said, own)
    if said.name == "key_accounts.sentence":
        return {**group, **largest} if group["share"] else None
    return None if group["share"] else {"customers": len(own), **largest}


@oracle("key_accounts.sentence_class_a", "key_accounts.class_a")
def class_a(facts: Facts, said: Said) -> Values | None:
    """Where there are no key accounts."""
    if not facts.lacks("key_accounts"):
        return None
    own = _class_a(facts)
    if said.name == "key_accounts.class_a":
        return {}
    group = _group(facts, own)
    return {**group, **_largest(said, own)} if own and group["share"] else None


@oracle("key_accounts.sentence_none")
def no_account(facts: Facts, said: Said) -> Values | None:
    """Where nobody is one."""
    rows = facts.at("customer_tiers")
    own = _class_a(facts) if facts.lacks("key_accounts") else _accounts(facts)
    if own and not facts.lacks("key_accounts"):
        return None
    return _largest(said, rows)


@oracle("key_accounts.order")
def order(facts: Facts, _: Said) -> Values | None:
    """Of definitions."""
    return None if facts.lacks("key_accounts") else {}


@oracle("key_accounts.missing")
def nobody(facts: Facts, _: Said) -> Values | None:
    """Nobody brought anything."""
    own = [] if facts.lacks("key_accounts") else _accounts(facts)
    has_earned = any(row["net_revenue"] > 0 for row in facts.at("customer_tiers"))
    return None if own or has_earned else {"as_of": facts.as_of}
