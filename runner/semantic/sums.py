"""The sums of which metrics are made, each with a name of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from runner.semantic.layer import Metric


@dataclass(frozen=True)
class Sum:
    """What is summed over the rows of a table: a metric, or one side of a ratio.

    Attributes:
        name: of the metric that is this sum, else of the first ratio that has it.
        base: the table whose rows are summed.
        expression: SQL of what is summed of a row.
        metric: the metric that is this sum; none for one side of a ratio.
    """

    name: str
    base: str
    expression: str
    metric: Metric | None


@dataclass(frozen=True)
class Sums:
    """All sums of some metrics."""

    all: tuple[Sum, ...]

    def of(self, base: str, expression: str) -> Sum:
        """The sum of an expression over a table."""
        return next(
            found for found in self.all if (found.base, found.expression) == (base, expression)
        )

    def of_base(self, base: str) -> tuple[Sum, ...]:
        """The sums over a table."""
        return tuple(found for found in self.all if found.base == base)


def sums_of(metrics: Sequence[Metric]) -> Sums:
    """Gather the sums, each once: a side of a ratio that is a metric has its name."""
    found: dict[tuple[str, str], Sum] = {}
    for metric in metrics:
        if metric.denominator is None:
            key = (metric.base, metric.numerator)
            found.setdefault(key, Sum(metric.name, *key, metric))
    for metric in metrics:
        if metric.denominator is not None:
            sides = {"numerator": metric.numerator, "denominator": metric.denominator}
            for side, expression in sides.items():
                key = (metric.base, expression)
                found.setdefault(key, Sum(f"{metric.name}_{side}", *key, None))
    return Sums(tuple(found.values()))
