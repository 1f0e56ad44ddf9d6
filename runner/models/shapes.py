"""What is learned of a store, as it is passed on and written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.float64]
    Labels: TypeAlias = NDArray[np.int64]


class Progress(Protocol):
    """Is told how the work goes on."""

    def planned(self, total: int) -> None:
        """So many steps there are."""

    def started(self, name: str) -> None:
        """This one begins."""

    def finished(self, name: str) -> None:
        """This one is done."""


@dataclass(frozen=True)
class ClusterRequest:
    """What `tiers cluster` was asked.

    Attributes:
        database: a built one.
        out: the folder of the files.
        as_of: the as-of date, YYYY-MM-DD; none: the newest.
        store: only this store; none: all.
        sample: at most so many buyers of a store are learned from.
        boxes: at most so many boxes of bounds for each cluster.
        seed: of the random numbers.
    """

    database: Path
    out: Path
    as_of: str | None = None
    store: str | None = None
    sample: int = 10_000
    boxes: int = 4
    seed: int = 1


@dataclass(frozen=True)
class StoreFacts:
    """Facts of the buyers of one store at one date, in the order of the customers' ids.

    Attributes:
        store_id: the store.
        as_of_date: the date.
        buyer_count: all buyers of the store; the facts may be of a sample.
        currency: the reporting currency.
        metrics: the values by metric, NaN where unknown.
        segments: the RFM segments.
    """

    store_id: str
    as_of_date: date
    buyer_count: int
    currency: str
    metrics: Mapping[str, "Numbers"]
    segments: tuple[str, ...]


@dataclass(frozen=True)
class Bound:
    """What a customer's value of a metric must be, to be in a box.

    Attributes:
        metric: a column of customer_facts.
        lower: inclusive; none: no bound.
        upper: exclusive; none: no bound.
        unknown: whether an unknown value is `in`, `out`, or the `only` one that is meant.
    """

    metric: str
    lower: float | None
    upper: float | None
    unknown: str


@dataclass(frozen=True)
class Box:
    """Bounds that customers of one cluster meet; together boxes leave nobody out.

    Attributes:
        cluster: from 1 on.
        number: from 1 on within the store.
        bounds: of the metrics that are bounded.
    """

    cluster: int
    number: int
    bounds: tuple[Bound, ...]


@dataclass(frozen=True)
class Trial:
    """What came of a number of clusters.

    Attributes:
        count: of clusters.
        stability: of each cluster, its mean Jaccard index over the bootstrap samples.
        silhouette: from -1 to 1, of the percent ranks.
        boxes: of the simplest rules that are faithful, or of the most faithful ones.
        fidelity: the share of customers (0..1) whom these put into their cluster.
    """

    count: int
    stability: tuple[float, ...]
    silhouette: float
    boxes: int
    fidelity: float

    @property
    def least_stability(self) -> float:
        """That of the least stable cluster."""
        return min(self.stability)


@dataclass(frozen=True)
class Cluster:
    """A group of customers.

    Attributes:
        number: from 1 on; the first has the highest net revenue.
        name: in English and in Chinese.
        stability: its mean Jaccard index.
    """

    number: int
    name: tuple[str, str]
    stability: float


@dataclass(frozen=True)
class Factor:
    """What goes together.

    Attributes:
        number: from 1 on; the first explains most.
        name: in English and in Chinese.
        loadings: by metric, from -1 to 1.
        eigenvalue: of the correlations.
        chance_eigenvalue: what it would be by chance (the 95th percentile).
        variance_share: the share of the metrics' variance (0..1) that it explains.
    """

    number: int
    name: tuple[str, str]
    loadings: Mapping[str, float]
    eigenvalue: float
    chance_eigenvalue: float
    variance_share: float


@dataclass(frozen=True)
class Told:
    """The stable clusters of a store, by rules.

    Attributes:
        clusters: the one with the highest net revenue per buyer first.
        boxes: their rules, those of the first cluster first.
        fidelity: the share of customers (0..1) whom the rules put into their own cluster.
        silhouette: of the clusters, from -1 to 1.
        agreement: the adjusted Rand index of the rules' clusters with the RFM segments.
    """

    clusters: tuple[Cluster, ...]
    boxes: tuple[Box, ...]
    fidelity: float
    silhouette: float
    agreement: float


@dataclass(frozen=True)
class Learned:
    """What a store's customers teach.

    Attributes:
        facts: from which it was learned.
        metrics: those used.
        left_out: of each other one, whether it is `unknown` or `equal` for everybody.
        trials: of each number of clusters.
        told: the clusters; none: there are none that are stable.
        kmo: the Kaiser-Meyer-Olkin measure; none: it can't be computed.
        factors: what goes together; empty: nothing that chance would not give.
        findings: what came out, in sentences.
    """

    facts: StoreFacts
    metrics: tuple[str, ...]
    left_out: Mapping[str, str]
    trials: tuple[Trial, ...]
    told: Told | None
    kmo: float | None
    factors: tuple[Factor, ...]
    findings: tuple[str, ...]
