"""What a day knew beside the orders."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tests.results.dirty import RandomShop
from tests.results.dirty import Row as RawRow
from tests.results.reference import Line, Rules, clean, screen
from tests.results.reference_inputs import customer_reasons, day_of, persons
from tests.results.reference_refunds import judge_refunds

MOMENTS = {
    "customers": "registered_at",
    "feedback": "given_at",
    "referrals": "referred_at",
    "refunds": "refunded_at",
}
Person = str | None
Store = str | None


def optional_rows_known(raw: RandomShop, day: date, rules: Rules) -> dict[str, list[RawRow]]:
    """The inputs beside the orders as they would have been at the end of a day.

    What the rows of today cannot tell of the past:

    - Since when two accounts are one. An alias says who somebody is, on any day.
    - What was once said of a customer, such as a role, has no day: of the accounts that are
      one today, all speak from the first registration on.
    - A row whose day can't be read, or that is rejected whatever the day, stays as it is, and
      of copies of a registration the first remains the first: a copy does not come before it.
    - Whether an order that itself tells of a refund did so before: other refunds of it conflict
      with that on any day.
    """
    known = {name: list(rows) for name, rows in raw.more.items()}
    for name in ("feedback", "referrals"):
        known[name] = [row for row in raw.more.get(name, ()) if _is_past(row, name, day, rules)]
    known["refunds"] = _refunds_known(raw, day, rules)
    known["customers"] = _customers_known(raw, day, rules)
    days = _order_days(raw, rules)
    known["order_lines"] = [
        row
        for row in raw.more.get("order_lines", ())
        if days.get((clean(row["store_id"]) or "default", clean(row["order_id"])), day) <= day
    ]
    return known


def optional_input_moments(raw: RandomShop, rules: Rules) -> set[date]:
    """The days on which something was said or somebody came."""
    days = {
        day_of(row[column], rules)
        for name, column in MOMENTS.items()
        for row in raw.more.get(name, ())
    }
    return {day for day in days if day and day <= rules.latest_credible_date}


def with_settled_registrations(raw: RandomShop, day: date, rules: Rules) -> RandomShop:
    """The shop without those registrations that name no store and belong elsewhere later.

    The orders decide where a customer registered without a store belongs, and today's rows can't
    tell where they belonged before. Here their first order is no later than the day (and so is
    their first in the store 'default', if any), or there is none at all. Nor do they have another
    account that names a store, which would join them before the order.
    """
    person = persons(raw.more)
    rows = raw.more.get("customers", [])
    in_a_store = {person(row["customer_id"]) for row in rows if clean(row["store_id"])}
    first: dict[Person, dict[Store, date]] = defaultdict(dict)
    for line in _accepted(raw, rules):
        stores = first[person(line.customer)]
        stores[line.store] = min(line.day, stores.get(line.store, line.day))

    def is_settled(row: RawRow) -> bool:
        who = person(row["customer_id"])
        stores = first[who]
        has_come = not stores or max(min(stores.values()), stores.get("default", day)) <= day
        return who not in in_a_store and has_come

    settled = [row for row in rows if clean(row["store_id"]) or is_settled(row)]
    return replace(raw, more={**raw.more, "customers": settled})


def _accepted(raw: RandomShop, rules: Rules) -> list[Line]:
    return [line for line in screen(raw.orders, raw.rates, rules) if line.reason is None]


def _is_past(row: RawRow, name: str, day: date, rules: Rules) -> bool:
    return (day_of(row[MOMENTS[name]], rules) or day) <= day


def _refunds_known(raw: RandomShop, day: date, rules: Rules) -> list[RawRow]:
    """All that are past, but for those that conflict with their order of today."""
    rows = raw.more.get("refunds", [])
    judged = judge_refunds(rows, _accepted(raw, rules), raw.rates, rules)
    return [
        row
        for row, one in zip(rows, judged, strict=True)
        if one.reason != "conflicting_refund" and _is_past(row, "refunds", day, rules)
    ]


def _customers_known(raw: RandomShop, day: date, rules: Rules) -> list[RawRow]:
    """All accounts of those of whom one is registered by then; copies come with the first."""
    person = persons(raw.more)
    rows = raw.more.get("customers", [])
    accepted = {
        (clean(row["store_id"]), clean(row["customer_id"])): row
        for row, reason in zip(rows, customer_reasons(rows, rules), strict=True)
        if reason is None
    }
    registered: dict[tuple[Store, Person], list[date]] = defaultdict(list)
    for (store, account), row in accepted.items():
        of_whom = registered[store, person(account)]
        of_whom += [moment] if (moment := day_of(row["registered_at"], rules)) else []

    def is_known(row: RawRow) -> bool:
        store, account = clean(row["store_id"]), clean(row["customer_id"])
        if (store, account) not in accepted:
            return True
        is_here = min(registered[store, person(account)], default=day) <= day
        return is_here and (
            row is accepted[store, account] or _is_past(row, "customers", day, rules)
        )

    return [row for row in rows if is_known(row)]


def _order_days(raw: RandomShop, rules: Rules) -> Mapping[tuple[str, str | None], date]:
    """The first day of each order that is accepted."""
    days: dict[tuple[str, str | None], date] = {}
    for line in _accepted(raw, rules):
        of_what = (line.store, line.order_id)
        days[of_what] = min(line.day, days.get(of_what, line.day))
    return days
