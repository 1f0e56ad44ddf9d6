"""Nothing that happens after a day changes what is said of it.

A build over all rows says of a day what a build over the rows known at the end of it says.
"""

import random
from collections.abc import Collection, Iterable
from datetime import date, timedelta

import duckdb
import pytest
import yaml
from hypothesis import given, settings

from tests.conftest import PROJECT
from tests.results.dirty import RandomShop, seeds
from tests.results.history import (
    HistoryShop,
    Tables,
    day_of,
    differences,
    event_days,
    on_chosen_dates,
    rows_known,
)
from tests.results.history_inputs import with_settled_registrations
from tests.results.shop import Shop, compiled
from tests.results.variants import CASES, SHOPS, project_of, randomly, raw_shop, with_own_bounds

DAYS_PER_SHOP = 2
# The newest date alone has a history_version: it tells of all dates that were built.
KEPT = ("as_of_version", "movement_version")
ALL = (*KEPT, "history_version")
DATA = PROJECT.parent / "shared" / "data"
ONLINE_RETAIL = PROJECT / "examples" / "online_retail" / "inputs.yml"
REAL_DAYS = (date(2011, 2, 28), date(2011, 7, 13), date(2011, 11, 30))
LAST_DAY = date(2011, 12, 9)
pytestmark = pytest.mark.builds
_shops: dict[str, HistoryShop] = {}


def history_shop(name: str, factory: pytest.TempPathFactory) -> HistoryShop:
    """The compiled project under the variables of SHOPS, at any days."""
    if name not in _shops:
        project = on_chosen_dates(project_of(name, factory))
        _shops[name] = HistoryShop(with_own_bounds(Shop(project)))
    return _shops[name]


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name == "defaults" else [pytest.mark.slow]) for name in SHOPS],
)
@given(seed=seeds)
@settings(randomly, max_examples=(CASES + 3) // 4)
def test_what_is_said_of_a_day_needs_only_what_was_known_then(
    name: str, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    rules = SHOPS[name]
    raw = raw_shop(name, seed)
    rng = random.Random(seed)  # noqa: S311 (no secret)
    last_day = (events := event_days(raw, rules))[-1]
    days = sorted(rng.sample(events[:-1], DAYS_PER_SHOP))
    raw = with_settled_registrations(raw, days[0], rules)
    shop = history_shop(name, tmp_path_factory)

    def built(rows: RandomShop, last_days: Iterable[date]) -> HistoryShop:
        return shop.run(rows.orders, rows.rates, rows.more, days=with_their_past(last_days))

    full = said(built(raw, [*days, last_day]))
    for number, day in enumerate(days, start=1):
        known = said(built(rows_known(raw, day, rules), days[:number]), ALL)
        wrong = differences(up_to(day, full), {name: known[name] for name in full})
        assert wrong == {}, (day, wrong)
    # All rows, judged as if the last of the days were today.
    wrong = differences(said(built(raw, days), ALL), known)
    assert wrong == {}, (day, wrong)


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason=f"the real orders are not there: {DATA}")
def test_what_is_said_of_real_orders_needs_only_what_was_known_then(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    # No line of them changes later: what comes back is a line of its own, on its own day.
    lines = DATA / "online_retail" / "online_retail.parquet"
    known_lines = tmp_path_factory.mktemp("known") / "lines.parquet"
    inputs = yaml.safe_load(ONLINE_RETAIL.read_text(encoding="utf-8"))
    inputs["inputs"]["orders"]["location"] = str(known_lines)

    def know(last_day: date) -> None:
        sql = f"from '{lines}' where InvoiceDate < date '{last_day}' + 1"
        duckdb.execute(f"copy ({sql}) to '{known_lines}' (format parquet)")

    know(LAST_DAY)
    shop = HistoryShop(Shop(on_chosen_dates(compiled(inputs, tmp_path_factory))))
    full = said(shop.run(days=with_their_past([*REAL_DAYS, LAST_DAY])))
    for number, day in enumerate(REAL_DAYS, start=1):
        know(day)
        wrong = differences(
            up_to(day, full), said(shop.run(days=with_their_past(REAL_DAYS[:number])))
        )
        assert wrong == {}, (day, wrong)
    assert len({row[1] for row in full["customer_facts"]}) == 4_372


def said(shop: HistoryShop, kinds: Collection[str] = KEPT) -> Tables:
    """Every table that keeps what it said of a date, and the versions by which a build keeps it."""
    versions = {kind: [(*row,) for row in shop.versions(kind)] for kind in kinds}
    tables = {name: rows for name, rows in shop.judgements().items() if shop.tables[name] in kinds}
    return {**tables, **versions}


def with_their_past(days: Iterable[date]) -> list[date]:
    """The days, and the month ends before them, from which customers moved to them."""
    return sorted({day for own in days for day in (own, own.replace(day=1) - timedelta(1))})


def up_to(last_day: date, tables: Tables) -> Tables:
    """Only the rows of these dates."""
    return {name: [row for row in rows if day_of(row) <= last_day] for name, rows in tables.items()}
