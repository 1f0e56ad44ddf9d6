"""What changed in the ledger between two builds: orders, order lines, returns and refunds."""

from collections.abc import Iterator
from dataclasses import dataclass

from runner.warehouse import Warehouse

NAMES = {
    "order": ("order", "orders"),
    "line": ("order line", "order lines"),
    "return": ("return or refund", "returns or refunds"),
    "feedback": ("piece of feedback", "pieces of feedback"),
    "referral": ("referral", "referrals"),
    "product": ("product in an order", "products in orders"),
    "profile": ("customer profile", "customer profiles"),
}
# What else is known of customers: where it is, and the day from which on it is.
ALWAYS = "0001-01-01"
BESIDES_ORDERS = {
    "feedback": ("int_feedback_events", "event_date"),
    "referral": ("int_referral_events", "event_date"),
    "product": ("int_line_events", "event_date"),
    "profile": ("int_customer_profiles", f"coalesce(registered_date, date '{ALWAYS}')"),
}
# It counts up when something comes before, which is no change of the rest.
DERIVED = ("event_number",)


@dataclass(frozen=True)
class Change:
    """Events of one kind, such as orders or feedback, that came, went or changed.

    The ledger knows no order ids. One event of a customer and day in the place of another
    counts as changed; the same event with another customer as moved.
    """

    kind: str
    late: int = 0
    changed: int = 0
    moved: int = 0
    gone: int = 0

    def __str__(self) -> str:
        """In words: `2 late orders, 1 order taken away`."""
        one, many = NAMES[self.kind]
        phrases = {
            "{} late {}": self.late,
            "{} changed {}": self.changed,
            "{} {} moved to another customer": self.moved,
            "{} {} taken away": self.gone,
        }
        return ", ".join(
            phrase.format(f"{count:,}", one if count == 1 else many)
            for phrase, count in phrases.items()
            if count
        )


@dataclass(frozen=True)
class LedgerChanges:
    """The days whose events changed: the first, YYYY-MM-DD, how many, and what happened."""

    since: str
    days: int
    changes: tuple[Change, ...] = ()

    def __str__(self) -> str:
        """In words: `2 late orders since 2024-05-31`."""
        days = "day" if self.days == 1 else "days"
        what = ", ".join(map(str, self.changes)) or f"the events of {self.days:,} {days} changed"
        return what if self.since == ALWAYS else f"{what} since {self.since}"

    def as_json(self) -> dict[str, object]:
        """As `--json` gives it."""
        changes = {change.kind: dict(list(vars(change).items())[1:]) for change in self.changes}
        return {"since": self.since, "days": self.days, "changes": changes}


# Of more the difference takes gigabytes and most of a minute, and the days say enough.
MOST_EVENTS = 1_000_000
# A late order changes the gap before the customer's next one too; that is no event of its own.
CONTENT = (
    *("store_id", "event_date", "count_date", "purchase_date", "order_hour", "category"),
    *("channel", "order_count", "satisfied_order_count", "unknown_cost_order_count"),
    *("gross_revenue", "discount_amount", "refund_amount", "cost_amount"),
)
CHANGED_DAYS = """
    select
        coalesce(a.event_date, b.event_date) as event_date,
        coalesce(a.event_count, 0) + coalesce(b.event_count, 0) as event_count
    from before.intermediate.int_ledger_days as b
    full join after.intermediate.int_ledger_days as a on b.event_date = a.event_date
    where
        b.content_hash::varchar is distinct from a.content_hash::varchar
        and coalesce(a.event_date, b.event_date) <= cast(? as date)
"""


def read_changes(warehouse: Warehouse, *, until: str) -> LedgerChanges | None:
    """The changes on the days up to `until` (YYYY-MM-DD), of an open pair with their days.

    Nothing if there is no such change. Only the days are told of events that are too many, or
    that one of the two did not keep in the same columns.
    """
    ((since, days, events),) = warehouse.rows(
        f"select min(event_date)::text, count(*), sum(event_count) from ({CHANGED_DAYS})",  # noqa: S608
        [until],
    )
    if not days:
        return None
    tables = [
        warehouse.tables("intermediate", catalog=catalog).get("int_order_events", ())
        for catalog in ("before", "after")
    ]
    known = all({"customer_id", *CONTENT} <= set(columns) for columns in tables)
    return LedgerChanges(
        since,
        days,
        (*_changes(warehouse, until), *_changes_besides_orders(warehouse, until))
        if known and events <= MOST_EVENTS
        else (),
    )


def _changes(warehouse: Warehouse, until: str) -> tuple[Change, ...]:
    content = ", ".join(CONTENT)
    sides = " union all ".join(
        f"select {content}, customer_id, {sign} as side"  # noqa: S608
        f" from {catalog}.intermediate.int_order_events"
        " where event_date in (select event_date from changed_days)"
        for catalog, sign in (("before", -1), ("after", 1))
    )
    rows = warehouse.rows(
        f"""
        with
        changed_days as ({CHANGED_DAYS}),

        differences as (
            select
                {content},
                customer_id,
                case
                    when purchase_date is not null then 'order'
                    when gross_revenue < 0 or refund_amount > 0 then 'return'
                    when gross_revenue > 0 then 'line'
                end as kind,
                sum(side) as difference
            from ({sides})
            group by all
            having sum(side) <> 0
        ),

        moved_or_not as (
            select
                *,
                sum(difference) over (partition by {content}) = 0 as is_moved
            from differences
            where kind is not null
        ),

        customer_days as (
            select
                kind,
                store_id,
                customer_id,
                event_date,
                coalesce(sum(difference) filter (is_moved and difference > 0), 0) as moved,
                coalesce(sum(difference) filter (not is_moved and difference > 0), 0) as added,
                coalesce(-sum(difference) filter (not is_moved and difference < 0), 0) as gone
            from moved_or_not
            group by all
        )

        -- The lines of an order that came or went are told with it.
        select
            kind,
            sum(added - least(added, gone))::bigint,
            sum(least(added, gone))::bigint,
            sum(moved)::bigint,
            sum(gone - least(added, gone))::bigint
        from customer_days
        where
            kind <> 'line'
            or (store_id, customer_id, event_date) not in (
                select (store_id, customer_id, event_date)
                from customer_days
                where kind = 'order'
            )
        group by kind
        order by kind = 'line', kind = 'return'
        """,  # noqa: S608
        [until],
    )
    return tuple(Change(*row) for row in rows)


def _changes_besides_orders(warehouse: Warehouse, until: str) -> Iterator[Change]:
    for kind, (table, day) in BESIDES_ORDERS.items():
        columns = [
            warehouse.tables("intermediate", catalog=catalog).get(table, ())
            for catalog in ("before", "after")
        ]
        if not columns[0] or columns[0] != columns[1]:
            continue
        content = ", ".join(name for name in columns[0] if name not in DERIVED)
        before, after = (
            f"select {content} from {catalog}.intermediate.{table}"  # noqa: S608
            f" where {day} in (select event_date from changed_days)"
            for catalog in ("before", "after")
        )
        ((came, went),) = warehouse.rows(
            f"""
            with
            changed_days as ({CHANGED_DAYS})

            select
                (select count(*) from ({after} except all {before})),
                (select count(*) from ({before} except all {after}))
            """,  # noqa: S608
            [until],
        )
        changed = min(came, went)
        if came or went:
            yield Change(kind, late=came - changed, changed=changed, gone=went - changed)
