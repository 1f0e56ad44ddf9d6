"""A shop of few tables, of which one number in every row says which build it is of."""

from pathlib import Path

import duckdb

from runner.choices import Loudness
from runner.console import Terminal
from runner.project import Project
from runner.publish.folder import publish_to_folder
from runner.publish.shapes import Published, PublishRequest
from runner.results import NodeResult
from runner.swap import building
from runner.tested import keep_tested
from tests.conftest import PROJECT

NEWEST, BEFORE = "2025-12-31", "2025-11-30"
CUSTOMERS = 3_000
SHOP = """
create schema if not exists marts;
create schema if not exists intermediate;
create or replace table intermediate.int_rules_version as select 'rules' as rules_version;
create or replace table intermediate.int_as_of_dates as
select
    as_of_date::date as as_of_date,
    as_of_date = '{newest}' as is_newest,
    'content of {stock}' as as_of_content
from (values ('{newest}'), ('{before}')) as dates (as_of_date);
create or replace table marts.customer_facts as
select
    's' as store_id,
    range::text as customer_id,
    as_of_date,
    {stock} as order_count,
    cast({stock} + range / 100 as decimal(18, 4)) as net_revenue
from range({customers}) as ranges, intermediate.int_as_of_dates;
create or replace table marts.customer_tiers as
select store_id, customer_id, as_of_date, order_count, net_revenue from marts.customer_facts;
create or replace view marts.customer_tiers_current as
select * from marts.customer_tiers where as_of_date = date '{newest}';
create or replace view marts.abc_tiers as
select store_id, customer_id, as_of_date, net_revenue from marts.customer_tiers;
create or replace view marts.abc_tiers_current as
select * from marts.abc_tiers where as_of_date = date '{newest}';
comment on table marts.customer_tiers is 'Every customer, 每位客户.';
"""
PASSED = (NodeResult("keys_are_unique", "test", "pass", 0.1),)


def build(database: Path, stock: int, *, customers: int = CUSTOMERS) -> None:
    """Build the shop as `tiers build` does: in a copy, tested, swapped in."""
    with building(database) as swap:
        with duckdb.connect(swap.scratch) as connection:
            connection.execute(
                SHOP.format(stock=stock, customers=customers, newest=NEWEST, before=BEFORE)
            )
        keep_tested(swap, swap.publish(), PASSED)


def publish(database: Path, folder: Path, *, keep: int = 10) -> Published:
    """Publish it, by the marks of the real project."""
    return publish_to_folder(
        Project(PROJECT, {}),
        folder,
        PublishRequest(database, keep=keep),
        Terminal(loudness=Loudness.QUIET),
    )
