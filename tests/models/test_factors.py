"""Factors: which facts rise and fall together, and whether chance would give as much."""

import random

import pytest

from runner.models.factors import analyse, chance_eigenvalues, kmo
from runner.models.metrics import features_of
from tests.models.shops import store, without_groups

np = pytest.importorskip("numpy", reason="needs the extra `models`")


def test_the_kmo_compares_correlations_with_partial_ones() -> None:
    # All correlations .5: the partial ones are (.5 - .25) / (1 - .25) = 1 / 3, so that
    # 6 * .25 / (6 * .25 + 6 / 9) = 9 / 13.
    assert kmo(np.array([[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]])) == pytest.approx(9 / 13)


def test_chance_gives_eigenvalues_around_one() -> None:
    found = chance_eigenvalues(500, 6, seed=1)
    assert sorted(found, reverse=True) == found.tolist()
    assert 1.1 < found[0] < 1.4
    assert found[-1] < 1


def two_things() -> dict[str, list[float | None]]:
    """How much, in three facts, and since when, in three others."""
    of = random.Random(1)  # noqa: S311
    columns: dict[str, list[float | None]] = {}
    much = [of.gauss(0, 1) for _ in range(400)]
    long = [of.gauss(0, 1) for _ in range(400)]
    for name, sign, source in (
        ("order_count", 1, much),
        ("net_revenue", 1, much),
        ("mean_gap_days", -1, much),
        ("tenure_days", 1, long),
        ("days_since_last_order", 1, long),
        ("average_order_value", -1, long),
    ):
        columns[name] = [sign * each + of.gauss(0, 0.4) for each in source]
    return columns


def test_two_things_that_are_told_by_six_facts_are_two_factors() -> None:
    found = analyse(features_of(store(two_things())), seed=1)
    assert len(found.factors) == 2
    for factor in found.factors:
        strong = {name: load for name, load in factor.loadings.items() if abs(load) >= 0.5}
        weak = [abs(load) for name, load in factor.loadings.items() if name not in strong]
        assert max(weak) < 0.3
        assert min(map(abs, strong.values())) > 0.8
        if "order_count" in strong:
            assert strong.keys() == {"order_count", "net_revenue", "mean_gap_days"}
            assert strong["mean_gap_days"] < 0 < strong["order_count"]
        else:
            assert strong.keys() == {"tenure_days", "days_since_last_order", "average_order_value"}
        assert factor.variance_share == pytest.approx(
            sum(load**2 for load in factor.loadings.values()) / 6
        )
        assert factor.eigenvalue > factor.chance_eigenvalue > 1
    names = {factor.name[1] for factor in found.factors}
    assert any("订单更多" in name and "购买间隔更短" in name for name in names)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"order_count": [1.0, 2, 3, 5], "net_revenue": [1.0, 3, 2, 9]}, "fewer than 3 facts"),
        (
            {
                "order_count": [1.0, 2, 3, 4],
                "net_revenue": [10.0, 20, 30, 40],
                "tenure_days": [1.0, 9, 2, 8],
            },
            "one fact follows from the others",
        ),
    ],
)
def test_without_enough_facts_there_is_a_sentence(
    columns: dict[str, list[float | None]], why: str
) -> None:
    found = analyse(features_of(store(columns)), seed=1)
    assert found.factors == ()
    assert why in found.why_none


def test_facts_without_anything_in_common_have_no_factor() -> None:
    found = analyse(features_of(without_groups()), seed=1)
    assert (found.factors, bool(found.why_none)) == ((), True)
