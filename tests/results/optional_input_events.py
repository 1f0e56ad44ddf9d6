"""What the optional inputs say, event by event as in DEFINITIONS 1 and 2: no SQL."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from tests.results.reference import Beside, Feedback, Line, Row, Rules, clean, money
from tests.results.reference_inputs import read

# Begins with the day from which on it is known; the first day of all: always.
Event = tuple[Any, ...]
Key = tuple[str, str]


def optional_input_events(
    orders: Sequence[Row], more: Mapping[str, Sequence[Row]], rules: Rules
) -> list[Event]:
    """All that accepted rows tell of the customers of each store and of its products."""
    found = read(orders, (), more, rules)
    lines = {(line.store, line.order_id): line for line in found.lines if line.reason is None}
    since = _known_since(lines.values(), found.beside)
    return list(
        chain(
            (
                (profile.registered or date.min, "profile", *key, *profile.traits.values())
                for key, profile in found.beside.profiles.items()
            ),
            _said(found.beside.feedback or (), since),
            (
                (max(won.day, day), "referral", store, won.referrer, won.referred)
                for won in found.beside.referrals or ()
                for (store, customer), day in since.items()
                if customer == won.referrer
            ),
            _sold(found.items, lines),
        )
    )


def _known_since(lines: Any, beside: Beside) -> dict[Key, date]:  # noqa: ANN401
    """Since when each customer of a store is known there."""
    days: dict[Key, list[date]] = defaultdict(list)
    for line in lines:
        days[line.store, line.customer] += [line.day] if line.bought else []
        days[line.store, line.customer] += [line.reversal] if line.reversed else []
    for key, profile in beside.profiles.items():
        days[key].append(profile.registered or date.min)
    return {key: min(of_one) for key, of_one in days.items() if of_one}


def _said(feedback: Sequence[Feedback], since: Mapping[Key, date]) -> Iterator[Event]:
    """What each said, numbered, as of two pieces of feedback the later one counts."""
    for (store, customer), day in since.items():
        own = [
            said for said in feedback if said.customer == customer and said.store in (None, store)
        ]
        own.sort(key=lambda said: (*said.badness, said.order_id or "~", said.is_complaint))
        for number, said in enumerate(own):
            words = (said.rating, said.nps, said.is_complaint)
            yield (max(said.at.date(), day), "feedback", store, customer, number, *words)


def _sold(items: Sequence[Row], lines: Mapping[tuple[str, str | None], Line]) -> Iterator[Event]:
    """What an order was of, on its day, and again on the day on which all of it came back."""
    for item in items:
        line = lines[clean(item["store_id"]) or "default", clean(item["order_id"])]
        numbers = (money(item[name]) for name in ("quantity", "net_amount", "cost_amount"))
        content = (line.store, line.customer, item["product_id"], item["category"], *numbers)
        if line.bought:
            yield (line.day, "sold", *content)
            if line.sent_back:
                yield (line.reversal, "back", *content)
