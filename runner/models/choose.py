"""How many clusters: as many as are stable, and told by few bounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runner.models.metrics import Features
from runner.models.rules import Rules, simplest_rules
from runner.models.shapes import Progress, Trial
from runner.models.stability import grouped, silhouette, stability

if TYPE_CHECKING:
    from runner.models.shapes import Labels

COUNTS = range(2, 9)
# Hennig (2007): from here on a cluster is a pattern that is there, and not one of chance.
STABLE = 0.75


@dataclass(frozen=True)
class Grouping:
    """A number of clusters that was tried: who is in which, and the rules."""

    trial: Trial
    labels: "Labels"
    rules: Rules

    @property
    def is_stable(self) -> bool:
        """Whether every cluster comes again out of other samples."""
        return self.trial.least_stability >= STABLE


def try_counts(
    features: Features, *, boxes: int, seed: int, progress: Progress, store: str
) -> Iterator[Grouping]:
    """Each number of clusters, from two on.

    Args:
        features: by whose ranks customers are grouped, and by whose values the rules are made.
        boxes: at most so many for each cluster.
        seed: of the random numbers.
        progress: is told of each number.
        store: whose customers they are.
    """
    import numpy as np

    ranks = features.ranks
    different = len(np.unique(ranks, axis=0))
    for count in COUNTS:
        if count > different:
            return
        name = f"{store}: k = {count}"
        progress.started(name)
        labels = grouped(ranks, count, seed=seed)
        rules = simplest_rules(features, labels, most=boxes * count)
        trial = Trial(
            count=count,
            stability=stability(ranks, labels, seed=seed),
            silhouette=silhouette(ranks, labels, seed=seed) if count < len(ranks) else 0.0,
            boxes=rules.box_count,
            fidelity=rules.fidelity,
        )
        progress.finished(name)
        yield Grouping(trial, labels, rules)


def chosen(groupings: Sequence[Grouping]) -> Grouping | None:
    """The most clusters that are stable and whose rules are faithful.

    If no rules of stable clusters are faithful, the most that are stable, whose rules are then
    approximate. None if no clusters are stable.
    """
    stable = [grouping for grouping in groupings if grouping.is_stable]
    faithful = [grouping for grouping in stable if grouping.rules.is_faithful]
    return max(faithful or stable, key=lambda each: each.trial.count, default=None)
