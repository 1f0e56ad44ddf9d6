"""The facts of customer_tiers that people ask for, their names, and their values in words."""

from collections.abc import Callable
from decimal import Decimal

# The facts that a person asks for first, and what they are called.
FACTS = {
    "first_order_date": "first order",
    "last_order_date": "last order",
    "days_since_last_order": "since the last order",
    "order_count": "orders",
    "gross_revenue": "gross revenue",
    "discount_amount": "discounts",
    "refund_amount": "refunds",
    "net_revenue": "net revenue",
    "margin_amount": "margin",
    "average_order_value": "average order value",
    "discount_share": "discount share",
    "recent_order_count": "recent orders",
    "recent_net_revenue": "recent net revenue",
    "prior_net_revenue": "net revenue before that",
    "expected_gap_days": "expected gap",
    "overdue_ratio": "gap so far / expected",
    "satisfied_order_count": "satisfied orders",
    "complaint_count": "complaints",
    "last_rating": "last rating (1-5)",
    "last_nps": "last NPS answer (0-10)",
    "referral_count": "referrals",
}


def fact_text(told: Callable[[str], str], column: str, value: object, currency: str) -> str:
    """A value with its unit, which its type and the end of the column's name tell.

    Args:
        told: says a sentence in the language.
        column: of customer_tiers.
        value: a number, a date, or nothing.
        currency: of the money.
    """
    match value:
        case Decimal():
            text = f"{value:,.2f} {currency}".strip()
        case int() | float() if column.endswith("_share"):
            text = f"{value:.1%}"
        case int() | float() if "days" in column.split("_"):
            text = told("1 day" if value == 1 else f"{value:,.0f} days")
        case int():
            text = f"{value:,}"
        case float():
            text = f"{value:,.2f}"
        case _:
            text = "-" if value is None else str(value)
    return text
