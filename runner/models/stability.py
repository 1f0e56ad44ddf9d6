"""Groups of customers by k-means, and whether the same ones come out of other samples."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runner.models.shapes import Labels, Numbers

# As many as Hennig (2007) takes.
SAMPLES = 100
STARTS, STARTS_OF_A_SAMPLE = 100, 3
# Of so many customers, the mean silhouette is near that of all.
SILHOUETTES = 3_000


def grouped(ranks: "Numbers", count: int, *, seed: int, starts: int = STARTS) -> "Labels":
    """The best k-means of several starts: a number from 0 on for each row."""
    from sklearn.cluster import KMeans

    with _quiet():
        found = KMeans(count, n_init=starts, random_state=seed).fit(ranks)
    labels: Labels = found.labels_.astype("int64")
    return labels


def stability(
    ranks: "Numbers", labels: "Labels", *, seed: int, samples: int = SAMPLES
) -> tuple[float, ...]:
    """The mean Jaccard index of each cluster with its best match in bootstrap samples.

    As clusterboot does (Hennig, Cluster-wise assessment of cluster stability, 2007): rows are drawn
    with replacement and grouped anew; each cluster, of those who were drawn, is compared with the
    new one that is most like it.
    """
    import numpy as np

    count = int(labels.max()) + 1
    random = np.random.default_rng(seed)
    total = np.zeros(count)
    for _ in range(samples):
        drawn = random.integers(0, len(ranks), len(ranks))
        there, first = np.unique(drawn, return_index=True)
        again = grouped(
            ranks[drawn], count, seed=int(random.integers(2**31)), starts=STARTS_OF_A_SAMPLE
        )
        total += best_matches(labels[there], again[first], count=count)
    return tuple(float(each) for each in total / samples)


def best_matches(labels: "Labels", others: "Labels", *, count: int) -> "Numbers":
    """The Jaccard index of each cluster with the one of another grouping that is most like it.

    That is the customers whom both have, over those whom one of them has.
    """
    import numpy as np

    both = np.zeros((count, count))
    np.add.at(both, (labels, others), 1)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
    best: Numbers = (both / np.maximum(either, 1)).max(axis=1)
    return best


def silhouette(ranks: "Numbers", labels: "Labels", *, seed: int) -> float:
    """The mean silhouette (-1 to 1) of the clusters, of a sample if there are many customers."""
    from sklearn.metrics import silhouette_score

    size = SILHOUETTES if len(ranks) > SILHOUETTES else None
    return float(silhouette_score(ranks, labels, sample_size=size, random_state=seed))


def agreement(labels: "Labels", others: tuple[str, ...]) -> float:
    """The adjusted Rand index of two groupings: 1 the same, 0 as by chance."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(labels, others))


@contextmanager
def one_thread() -> Iterator[None]:
    """Let sums be taken in one order, so that equal inputs give equal results."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


@contextmanager
def _quiet() -> Iterator[None]:
    """A sample can have fewer different rows than clusters; its clusters then count as lost."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield
