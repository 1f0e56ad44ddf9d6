"""The floor of the benchmark makes the same tables as a build; only then is it a measure."""

import shutil
from pathlib import Path

import duckdb
import pytest
import yaml

from bench.compare import DifferentError, compare
from bench.floor import build_floor
from bench.shop import build_variables
from runner.sample import SampleShop, write_shop
from tests.conftest import run_tiers

SHOP = SampleShop(customers=5_000, orders=20_000, stores=3, seed=2, dirty_share=0.01)
LAST_MOMENT = "2025-12-20 23:59:59"
# What the made-up shop does not have: rows without a store, chains of accounts, feedback
# on orders that come back.
CHANGES = {
    "orders": f"""
        from {{orders}}
        where not coalesce(ordered_at between '{LAST_MOMENT}' and '2026', false)
    """,
    "customers": """
        select * replace (if(hash(customer_id) % 4 = 0, null, store_id) as store_id)
        from {customers}
    """,
    "feedback": """
        from {feedback}
        union all by name
        select
            customer_id,
            order_id,
            (try_cast(ordered_at as timestamp) + to_days((hash(order_id) % 90)::integer))::varchar
                as given_at,
            (1 + hash(order_id) % 5)::varchar as rating
        from {orders}
        where order_status = 'returned'
    """,
    "customer_aliases": """
        from {customer_aliases}
        union all by name
        select 'C' || (10000 + n) as alias_customer_id, 'C' || (10001 + n) as customer_id
        from range(300, 700) as numbers (n)
        where n % 37 <> 0
    """,
}


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all inputs; the last month is not over, as it mostly is not."""
    whole, folder = (tmp_path_factory.mktemp(name) for name in ("whole", "orders"))
    with duckdb.connect() as connection:
        files = {file.stem: file for file in write_shop(SHOP, whole, connection)}
        for name, file in files.items():
            query = CHANGES.get(name, f"from '{file}'")
            query = query.format(**{other: f"'{path}'" for other, path in files.items()})
            connection.execute(f"copy ({query}) to '{folder / file.name}'")
    return folder


@pytest.fixture(scope="module")
def floor(orders: Path) -> Path:
    """The floor's database, of the newest date alone, with all schemes."""
    database = orders / "floor.duckdb"
    build_floor(orders, database, history_periods=0, schemes=True, threads=2)
    return database


@pytest.mark.builds
@pytest.mark.parametrize(("history_periods", "schemes"), [(12, False), (12, True)])
def test_the_floor_has_the_same_tables_as_a_build(
    orders: Path, history_periods: int, *, schemes: bool, tmp_path: Path
) -> None:
    inputs = tmp_path / "inputs.yml"
    ours, floor = tmp_path / "ours.duckdb", tmp_path / "floor.duckdb"
    variables = build_variables(orders, history_periods, schemes=schemes)
    inputs.write_text(yaml.safe_dump(variables), encoding="utf-8")
    built = run_tiers(
        *("build", "--no-tests", "--inputs", inputs, "--database", ours),
        folder=tmp_path,
        DBT_TARGET_PATH=str(tmp_path / "target"),
    )
    assert built.code == 0, built.stderr
    build_floor(orders, floor, history_periods=history_periods, schemes=schemes, threads=2)
    compare(ours, floor, schemes=schemes)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("update marts.customer_facts set order_count = order_count + 1", "customer_facts"),
        ("update marts.tier_summary set customer_share = customer_share * 1.00001", "share"),
        ("delete from marts.rejected_orders where currency = 'XTS'", "rejected_orders"),
        ("insert into marts.rfm_scores from marts.rfm_scores limit 1", "rfm_scores"),
        ("update marts.time_in_tier set since_date = since_date - 1", "time_in_tier"),
        ("alter table marts.tier_cuts drop column method", "columns differ"),
        ("delete from marts.rejected_rows where input_name = 'referrals'", "rejected_rows"),
        ("update marts.key_accounts set key_account_index = 0", "key_account_index"),
        ("update marts.next_categories set lift = lift + 1", "next_categories.lift"),
        (
            "update marts.acquisition_channels set repeat_rate = 2 where buyer_count > 0",
            "acquisition_channels.repeat_rate",
        ),
    ],
)
def test_a_difference_is_found(floor: Path, change: str, found: str, tmp_path: Path) -> None:
    changed = Path(shutil.copy(floor, tmp_path / "changed.duckdb"))
    with duckdb.connect(changed) as connection:
        connection.execute(change)
    with pytest.raises(DifferentError, match=found):
        compare(changed, floor, schemes=True)
