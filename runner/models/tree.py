"""A shallow decision tree on facts, whose bounds are numbers that one can remember."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from runner.models.metrics import FAR, Metric

if TYPE_CHECKING:
    from runner.models.shapes import Labels, Numbers

# The significant digits of bounds that are tried, in this order; at last, as many as it takes.
DIGITS = (1, 2, 3)
EXACT = 0
# The smallest parts of each unit.
PLACES = {"whole": Decimal(1), "money": Decimal("0.01"), "number": Decimal("0.01")}
SMALLEST = Decimal("0.0001")
# Between all known values and where an unknown one ranks.
BEYOND = FAR / 2


@dataclass(frozen=True)
class Leaf:
    """Customers of one cluster, counted from 0 on."""

    cluster: int


@dataclass(frozen=True)
class Split:
    """Customers below a bound, and the others.

    Attributes:
        column: the place of the metric.
        bound: of the comparable values: those below it go one way.
        gap: between the largest value below it and the smallest above it lies every bound that
            parts the customers in the same way.
    """

    column: int
    bound: float
    gap: tuple[float, float]
    below: "Node"
    above: "Node"


Node = Leaf | Split


def grow(values: "Numbers", labels: "Labels", *, leaves: int) -> Node:
    """The tree that tells most with so many leaves.

    Args:
        values: a row per customer, a column per metric, none unknown.
        labels: the cluster of each row, from 0 on.
        leaves: at most so many.
    """
    import numpy as np
    from sklearn.tree import DecisionTreeClassifier

    # Places instead of values: the program compares in single precision.
    columns = [np.unique(column, return_inverse=True) for column in values.T]
    places = np.column_stack([place for _, place in columns])
    fitted = DecisionTreeClassifier(max_leaf_nodes=leaves, random_state=0).fit(places, labels)
    found, levels = fitted.tree_, [level for level, _ in columns]

    def node(number: int) -> Node:
        column = int(found.feature[number])
        if column < 0:
            return Leaf(int(fitted.classes_[found.value[number][0].argmax()]))
        last = int(np.floor(found.threshold[number]))
        gap = (float(levels[column][last]), float(levels[column][last + 1]))
        below, above = found.children_left[number], found.children_right[number]
        split = Split(column, gap[1], gap, node(int(below)), node(int(above)))
        return split.below if split.below == split.above else split

    return node(0)


def with_plain_bounds(tree: Node, metrics: tuple[Metric, ...], *, digits: int) -> Node:
    """The same tree with bounds of so many significant digits; EXACT: it parts in the same way."""
    if isinstance(tree, Leaf):
        return tree
    bound = plain_bound(*tree.gap, unit=metrics[tree.column].unit, digits=digits)
    return replace(
        tree,
        bound=bound,
        below=with_plain_bounds(tree.below, metrics, digits=digits),
        above=with_plain_bounds(tree.above, metrics, digits=digits),
    )


def plain_bound(last: float, first: float, *, unit: str, digits: int) -> float:
    """A number with few digits near the middle of two values.

    Args:
        last: the largest value below the bound.
        first: the smallest that is not.
        unit: of the metric; a bound has no smaller parts.
        digits: so many significant ones; EXACT: as few as lie in the gap.
    """
    if first == FAR or last == -FAR:
        return BEYOND if first == FAR else -BEYOND
    middle = (Decimal(str(last)) + Decimal(str(first))) / 2
    if digits == EXACT:
        low, high = Decimal(str(last)), Decimal(str(first))
        tried = (_rounded(middle, unit=unit, digits=each) for each in range(1, 18))
        return float(next((bound for bound in tried if low < bound <= high), high))
    return float(_rounded(middle, unit=unit, digits=digits))


def _rounded(number: Decimal, *, unit: str, digits: int) -> Decimal:
    smallest = PLACES.get(unit, SMALLEST)
    step = max(Decimal(1).scaleb(number.adjusted() - digits + 1), smallest)
    rounding = ROUND_CEILING if step == smallest == 1 else ROUND_HALF_EVEN
    return (number / step).quantize(Decimal(1), rounding=rounding) * step


def leaf_of_each(tree: Node, values: "Numbers") -> "Labels":
    """The cluster into which the tree puts each row."""
    import numpy as np

    if isinstance(tree, Leaf):
        return np.full(len(values), tree.cluster)
    below, above = leaf_of_each(tree.below, values), leaf_of_each(tree.above, values)
    return np.where(values[:, tree.column] < tree.bound, below, above)


Ranges = Mapping[int, tuple[float, float]]


def ranges(tree: Node, within: Ranges | None = None) -> Iterator[tuple[int, Ranges]]:
    """Each leaf's cluster, and from where to below where the value of each metric is.

    A leaf that no value can reach is left out.
    """
    known = within or {}
    if isinstance(tree, Leaf):
        yield tree.cluster, known
        return
    lower, upper = known.get(tree.column, (-2 * FAR, 2 * FAR))
    if lower < tree.bound:
        yield from ranges(tree.below, {**known, tree.column: (lower, min(upper, tree.bound))})
    if tree.bound < upper:
        yield from ranges(tree.above, {**known, tree.column: (max(lower, tree.bound), upper)})
