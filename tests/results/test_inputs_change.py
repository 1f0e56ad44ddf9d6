"""What comes beside the orders changes: merged accounts, late feedback, new registrations."""

import os
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from tests.results.changes import Book
from tests.results.history import HistoryShop, day_of, on_chosen_dates
from tests.results.optional_input_changes import OptionalInputs, optional_input_happenings
from tests.results.optional_input_events import Event, optional_input_events
from tests.results.shop import Row, Shop, compiled
from tests.results.shop_sequences import RULES, days_between, events_until, is_month_end
from tests.results.variants import shop_of

pytestmark = pytest.mark.builds
SEQUENCES = int(os.environ.get("TEST_SEQUENCES", "1"))
Inputs = Mapping[str, list[dict[str, str]]]


def order(order_id: str, customer: str, day: str, amount: str) -> dict[str, str]:
    """A raw row."""
    return {
        "order_id": order_id,
        "customer_id": customer,
        "ordered_at": day,
        "gross_amount": amount,
    }


ORDERS = [
    order("1", "ann", "2024-01-05", "10"),
    order("2", "guest", "2024-01-20", "15"),
    order("3", "bob", "2024-02-09", "20"),
    order("4", "ann", "2024-02-27", "30"),
    order("5", "cem", "2024-03-02", "40"),
    order("6", "guest", "2024-03-18", "50"),
    order("7", "bob", "2024-04-10", "60"),
]
ALIAS = {"alias_customer_id": "guest", "customer_id": "ann"}
BEFORE: Inputs = {
    "customers": [
        {"customer_id": "ann", "registered_at": "2024-01-02", "is_strategic": "no"},
        {"customer_id": "bob", "registered_at": "2024-03-15", "decision_role": "user"},
    ],
    "feedback": [
        {"customer_id": "ann", "order_id": "1", "given_at": "2024-01-10", "rating": "5"},
        {"customer_id": "guest", "order_id": "2", "given_at": "2024-02-01", "nps": "9"},
    ],
    "referrals": [
        {
            "referrer_customer_id": "guest",
            "referred_customer_id": "bob",
            "referred_at": "2024-02-08",
        },
    ],
    "order_lines": [{"order_id": "1", "product_id": "p1", "net_amount": "10"}],
    "customer_aliases": [],
}
KINDS = ("as_of_version", "movement_version", "history_version")


class State(NamedTuple):
    """What is known at each date, its versions of each kind, and what the tables say of it."""

    known: Mapping[date, tuple[Counter[Event], Counter[Event]]]
    versions: Mapping[str, Mapping[date, str]]
    said: Mapping[tuple[str, date], list[tuple[Any, ...]]]

    def same_versions(self, other: "State", kind: str) -> set[date]:
        """The dates that have the same version of a kind in both."""
        both = self.versions[kind].items() & other.versions[kind].items()
        return {day for day, _ in both}


def state_of(shop: HistoryShop, book: Book, beside: OptionalInputs) -> State:
    """The shop at its last month ends and its last day, built from nothing."""
    young = days_between(book.today - timedelta(100), book.today)
    days = sorted({*filter(is_month_end, young), book.today})
    shop.run(book.orders, more=beside.rows, days=days)
    events, events_of_others = shop.ledger(), optional_input_events(book.orders, beside.rows, RULES)
    said = defaultdict(list)
    for table, rows in shop.judgements().items():
        for row in rows:
            said[table, day_of(row)].append(row)
    return State(
        {day: (events_until(day, events), events_until(day, events_of_others)) for day in days},
        {kind: dict(shop.versions(kind)) for kind in KINDS},
        said,
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_a_date_has_another_version_exactly_if_something_else_is_known_of_it(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # Nothing is kept from one build to the next: what a build would keep is found to be true.
    variables = {"latest_credible_date": str(RULES.latest_credible_date)}
    shop = HistoryShop(Shop(on_chosen_dates(compiled(variables, tmp_path_factory))))
    book = Book(seed, "order")
    beside = OptionalInputs(book)
    before = state_of(shop, book, beside)
    same = changed = 0
    for name, happen in optional_input_happenings(beside).items():
        # Twice, as one of them may be of a row that does not count.
        happen()
        happen()
        after = state_of(shop, book, beside)
        both = before.known.keys() & after.known.keys()
        same_known = {day for day in both if before.known[day] == after.known[day]}
        assert before.same_versions(after, "as_of_version") == same_known, name
        for table, kind in shop.tables.items():
            for day in before.same_versions(after, kind):
                assert before.said[table, day] == after.said[table, day], (name, table, day)
        same, changed = same + len(same_known), changed + len(both - same_known)
        before = after
    assert min(same, changed) > 0, (same, changed)


def renamed(row: Row) -> Row:
    """The row, with the account's own id in place of the other."""
    return {name: "ann" if text == "guest" else text for name, text in row.items()}


def test_two_merged_accounts_are_judged_as_one_with_both_histories(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = shop_of("defaults", tmp_path_factory)
    tables = (
        *("customer_facts", "customer_tiers", "tier_explanations", "accepted_orders"),
        *("tier_summary", "store_loyalty", "care_calendar", "next_categories"),
    )

    def found() -> dict[str, list[str]]:
        raw = ("raw_", "as_of_version", "source_customer")
        return {
            table: sorted(
                str({name: cell for name, cell in row.items() if not name.startswith(raw)})
                for row in shop.table(table)
            )
            for table in tables
        }

    shop.run(ORDERS, more={**BEFORE, "customer_aliases": [ALIAS]})
    merged = found()
    shop.run(ORDERS, more=BEFORE)
    apart = found()
    one = {name: [renamed(row) for row in rows] for name, rows in BEFORE.items()}
    shop.run([renamed(row) for row in ORDERS], more=one)
    assert merged == found()
    assert merged != apart
    shop.run(ORDERS, more=BEFORE)
    assert found() == apart
