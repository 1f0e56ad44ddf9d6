"""What differs between two states of all labels."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from runner.ask.schemes import LabelText


class Cause(StrEnum):
    """Why a customer has another label, or a label on one side only."""

    BEHAVIOUR = "behaviour"
    CUTS = "cuts"
    TIME = "time"
    ENTERED = "entered"
    LEFT = "left"

    @property
    def words(self) -> str:
        """In a few words."""
        return {
            Cause.BEHAVIOUR: "own behavior",
            Cause.CUTS: "cuts or rules",
            Cause.TIME: "time or cuts",
            Cause.ENTERED: "entered",
            Cause.LEFT: "left",
        }[self]


MOVED = (Cause.BEHAVIOUR, Cause.CUTS, Cause.TIME)


@dataclass(frozen=True)
class Move:
    """The customers of one move of a scheme; without a cause, those who stay.

    Attributes:
        from_label: of the base; none for those who had none there.
        to_label: of the head; none for those who have none there.
        cause: of the move.
        customers: how many, over all stores.
        net_revenue: of the head, for those who left of the base, in the reporting currency.
    """

    scheme: str
    from_label: str | None
    to_label: str | None
    cause: Cause | None
    customers: int
    net_revenue: Decimal


@dataclass(frozen=True)
class Moved:
    """How many customers have another label, by cause, with their net revenue."""

    customers: int
    net_revenue: Decimal
    by_cause: Mapping[Cause, tuple[int, Decimal]]


@dataclass(frozen=True)
class OwnMove:
    """One customer's move in a scheme, and why: sentences of the head in `en` and `zh`."""

    scheme: str
    from_label: str | None
    to_label: str | None
    cause: Cause
    why: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Mover:
    """A customer with another label.

    Attributes:
        net_revenue: of the head, in the reporting currency.
        moves: in the order of the schemes.
        facts: what they did, of the base and of the head, where it differs.
    """

    store_id: str
    customer_id: str
    net_revenue: Decimal
    moves: tuple[OwnMove, ...]
    facts: Mapping[str, tuple[object, object]]


@dataclass(frozen=True)
class Difference:
    """What differs between base and head.

    Attributes:
        base: the file, or what else it is, and the as-of date.
        head: the same of the other side.
        customers: on either side.
        net_revenue: of them, of the head.
        moved: those with another label in any scheme.
        moves: of each scheme, with those who stay.
        movers: the largest by net revenue.
        one_sided: schemes of which only one side has labels.
        texts: ranks and names of the labels.
        currency: of the money; empty if the database does not say.
    """

    base: tuple[str, date]
    head: tuple[str, date]
    customers: int
    net_revenue: Decimal
    moved: Moved
    moves: tuple[Move, ...]
    movers: tuple[Mover, ...]
    one_sided: tuple[str, ...]
    texts: Mapping[tuple[str, str], LabelText]
    currency: str

    @property
    def schemes(self) -> tuple[str, ...]:
        """In the order of the registry."""
        return tuple(dict.fromkeys(move.scheme for move in self.moves))

    def of_scheme(self, scheme: str) -> tuple[Move, ...]:
        """The moves of a scheme."""
        return tuple(move for move in self.moves if move.scheme == scheme)

    def moved_in(self, scheme: str) -> Moved:
        """Those with another label in a scheme."""
        by_cause = {
            cause: (sum(move.customers for move in of), sum_of(of))
            for cause in MOVED
            if (of := [move for move in self.of_scheme(scheme) if move.cause == cause])
        }
        return Moved(
            sum(customers for customers, _ in by_cause.values()),
            sum((revenue for _, revenue in by_cause.values()), Decimal(0)),
            by_cause,
        )

    def share(self, customers: int) -> float:
        """Of all customers, 0 to 1."""
        return customers / self.customers if self.customers else 0.0

    @property
    def share_by_cuts(self) -> float:
        """The customers moved by cuts or rules in any scheme, as a share of all, 0 to 1."""
        return self.share(self.moved.by_cause.get(Cause.CUTS, (0, 0))[0])

    @property
    def knows_cuts(self) -> bool:
        """Whether what cuts did can be told from what time did."""
        return not any(move.cause == Cause.TIME for move in self.moves)

    def count(self, scheme: str, from_label: str, to_label: str) -> int:
        """The customers of one label of the base and one of the head."""
        return sum(
            move.customers
            for move in self.of_scheme(scheme)
            if (move.from_label, move.to_label) == (from_label, to_label)
        )

    def labels(self, scheme: str) -> tuple[str, ...]:
        """The labels that customers have left or reached, the best first."""
        involved = {
            label
            for move in self.of_scheme(scheme)
            if move.cause in MOVED
            for label in (move.from_label, move.to_label)
            if label
        }
        return tuple(sorted(involved, key=lambda label: (-self._rank(scheme, label), label)))

    def _rank(self, scheme: str, label: str) -> int:
        text = self.texts.get((scheme, label))
        return text.rank if text else 0

    def name(self, scheme: str, label: str | None, language: str) -> str:
        """What a label is called in `en` or `zh`."""
        text = self.texts.get((scheme, label or ""))
        return text.names[language] if text else label or ""

    def as_json(self) -> dict[str, Any]:
        """The difference for `--json`: money as exact text in `currency`, shares 0 to 1."""
        return {
            **{
                side: {"name": name, "as_of_date": str(day)}
                for side, (name, day) in (("base", self.base), ("head", self.head))
            },
            "currency": self.currency or None,
            "customers": self.customers,
            "net_revenue": str(self.net_revenue),
            "moved": self._moved_as_json(self.moved),
            "share_by_cuts": self.share_by_cuts,
            "schemes": {
                scheme: {
                    "moved": self._moved_as_json(self.moved_in(scheme)),
                    "moves": [
                        {
                            key: str(value) if isinstance(value, Decimal) else value
                            for key, value in asdict(move).items()
                            if key != "scheme"
                        }
                        for move in self.of_scheme(scheme)
                    ],
                }
                for scheme in self.schemes
            },
            "schemes_on_one_side": list(self.one_sided),
            "largest_movers": [
                asdict(mover)
                | {
                    "net_revenue": str(mover.net_revenue),
                    "facts": {
                        name: {"base": _plain(before), "head": _plain(after)}
                        for name, (before, after) in mover.facts.items()
                    },
                }
                for mover in self.movers
            ],
        }

    def _moved_as_json(self, moved: Moved) -> dict[str, Any]:
        return {
            "customers": moved.customers,
            "share": self.share(moved.customers),
            "net_revenue": str(moved.net_revenue),
            "by_cause": {
                str(cause): {"customers": customers, "net_revenue": str(revenue)}
                for cause, (customers, revenue) in moved.by_cause.items()
            },
        }


def sum_of(moves: list[Move]) -> Decimal:
    """Their net revenue."""
    return sum((move.net_revenue for move in moves), Decimal(0))


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | float | str) else str(value)
