"""The models reproduce the example of docs/history.md, worked out there by hand."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import PROJECT
from tests.results.shop import Shop, compiled

pytestmark = pytest.mark.builds

NEWEST = "2024-03-31"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The four orders of the example, judged at the ends of three months."""
    rules = {"as_of_date": NEWEST, "history_grain": "month", "history_periods": 2}
    orders = [
        {**row, "refunded_at": "2024-03-05", "refund_amount": "60"} if "refunded" in note else row
        for *cells, note in documented("| order | customer | ordered | amount |")
        for row in [
            dict(zip(("order_id", "customer_id", "ordered_at", "gross_amount"), cells, strict=True))
        ]
    ]
    return Shop(compiled(rules, tmp_path_factory)).run(orders).build()


def documented(heading: str) -> Iterator[list[str]]:
    """The rows of the table in docs/history.md whose first line begins so."""
    lines = (PROJECT / "docs" / "history.md").read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(heading))
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def found(rows: Sequence[dict[str, Any]], *columns: str) -> list[list[str]]:
    """Some columns of rows as the document writes them."""
    return [[written(row[column]) for column in columns] for row in rows]


def written(value: object) -> str:
    """As numbers are written by hand: 150 and 0.5."""
    return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, Decimal) else f"{value}"


def test_facts_and_classes(shop: Shop) -> None:
    rows = shop.query(
        """
        select *, total_amount, amount_above
        from marts.abc_tiers
        left join intermediate.int_metric_histogram as histogram
            on abc_tiers.as_of_date = histogram.as_of_date
            and histogram.metric = 'rfm_monetary'
            and abc_tiers.net_revenue = histogram.metric_value
        order by abc_tiers.as_of_date, customer_id
        """
    )
    expected = list(documented("| as_of_date | customer | net_revenue |"))
    columns = ("as_of_date", "customer_id", "net_revenue")
    assert [line[:3] for line in expected] == found(rows, *columns)
    assert [line[4] for line in expected] == [row["abc_class"] for row in rows]
    assert [line[3] for line in expected] == [
        f"{written(row['amount_above'])} of {written(row['total_amount'])}"
        if row["net_revenue"]
        else "outside"
        for row in rows
    ]


def test_migrations(shop: Shop) -> None:
    rows = shop.query(
        f"""
        select * from marts.tier_migrations
        where scheme = 'abc' and as_of_date = '{NEWEST}'
        order by from_label, to_label
        """
    )
    columns = ("from_label", "to_label", "cause", "customer_count", "net_revenue")
    assert found(rows, *columns) == list(documented("| from_label | to_label |"))


def test_growth(shop: Shop) -> None:
    rows = shop.query("select * from marts.growth_accounting order by as_of_date")
    counts = ("previous_active", "active", "new", "retained", "resurrected", "dormant")
    columns = (f"{count}_customer_count" for count in counts)
    assert found(rows, "as_of_date", *columns) == list(
        documented("| as_of_date | previous_active |")
    )


def test_cohorts(shop: Shop) -> None:
    rows = shop.query("select * from marts.cohort_retention order by cohort_date, period_number")
    expected = list(documented("| cohort_date | period_number |"))
    columns = ("cohort_date", "period_number", "cohort_customer_count", "active_customer_count")
    assert found(rows, *columns) == [line[:4] for line in expected]
    assert [row["retention_share"] for row in rows] == [float(line[4]) for line in expected]
    assert [row["net_revenue"] for row in rows] == [Decimal(line[5]) for line in expected]


def test_a_cell_of_the_last_month_is_unknown_a_day_earlier(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rules = {"as_of_date": "2024-03-30"}
    rows = [{"order_id": "1", "customer_id": "Ann", "ordered_at": NEWEST[:8] + "20"}]
    shop = Shop(compiled(rules, tmp_path_factory)).run([{**rows[0], "gross_amount": "1"}])
    (cell,) = shop.table("cohort_retention")
    assert (cell["cohort_customer_count"], cell["active_customer_count"]) == (1, None)
    assert (cell["retention_share"], cell["net_revenue"]) == (None, None)


def test_time_in_tier(shop: Shop) -> None:
    rows = shop.query("select * from marts.time_in_tier where scheme = 'abc' order by customer_id")
    assert found(rows, "customer_id", "label", "since_date", "is_at_least") == [
        ["Ann", "A", "2024-01-31", "True"],
        ["Bob", "C", "2024-03-31", "False"],
        ["Cy", "A", "2024-03-31", "False"],
    ]
