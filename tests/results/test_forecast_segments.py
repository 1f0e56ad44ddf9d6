"""Who is expected to bring how much, in stores whose forecasts were tried: the sample."""

import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

HORIZON = 365
Customer = dict[str, Any]
# One customer at one date with all that the rules ask for, a row per customer of customer_facts.
CUSTOMERS = """
    select
        facts.store_id,
        facts.as_of_date,
        facts.purchase_day_count,
        facts.growth_ratio,
        forecasts.tried_on,
        forecasts.expected_orders,
        forecasts.expected_net_revenue,
        tiers.forecast_segment,
        accounts.potential_value_rank,
        accounts.potential_value_metric,
        grades.grade_rule,
        grades.customer_grade,
        tiers.abc_class,
        tiers.rfm_segment,
        tiers.lifecycle_stage
    from marts.customer_facts as facts
    inner join marts.customer_tiers as tiers using (store_id, customer_id, as_of_date)
    inner join marts.key_accounts as accounts using (store_id, customer_id, as_of_date)
    inner join marts.customer_grades as grades using (store_id, customer_id, as_of_date)
    left join marts.customer_forecasts as forecasts
        on facts.store_id = forecasts.store_id
        and facts.customer_id = forecasts.customer_id
        and facts.as_of_date = forecasts.as_of_date
        and forecasts.horizon_days = ?
"""


@pytest.fixture(scope="module")
def stores(sample_database: Path) -> list[list[Customer]]:
    """The customers of each store and date."""
    with duckdb.connect(str(sample_database), read_only=True) as connection:
        found = connection.execute(CUSTOMERS, [HORIZON])
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    together: dict[tuple[Any, ...], list[Customer]] = defaultdict(list)
    for row in rows:
        together[row["store_id"], row["as_of_date"]].append(row)
    return list(together.values())


def ranks(values: Sequence[Decimal]) -> Iterator[Fraction]:
    """The share of the others that have less."""
    ordered = sorted(values)
    for value in values:
        yield Fraction(bisect.bisect_left(ordered, value), max(1, len(values) - 1))


def test_segments_are_fifths_of_those_who_are_expected_to_order(
    stores: list[list[Customer]],
) -> None:
    for customers in stores:
        likely = [row for row in customers if (row["expected_orders"] or 0) >= Fraction(1, 2)]
        for row, below in zip(
            likely, ranks([row["expected_net_revenue"] for row in likely]), strict=True
        ):
            # The first two fifths are low, the next two middle, the last one high.
            fifth = min(4, int(5 * below))
            expected = ("low", "low", "middle", "middle", "high")[fifth]
            assert row["forecast_segment"] == expected, row
        known = {id(row) for row in likely}
        for row in customers:
            if id(row) not in known:
                expected = "none" if row["purchase_day_count"] else "no_purchase"
                assert row["forecast_segment"] == expected, row


def test_within_a_store_all_have_the_rank_of_one_metric_as_potential(
    stores: list[list[Customer]],
) -> None:
    used = set()
    for customers in stores:
        is_tried = any(row["tried_on"] not in {None, "none"} for row in customers)
        metric = "expected_net_revenue" if is_tried else "growth_ratio"
        known = [row for row in customers if row[metric] is not None]
        for row, rank in zip(known, ranks([row[metric] for row in known]), strict=True):
            assert row["potential_value_metric"] == metric
            assert row["potential_value_rank"] == pytest.approx(float(rank), abs=1e-12), row
            used.add(metric)
        unknown = [row for row in customers if row[metric] is None]
        assert {row["potential_value_rank"] for row in unknown} <= {None}
    # Or nothing of the new would have been seen.
    assert "expected_net_revenue" in used


def test_high_expectations_give_potential_where_nothing_else_does(
    stores: list[list[Customer]],
) -> None:
    found = [row for customers in stores for row in customers]
    by_forecast = [row for row in found if row["grade_rule"] == "high_forecast"]
    assert by_forecast
    for row in by_forecast:
        assert row["forecast_segment"] == "high"
        assert row["customer_grade"] == "potential"
        assert row["abc_class"] != "A"
        assert row["rfm_segment"] not in {"champions", "loyal"}
    # The rule is the last: no rule of less weight takes one of whom most is expected.
    assert not [
        row
        for row in found
        if row["forecast_segment"] == "high" and row["grade_rule"] == "none_of_these"
    ]
