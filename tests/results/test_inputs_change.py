"""What comes beside the orders changes: merged accounts, late feedback, new registrations."""

from collections.abc import Mapping

import pytest

from tests.results.history import differences
from tests.results.shop import Row
from tests.results.variants import shop_of
from tests.results.warehouse import Warehouse

pytestmark = pytest.mark.builds
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
# By step, what is there instead of or besides what was there before.
STEPS: Mapping[str, Inputs] = {
    "everything at once": {
        "feedback": [
            *BEFORE["feedback"],
            {"customer_id": "bob", "order_id": "7", "given_at": "2024-04-10", "rating": "4"},
            {"customer_id": "cem", "order_id": "5", "given_at": "2024-03-20", "is_complaint": "1"},
        ],
        "referrals": [
            *BEFORE["referrals"],
            {
                "referrer_customer_id": "bob",
                "referred_customer_id": "cem",
                "referred_at": "2024-03-01",
            },
        ],
        "order_lines": [
            *BEFORE["order_lines"],
            {"order_id": "4", "product_id": "p2", "net_amount": "30", "cost_amount": "3"},
        ],
        # A registration, another attribute, a merged account.
        "customers": [
            {"customer_id": "ann", "registered_at": "2024-01-02", "is_strategic": "yes"},
            {"customer_id": "bob", "registered_at": "2024-03-15", "decision_role": "decider"},
            {"customer_id": "dai", "registered_at": "2024-02-02"},
        ],
        "customer_aliases": [ALIAS],
    },
}


def test_a_build_after_a_change_of_any_input_makes_what_a_full_build_makes(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    warehouse = Warehouse(tmp_path_factory.mktemp("beside"), history_periods=3)

    def build(inputs: Inputs) -> dict[str, list[tuple[object, ...]]]:
        for name, rows in inputs.items():
            warehouse.put(rows, name)
        return warehouse.build(orders=ORDERS).judgements()

    states = [build(BEFORE)]
    for step, inputs in STEPS.items():
        states.append(build(inputs))
        assert states[-1] != states[-2], step
        assert differences(states[-1], warehouse.full_refresh()) == {}, step
    # All taken back, the account no longer merged: as if nothing had been.
    assert differences(build(BEFORE), states[0]) == {}


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
