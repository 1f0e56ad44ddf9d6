"""A shop over time: things happen, dbt builds, and each build is compared with a full one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.results.changes import Book, happenings
from tests.results.history import HistoryShop, differences, on_chosen_dates
from tests.results.optional_input_changes import OptionalInputs, optional_input_happenings
from tests.results.optional_input_events import Event, optional_input_events
from tests.results.reference import Rules
from tests.results.shop import TEXT_INPUTS, Shop, compiled
from tests.results.warehouse import WITHOUT_EXTRAS, Warehouse

GRAINS = ("order", "line")
# Where a build can be killed: this model and all that follow from it are not built.
KILLED_AT = (
    *("int_screened_orders", "int_ledger_events", "int_ledger_days", "int_as_of_dates"),
    *("customer_facts", "int_metric_histogram", "int_learned_cuts", "int_fixed_cuts", "tier_cuts"),
    *("rfm_scores", "customer_tiers", "tier_summary", "tier_migrations"),
    *("growth_accounting", "customer_migrations", "time_in_tier"),
)
# The same where the other inputs come in.
KILLED_AT_OPTIONAL_INPUTS = (
    *("int_screened_aliases", "int_customer_profiles", "int_known_customers"),
    *("int_feedback_events", "int_referral_events", "int_line_events"),
    *("loyalty_levels", "man_profiles", "key_accounts", "customer_grades"),
    *("product_abc", "acquisition_channels", "care_calendar"),
)
HISTORY_PERIODS = 3
KEEP_DAILY_DAYS = 20
# Events that change all dates happen together with a new rule; otherwise no build would find an
# unchanged date.
WITH_OTHER_RULES = ("other_rule", "move_date", "merge_accounts")
WITH_OTHER_SEED = ("same_rule", "other_seed", "delete_customer", "merge_customers")
OTHER_RULES: dict[str, object] = {"lapse_days": 20}
RULES = Rules(latest_credible_date=date(2024, 12, 31))
Known = tuple[tuple[object, ...], Counter[Event], Counter[Event]]


class ShopSequence:
    """The orders and rules of a shop, and its last build."""

    def __init__(
        self,
        seed: int,
        grain: str,
        factory: pytest.TempPathFactory,
        *,
        today: date | None = None,
        keep_daily_days: int = KEEP_DAILY_DAYS,
    ) -> None:
        """Begin with a book of orders of which nothing has been built."""
        self.book = Book(seed, grain, today)
        self._keep_daily_days = keep_daily_days
        self.beside = OptionalInputs(self.book)
        self.rng = self.book.rng
        self._things = {**happenings(self.book)}
        self.killed_at: tuple[str, ...] = KILLED_AT
        # Increments work the same for all schemes, so orders test them; lines do without schemes
        # and other inputs.
        self._extras = WITHOUT_EXTRAS
        if grain == "order":
            self._things |= optional_input_happenings(self.beside)
            self.killed_at += KILLED_AT_OPTIONAL_INPUTS
            self._extras = {}
        else:
            self.beside.rows.clear()
        self.names = tuple(self._things)
        self._factory = factory
        orders = {"relation": "main.raw_orders", "grain": grain}
        self._inputs = {**TEXT_INPUTS, "orders": orders}
        self._warehouse = Warehouse(
            factory.mktemp(f"shop-{grain}"),
            inputs=self._inputs,
            history_periods=HISTORY_PERIODS,
            keep_daily_days=keep_daily_days,
            # One date after the other; the full build makes all in one query.
            max_events_per_batch=1,
            **self._extras,
        )
        self._rules: dict[str, object] = {}
        # By the rules, what builds from nothing.
        self._full_builds: dict[tuple[str, ...], HistoryShop] = {}
        self._as_of_date: date | None = None
        self._has_other_classes = False
        # What the last whole build knew of each date, and the version that it gave it.
        self._known: dict[date, Known] = {}
        self._versions: dict[date, str] = {}
        # How many dates were left as they were, and how many forgotten, in all builds together.
        self.left_alone = self.forgotten = 0
        # All that happened, for the message of a failure.
        self.told: list[str] = []

    def plan(self) -> list[list[str]]:
        """Some of what can happen, four things at once, and a new rule of each kind."""
        apart = (*WITH_OTHER_RULES, *WITH_OTHER_SEED, "part_accounts")
        names = [name for name in self.names if name not in apart]
        self.rng.shuffle(names)
        rules = [[*WITH_OTHER_RULES], [*WITH_OTHER_SEED, "part_accounts"]]
        return [names[:4], *(rules if self.book.grain == "order" else []), names[4:8]]

    def happen(self, name: str) -> None:
        """Let something happen to the inputs, the rules or the newest date."""
        self.told.append(name)
        if name == "other_seed":
            self._has_other_classes = not self._has_other_classes
            self._warehouse.execute(self._classes())
        elif name == "other_rule":
            self._rules = OTHER_RULES
        elif name == "same_rule":
            self._rules, self._as_of_date = {}, None
        elif name == "move_date":
            newest = next(day for day, is_newest, _ in self._warehouse.spine() if is_newest)
            self._as_of_date = newest + timedelta(self.rng.choice((-9, -1, 1)))
        else:
            self._things[name]()

    def _classes(self) -> str:
        share = "0.9" if self._has_other_classes else "0.95"
        return f"update rules.abc_classes set revenue_share_below = {share} where abc_class = 'B'"

    def build(self, *options: str) -> None:
        """Let dbt build what `options` select, or everything."""
        self.told.append(" ".join(("build", *options)))
        variables = {"lapse_days": 180, **self._rules, "as_of_date": self._as_of_date}
        self._warehouse.variables |= {
            name: str(value) if isinstance(value, date) else value
            for name, value in variables.items()
        }
        for name, rows in self.beside.rows.items():
            self._warehouse.put(rows, name)
        self._warehouse.build(*options, orders=self.book.orders)

    def build_and_compare(self) -> None:
        """Build everything, and assert that it is what a full build would have made.

        Also, only the dates with changed content have another version.
        """
        held = {day for day, *_ in self._warehouse.spine()} if self._versions else set()
        self.build()
        self.forgotten += len(held - {day for day, *_ in self._warehouse.spine()})
        expected = self._full_build()
        events = expected.ledger()
        beside = optional_input_events(
            self.book.orders, self.beside.rows, replace(RULES, grain=self.book.grain)
        )
        self._assert_spine(expected.last_order_date(), [*events, *beside], held)
        found = self._warehouse.judgements(without="as_of_version")
        wrong = differences(found, expected.judgements())
        assert wrong == {}, (self.told, wrong)
        failing = self._warehouse.failing(expected.shop.project.tests)
        assert failing == {}, (self.told, failing)
        assert self._warehouse.held(), self.told
        rules = (tuple(self._rules), self._has_other_classes)
        versions = dict(self._warehouse.versions())
        self._assert_only_changed_dates_are_new(
            {
                day: (rules, events_until(day, events), events_until(day, beside))
                for day in versions
            },
            versions,
        )

    def _full_build(self) -> HistoryShop:
        """The same orders under the same rules on the same dates, built from nothing."""
        variables = {
            "inputs": self._inputs,
            "latest_credible_date": "2024-12-31",
            **self._extras,
        }
        rules = tuple(self._rules)
        if rules not in self._full_builds:
            variables |= {"lapse_days": 180, **self._rules}
            project = compiled(variables, self._factory, with_tests=True)
            self._full_builds[rules] = HistoryShop(Shop(on_chosen_dates(project)))
        shop = self._full_builds[rules]
        shop.execute(self._classes())
        days = [day for day, *_ in self._warehouse.spine()]
        return shop.run(self.book.orders, more=self.beside.rows, days=days)

    def _assert_spine(self, last_order: date, events: list[Event], held: set[date]) -> None:
        newest = self._as_of_date or last_order
        begin = min(newest, *(event[0] for event in events if event[0] > date.min))
        ends = [day for day in days_between(begin, newest) if is_month_end(day)]
        recent = [day for day in ends if months(newest) - months(day) <= HISTORY_PERIODS]
        young = newest - timedelta(self._keep_daily_days)
        kept = [
            day for day in held if begin <= day <= newest and (is_month_end(day) or day >= young)
        ]
        chosen = sorted({newest, *recent, *kept})
        expected = [(day, day == newest, is_month_end(day)) for day in chosen]
        assert self._warehouse.spine() == expected, self.told

    def _assert_only_changed_dates_are_new(
        self, known: Mapping[date, Known], versions: dict[date, str]
    ) -> None:
        both = versions.keys() & self._versions.keys()
        same_version = {day for day in both if versions[day] == self._versions[day]}
        same_known = {day for day in both if known[day] == self._known[day]}
        assert same_version == same_known, self.told
        self.left_alone += len(same_version)
        self._known, self._versions = dict(known), versions

    def compare_with_full_refresh(self) -> None:
        """Assert that a full refresh by dbt makes the same of the dates that it chooses."""
        found = self._warehouse.judgements()
        held = self._warehouse.spine()
        full = self._warehouse.full_refresh()
        # What looks back from the newest date looks back on the dates that are held besides.
        is_alike = {day for day, *_ in held} == {row[2] for row in full["customer_facts"]}
        wrong = differences(
            {name: kept(rows, full["customer_facts"]) for name, rows in found.items()},
            {
                name: rows
                for name, rows in full.items()
                if is_alike or self._warehouse.tables[name] == "as_of_version"
            },
        )
        assert wrong == {}, (self.told, wrong)


def events_until(day: date, events: list[Event]) -> Counter[Event]:
    """What is known at a day."""
    return Counter(event for event in events if event[0] <= day)


def kept(rows: list[tuple[Any, ...]], facts: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of the dates of some facts; the date is among a row's first three columns."""
    days = {row[2] for row in facts}
    return [row for row in rows if days & set(row[:3])]


def days_between(first: date, last: date) -> list[date]:
    """All days from one to another."""
    return [first + timedelta(age) for age in range((last - first).days + 1)]


def is_month_end(day: date) -> bool:
    """Whether the next day begins a month."""
    return (day + timedelta(1)).day == 1


def months(day: date) -> int:
    """The number of the month to which a day belongs."""
    return 12 * day.year + day.month
