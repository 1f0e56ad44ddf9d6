"""The floor of the benchmark makes the same tables as a build; only then is it a measure."""

import shutil
from pathlib import Path

import duckdb
import pytest
import yaml

from bench.compare import DifferentError, compare
from bench.floor import build_floor
from runner.sample import SampleShop, write_orders
from tests.conftest import run_tiers

SHOP = SampleShop(customers=2_000, orders=20_000, stores=3, seed=2, dirty_share=0.01)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the orders."""
    folder = tmp_path_factory.mktemp("orders")
    with duckdb.connect() as connection:
        write_orders(SHOP, folder, connection)
    return folder


@pytest.fixture(scope="module")
def floor(orders: Path) -> Path:
    """The floor's database."""
    database = orders / "floor.duckdb"
    build_floor(orders, database, threads=2)
    return database


@pytest.mark.builds
def test_the_floor_has_the_same_tables_as_a_build(
    orders: Path, floor: Path, tmp_path: Path
) -> None:
    locations = {
        name: {"location": str(orders / f"{name}.parquet")} for name in ("orders", "exchange_rates")
    }
    inputs, ours = tmp_path / "inputs.yml", tmp_path / "ours.duckdb"
    variables = {"inputs": locations, "history_periods": 0}
    inputs.write_text(yaml.safe_dump(variables), encoding="utf-8")
    built = run_tiers(
        *("build", "--no-tests", "--inputs", inputs, "--database", ours),
        folder=tmp_path,
        DBT_TARGET_PATH=str(tmp_path / "target"),
    )
    assert built.code == 0, built.stderr
    compare(ours, floor)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("update marts.customer_facts set order_count = order_count + 1", "customer_facts"),
        ("update marts.tier_summary set customer_share = customer_share * 1.00001", "share"),
        ("delete from marts.rejected_orders where currency = 'XTS'", "rejected_orders"),
        ("insert into marts.rfm_scores from marts.rfm_scores limit 1", "rfm_scores"),
        ("alter table marts.tier_cuts drop column method", "columns differ"),
    ],
)
def test_a_difference_is_found(floor: Path, change: str, found: str, tmp_path: Path) -> None:
    changed = Path(shutil.copy(floor, tmp_path / "changed.duckdb"))
    with duckdb.connect(changed) as connection:
        connection.execute(change)
    with pytest.raises(DifferentError, match=found):
        compare(changed, floor)
