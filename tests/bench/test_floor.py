"""The floor of the benchmark makes the same tables as a build; only then is it a measure."""

import shutil
from pathlib import Path

import duckdb
import pytest
import yaml

from bench.compare import DifferentError, compare
from bench.floor import build_floor
from bench.sample.shop import SampleShop, write_shop
from bench.shop import build_variables
from tests.conftest import run_tiers

SHOP = SampleShop(customers=5_000, orders=20_000, stores=3, seed=2, dirty_share=0.01)
LAST_MOMENT = "2025-12-20 23:59:59"


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders and rates; the last month is not over, as it mostly is not."""
    whole, folder = (tmp_path_factory.mktemp(name) for name in ("whole", "orders"))
    with duckdb.connect() as connection:
        write_shop(SHOP, whole, connection)
        shutil.copy(whole / "exchange_rates.parquet", folder)
        connection.execute(f"""
            copy (
                from '{whole / "orders.parquet"}'
                where not coalesce(ordered_at between '{LAST_MOMENT}' and '2026', false)
            )
            to '{folder / "orders.parquet"}'
        """)
    return folder


@pytest.fixture(scope="module")
def floor(orders: Path) -> Path:
    """The floor's database, of the newest date alone."""
    database = orders / "floor.duckdb"
    build_floor(orders, database, history_periods=0, threads=2)
    return database


@pytest.mark.slow
@pytest.mark.builds
def test_the_floor_has_the_same_tables_as_a_build(orders: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "inputs.yml"
    ours, floor = tmp_path / "ours.duckdb", tmp_path / "floor.duckdb"
    variables = build_variables(orders, 12, schemes=False)
    inputs.write_text(yaml.safe_dump(variables), encoding="utf-8")
    built = run_tiers(
        *("build", "--no-tests", "--inputs", inputs, "--database", ours),
        folder=tmp_path,
        DBT_TARGET_PATH=str(tmp_path / "target"),
    )
    assert built.code == 0, built.stderr
    build_floor(orders, floor, history_periods=12, threads=2)
    compare(ours, floor)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("update marts.customer_facts set order_count = order_count + 1", "customer_facts"),
        ("update marts.tier_summary set customer_share = customer_share * 1.00001", "share"),
        ("delete from marts.rejected_orders where currency = 'XTS'", "rejected_orders"),
        ("insert into marts.rfm_scores from marts.rfm_scores limit 1", "rfm_scores"),
        ("update marts.time_in_tier set since_date = since_date - 1", "time_in_tier"),
        ("alter table marts.tier_cuts drop column method", "columns differ"),
    ],
)
def test_a_difference_is_found(floor: Path, change: str, found: str, tmp_path: Path) -> None:
    changed = Path(shutil.copy(floor, tmp_path / "changed.duckdb"))
    with duckdb.connect(changed) as connection:
        connection.execute(change)
    with pytest.raises(DifferentError, match=found):
        compare(changed, floor)
