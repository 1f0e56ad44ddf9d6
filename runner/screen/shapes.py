"""What trying a mapping on its data finds out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from runner.errors import ExitCode


@dataclass(frozen=True)
class Rejection:
    """The rows that are rejected for one reason.

    Attributes:
        reason: the word, such as unknown_status.
        rows: how many.
        values: the raw values behind it with their counts, without e-mail addresses; for
            reasons that a value explains.
        examples: up to three rows as they came in; may be personal data.
    """

    reason: str
    rows: int
    values: str = ""
    examples: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Without the rows themselves."""
        return {"reason": self.reason, "rows": self.rows, "values": self.values}


@dataclass(frozen=True)
class Money:
    """What the accepted orders of one currency add up to.

    Attributes:
        currency: of the orders.
        orders: how many.
        purchases: gross amount of the purchases, in their own currency.
        set_aside: gross amount of orders that count for nothing, such as cancelled and pending
            ones, by status, in their own currency.
        gross: of the purchases, in the reporting currency, as are the following.
        discounts: on them.
        refunds: money given back, whole returns included.
    """

    currency: str
    orders: int
    purchases: Decimal
    set_aside: Mapping[str, Decimal]
    gross: Decimal
    discounts: Decimal
    refunds: Decimal

    @property
    def net(self) -> Decimal:
        """Gross less discounts and refunds, in the reporting currency."""
        return self.gross - self.discounts - self.refunds

    def as_json(self) -> dict[str, object]:
        """Amounts as texts, so that no digit is lost."""
        return {
            "currency": self.currency,
            "orders": self.orders,
            "purchases": str(self.purchases),
            "set_aside": {status: str(amount) for status, amount in self.set_aside.items()},
            "gross": str(self.gross),
            "discounts": str(self.discounts),
            "refunds": str(self.refunds),
            "net": str(self.net),
        }


@dataclass(frozen=True)
class ScreenedInput:
    """What becomes of the rows of another input.

    Attributes:
        name: such as customers.
        rows: how many came in.
        rejections: why some are not used, the most frequent reason first.
    """

    name: str
    rows: int
    rejections: tuple[Rejection, ...]

    def as_json(self) -> dict[str, object]:
        """Without the rows themselves."""
        rejected = [rejection.as_json() for rejection in self.rejections]
        return {"name": self.name, "rows": self.rows, "rejected": rejected}


@dataclass(frozen=True)
class Screened:
    """A mapping tried on its data, as a build would screen it.

    Attributes:
        rows: of the orders as they came in; a row is an order or a line of one.
        accepted: of those.
        orders: accepted ones.
        customers: who have an accepted order.
        first_date: of an accepted order; none if there is none.
        last_date: the same.
        mapped: the first ten rows, by canonical column; may be personal data.
        rejections: why rows were rejected, the most frequent reason first.
        reporting_currency: of the sums.
        money: by currency of the orders, the one with the most orders first.
        others: what becomes of the other inputs.
        refused: the sentence with which a build would refuse the data; empty if it would not.
    """

    rows: int
    accepted: int
    orders: int
    customers: int
    first_date: date | None
    last_date: date | None
    mapped: tuple[Mapping[str, str | None], ...]
    rejections: tuple[Rejection, ...]
    reporting_currency: str
    money: tuple[Money, ...]
    others: tuple[ScreenedInput, ...]
    refused: str = ""

    @property
    def code(self) -> ExitCode:
        """How a command that shows it ends."""
        return ExitCode.TEST_FAILED if self.refused else ExitCode.FINE

    def as_json(self) -> dict[str, object]:
        """Counts and sums; no row of the data, which may be personal."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "orders": self.orders,
            "customers": self.customers,
            "first_date": str(self.first_date) if self.first_date else None,
            "last_date": str(self.last_date) if self.last_date else None,
            "rejected": [rejection.as_json() for rejection in self.rejections],
            "reporting_currency": self.reporting_currency,
            "money": [money.as_json() for money in self.money],
            "other_inputs": [other.as_json() for other in self.others],
            "refused": self.refused or None,
        }
