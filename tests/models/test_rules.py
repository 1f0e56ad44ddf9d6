"""Clusters are told by boxes of bounds: each customer meets exactly one."""

import math
import random

import pytest

from runner.models.metrics import FAR, features_of
from runner.models.names import condition
from runner.models.rules import FAITHFUL, boxes_of, simplest_rules
from runner.models.shapes import Bound
from runner.models.stability import grouped
from runner.models.tree import BEYOND, EXACT, plain_bound
from tests.models.shops import blurred_groups, boxes_met, customers_of, three_groups, without_groups


@pytest.mark.parametrize(
    ("last", "first", "unit", "digits", "bound"),
    [
        (38, 41, "whole", 1, 40),
        (3, 4, "whole", 1, 4),  # 3.5 days are no bound: those with 3 are below 4
        (1234.5, 1301.2, "money", 2, 1300),
        (1234.5, 1301.2, "money", EXACT, 1300),
        (1234.5, 1249.2, "money", EXACT, 1240),
        (0.0812, 0.0934, "share", 1, 0.09),
        (12.3401, 12.3417, "money", EXACT, 12.3417),  # no cent lies between
        (300, FAR, "number", 1, BEYOND),
        (-FAR, 0, "share", 1, -BEYOND),
    ],
)
def test_a_bound_is_a_plain_number_between_two_values(
    last: float, first: float, unit: str, digits: int, bound: float
) -> None:
    assert plain_bound(last, first, unit=unit, digits=digits) == bound


@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_fidelity_is_the_share_of_customers_in_their_own_cluster(count: int) -> None:
    for facts in (blurred_groups(), without_groups()):
        features = features_of(facts)
        labels = grouped(features.ranks, count, seed=1)
        rules = simplest_rules(features, labels, most=4 * count)
        numbers = tuple(range(1, count + 1))
        boxes = boxes_of(rules.tree, features.metrics, numbers=numbers)
        met = [boxes_met(boxes, customer) for customer in customers_of(facts)]
        assert {len(each) for each in met} == {1}
        right = [box.cluster - 1 == label for (box,), label in zip(met, labels, strict=True)]
        assert rules.fidelity == pytest.approx(sum(right) / len(right))
        assert {box.cluster for box in boxes} == set(numbers)
        assert len(boxes) == rules.box_count <= 4 * count


def test_customers_like_nobody_before_meet_exactly_one_box_too() -> None:
    of = random.Random(5)  # noqa: S311
    features = features_of(blurred_groups())
    labels = grouped(features.ranks, 5, seed=1)
    tree = simplest_rules(features, labels, most=20).tree
    boxes = boxes_of(tree, features.metrics, numbers=(1, 2, 3, 4, 5))
    bounds = {
        each
        for box in boxes
        for bound in box.bounds
        for each in (bound.lower, bound.upper)
        if each is not None
    }
    values = [None, -1e13, -1.0, 0.0, 1e13, *bounds, *(bound - 0.0001 for bound in bounds)]
    for _ in range(2_000):
        customer = {metric.name: of.choice(values) for metric in features.metrics}
        assert len(boxes_met(boxes, customer)) == 1, customer


def test_groups_that_lie_apart_take_one_box_each() -> None:
    features = features_of(three_groups())
    rules = simplest_rules(features, grouped(features.ranks, 3, seed=1), most=12)
    assert (rules.box_count, rules.fidelity) == (3, 1.0)
    assert rules.fidelity >= FAITHFUL


@pytest.mark.parametrize(
    ("bound", "english", "chinese"),
    [
        (Bound("order_count", 4, None, "out"), "orders at least 4", "订单数不少于4"),
        (Bound("order_count", None, 4, "in"), "orders at most 3", "订单数不超过3"),
        (Bound("order_count", 2, 4, "out"), "orders 2 to 3", "订单数2至3"),
        (Bound("order_count", 2, 3, "out"), "orders 2", "订单数为2"),
        (
            Bound("net_revenue", 1000, None, "out"),
            "net revenue at least 1,000 USD",
            "净收入不低于1,000 USD",
        ),
        (
            Bound("net_revenue", 99.5, 1000, "out"),
            "net revenue from 99.5 USD to below 1,000 USD",
            "净收入不低于99.5 USD且低于1,000 USD",
        ),
        (
            Bound("discount_share", None, 0.1, "in"),
            *("discount share below 10% or unknown", "折扣占比低于10%或未知"),
        ),
        (Bound("mean_gap_days", None, None, "only"), "bought on one day only", "仅在一天购买过"),
        (Bound("mean_gap_days", None, None, "out"), "bought on several days", "在多天购买过"),
        (Bound("discount_share", None, None, "only"), "discount share unknown", "折扣占比未知"),
    ],
)
def test_a_bound_is_said_in_both_languages(bound: Bound, english: str, chinese: str) -> None:
    assert condition(bound, "USD") == (english, chinese)


def test_who_has_no_value_is_not_ranked_among_those_who_have_one() -> None:
    facts = blurred_groups()
    features = features_of(facts)
    gaps = [metric.name for metric in features.metrics].index("mean_gap_days")
    ranks = features.ranks[:, gaps]
    unknown = [math.isnan(each) for each in facts.metrics["mean_gap_days"]]
    assert min(ranks[unknown]) > max(
        rank for rank, none in zip(ranks, unknown, strict=True) if not none
    )
