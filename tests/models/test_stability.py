"""A cluster is stable if other samples of customers give it again."""

import random

import pytest

from runner.models.metrics import features_of, percent_ranks
from runner.models.stability import agreement, best_matches, grouped, stability
from tests.models.shops import rand_index, three_groups, without_groups

np = pytest.importorskip("numpy", reason="needs the extra `models`")


def test_a_percent_rank_is_the_share_below_and_half_of_those_who_are_equal() -> None:
    # Of five: two are below 20, which two have: (2 + 2 / 2) / 5.
    assert percent_ranks(np.array([20.0, 10, 20, 10, 99])).tolist() == pytest.approx(
        [0.6, 0.2, 0.6, 0.2, 0.9]
    )


def test_the_jaccard_index_is_that_of_the_most_similar_cluster() -> None:
    # The first cluster {0, 1, 2} shares two of three with {0, 1}: 2 / 3, one of five with the
    # other. The second, {3, 4}, is whole in {2, 3, 4}: 2 / 3.
    found = best_matches(np.array([0, 0, 0, 1, 1]), np.array([1, 1, 0, 0, 0]), count=2)
    assert found.tolist() == pytest.approx([2 / 3, 2 / 3])


def test_the_jaccard_index_is_that_of_sets() -> None:
    of = random.Random(3)  # noqa: S311
    for _ in range(20):
        labels, others = ([of.randrange(4) for _ in range(40)] for _ in range(2))
        expected = []
        for cluster in range(4):
            mine = {row for row, label in enumerate(labels) if label == cluster}
            rivals = [
                {row for row, label in enumerate(others) if label == other} for other in range(4)
            ]
            expected.append(max(len(mine & each) / max(1, len(mine | each)) for each in rivals))
        found = best_matches(np.array(labels), np.array(others), count=4)
        assert found.tolist() == pytest.approx(expected)


def test_groups_that_lie_apart_are_wholly_stable_and_a_crowd_is_not() -> None:
    apart = features_of(three_groups()).ranks
    assert stability(apart, grouped(apart, 3, seed=1), seed=1, samples=10) == (1.0, 1.0, 1.0)
    crowd = features_of(without_groups()).ranks
    assert min(stability(crowd, grouped(crowd, 5, seed=1), seed=1, samples=10)) < 0.6


def test_the_agreement_of_two_groupings_is_counted_by_pairs() -> None:
    labels, others = [0, 0, 0, 1, 1, 1, 1, 2], ["a", "a", "b", "b", "b", "b", "c", "c"]
    assert agreement(np.array(labels), tuple(others)) == pytest.approx(rand_index(labels, others))
