"""A shop of many stores, all inputs full of dirt, built by dbt with the engine as it is set."""

from pathlib import Path

import pytest

from tests.results.dirty_inputs import OTHER_METHODS, shops_in_one
from tests.results.warehouse import Warehouse

pytestmark = pytest.mark.builds


@pytest.mark.slow
def test_customers_of_many_stores_are_told_why_they_moved(tmp_path: Path) -> None:
    # An earlier form of the models made DuckDB stop here (DECISIONS.md, small chunks).
    warehouse = Warehouse(tmp_path, **OTHER_METHODS)
    for name, rows in shops_in_one(range(8)).items():
        warehouse.put(rows, name)
    warehouse.build()
    moved, told = warehouse.query(
        """
        select (
            select sum(customer_count) from tier_migrations
            inner join int_as_of_dates using (as_of_date)
            where is_newest and cause in ('behaviour', 'cuts')
        ), (select count(*) from customer_migrations)
        """
    )[0]
    assert moved == told
    assert told > 100
