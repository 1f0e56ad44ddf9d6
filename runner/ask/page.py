"""What is known of one customer of one store at an as-of date."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from runner.ask.amounts import Amounts


@dataclass(frozen=True)
class Sentence:
    """Why a fact has its level in a scheme, and what the next one takes.

    Attributes:
        scheme: such as abc.
        metric: the fact.
        value: of the fact; none where there is nothing to measure.
        level: that it reaches.
        next_level: the next one up that somebody has; none at the top.
        distance: from the value to the next level, in the metric's unit.
        text: in `en` and `zh`.
        next_names: what the next level is called in `en` and `zh`; nothing if it is a number.
    """

    scheme: str
    metric: str
    value: float | None
    level: str | None
    next_level: str | None
    distance: float | None
    text: Mapping[str, str]
    next_names: Mapping[str, str]


@dataclass(frozen=True)
class Label:
    """A label of a scheme, its names in `en` and `zh`, its height: 0 the lowest, 1 the highest."""

    scheme: str
    label: str
    names: Mapping[str, str]
    height: float | None = None


@dataclass(frozen=True)
class Action:
    """What to do for the customer, and through which channel; words in `en` and `zh`."""

    text: Mapping[str, str]
    reason: Mapping[str, str]
    channel: Mapping[str, str]
    note: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """The page of a customer.

    Attributes:
        store_id: of the customer.
        customer_id: the one that the orders are of.
        as_of_date: the day at whose end all this holds.
        headline: in `en` and `zh`; empty without sentences.
        profile: what the shop knows of the person.
        facts: by their column in customer_tiers; those that are known.
        labels: one for each scheme.
        sentences: in the order of the schemes.
        history: the labels at each as-of date up to this one.
        actions: the most urgent first; only the newest date has them.
        amounts: the units of the facts.
    """

    store_id: str
    customer_id: str
    as_of_date: date
    headline: Mapping[str, str]
    profile: Mapping[str, Any]
    facts: Mapping[str, int | float | Decimal | date]
    labels: tuple[Label, ...]
    sentences: tuple[Sentence, ...]
    history: Mapping[date, tuple[Label, ...]]
    actions: tuple[Action, ...]
    amounts: Amounts

    @property
    def next_steps(self) -> tuple[Sentence, ...]:
        """The facts that have a next level."""
        return tuple(told for told in self.sentences if told.distance)

    def of_scheme(self, scheme: str) -> tuple[tuple[date, Label], ...]:
        """The label of a scheme at each date, the oldest first."""
        return tuple(
            (day, label)
            for day, labels in sorted(self.history.items())
            for label in labels
            if label.scheme == scheme
        )

    def as_json(self) -> dict[str, Any]:
        """The page for `--json`: dates YYYY-MM-DD, money as exact text in `currency`."""
        next_order = self.facts.get("expected_next_order_date")
        return {
            "store_id": self.store_id,
            "customer_id": self.customer_id,
            "as_of_date": str(self.as_of_date),
            "currency": self.amounts.currency or None,
            "headline": dict(self.headline),
            "profile": {name: _plain(value) for name, value in self.profile.items()},
            "facts": {name: _plain(value) for name, value in self.facts.items()},
            "expected_next_order_date": str(next_order) if next_order else None,
            "labels": [
                asdict(label)
                | {"why": [asdict(told) for told in self.sentences if told.scheme == label.scheme]}
                for label in self.labels
            ],
            "history": {
                label.scheme: [
                    {"as_of_date": str(day), "label": past.label}
                    for day, past in self.of_scheme(label.scheme)
                ]
                for label in self.labels
            },
            "actions": [asdict(action) for action in self.actions],
        }


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str) else str(value)
