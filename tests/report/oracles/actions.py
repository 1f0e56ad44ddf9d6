"""What to do first, and what is due, counted customer by customer."""

from collections import defaultdict
from datetime import timedelta

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Row, Values, oracle, total

SOON = 7


def _revenue(facts: Facts, rows: list[Row]) -> list[Row]:
    whose = {(row["store_id"], row["customer_id"]) for row in rows}
    tiers = facts.at("customer_tiers")
    return [row for row in tiers if (row["store_id"], row["customer_id"]) in whose]


@oracle("actions.sentence", "actions.sentence_without_revenue")
def first(facts: Facts, said: Said) -> Values | None:
    """The most urgent action, for whom, and what they brought."""
    tongue = facts.language
    groups: dict[tuple[int, str, str], list[Row]] = defaultdict(list)
    for row in facts.at("customer_actions"):
        if row["action_rank"] == 1:
            key = row["priority"], row[f"action_{tongue}"], row[f"label_{tongue}"]
            groups[key].append(row)
    # Of several that are as urgent, which comes first is a matter of taste.
    most_urgent = min((priority for priority, _, _ in groups), default=0)
    key = most_urgent, str(said.values["action"]), str(said.values["label"])
    if key not in groups:
        return None
    revenue = total(_revenue(facts, groups[key]), "net_revenue")
    told = {"customers": len(groups[key]), "label": key[2], "action": key[1]}
    if said.name == "actions.sentence":
        return {**told, "revenue": revenue} if revenue > 0 else None
    return told if revenue <= 0 else None


@oracle("actions.order")
def order(facts: Facts, _: Said) -> Values | None:
    """By definition: each customer has one action of rank 1."""
    first_ones = [
        (row["store_id"], row["customer_id"])
        for row in facts.at("customer_actions")
        if row["action_rank"] == 1
    ]
    return {} if first_ones and len(first_ones) == len(set(first_ones)) else None


@oracle("actions.missing")
def missing(facts: Facts, _: Said) -> Values | None:
    """Which table there is not."""
    return {"tables": "customer_actions"} if facts.lacks("customer_actions") else None


@oracle("actions.missing_at_date")
def missing_at_date(facts: Facts, _: Said) -> Values | None:
    """There are none on this date."""
    return None if facts.at("customer_actions") else {"as_of": facts.as_of}


def _due(facts: Facts, occasion: str) -> int:
    last = facts.as_of + timedelta(days=SOON)
    return sum(
        row["occasion"] == occasion and facts.as_of < row["occasion_date"] <= last
        for row in facts.at("care_calendar")
    )


@oracle("care.sentence", "care.sentence_orders", "care.sentence_anniversaries")
def care(facts: Facts, said: Said) -> Values | None:
    """What is due soon, but for nothing; birthdays are left out."""
    due = {
        "orders": _due(facts, "expected_order"),
        "anniversaries": _due(facts, "order_anniversary"),
    }
    told = {name: count for name, count in due.items() if count}
    whole = {"orders", "anniversaries"} if said.name == "care.sentence" else set(said.values)
    return told if told and set(told) == whole else None


@oracle("care.sentence_later")
def later(facts: Facts, _: Said) -> Values | None:
    """The first that is due, if nothing is soon."""
    days = [
        row["occasion_date"] for row in facts.at("care_calendar") if row["occasion"] != "birthday"
    ]
    soon = facts.as_of + timedelta(days=SOON)
    return {"day": min(days)} if days and min(days) > soon else None


@oracle("care.lead")
def expected(facts: Facts, _: Said) -> Values | None:
    """Who is expected to order soon."""
    orders = _due(facts, "expected_order")
    return {"orders": orders} if orders else None


@oracle("care.birthdays_left_out")
def birthdays(_: Facts, __: Said) -> Values | None:
    """These reports are without personal data."""
    return {}


@oracle("care.missing")
def no_calendar(facts: Facts, _: Said) -> Values | None:
    """Which table there is not."""
    return {"tables": "care_calendar"} if facts.lacks("care_calendar") else None


@oracle("care.missing_at_date")
def nothing_due(facts: Facts, _: Said) -> Values | None:
    """Nothing but birthdays is due."""
    due = [row for row in facts.at("care_calendar") if row["occasion"] != "birthday"]
    return None if due else {"as_of": facts.as_of}
