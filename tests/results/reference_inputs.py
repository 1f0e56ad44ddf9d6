"""DEFINITIONS 1 and 2 for what comes beside the orders: screened row by row, no SQL.

What a row is rejected for is judged in the order of the rules below; the first names the reason.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.results.reference import (
    Beside,
    Feedback,
    Line,
    Profile,
    Referral,
    Row,
    Rules,
    clean,
    clean_id,
    local_time,
    money,
    screen,
)
from tests.results.reference_refunds import judge_refunds, refunds_by_order

YES_OR_NO = dict.fromkeys(("true", "1", "yes", "y", "是"), True) | dict.fromkeys(
    ("false", "0", "no", "n", "否"), False
)
TRAITS = (
    *("full_name", "email", "phone", "birth_date", "gender", "acquisition_channel"),
    *("is_strategic", "decision_role", "income_band", "region"),
)
LONGEST_CHAIN = 32
Rejections = list[tuple[str, str, str]]


@dataclass(frozen=True)
class Read:
    """All inputs, read: the orders' lines, what is known beside them, and what was rejected."""

    lines: Sequence[Line]
    beside: Beside
    # The accepted rows of order_lines.
    items: Sequence[Row]
    rejections: Rejections


def read(
    orders: Sequence[Row],
    rates: Sequence[Row],
    more: Mapping[str, Sequence[Row]],
    rules: Rules,
) -> Read:
    """Screen all inputs; one that `more` lacks is not given."""
    rejections: Rejections = []

    def kept(name: str, reasons: Iterable[str | None]) -> list[Row]:
        """The accepted rows of an input; the others are noted with their reasons."""
        accepted = []
        for row, reason in zip(more.get(name, ()), reasons, strict=True):
            if reason:
                cells = (f"{column}={text}" for column, text in row.items() if text is not None)
                rejections.append((name, reason, "; ".join(cells)))
            else:
                accepted.append(row)
        return accepted

    kept("customer_aliases", _aliases(more.get("customer_aliases", ()))[1])
    person = persons(more)
    lines = screen(orders, rates, rules, person)
    accepted = [line for line in lines if line.reason is None]
    customers = more.get("customers", ())
    profiles = _profiles(
        kept("customers", customer_reasons(customers, rules)), accepted, person, rules
    )
    since: dict[str, list[date]] = defaultdict(list)
    for line in accepted:
        if line.bought:
            since[line.customer or ""].append(line.day)
        if line.reversed:
            since[line.customer or ""].append(line.reversal)
    for (_, customer), profile in profiles.items():
        since[customer].append(profile.registered or date.min)
    known: set[str | None] = set(since)
    feedback = kept(
        "feedback",
        [_feedback_reason(row, person, known, rules) for row in more.get("feedback", ())],
    )
    referrals = more.get("referrals", ())
    won = kept("referrals", _referral_reasons(referrals, person, known, rules))
    sold = more.get("order_lines", ())
    items = kept("order_lines", [_line_reason(row, accepted) for row in sold])
    given_back = judge_refunds(more.get("refunds", ()), accepted, rates, rules)
    kept("refunds", [one.reason for one in given_back])
    return Read(
        lines,
        Beside(
            profiles=profiles,
            feedback=None
            if "feedback" not in more
            else [_feedback(row, person, rules) for row in feedback],
            referrals=None
            if "referrals" not in more
            else [
                Referral(
                    person(row["referrer_customer_id"]) or "",
                    person(row["referred_customer_id"]) or "",
                    max(
                        day_of(row["referred_at"], rules) or date.max,
                        min(since[person(row["referred_customer_id"]) or ""]),
                    ),
                )
                for row in won
            ],
            refunds=refunds_by_order(given_back),
        ),
        items,
        rejections,
    )


def day_of(text: str | None, rules: Rules) -> date | None:
    """The shop's day of a moment; null: it can't be read."""
    at = local_time(text, rules)
    return at.date() if at else None


def _is_unreadable(value: object, text: str | None) -> bool:
    return value is None and clean(text) is not None


def yes_or_no(text: str | None) -> bool | None:
    """What a word for yes or no says; null: nothing."""
    return YES_OR_NO.get((clean(text) or "").lower())


def whole_number(text: str | None, lowest: int, highest: int) -> int | None:
    """A whole number in its bounds."""
    number = money(text, digits=20, whole_digits=18)
    if number is None or number != int(number) or not lowest <= number <= highest:
        return None
    return int(number)


def _texts(row: Row, columns: Iterable[str]) -> list[tuple[bool, str]]:
    """Raw texts as they are ordered: what is missing comes last."""
    return [(row.get(column) is None, row.get(column) or "") for column in columns]


# --- aliases -----------------------------------------------------------------------------


def persons(more: Mapping[str, Sequence[Row]]) -> Callable[[str | None], str | None]:
    """Who is behind an account."""
    aliases, _ = _aliases(more.get("customer_aliases", ()))

    def person(text: str | None) -> str | None:
        name = clean_id(text)
        return aliases.get(name, name) if name else None

    return person


def _aliases(rows: Sequence[Row]) -> tuple[dict[str, str], list[str | None]]:
    """Who each alias is in the end, and the reason of each row."""
    accounts = [(clean_id(row["alias_customer_id"]), clean_id(row["customer_id"])) for row in rows]
    copies: dict[str, list[int]] = defaultdict(list)
    for index, (alias, customer) in enumerate(accounts):
        if alias and customer and alias != customer:
            copies[alias].append(index)
    first = {
        alias: min(
            indexes,
            key=lambda index: (
                accounts[index][1] or "",
                _texts(rows[index], ("customer_id", "alias_customer_id")),
            ),
        )
        for alias, indexes in copies.items()
    }
    target = {alias: accounts[index][1] or "" for alias, index in first.items()}
    ends: dict[str, str] = {}
    for alias in target:
        person = alias
        for _ in range(LONGEST_CHAIN):
            person = target.get(person, person)
        if person not in target:
            ends[alias] = person

    def reason(index: int, alias: str | None, customer: str | None) -> str | None:
        if alias is None or customer is None:
            return "missing_customer"
        if alias == customer:
            return "self_alias"
        if first[alias] != index:
            return "duplicate_alias"
        return None if alias in ends else "alias_circle"

    return ends, [reason(index, *account) for index, account in enumerate(accounts)]


# --- customers ---------------------------------------------------------------------------


def customer_reasons(rows: Sequence[Row], rules: Rules) -> list[str | None]:
    """Why each registration is rejected; null: it is accepted."""
    columns = ("registered_at", *TRAITS, "customer_id", "store_id")
    copies = defaultdict(list)
    for index, row in enumerate(rows):
        copies[clean_id(row["store_id"]), clean_id(row["customer_id"])].append(index)
    first = {
        min(
            indexes,
            key=lambda index: (
                day_of(rows[index]["registered_at"], rules) or date.max,
                _texts(rows[index], columns),
            ),
        )
        for indexes in copies.values()
    }

    def reason(index: int, row: Row) -> str | None:
        registered = day_of(row["registered_at"], rules)
        born = day_of(row["birth_date"], rules)
        checks = (
            ("missing_customer", clean_id(row["customer_id"]) is None),
            ("duplicate_customer", index not in first),
            (
                "invalid_date",
                _is_unreadable(registered, row["registered_at"])
                or _is_unreadable(born, row["birth_date"]),
            ),
            (
                "incredible_timestamp",
                (registered or date.max) < rules.earliest_credible_date
                or (born or date.max) < rules.earliest_credible_birth_date,
            ),
            (
                "future_timestamp",
                max(registered or date.min, born or date.min) > rules.latest_credible_date,
            ),
            (
                "invalid_yes_or_no",
                _is_unreadable(yes_or_no(row["is_strategic"]), row["is_strategic"]),
            ),
        )
        return next((name for name, fires in checks if fires), None)

    return [reason(index, row) for index, row in enumerate(rows)]


def _trait_readers(rules: Rules) -> dict[str, Callable[[str | None], Any]]:
    """How the text of each trait is read."""
    return {
        **dict.fromkeys(TRAITS, clean),
        "is_strategic": yes_or_no,
        "decision_role": lambda text: (clean(text) or "").lower() or None,
        "birth_date": lambda text: day_of(text, rules),
    }


def _profiles(
    rows: Iterable[Row],
    accepted: Iterable[Line],
    person: Callable[[str | None], str | None],
    rules: Rules,
) -> dict[tuple[str, str], Profile]:
    """What is known of each customer of each store; the own account goes first."""
    stores: dict[str | None, dict[str, date]] = defaultdict(dict)
    for line in accepted:
        first = stores[line.customer].get(line.store, line.day)
        stores[line.customer][line.store] = min(first, line.day)
    accounts: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        customer = person(row["customer_id"]) or ""
        own = clean_id(row["store_id"])
        for store in {own} if own else set(stores[customer]) or {"default"}:
            accounts[store, customer].append(row)

    def known_from(row: Row, store: str, customer: str) -> date | None:
        # Nobody knows that the customer belongs to a store before their first order there.
        day = day_of(row["registered_at"], rules)
        if clean_id(row["store_id"]) or store == "default":
            return day
        return max(day or date.min, stores[customer][store])

    def registered(key: tuple[str, str]) -> date | None:
        days = (known_from(row, *key) for row in accounts[key])
        return min((day for day in days if day), default=None)

    return {
        key: Profile(registered(key), _traits(rows_of_one, key[1], rules))
        for key, rows_of_one in accounts.items()
    }


def _traits(rows: Iterable[Row], customer: str, rules: Rules) -> dict[str, Any]:
    """The traits in one customer's rows; the own account goes first."""
    readers = _trait_readers(rules)

    def trait(column: str) -> Any:  # noqa: ANN401
        own: list[Any] = []
        merged: list[Any] = []
        for row in rows:
            of_whom = own if clean_id(row["customer_id"]) == customer else merged
            of_whom.append(readers[column](row[column]))
        said = [value for value in own if value is not None]
        if said:
            return max(said)
        return min((value for value in merged if value is not None), default=None)

    return {column: trait(column) for column in TRAITS}


# --- feedback, referrals, lines ----------------------------------------------------------


def _feedback_reason(
    row: Row,
    person: Callable[[str | None], str | None],
    known: set[str | None],
    rules: Rules,
) -> str | None:
    day = day_of(row["given_at"], rules)
    rating, nps = whole_number(row["rating"], 1, 5), whole_number(row["nps"], 0, 10)
    checks = (
        ("missing_customer", clean_id(row["customer_id"]) is None),
        ("invalid_timestamp", day is None),
        ("incredible_timestamp", (day or date.max) < rules.earliest_credible_date),
        ("future_timestamp", day is not None and day > rules.latest_credible_date),
        (
            "invalid_rating",
            _is_unreadable(rating, row["rating"]) or _is_unreadable(nps, row["nps"]),
        ),
        (
            "invalid_yes_or_no",
            _is_unreadable(yes_or_no(row["is_complaint"]), row["is_complaint"]),
        ),
        ("unknown_customer", person(row["customer_id"]) not in known),
    )
    return next((name for name, fires in checks if fires), None)


def _feedback(row: Row, person: Callable[[str | None], str | None], rules: Rules) -> Feedback:
    return Feedback(
        store=clean_id(row["store_id"]),
        customer=person(row["customer_id"]) or "",
        order_id=clean_id(row["order_id"]),
        at=local_time(row["given_at"], rules) or datetime.max,  # noqa: DTZ901
        rating=whole_number(row["rating"], 1, 5),
        nps=whole_number(row["nps"], 0, 10),
        is_complaint=yes_or_no(row["is_complaint"]) or False,
    )


def _referral_reasons(
    rows: Sequence[Row],
    person: Callable[[str | None], str | None],
    known: set[str | None],
    rules: Rules,
) -> list[str | None]:
    columns = ("referred_at", "referrer_customer_id", "referred_customer_id")

    def fault(row: Row) -> str | None:
        referrer, referred = (person(row[column]) for column in columns[1:])
        day = day_of(row["referred_at"], rules)
        checks = (
            ("missing_customer", referrer is None or referred is None),
            ("invalid_timestamp", day is None),
            ("incredible_timestamp", (day or date.max) < rules.earliest_credible_date),
            ("future_timestamp", day is not None and day > rules.latest_credible_date),
            ("self_referral", referrer == referred),
        )
        return next((name for name, fires in checks if fires), None)

    faults = [fault(row) for row in rows]
    copies = defaultdict(list)
    for index, row in enumerate(rows):
        if faults[index] is None:
            copies[person(row["referred_customer_id"])].append(index)
    first = {
        min(
            indexes,
            key=lambda index: (
                day_of(rows[index]["referred_at"], rules) or date.max,
                person(rows[index]["referrer_customer_id"]) or "",
                _texts(rows[index], columns),
            ),
        )
        for indexes in copies.values()
    }

    def of_strangers(row: Row) -> bool:
        return not {person(row[column]) for column in columns[1:]} <= known

    # Who was first does not depend on who is known.
    return [
        reason
        or (None if index in first else "duplicate_referral")
        or ("unknown_customer" if of_strangers(rows[index]) else None)
        for index, reason in enumerate(faults)
    ]


def _line_reason(row: Row, accepted: Iterable[Line]) -> str | None:
    order_id = clean_id(row["order_id"])
    of_order = (clean_id(row["store_id"]) or "default", order_id)
    amounts = [
        (money(row[column]), row[column]) for column in ("quantity", "net_amount", "cost_amount")
    ]
    checks = (
        ("missing_order_id", order_id is None),
        ("unknown_order", of_order not in {(line.store, line.order_id) for line in accepted}),
        ("invalid_amount", any(_is_unreadable(*amount) for amount in amounts)),
    )
    return next((name for name, fires in checks if fires), None)
