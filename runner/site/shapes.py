"""What the site shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# The same text in `en` and `zh`.
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Action:
    """What the playbook suggests for a label.

    Attributes:
        priority: 1 is the most urgent.
        for_whom: everyone with the label, or whom of them.
        intent: what for.
        text: what to do.
        channels: how to reach the customer, the best first.
    """

    priority: int
    for_whom: str
    intent: Texts
    text: Texts
    channels: tuple[Texts, ...]


@dataclass(frozen=True)
class Label:
    """A label of a scheme, or an occasion of the care calendar.

    Attributes:
        customers: who have it at the newest date, over all stores; none if nobody counts them.
        share: of the customers with a label in the scheme, 0 to 1.
        revenue_share: of their net revenue, 0 to 1.
        actions: the most urgent first.
    """

    code: str
    names: Texts
    customers: int | None
    share: float | None
    revenue_share: float | None
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Cuts:
    """Where the levels of a scheme begin and end on one metric, at the newest date.

    Attributes:
        metric: its name.
        method: by which the bounds are learned, or fixed.
        stores: that are shown; if there are too many, none.
        levels: each with its name and its bounds in each store; the best first.
    """

    metric: Texts
    method: str
    stores: tuple[str, ...]
    levels: tuple[tuple[Texts, tuple[Texts, ...]], ...]


@dataclass(frozen=True)
class Scheme:
    """A scheme with its labels, the best first, and its cuts."""

    name: str
    labels: tuple[Label, ...]
    cuts: tuple[Cuts, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; one that is personal leaves the database only if asked for."""

    name: str
    type: str
    description: str
    is_personal: bool


@dataclass(frozen=True)
class Table:
    """A public table.

    Attributes:
        description: in English, as the database has it.
        told: name and question in Chinese; empty if no page says them.
        rows: if it is stored.
        columns: in their order.
        current: the columns that its view of the newest date has besides; none without a view.
        made_from: tables, inputs and rule seeds, by kind.
        read_by: tables.
    """

    name: str
    description: str
    told: str
    rows: int | None
    columns: tuple[Column, ...]
    current: tuple[Column, ...] | None
    made_from: Mapping[str, tuple[str, ...]]
    read_by: tuple[str, ...]


@dataclass(frozen=True)
class RuleSeed:
    """A table of rules, row by row."""

    name: str
    description: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Site:
    """All that is shown of one database.

    Attributes:
        as_of_date: the newest, YYYY-MM-DD; none without customers.
        customers: at that date, over all stores.
        currency: of the money; may be empty.
        version: of this program.
        pages: written pages in HTML, by name and language.
    """

    as_of_date: str | None
    customers: int
    currency: str
    version: str
    schemes: tuple[Scheme, ...]
    tables: tuple[Table, ...]
    rules: tuple[RuleSeed, ...]
    pages: Mapping[str, Mapping[str, str]]
