"""dbt labels the twelve customers of docs/concepts.md as worked out there by hand."""

import csv
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from tests.conftest import PROJECT
from tests.results.shop import Shop as MemoryShop
from tests.results.shop import compiled

pytestmark = pytest.mark.builds

FOLDER = PROJECT / "tests" / "results" / "twelve_customers"
INPUTS = (
    *("orders", "order_lines", "customers", "customer_aliases"),
    *("feedback", "referrals", "refunds"),
)
# The headings of docs/concepts.md and the tables that they are about.
TABLES = {
    "Facts": "customer_facts",
    "RFM": "rfm_scores",
    "Eight-value model": "rfm_scores",
    "ABC": "abc_tiers",
    "ABC by margin": "abc_margin_tiers",
    "Lifecycle": "lifecycle_stages",
    "Loyalty": "loyalty_levels",
    "Value or volume": "value_types",
    "MAN and effective customers": "man_profiles",
    "Key accounts": "key_accounts",
    "Customer grade": "customer_grades",
    "Buying style": "buying_styles",
    "Products": "product_abc",
}
LABELS = (
    *("rfm_segment", "rfm_value_segment", "abc_class", "abc_margin_class", "lifecycle_stage"),
    *("loyalty_level", "value_type", "man_profile", "key_account_status", "customer_grade"),
    *("buying_style", "is_conversion_candidate", "is_effective"),
)
Table = list[dict[str, str]]
Shop = dict[str, dict[str, dict[str, Any]]]


def documented(heading: str) -> list[Table]:
    """The tables below a heading of docs/concepts.md."""
    text = (PROJECT / "docs" / "concepts.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    tables: list[Table] = []
    for block in section.split("\n\n"):
        if block.startswith("|"):
            head, _, *lines = [
                [cell.strip() for cell in line[1:-1].split("|")]
                for line in block.strip().splitlines()
            ]
            tables.append([dict(zip(head, line, strict=True)) for line in lines])
    return tables


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """By table and by customer (or product) what dbt made of the shop."""
    variables = {
        "as_of_date": "2024-12-31",
        "inputs": {name: {"location": f"{FOLDER}/{name}.csv"} for name in INPUTS},
    }
    built = MemoryShop(compiled(variables, tmp_path_factory)).run()
    tables = {*TABLES.values(), "rejected_orders", "rejected_rows", "customer_tiers"}
    return {table: dict(by_name(built.table(table))) for table in tables}


def by_name(rows: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a table with the name by which the document calls each."""
    for number, row in enumerate(rows):
        if row.get("item_kind") != "category":
            yield row.get("customer_id") or row.get("item") or str(number), row


def is_same(cell: str, value: object) -> bool:
    """Whether a cell of the document says this; numbers to four decimals."""
    if cell == "" or value is None:
        return cell == "" and value is None
    if isinstance(value, bool):
        return cell == ("yes" if value else "no")
    if isinstance(value, str):
        return cell == value
    return abs(float(Fraction(cell)) - float(str(value))) < 0.000051


@pytest.mark.parametrize("heading", TABLES)
def test_what_is_worked_out_by_hand_is_what_the_models_say(heading: str, shop: Shop) -> None:
    rows = shop[TABLES[heading]]
    tables = documented(heading)
    assert tables
    for table in tables:
        name, *columns = table[0]
        # A name with an underscore is a column; others are steps of the calculation.
        compared = [column for column in columns if "_" in column]
        assert compared
        wrong = [
            f"{line[name]} {column}: {line[column]} by hand, {rows[line[name]][column]} by dbt"
            for line in table
            for column in compared
            if not is_same(line[column], rows[line[name]][column])
        ]
        assert wrong == []
    assert {line[name] for line in tables[0]} == rows.keys()


def test_every_label_is_worked_out_by_hand() -> None:
    columns = {column for heading in TABLES for table in documented(heading) for column in table[0]}
    assert set(LABELS) <= columns


def test_the_scores_follow_from_the_customers_that_are_worse() -> None:
    (table,) = documented("RFM")
    buyers = [line for line in table if line["recency_score"]]
    assert [line["customer"] for line in table if line not in buyers] == ["Leo"]
    for line in buyers:
        for worse, score in (
            ("less recent", "recency_score"),
            ("fewer orders", "frequency_score"),
            ("less money", "monetary_score"),
        ):
            assert int(line[score]) == min(5, 1 + 5 * int(line[worse]) // (len(buyers) - 1)), line


def test_the_orders_are_those_of_the_file(shop: Shop) -> None:
    orders, _ = documented("What the shop knows")
    with (PROJECT / FOLDER / "orders.csv").open(encoding="utf-8", newline="") as file:
        raw = [{column: row[column] for column in orders[0]} for row in csv.DictReader(file)]
    assert orders == raw
    assert shop["rejected_orders"] == shop["rejected_rows"] == {}


def test_one_row_holds_all_labels(shop: Shop) -> None:
    tiers = shop["customer_tiers"]
    assert len(tiers) == 12
    for heading, name in TABLES.items():
        for column in {*documented(heading)[-1][0]} & {*LABELS}:
            if name != "product_abc":
                assert {customer: row[column] for customer, row in tiers.items()} == {
                    customer: row[column] for customer, row in shop[name].items()
                }
