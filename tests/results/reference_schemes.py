"""DEFINITIONS 5 and 7 to 12, written a second time: the labels of the other schemes, and all."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from tests.results.reference import (
    NO_PURCHASE,
    Beside,
    Facts,
    Line,
    Profile,
    Row,
    Rules,
    abc_tiers,
    buyers,
    customer_facts,
    in_cents,
    lifecycle_stages,
    rfm_scores,
)
from tests.results.reference_inputs import Rejections, read

HIGH = 4
ADVOCATE_NPS = 9
AUTHORITY = {
    "decider": "decides",
    "influencer": "influences",
    "buyer": "none",
    "user": "none",
    "gatekeeper": "none",
}
WEIGHTS = {
    "transaction_value_rank": (50, "net_revenue"),
    "potential_value_rank": (25, "growth_ratio"),
    "loyalty_rank": (25, "satisfied_order_count"),
}
INFLUENCE_BONUS = 10
MIN_INDEX = 80
KEY_ACCOUNT_REVENUE_SHARE = Fraction(2, 10)
GROWTH_FACTOR = 2
HIGH_VALUE = ("abc_a", "segment_champions", "segment_loyal")
POTENTIAL = ("prospect", "new", "grown_revenue", "high_forecast")
FORECAST_MIN_ORDERS = Fraction(1, 2)
Judged = dict[Any, dict[str, Any]]


def _known(facts: Mapping[Any, Facts], store: str, metric: str) -> list[Fraction]:
    values = (own[metric] for (at, _), own in facts.items() if at == store)
    return [Fraction(value) for value in values if value is not None]


def percent_rank(
    facts: Mapping[Any, Facts], key: tuple[str, str], metric: str, sign: int = 1
) -> Fraction | None:
    """The share of the others of the store, of whom the value is known, that do worse."""
    if facts[key][metric] is None:
        return None
    values = [sign * value for value in _known(facts, key[0], metric)]
    worse = sum(value < sign * Fraction(facts[key][metric]) for value in values)
    return Fraction(worse, max(1, len(values) - 1))


def abc_margin_tiers(facts: Mapping[Any, Facts], rules: Rules) -> Judged:
    """The class by margin; null where a cost is unknown."""
    known = {
        key: {**own, "net_revenue": own["margin_amount"] or 0}
        for key, own in facts.items()
        if own["margin_amount"] is not None or not own["purchase_day_count"]
    }
    classes = abc_tiers(known, rules)
    nothing = {"abc_class": None, "revenue_share": None, "revenue_share_before": None}
    return {
        key: {
            "abc_margin_class": found["abc_class"],
            "margin_share": found["revenue_share"],
            "margin_share_before": found["revenue_share_before"],
        }
        for key in facts
        for found in [classes.get(key, nothing)]
    }


def _loyalty(own: Facts) -> str:
    satisfied = own["satisfied_order_count"]
    if satisfied >= 5:
        recommends = (own["referral_count"] or 0) > 0 or (own["last_nps"] or 0) >= ADVOCATE_NPS
        return "advocate" if recommends else "loyal"
    return ("none", "trial", "forming", "forming", "forming")[max(0, satisfied)]


def loyalty_levels(facts: Mapping[Any, Facts]) -> Judged:
    """The level of each customer."""
    return {key: {"loyalty_level": _loyalty(own)} for key, own in facts.items()}


def value_types(facts: Mapping[Any, Facts], rules: Rules) -> Judged:
    """The type of each customer, with the scores behind it."""
    known = {
        key: {**own, "discount_share": in_cents(own["discount_share"])}
        for key, own in buyers(facts).items()
    }
    directions = {
        "value_per_order": 1,
        "satisfied_order_count": 1,
        "discount_share": -1,
        "engagement_count": 1,
    }

    def score(key: tuple[str, str], metric: str, sign: int = 1) -> int | None:
        rank = percent_rank(known, key, metric, sign) if key in known else None
        return None if rank is None else min(5, 1 + math.floor(5 * rank))

    def tells(store: str, metric: str) -> bool:
        """Whether not all customers of the store are equal in it."""
        return len(set(_known(known, store, metric))) > 1

    types = {}
    for key, own in facts.items():
        scores = {
            f"{metric}_score": score(key, metric, sign) if tells(key[0], metric) else None
            for metric, sign in directions.items()
        }
        told = [value for value in scores.values() if value is not None]
        value = Fraction(sum(told), len(told)) if told else None
        volume = score(key, "orders_per_month")
        names = {
            (True, True): "valued_volume",
            (True, False): "valued",
            (False, True): "volume",
            (False, False): "occasional",
        }
        name = names[value is not None and value >= HIGH, volume is not None and volume >= HIGH]
        types[key] = {
            **scores,
            "value_score": value,
            "volume_score": volume,
            "value_type": name if key in known else NO_PURCHASE,
            "is_conversion_candidate": name == "volume" and _is_rising(own, rules),
        }
    return types


def _is_rising(own: Facts, rules: Rules) -> bool:
    """Whether an order brought so much more, or so much less of it was discount."""

    def per(part: str, whole: str) -> Fraction | None:
        is_known = own[part] is not None and own[whole]
        return Fraction(own[part]) / Fraction(own[whole]) if is_known else None

    now = per("recent_net_revenue", "recent_order_count")
    before = per("prior_net_revenue", "prior_order_count")
    share = per("recent_discount_amount", "recent_gross_revenue")
    share_before = per("prior_discount_amount", "prior_gross_revenue")
    rise, fall = (
        Fraction(change)
        for change in (rules.conversion_revenue_rise, rules.conversion_discount_fall)
    )
    return bool(
        (now is not None and before and before > 0 and now >= before * (1 + rise))
        or (
            share is not None
            and share_before
            and share_before > 0
            and share <= share_before * (1 - fall)
        )
    )


def profile_on(day: date, key: tuple[str, str], beside: Beside) -> Profile | None:
    """What was known of a customer on a day; what has no day of its own was always known."""
    profile = beside.profiles.get(key)
    return profile if profile and (profile.registered or day) <= day else None


def man_profiles(
    facts: Mapping[Any, Facts], rfm: Mapping[Any, Facts], day: date, beside: Beside
) -> Judged:
    """Money, authority and need, and whether a customer is effective."""
    found = {}
    for key, own in facts.items():
        profile = profile_on(day, key, beside)
        score = rfm[key]["monetary_score"]
        money = None if score is None else score >= HIGH
        role = AUTHORITY.get(profile.traits["decision_role"] or "") if profile else None
        says = role if role in ("decides", "influences") else None
        authority_reason = says or ("refers" if own["referral_count"] else None)
        authority = True if authority_reason else None if role is None else False
        ratio = own["overdue_ratio"]
        reasons = (
            ratio is not None and Fraction(8, 10) <= ratio <= 2,
            own["recent_order_count"] > own["prior_order_count"],
        )
        need = any(reasons)
        letters = {True: str.upper, False: str.lower}
        code = "".join(
            "?" if answer is None else letters[answer](letter)
            for letter, answer in zip("man", (money, authority, need), strict=True)
        )
        is_loyal = _loyalty(own) in ("forming", "loyal", "advocate")
        found[key] = {
            "man_profile": code,
            "authority_reason": authority_reason,
            "need_reason": {
                (True, True): "both",
                (True, False): "rhythm",
                (False, True): "more_orders",
            }.get(reasons),
            "is_effective": (money, authority, is_loyal).count(True) >= 2,
        }
    return found


def key_accounts(
    facts: Mapping[Any, Facts],
    abc: Mapping[Any, Facts],
    stages: Mapping[Any, Facts],
    profiles: Mapping[Any, Profile | None],
    foreseen: Mapping[Any, Facts],
) -> Judged:
    """The index of each customer, its parts, and for which reason one is a key account."""
    found = {}
    in_force = {key[0] for key, row in foreseen.items() if row["tried_on"] != "none"}
    potential = {
        key: {
            "growth_ratio": (foreseen.get(key) or {}).get("expected_net_revenue")
            if key[0] in in_force
            else own["growth_ratio"]
        }
        for key, own in facts.items()
    }
    for key, own in facts.items():
        profile = profiles[key]
        is_strategic = profile.traits["is_strategic"] if profile else None
        ranks = {
            name: percent_rank(potential if metric == "growth_ratio" else facts, key, metric)
            for name, (_, metric) in WEIGHTS.items()
        }
        parts = [(WEIGHTS[name][0], rank) for name, rank in ranks.items() if rank is not None]
        base = 100 * sum(weight * rank for weight, rank in parts) / sum(w for w, _ in parts)
        influence = percent_rank(facts, key, "referral_count")
        index = min(Fraction(100), base + INFLUENCE_BONUS * (influence or 0))
        earned = [
            Fraction(other["net_revenue"])
            for (store, _), other in facts.items()
            if store == key[0] and other["net_revenue"] > 0
        ]
        before = sum(amount for amount in earned if amount > own["net_revenue"])
        first_share = KEY_ACCOUNT_REVENUE_SHARE * sum(earned)
        by_index = index >= MIN_INDEX and abc[key]["abc_class"] == "A"
        holds = {
            "strategic": bool(is_strategic),
            "revenue": own["net_revenue"] > 0 and before < first_share,
            "index": by_index and stages[key]["lifecycle_stage"] != "lapsed",
        }
        reason = next((name for name, is_so in holds.items() if is_so), None)
        found[key] = {
            **ranks,
            "influence_rank": influence,
            "is_strategic": is_strategic,
            "key_account_index": index,
            "key_account_status": "key_account" if reason else "other",
            "key_account_reason": reason,
        }
    return found


def customer_grades(
    facts: Mapping[Any, Facts],
    abc: Mapping[Any, Facts],
    rfm: Mapping[Any, Facts],
    stages: Mapping[Any, Facts],
    segments: Mapping[Any, Facts],
) -> Judged:
    """The grade of each customer, and the rule that gave it."""

    def rule(key: tuple[str, str]) -> str:
        segment, stage = rfm[key]["rfm_segment"], stages[key]["lifecycle_stage"]
        high = {
            "abc_a": abc[key]["abc_class"] == "A",
            "segment_champions": segment == "champions",
            "segment_loyal": segment == "loyal",
        }
        if any(high.values()) and stage == "lapsed":
            return "lapsed_high_value"
        recent, previous = (facts[key][f"{of}_net_revenue"] for of in ("recent", "prior"))
        rules = {
            **high,
            "prospect": stage == "prospect",
            "new": stage == "new",
            # Ours: nothing is not twice nothing.
            "grown_revenue": recent > 0 and recent >= GROWTH_FACTOR * previous,
            # Ours too: the law's list ends before it.
            "high_forecast": segments[key]["forecast_segment"] == "high",
        }
        return next((name for name, is_so in rules.items() if is_so), "none_of_these")

    return {
        key: {
            "grade_rule": name,
            "customer_grade": "high_value"
            if name in HIGH_VALUE
            else "potential"
            if name in POTENTIAL
            else "ordinary",
        }
        for key in facts
        for name in [rule(key)]
    }


def buying_styles(facts: Mapping[Any, Facts], rules: Rules) -> Judged:
    """How a customer buys; null where the discounts are not known."""
    known = {key: {"share": in_cents(own["discount_share"])} for key, own in buyers(facts).items()}

    def style(key: tuple[str, str], own: Facts) -> str | None:
        if key not in known:
            return NO_PURCHASE
        below = percent_rank(known, key, "share")
        if below is None:
            return None
        if below >= Fraction(6, 10):
            return "rational"
        is_pleased = (own["last_rating"] or 0) >= rules.satisfied_rating
        is_fond = is_pleased or bool(own["referral_count"])
        return "emotional" if below < Fraction(4, 10) and is_fond else "mixed"

    return {key: {"buying_style": style(key, own)} for key, own in facts.items()}


def price_tiers(facts: Mapping[Any, Facts]) -> Judged:
    """By thirds of the average order value; null where no order is left."""
    known = buyers(facts)

    def tier(key: tuple[str, str]) -> str | None:
        if key not in known:
            return NO_PURCHASE
        below = percent_rank(known, key, "average_order_value")
        if below is None:
            return None
        if below >= Fraction("0.6667"):
            return "premium"
        return "mid_range" if below >= Fraction("0.3333") else "budget"

    return {key: {"price_tier": tier(key)} for key in facts}


def forecast_segments(facts: Mapping[Any, Facts], foreseen: Mapping[Any, Facts]) -> Judged:
    """By fifths of what is expected of those who are expected to order at all."""
    likely = {
        key: {"revenue": row["expected_net_revenue"]}
        for key, row in foreseen.items()
        if row["expected_orders"] >= FORECAST_MIN_ORDERS
    }

    def segment(key: tuple[str, str], own: Facts) -> str:
        if not own["purchase_day_count"]:
            return NO_PURCHASE
        if key not in likely:
            return "none"
        below = percent_rank(likely, key, "revenue") or 0
        if below >= Fraction(4, 5):
            return "high"
        return "middle" if below >= Fraction(2, 5) else "low"

    return {key: {"forecast_segment": segment(key, own)} for key, own in facts.items()}


# --- all of it ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What the project must find, per customer by (store, customer); `day` null: no order."""

    lines: Sequence[Line]
    rejections: Rejections
    day: date | None
    tables: Mapping[str, Mapping[Any, Facts]] = field(default_factory=dict)
    beside: Beside = field(default_factory=Beside)


def answer(
    rows: Sequence[Row],
    rates: Sequence[Row],
    rules: Rules,
    more: Mapping[str, Sequence[Row]] | None = None,
    foreseen: Mapping[Any, Facts] | None = None,
) -> Answer:
    """Screen the rows and judge every customer.

    Args:
        rows: The raw orders.
        rates: The exchange rates.
        rules: Variables and rule seeds.
        more: The rows of the other inputs.
        foreseen: The forecasts of each buyer for the longer horizon, which are checked
            elsewhere.
    """
    found = read(rows, rates, more or {}, rules)
    accepted = [line for line in found.lines if line.reason is None]
    if not accepted:
        return Answer(found.lines, found.rejections, None)
    day = rules.as_of_date or max(line.day for line in accepted)
    facts = customer_facts(accepted, day, rules, found.beside)
    rfm, abc = rfm_scores(facts, rules), abc_tiers(facts, rules)
    stages = lifecycle_stages(facts, day, rules)
    foreseen = foreseen or {}
    segments = forecast_segments(facts, foreseen)
    profiles = {key: profile_on(day, key, found.beside) for key in facts}
    return Answer(
        *(found.lines, found.rejections, day),
        tables={
            "customer_facts": facts,
            "rfm_scores": rfm,
            "abc_tiers": abc,
            "lifecycle_stages": stages,
            "abc_margin_tiers": abc_margin_tiers(facts, rules),
            "loyalty_levels": loyalty_levels(facts),
            "value_types": value_types(facts, rules),
            "man_profiles": man_profiles(facts, rfm, day, found.beside),
            "key_accounts": key_accounts(facts, abc, stages, profiles, foreseen),
            "customer_grades": customer_grades(facts, abc, rfm, stages, segments),
            "buying_styles": buying_styles(facts, rules),
            "price_tiers": price_tiers(facts),
            "forecast_segments": segments,
        },
        beside=found.beside,
    )
