"""What an ugly file is, and what must become of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

HEADER = "order_id,customer_id,ordered_at,gross_amount"
Content = str | bytes


@dataclass(frozen=True)
class Case:
    """Files, their mapping, and the outcome, written by hand before it was tried.

    Attributes:
        files: content by name; text is written as UTF-8; a name that ends with `.parquet`,
            `.gz` or `.zst` says how it is stored: the content of Parquet is a query.
        accepted: (order id, customer id, day of the order, gross amount) of each order, in
            any order.
        rejected: how many rows are rejected, by reason.
        stops: words of the one sentence with which it ends instead, without any table.
        orders: the orders' input in inputs.yml; its location is `orders.csv` if it says none.
        more: other inputs, by name.
        variables: other variables.
        text: of inputs.yml as it stands, instead of `orders`, `more` and `variables`.
        facts: what else is asked of the accepted orders: column, and its value by order id.
    """

    files: Mapping[str, Content]
    accepted: Sequence[tuple[str, str, str, str]] = ()
    rejected: Mapping[str, int] = field(default_factory=dict)
    stops: Sequence[str] = ()
    orders: Mapping[str, object] = field(default_factory=dict)
    more: Mapping[str, object] = field(default_factory=dict)
    variables: Mapping[str, object] = field(default_factory=dict)
    text: Content | None = None
    facts: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)


def csv(*rows: str, header: str = HEADER, end: str = "\n") -> str:
    """A CSV file of these lines."""
    return "".join(f"{line}{end}" for line in (header, *rows))


ANN = ("1", "ann", "2024-01-05", "10")
BOB = ("2", "bob", "2024-02-05", "20")
ANN_ROW = "1,ann,2024-01-05,10"
BOB_ROW = "2,bob,2024-02-05,20"
