"""What a build builds again, what it leaves alone and what it forgets; dbt itself builds here."""

import os
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.results.shop_sequences import ShopSequence
from tests.results.warehouse import WITHOUT_EXTRAS, Warehouse

pytestmark = pytest.mark.builds
# A sequence takes a minute or two: more of them only where somebody asks for them.
SEQUENCES = int(os.environ.get("TEST_SEQUENCES", "1"))
Order = Mapping[str, str]


def order(order_id: str, customer: str, day: str, amount: str = "10", **more: str) -> Order:
    """A raw row."""
    first = {"order_id": order_id, "customer_id": customer, "ordered_at": day}
    return {**first, "gross_amount": amount, **more}


def without(orders: list[Order], *order_ids: str) -> list[Order]:
    return [row for row in orders if row["order_id"] not in order_ids]


ORDERS = [
    order("1", "ann", "2024-01-05"),
    order("2", "bob", "2024-01-09", "20"),
    order("3", "ann", "2024-02-07", "30"),
    order("4", "cem", "2024-03-02", "40"),
    order("5", "bob", "2024-03-18", "50"),
    order("6", "ann", "2024-04-10", "60"),
]
BOTH = ("ledger_changed", "rules_changed")
NOTHING = "no date: no event and no rule changed"
JANUARY, FEBRUARY, MARCH, APRIL = DAYS = ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-10"]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A shop whose spine are DAYS at first."""
    return Warehouse(tmp_path_factory.mktemp("increments"), keep_daily_days=20)


@pytest.mark.slow
def test_a_build_builds_the_dates_that_an_event_touches_and_no_other(warehouse: Warehouse) -> None:
    warehouse.clear()
    warehouse.build(orders=ORDERS)
    assert warehouse.days() == DAYS

    def built(orders: list[Order], *, says: str) -> Mapping[str, list[str]]:
        warehouse.mark()
        before = Path(shutil.copy(warehouse.database, warehouse.folder / "before.duckdb"))
        warehouse.build(orders=orders)
        assert warehouse.told(before) == says
        return warehouse.built_since_mark()

    assert built(ORDERS, says=NOTHING) == warehouse.by_table([])

    late = [*ORDERS, order("7", "bob", "2024-02-20")]
    # And the gap before the customer's next order, on the day of that.
    says = "3 of 4 dates: events of 2 days since 2024-02-20"
    assert built(late, says=says) == warehouse.by_table([FEBRUARY, MARCH, APRIL])

    # A refund, or an order sent back, is known from its own date on, not from its order's.
    refund = {"refund_amount": "5", "refunded_at": "2024-03-15"}
    came_back = {"order_status": "returned", "refunded_at": "2024-03-20"}
    refunded = order("1", "ann", "2024-01-05", **refund)
    sent_back = order("2", "bob", "2024-01-09", "20", **came_back)
    reversed_ = [refunded, sent_back, *without(late, "1", "2")]
    says = "2 of 4 dates: events of 2 days since 2024-03-15"
    assert built(reversed_, says=says) == warehouse.by_table([MARCH, APRIL])

    # So is each refund of an order that has several; before its order, on the order's day.
    refunds = [
        {"order_id": "3", "refunded_at": "2024-03-30", "refund_amount": "5"},
        {"order_id": "3", "refunded_at": "2024-04-02", "refund_amount": "6"},
    ]
    warehouse.put(refunds, "refunds")
    says = "2 of 4 dates: events of 2 days since 2024-03-30"
    assert built(reversed_, says=says) == warehouse.by_table([MARCH, APRIL])
    refunds[1] |= {"refund_amount": "7"}
    warehouse.put(refunds, "refunds")
    says = "1 of 4 dates: events of 1 day since 2024-04-02"
    assert built(reversed_, says=says) == warehouse.by_table([APRIL])
    early = {"order_id": "7", "refunded_at": "2024-01-01", "refund_amount": "1"}
    warehouse.put([*refunds, early], "refunds")
    says = "3 of 4 dates: events of 1 day since 2024-02-20"
    assert built(reversed_, says=says) == warehouse.by_table([FEBRUARY, MARCH, APRIL])

    # Rejected: it changes the orders, but none of the dates.
    copied = [*reversed_, order("3", "ann", "2024-03-01", "99")]
    assert built(copied, says=NOTHING) == warehouse.by_table([])
    assert len(warehouse.query("from marts.rejected_orders")) == 1

    # Pending: accepted, and no event.
    pending = [*copied, order("9", "ann", "2024-03-05", order_status="pending")]
    assert built(pending, says=NOTHING) == warehouse.by_table([])

    # Deleted orders are gone from their date on; a new day is a date more.
    says = "2 of 4 dates: events of 1 day since 2024-03-02"
    assert built(without(copied, "4"), says=says) == warehouse.by_table([MARCH, APRIL])
    next_day = [*without(copied, "4"), order("8", "dai", "2024-04-11")]
    says = "1 of 5 dates: the newest"
    assert built(next_day, says=says) == warehouse.by_table(["2024-04-11"])
    assert warehouse.days() == [*DAYS, "2024-04-11"]

    warehouse.execute(
        "update rules.tier_labels set label_en = 'Best' where scheme = 'abc' and label = 'A'"
    )
    says = "all 5 dates: rules changed"
    assert built(next_day, says=says) == warehouse.by_table([*DAYS, "2024-04-11"])

    # Both at once: each table of a date tells both.
    warehouse.execute(
        "update rules.tier_labels set label_en = 'A' where scheme = 'abc' and label = 'A'"
    )
    gone = without(next_day, "5")
    assert built(gone, says=says)["customer_facts"] == [*DAYS, "2024-04-11"]
    assert warehouse.reasons("customer_facts") == {
        (JANUARY, "rules_changed"),
        (FEBRUARY, "rules_changed"),
        *((day, reason) for day in (MARCH, APRIL, "2024-04-11") for reason in BOTH),
    }


@pytest.mark.slow
def test_dates_that_are_made_one_after_the_other_lie_so_in_the_table(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, max_events_per_batch=1, **WITHOUT_EXTRAS)
    dates = "select as_of_date from {} order by rowid"
    names = ["customer_facts", "customer_tiers"]
    customers = {JANUARY: 2, FEBRUARY: 2, MARCH: 3, APRIL: 3}
    in_order = [day for day, count in customers.items() for _ in range(count)]
    warehouse.build(orders=ORDERS)
    for name in names:
        assert [str(day) for (day,) in warehouse.query(dates.format(name))] == in_order

    # Those of February and later are made again, and come after January.
    late = [*ORDERS, order("7", "dai", "2024-02-20")]
    warehouse.build(orders=late)
    in_order = [
        *[JANUARY] * 2,
        *[day for day, count in customers.items() if day != JANUARY for _ in range(count + 1)],
    ]
    for name in names:
        assert [str(day) for (day,) in warehouse.query(dates.format(name))] == in_order


@pytest.mark.slow
def test_a_date_is_kept_as_long_as_it_is_a_period_end_or_young(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, keep_daily_days=20, **WITHOUT_EXTRAS)
    orders = [*ORDERS]
    warehouse.build(orders=orders)
    for number, day in enumerate(["2024-04-11", "2024-05-01"]):
        orders.append(order(f"new{number}", "cem", day))
        warehouse.build(orders=orders)
    # Twenty days before the first of May are the eleventh of April.
    months = [*DAYS[:3], "2024-04-30"]
    assert warehouse.days() == sorted([*months, "2024-04-11", "2024-05-01"])
    assert warehouse.held() == warehouse.by_table(warehouse.days())

    # Without the last order, today is in April again, and a day that was not built is new.
    orders[-1:] = [order("again", "cem", "2024-04-15")]
    warehouse.build(orders=orders)
    assert warehouse.days() == [*DAYS[:3], "2024-04-11", "2024-04-15"]
    assert warehouse.held() == warehouse.by_table(warehouse.days())

    # Of days without any customer nothing is said.
    later = [row for row in orders if row["ordered_at"] >= "2024-03-15"]
    warehouse.build(orders=later)
    assert warehouse.days() == [MARCH, "2024-04-11", "2024-04-15"]
    assert warehouse.held() == warehouse.by_table(warehouse.days())
    warehouse.build(orders=[order("7", "ann", "2024-04-15", order_status="cancelled")])
    assert warehouse.days() == ["2024-04-15"]
    assert warehouse.held() == warehouse.by_table([])


@pytest.mark.slow
def test_thirty_daily_builds_over_a_months_end_are_each_what_a_full_build_makes(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The newest date is that of the last order; where it stands still, nothing is new."""
    shop = ShopSequence(0, "line", tmp_path_factory, today=date(2024, 2, 14), keep_daily_days=6)
    orders = [shop.book.rng.randint(1, 3) for _ in range(30)]
    # Nobody buys on the leap day, which is a month's end, and on a day that is none.
    orders[8] = orders[14] = 0
    for count in orders:
        shop.book.next_day(count)
        shop.build_and_compare()
    assert shop.book.today == date(2024, 3, 15)
    # Of 28 days with orders those from the ninth of March on are young.
    assert shop.forgotten == 21


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEQUENCES))
@pytest.mark.parametrize(
    "grain",
    [
        pytest.param("order", marks=pytest.mark.slow),
        pytest.param("line", marks=pytest.mark.thorough),
    ],
)
def test_after_any_changes_a_build_makes_what_a_full_build_makes(
    grain: str, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop = ShopSequence(seed, grain, tmp_path_factory)
    shop.build_and_compare()
    for happenings in shop.plan():
        for name in happenings:
            shop.happen(name)
        if shop.rng.random() < 0.5:
            # Killed there, or only that one model left out.
            shop.build("--exclude", shop.rng.choice(shop.killed_at) + shop.rng.choice(["+", ""]))
            if shop.rng.random() < 0.5:
                shop.happen(shop.rng.choice(shop.names))
        shop.build_and_compare()
    if grain == "line":
        # The same for all schemes, and with few of them it is soon done.
        shop.compare_with_full_refresh()
    assert shop.left_alone > 0, shop.told
