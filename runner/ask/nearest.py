"""What to say when there is no such customer: the nearest ids, other days, merged accounts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from runner.errors import UserError, short
from runner.warehouse import Warehouse

NEAREST = 5
# Jaro-Winkler, 0 to 1: below it two ids have little in common.
LEAST_LIKENESS = 0.7


def nobody(
    warehouse: Warehouse,
    customer: str,
    store: str | None,
    *,
    day: date,
    records: Sequence[Mapping[str, Any]],
) -> UserError:
    """Why a customer has no page at a day.

    Args:
        warehouse: where they were looked for.
        customer: the id as given.
        store: the store, if one was given.
        day: the as-of date.
        records: their rows of other dates.
    """
    days = warehouse.days("customer_tiers")
    if str(day) not in days:
        return UserError(
            f"There is no as-of date {day} in {warehouse.database}.",
            f"It has {', '.join(days)}; `tiers build --as-of {day}` builds that one.",
        )
    if records:
        first = min(record["as_of_date"] for record in records)
        return UserError(
            f"Customer {short(customer)} was not known yet on {day}.",
            f"The first as-of date with them is {first}.",
        )
    where = f" in store {short(store)}" if store else ""
    sentence = f"There is no customer {short(customer)}{where}."
    stores = _stores_of(warehouse, customer.strip()) if store else ()
    if stores:
        return UserError(sentence, f"They are in {', '.join(stores)}.")
    if merged := _merged_into(warehouse, customer.strip()):
        return UserError(sentence, f"That account was merged into {merged}: ask for that one.")
    nearest = _nearest(warehouse, customer.strip(), day)
    return UserError(sentence, f"The nearest ids: {', '.join(nearest)}." if nearest else "")


def _stores_of(warehouse: Warehouse, customer: str) -> tuple[str, ...]:
    rows = warehouse.rows(
        "select distinct store_id from marts.customer_tiers where customer_id = ? order by all",
        [customer],
    )
    return tuple(store for (store,) in rows)


def _merged_into(warehouse: Warehouse, customer: str) -> str | None:
    if "int_screened_aliases" not in warehouse.tables("intermediate"):
        return None
    rows = warehouse.rows(
        """
        select customer_id from intermediate.int_screened_aliases
        where alias_customer_id = ? and rejection_reason is null
        """,
        [customer],
    )
    return str(rows[0][0]) if rows else None


def _nearest(warehouse: Warehouse, customer: str, day: date) -> tuple[str, ...]:
    """The ids that look most like it; of those alike, the ones with the fewest changes."""
    rows = warehouse.rows(
        f"""
        with
        ids as (
            select distinct
                customer_id,
                jaro_winkler_similarity(lower(customer_id), lower(?)) as likeness
            from marts.customer_tiers
            where as_of_date = cast(? as date)
        ),
        likely as (
            select * from ids
            where likeness >= {LEAST_LIKENESS}
            order by likeness desc, customer_id
            limit 100
        )
        select customer_id from likely
        order by damerau_levenshtein(lower(customer_id), lower(?)), likeness desc, customer_id
        limit {NEAREST}
        """,  # noqa: S608
        [customer, str(day), customer],
    )
    return tuple(nearest for (nearest,) in rows)
