"""What leaves of the sample shop: every table, cell by cell."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from runner.serve.marks import Marks, read_marks
from runner.serve.privacy import Privacy
from runner.serve.tables import ServedTable, served_tables
from runner.warehouse import Warehouse, open_warehouse
from tests.conftest import PROJECT

pytestmark = pytest.mark.builds

# What stays inside by default, in the tables and in the views of their newest date.
LEFT_OUT = {
    "care_calendar": ("full_name",),
    "care_calendar_current": ("full_name",),
}
ALL_PERSONAL = {"customer_contacts"}


@pytest.fixture(scope="module")
def marks() -> Marks:
    return read_marks(PROJECT)


@pytest.fixture(scope="module")
def warehouse(sample_database: Path) -> Iterator[Warehouse]:
    with open_warehouse(sample_database) as opened:
        yield opened


def served(warehouse: Warehouse, marks: Marks, privacy: Privacy) -> Mapping[str, ServedTable]:
    return {table.name: table for table in served_tables(warehouse, marks, privacy)}


def test_nothing_stays_inside_but_what_is_personal(warehouse: Warehouse, marks: Marks) -> None:
    """A column that a view of the newest date adds is known, or it would be left out."""
    tables = warehouse.tables()
    everything = served(warehouse, marks, Privacy(include_personal=True))
    assert {name: table.left_out for name, table in everything.items() if table.left_out} == {}
    assert everything.keys() == tables.keys()
    usual = served(warehouse, marks, Privacy())
    assert {name: table.left_out for name, table in usual.items() if table.left_out} == LEFT_OUT
    assert tables.keys() - usual.keys() == ALL_PERSONAL


@pytest.mark.thorough
def test_no_cell_says_who_a_customer_is(warehouse: Warehouse, marks: Marks) -> None:
    """By the form of the sample's names, addresses and numbers, in every text that leaves."""
    person = "Sample (Customer|Namesake)|@example|555-01"
    ((people,),) = warehouse.rows(
        "select count(*) from intermediate.int_customer_profiles"
        f" where regexp_matches(concat_ws(';', full_name, email, phone), '{person}')"
    )
    assert people > 1000
    for privacy, told in ((Privacy(), False), (Privacy(include_personal=True), True)):
        rows = 0
        for table in served(warehouse, marks, privacy).values():
            texts = [column.name for column in table.columns if column.type == "VARCHAR"]
            if texts and (table.is_stored or table.is_current or told):
                ((count,),) = warehouse.rows(
                    f"select count(*) from ({table.query()})"
                    f" where regexp_matches(concat_ws(';', {', '.join(texts)}), '{person}')"
                )
                rows += count
        assert (rows > people) is told
