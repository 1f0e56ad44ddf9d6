"""Clusters as rules: boxes of bounds on facts, of which each customer meets exactly one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runner.models.metrics import FAR, Features, Metric
from runner.models.shapes import Bound, Box
from runner.models.tree import (
    BEYOND,
    DIGITS,
    EXACT,
    Node,
    Ranges,
    grow,
    leaf_of_each,
    ranges,
    with_plain_bounds,
)

if TYPE_CHECKING:
    from runner.models.shapes import Labels, Numbers

# The share of customers whom the rules must put into their cluster.
FAITHFUL = 0.95
# More digits are worth it only where they put so many more customers right.
WORTH = 0.005


@dataclass(frozen=True)
class Rules:
    """The rules of some clusters, which count from 0 on.

    Attributes:
        tree: of bounds.
        labels: the cluster into which they put each customer.
        fidelity: the share of customers (0..1) for whom that is their own.
    """

    tree: Node
    labels: "Labels"
    fidelity: float

    @property
    def box_count(self) -> int:
        """How many boxes they are."""
        return sum(1 for _ in ranges(self.tree))

    @property
    def is_faithful(self) -> bool:
        """Whether they put enough customers into their own cluster."""
        return self.fidelity >= FAITHFUL


def simplest_rules(features: Features, labels: "Labels", *, most: int) -> Rules:
    """The rules with the fewest boxes that are faithful, else the most faithful ones.

    Args:
        features: of the customers.
        labels: the cluster of each, from 0 on.
        most: at most so many boxes.
    """
    fewest = max(2, int(labels.max()) + 1)
    best: Rules | None = None
    for leaves in range(fewest, max(fewest, most) + 1):
        for found in _with_plainer_bounds(features, labels, leaves=leaves):
            if best is None or found.fidelity > best.fidelity:
                best = found
            if found.is_faithful:
                return found
    assert best is not None  # noqa: S101 (the loop runs)
    return best


def _with_plainer_bounds(features: Features, labels: "Labels", *, leaves: int) -> Iterator[Rules]:
    """The rules of a tree with bounds of few digits first, where these cost little."""
    values, metrics = features.values, features.metrics
    tree = grow(values, labels, leaves=leaves)
    exact = _applied(with_plain_bounds(tree, metrics, digits=EXACT), values, labels)
    for digits in DIGITS:
        plain = _applied(with_plain_bounds(tree, metrics, digits=digits), values, labels)
        if plain.fidelity >= exact.fidelity - WORTH:
            yield plain
    yield exact


def _applied(tree: Node, values: "Numbers", labels: "Labels") -> Rules:
    import numpy as np

    given = leaf_of_each(tree, values)
    # A cluster that no rule gives is lost.
    is_whole = len(np.unique(given)) == len(np.unique(labels))
    return Rules(tree, given, float((given == labels).mean()) if is_whole else 0.0)


def boxes_of(tree: Node, metrics: tuple[Metric, ...], *, numbers: tuple[int, ...]) -> list[Box]:
    """The boxes of a tree, those of the first cluster first.

    Args:
        tree: its clusters count from 0 on.
        metrics: of its columns.
        numbers: what each of its clusters is called, from 1 on.
    """
    found = [(numbers[cluster], _bounds(reached, metrics)) for cluster, reached in ranges(tree)]
    found.sort(key=lambda each: each[0])
    return [Box(cluster, number, bounds) for number, (cluster, bounds) in enumerate(found, 1)]


def _bounds(reached: Ranges, metrics: tuple[Metric, ...]) -> tuple[Bound, ...]:
    return tuple(
        _bound(metric, *reached[column])
        for column, metric in enumerate(metrics)
        if column in reached
    )


def _bound(metric: Metric, lower: float, upper: float) -> Bound:
    place = FAR if metric.unknown == "last" else -FAR
    has_known = lower < BEYOND and upper > -BEYOND
    has_unknown = lower <= place < upper
    return Bound(
        metric=metric.name,
        lower=lower if has_known and lower > -BEYOND else None,
        upper=upper if has_known and upper < BEYOND else None,
        unknown=("in" if has_known else "only") if has_unknown else "out",
    )
