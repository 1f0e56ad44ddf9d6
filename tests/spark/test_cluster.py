"""Spark as it is on a cluster: with executors that can be lost, or too small."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from bench.sample.shop import SampleShop, write_shop
from tests.spark.builds import NO_TESTS, build_both, build_on_spark
from tests.spark.cluster import driver_environment, kill, read_tasks, standalone_cluster

pytestmark = [
    pytest.mark.builds,
    pytest.mark.cluster,
    pytest.mark.skipif(
        find_spec("pyspark") is None, reason="pyspark is not installed: run `make setup-spark`"
    ),
]
BIG_SHOP = SampleShop(customers=500_000, orders=5_000_000, stores=1)
BIG_CUSTOMER = "C10000"
# Written for the orders of this shop alone: clean, of one currency, all before the last day.
BY_HAND = """
    select
        customer_id,
        count(*) filter (where order_status = 'completed') as order_count,
        sum(gross_amount - coalesce(discount_amount, 0) - coalesce(refund_amount, 0))
            filter (where order_status = 'completed' or gross_amount < 0) as net_revenue
    from orders
    group by customer_id
"""


def test_a_build_that_loses_a_worker_in_the_middle_has_the_same_result(tmp_path: Path) -> None:
    with standalone_cluster(tmp_path / "cluster", workers=2) as cluster:

        def lose_a_busy_worker(line: str) -> None:
            if "START sql incremental model marts.customer_facts" in line:
                kill(cluster.first_to_begin(3).process)

        pair = build_both(
            tmp_path,
            {},
            *NO_TESTS,
            environment=driver_environment(cluster.url, tmp_path / "driver"),
            watch=lose_a_busy_worker,
        )
    found = pair.differences()
    assert found[:10] == []
    assert all(ours.rows for ours, _ in pair.tables.values())
    tasks = read_tasks(tmp_path / "driver")
    assert len(tasks.count) == 2
    assert len(tasks.lost_executors) == 1
    assert tasks.failed != []


def test_a_customer_with_half_of_all_orders_fits_executors_of_one_gigabyte(
    tmp_path: Path,
) -> None:
    files = write_skewed_orders(tmp_path / "orders")
    copies = build_on_spark(
        tmp_path / "spark",
        {"inputs": {"orders": {"location": str(files)}}, "history_periods": 0},
        *NO_TESTS,
        models=["customer_facts"],
        environment=driver_environment("local-cluster[2,1,1024]", tmp_path / "driver"),
    )
    tasks = read_tasks(tmp_path / "driver")
    assert tasks.failed == []
    assert tasks.lost_executors == {}
    assert len(tasks.count) == 2
    counts, wrong = compare_by_hand(files, copies / "customer_facts")
    assert wrong == []
    assert counts[BIG_CUSTOMER] > 0.4 * BIG_SHOP.orders


def write_skewed_orders(folder: Path) -> Path:
    """Write the big shop, in which every second order is the big customer's."""
    file = folder / "skewed.parquet"
    with duckdb.connect() as connection:
        orders, *_ = write_shop(BIG_SHOP, folder, connection)
        connection.execute(f"""
            copy (
                select * replace (
                    if(order_id[-1]::integer % 2 = 0, '{BIG_CUSTOMER}', customer_id)
                        as customer_id
                )
                from '{orders}'
            ) to '{file}'
        """)
    return file


def compare_by_hand(orders: Path, facts: Path) -> tuple[dict[str, int], Sequence[object]]:
    """Each customer's order count, and the customers for whom Spark says something else."""
    with duckdb.connect() as connection:
        connection.execute(f"create view orders as select * from '{orders}'")
        connection.execute(f"create table ours as {BY_HAND}")
        wrong = connection.execute(f"""
            select customer_id, ours.*, facts.order_count, facts.net_revenue
            from ours
            full outer join '{facts}/*.parquet' as facts using (customer_id)
            where
                coalesce(ours.order_count, 0) <> coalesce(facts.order_count, 0)
                or coalesce(ours.net_revenue, 0) <> coalesce(facts.net_revenue, 0)
            limit 10
        """).fetchall()
        counts = connection.execute("select customer_id, order_count from ours").fetchall()
    return dict(counts), wrong
