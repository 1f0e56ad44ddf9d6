"""The summary adds up over stores and knows what the database lacks."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from runner.summary import Summary, read_summary
from runner.warehouse import open_warehouse

TABLES = """
create schema marts;
create table marts.tier_summary as
select *
from (values
    ('east', date '2024-01-31', 'abc', 'A', 'Top', '甲', 1, 60.00::decimal(18, 4)),
    ('west', date '2024-01-31', 'abc', 'A', 'Top', '甲', 2, 20.00),
    ('west', date '2024-01-31', 'abc', 'C', 'Low', '丙', 1, 20.00),
    ('west', date '2023-12-31', 'abc', 'C', 'Low', '丙', 9, 99.00)
) as t (
    store_id, as_of_date, scheme, label, label_en, label_zh, customer_count, net_revenue
);
create table marts.reconciliation as
select *
from (values
    ('east', 'USD', 'row_count', 5, 4, 1, 0),
    ('west', 'EUR', 'row_count', 7, 7, 0, 0),
    ('west', 'EUR', 'gross_amount', 10.5, 10.5, 0, 0)
) as t (store_id, currency, measure, entered, accepted, rejected, difference);
create table marts.forecast_champions as
select *
from (values
    ('west', date '2024-01-31', 91, 9, 'blend', 6, 0.5, 0.6, true, null, 'Short.', '短'),
    ('west', date '2024-01-31', 365, 9, 'own_rate', 2, 1.5, 1.6, true, null, 'Long.', '长'),
    ('west', date '2023-12-31', 365, 9, 'store_mean', 2, 1, 1, false, null, 'Old.', '旧'),
    ('east', date '2024-01-31', 365, 3, 'same_again', 0, null, null, null, 'few', 'Few.', '少'),
    ('main', date '2024-01-31', 365, 20, 'same_again', 4, 1, 1, false, null, 'Same.', '同')
) as t (
    store_id, as_of_date, horizon_days, known_customer_count, method, trial_count,
    root_mean_squared_error, same_again_error, beats_same_again, fallback_reason,
    finding_en, finding_zh
);
create table marts.rejected_orders as select 'missing_customer' as rejection_reason;
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "shop.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute(TABLES)
    return file


def _read(database: Path, as_of: str | None = None) -> Summary:
    with open_warehouse(database) as warehouse:
        return read_summary(warehouse, as_of)


def test_labels_add_up_over_the_stores_of_the_newest_day(database: Path) -> None:
    summary = _read(database)
    best, rest = summary.by_scheme["abc"]
    assert summary.as_of_date == "2024-01-31"
    assert (summary.customers, summary.net_revenue) == (4, Decimal(100))
    assert (best.label, best.customers, best.net_revenue) == ("A", 3, Decimal(80))
    assert (best.customer_share, best.net_revenue_share) == (0.75, 0.8)
    assert (rest.named("en"), rest.named("zh")) == ("Low", "丙")


def test_another_day_is_read_when_asked_for(database: Path) -> None:
    assert _read(database, "2023-12-31").customers == 9


def test_each_store_says_how_it_foresees_the_longest_horizon_the_largest_first(
    database: Path,
) -> None:
    main, west, east = _read(database).forecasts
    assert (main.store_id, west.store_id, east.store_id) == ("main", "west", "east")
    assert (west.method, west.horizon_days, west.trial_count) == ("own_rate", 365, 2)
    assert (west.said("en"), west.said("zh")) == ("Long.", "长")
    assert (main.beats_same_again, east.beats_same_again) == (False, None)
    assert (east.error, east.fallback_reason) == (None, "few")
    (old,) = _read(database, "2023-12-31").forecasts
    assert old.method == "store_mean"


def test_rows_add_up_over_stores_and_currencies_but_money_does_not(database: Path) -> None:
    summary = _read(database)
    rows, money = summary.reconciled
    assert rows == summary.rows
    assert (str(rows.entered), str(rows.rejected)) == ("12.0000", "1.0000")
    assert (money.measure, money.currency, money.entered) == (
        "gross_amount",
        "EUR",
        Decimal("10.5"),
    )
    assert summary.rejected_by_reason == (("missing_customer", 1),)


def test_a_database_without_the_tables_has_an_empty_summary(tmp_path: Path) -> None:
    file = tmp_path / "empty.duckdb"
    duckdb.connect(file).close()
    assert _read(file) == Summary()
