"""What goes together: factors of the correlations of percent ranks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runner.models.metrics import Features, Metric, Words
from runner.models.shapes import Factor

if TYPE_CHECKING:
    from runner.models.shapes import Numbers

# Kaiser: below it, what two metrics share is theirs alone, and there is no factor.
LEAST_KMO = 0.5
# Horn's parallel analysis: random tables, and which of their eigenvalues one must exceed.
TABLES, PERCENTILE = 100, 95
# A smaller loading is not told of.
TELLING = 0.5
# Fewer metrics can't be told from factors.
LEAST_METRICS = 3


@dataclass(frozen=True)
class FactorAnalysis:
    """The factors, and why there are none.

    Attributes:
        kmo: the Kaiser-Meyer-Olkin measure (0..1); none: it can't be computed.
        factors: the first explains most; empty: there are none.
        why_none: a sentence; empty if there are some.
    """

    kmo: float | None
    factors: tuple[Factor, ...] = ()
    why_none: str = ""


def analyse(features: Features, *, seed: int) -> FactorAnalysis:
    """The factors of the percent ranks."""
    import numpy as np

    ranks, metrics = features.ranks, features.metrics
    if len(metrics) < LEAST_METRICS:
        return FactorAnalysis(None, why_none="No factors: fewer than 3 facts differ.")
    correlations: Numbers = np.asarray(np.corrcoef(ranks, rowvar=False), dtype=np.float64)
    eigenvalues: Numbers = np.linalg.eigvalsh(correlations)[::-1].astype(np.float64)
    if eigenvalues[-1] < 1e-9:  # noqa: PLR2004 (no digit of a double is left)
        return FactorAnalysis(None, why_none="No factors: one fact follows from the others.")
    measure = kmo(correlations)
    if measure < LEAST_KMO:
        why = f"No factors: the facts have too little in common (KMO {measure:.2f})."
        return FactorAnalysis(measure, why_none=why)
    by_chance = chance_eigenvalues(*ranks.shape, seed=seed)
    count = min(_beyond_chance(eigenvalues, by_chance), _most_factors(len(metrics)))
    if not count:
        return FactorAnalysis(measure, why_none="No factors: chance would give as much.")
    loadings = _loadings(ranks, count)
    factors = tuple(
        Factor(
            number=index + 1,
            name=_name(loadings[index], metrics),
            loadings={
                metric.name: float(each)
                for metric, each in zip(metrics, loadings[index], strict=True)
            },
            eigenvalue=float(eigenvalues[index]),
            chance_eigenvalue=float(by_chance[index]),
            variance_share=float((loadings[index] ** 2).mean()),
        )
        for index in range(count)
    )
    return FactorAnalysis(measure, factors)


def kmo(correlations: "Numbers") -> float:
    """The Kaiser-Meyer-Olkin measure of sampling adequacy (0..1).

    The squared correlations over these and the squared partial correlations (Kaiser 1974).
    """
    import numpy as np

    inverse = np.linalg.inv(correlations)
    scale = np.sqrt(np.diag(inverse))
    partial = -inverse / np.outer(scale, scale)
    apart = ~np.eye(len(correlations), dtype=bool)
    shared, own = (correlations[apart] ** 2).sum(), (partial[apart] ** 2).sum()
    return float(shared / (shared + own))


def chance_eigenvalues(rows: int, columns: int, *, seed: int) -> "Numbers":
    """The eigenvalues that tables without any factor have, the largest first (Horn 1965)."""
    import numpy as np

    random = np.random.default_rng(seed)
    found = [
        np.linalg.eigvalsh(np.corrcoef(random.standard_normal((rows, columns)), rowvar=False))
        for _ in range(TABLES)
    ]
    chance: Numbers = np.percentile(found, PERCENTILE, axis=0)[::-1]
    return chance


def _beyond_chance(eigenvalues: "Numbers", by_chance: "Numbers") -> int:
    """How many come before the first that chance would give."""
    count = 0
    while count < len(eigenvalues) and eigenvalues[count] > by_chance[count]:
        count += 1
    return count


def _most_factors(columns: int) -> int:
    """More factors have more loadings than there are correlations (Ledermann's bound)."""
    return max(count for count in range(columns) if (columns - count) ** 2 >= columns + count)


def _loadings(ranks: "Numbers", count: int) -> "Numbers":
    """A row per factor, the largest first, each with its largest loading positive."""
    import numpy as np
    from sklearn.decomposition import FactorAnalysis as Fitted

    scaled = (ranks - ranks.mean(axis=0)) / ranks.std(axis=0)
    rotation = "varimax" if count > 1 else None
    loadings = Fitted(count, rotation=rotation, svd_method="lapack").fit(scaled).components_
    largest = np.abs(loadings).argmax(axis=1)
    loadings = loadings * np.sign(loadings[np.arange(count), largest])[:, None]
    order = np.argsort(-(loadings**2).sum(axis=1), kind="stable")
    sorted_loadings: Numbers = loadings[order]
    return sorted_loadings


def _name(loadings: "Numbers", metrics: tuple[Metric, ...]) -> Words:
    """What rises and falls together, the strongest first."""
    order = sorted(range(len(metrics)), key=lambda each: -abs(loadings[each]))
    told = [each for each in order if abs(loadings[each]) >= TELLING] or order[:1]
    words = [metrics[each].more if loadings[each] > 0 else metrics[each].less for each in told]
    english, chinese = ", ".join(en for en, _ in words), "、".join(zh for _, zh in words)
    return f"{english[0].upper()}{english[1:]}", chinese
