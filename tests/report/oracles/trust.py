"""Whether it all adds up, from the rows that came in."""

from collections import Counter
from decimal import Decimal

import yaml

from runner.export.vocabulary import TITLES
from runner.report.shapes import Said
from runner.report.words import FIGURES
from tests.report.oracles.facts import Facts, Values, oracle, part

FACTS = {
    "margins": ("margin_amount",),
    "discounts": ("discount_share",),
    "categories": ("category_count",),
    "channels": ("channel_count",),
    "feedback": ("feedback_count",),
    "referrals": ("referral_count",),
    "profiles": ("gender", "region", "income_band"),
    "acquisition": ("acquisition_channel",),
}


def _accepted(facts: Facts) -> int:
    """Rows, not orders: copies of a row that are one order count each."""
    return sum(row["source_row_count"] for row in facts.table("accepted_orders"))


def _lost(facts: Facts) -> tuple[int, int]:
    """How many sums have a difference, of how many."""
    differences = [
        row["entered"] - row["accepted"] - row["rejected"] for row in facts.table("reconciliation")
    ]
    return sum(bool(difference) for difference in differences), len(differences)


@oracle("reconciliation.sentence", "reconciliation.lead")
def adds_up(facts: Facts, said: Said) -> Values | None:
    """Rows are counted in the tables themselves."""
    lost, sums = _lost(facts)
    if lost or not sums:
        return None
    accepted, rejected = _accepted(facts), len(facts.table("rejected_orders"))
    told = {"entered": accepted + rejected}
    if said.name.endswith("lead"):
        return told
    return {**told, "accepted": accepted, "rejected": rejected}


@oracle("reconciliation.sentence_lost", "reconciliation.lead_lost")
def does_not_add_up(facts: Facts, _: Said) -> Values | None:
    """How many sums do not."""
    lost, sums = _lost(facts)
    return {"lost": lost, "sums": sums} if lost else None


@oracle("reconciliation.note_net", "reconciliation.missing_store", "reconciliation.missing")
def about(facts: Facts, said: Said) -> Values | None:
    """How to read it, and what is missing."""
    if facts.lacks("reconciliation"):
        return {"tables": "reconciliation"} if said.name.endswith("missing") else None
    _, sums = _lost(facts)
    if said.name.endswith("_store"):
        return None if sums else {"store": facts.store}
    return {} if sums and said.name.endswith("note_net") else None


@oracle("reconciliation.note_newest", "data_quality.note_newest")
def newest(facts: Facts, said: Said) -> Values | None:
    """Of older dates: the sums are of all data."""
    days = {row["as_of_date"] for row in _all_stores(facts).table("customer_tiers")}
    rejected = facts.table("rejected_orders") or _all_stores(facts).table("rejected_rows")
    has_any = bool(rejected) or said.name.startswith("reconciliation")
    return {"as_of": facts.as_of} if facts.as_of < max(days) and has_any else None


def _all_stores(facts: Facts) -> Facts:
    return Facts(facts.connection, facts.as_of, facts.before, None, facts.language)


def _reasons(facts: Facts) -> Counter[str]:
    titles = yaml.safe_load(TITLES.read_text(encoding="utf-8"))
    names = next(
        found["rejection_reason"]
        for found in titles.values()
        if isinstance(found, dict) and isinstance(found.get("rejection_reason"), dict)
    )
    index = 1 if facts.language == "zh" else 0
    return Counter(names[row["rejection_reason"]][index] for row in facts.table("rejected_orders"))


@oracle("data_quality.sentence", "data_quality.sentence_one", "data_quality.sentence_count")
def rejected(facts: Facts, said: Said) -> Values | None:
    """And the most frequent reason; of several, any."""
    reasons = _reasons(facts)
    count = reasons.total()
    if not count:
        return None
    reason = said.values["reason"]
    most = {"reason": reason, "most": max(reasons.values())}
    if reasons[reason] < most["most"]:
        return None
    if said.name.endswith("_count"):
        return {"rejected": count, **most} if facts.lacks("reconciliation") else None
    rows = _accepted(facts) + count
    told = {"rejected": count, "rows": rows, "share": part(count, rows), "reason": reason}
    if said.name.endswith("_one"):
        return told if len(reasons) == 1 else None
    return {**told, "most": most["most"]} if len(reasons) > 1 else None


@oracle("data_quality.sentence_none")
def none_rejected(facts: Facts, _: Said) -> Values | None:
    """Nothing was."""
    return None if facts.table("rejected_orders") else {}


@oracle("data_quality.lead", "data_quality.lead_amount")
def lead(facts: Facts, said: Said) -> Values | None:
    """With the amount, if it can be summed up."""
    rows = facts.table("rejected_orders")
    if not rows:
        return None
    entered = _accepted(facts) + len(rows)
    told = {"rejected": len(rows), "rows": entered, "share": part(len(rows), entered)}
    currencies = {row["currency"] for row in rows}
    amount = sum((row["source_gross_amount"] or Decimal(0) for row in rows), Decimal(0))
    has_amount = len(currencies) == 1 and None not in currencies and amount > 0
    if said.name.endswith("_amount"):
        return {**told, "amount": amount, "currency": currencies.pop()} if has_amount else None
    return None if has_amount else told


@oracle("data_quality.note_unknown")
def unknown(facts: Facts, said: Said) -> Values | None:
    """What is known of no buyer."""
    buyers = [row for row in facts.at("customer_tiers") if row["order_count"]]
    missing = {
        name
        for name, columns in FACTS.items()
        if not any(row[column] not in (None, 0) for row in buyers for column in columns)
        and not (name in ("margins", "discounts") and _is_known(buyers, columns))
    }
    content = yaml.safe_load((FIGURES / "data_quality.yml").read_text(encoding="utf-8"))
    names = content["columns"]["fact"]["names"]
    index = 1 if facts.language == "zh" else 0
    left = said.values["facts"]
    # The longest first: a channel is also part of an acquisition channel.
    for told in sorted((names[name][index] for name in missing), key=len, reverse=True):
        left = left.replace(told, "\0", 1)
    # All of them, and nothing besides.
    is_right = left.count("\0") == len(missing) and not left.strip("\0、; ")
    if not missing or not buyers:
        return None
    return {"facts": said.values["facts"] if is_right else sorted(missing)}


def _is_known(buyers: list[Values], columns: tuple[str, ...]) -> bool:
    """Known, if only to be nothing."""
    return any(row[column] is not None for row in buyers for column in columns)


@oracle("data_quality.note_store")
def of_a_store(facts: Facts, _: Said) -> Values | None:
    """Other inputs do not say."""
    rows = _all_stores(facts).table("rejected_rows")
    return {} if facts.store is not None and rows else None


@oracle("data_quality.note_untested")
def untested(_: Facts, __: Said) -> Values | None:
    """Databases in memory are not; nor is the sample of the tests."""
    return {}
