"""What the customers of a store teach: clusters as rules, and factors."""

from typing import TYPE_CHECKING

from runner.errors import UserError
from runner.models.choose import Grouping, chosen, try_counts
from runner.models.factors import FactorAnalysis, analyse
from runner.models.metrics import Metric, percent_ranks, usable
from runner.models.names import cluster_names
from runner.models.rules import boxes_of
from runner.models.shapes import Cluster, ClusterRequest, Learned, Progress, StoreFacts
from runner.models.stability import agreement, one_thread

if TYPE_CHECKING:
    from runner.models.shapes import Numbers

# Of fewer buyers, groups say more of chance than of the shop.
LEAST_BUYERS = 100
LEAST_METRICS = 2
# From here on two groupings are nearly the same one.
ALIKE = 0.8


def check_is_installed() -> None:
    """Make sure that scikit-learn is there.

    Raises:
        UserError: it is not.
    """
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise UserError(
            "tiers cluster needs scikit-learn.", "`pip install 'customer-tiers[models]'`."
        ) from error


def learn(facts: StoreFacts, request: ClusterRequest, progress: Progress) -> Learned:
    """The clusters of a store with their rules, and its factors.

    Args:
        facts: of its buyers.
        request: what was asked.
        progress: is told of each number of clusters that is tried.
    """
    import numpy as np

    metrics, left_out = usable(facts)
    groupings: tuple[Grouping, ...] = ()
    found = FactorAnalysis(None)
    why_none = _too_little(facts, metrics)
    ranks = percent_ranks(facts, metrics) if metrics else np.empty((0, 0))
    if not why_none:
        values = _values(facts, metrics, comparable=True)
        with one_thread():
            groupings = tuple(
                try_counts(
                    ranks,
                    values,
                    metrics,
                    boxes=request.boxes,
                    seed=request.seed,
                    progress=progress,
                    store=facts.store_id,
                )
            )
            found = analyse(ranks, metrics, seed=request.seed)
    best = chosen(groupings)
    clusters, numbers = _clusters(facts, metrics, ranks, best) if best else ((), ())
    agreed = agreement(best.rules.labels, facts.segments) if best else None
    findings = [why_none] if why_none else [*_findings(groupings, best, agreed)]
    return Learned(
        facts=facts,
        metrics=tuple(metric.name for metric in metrics),
        left_out=left_out,
        trials=tuple(grouping.trial for grouping in groupings),
        clusters=clusters,
        boxes=tuple(boxes_of(best.rules.tree, metrics, numbers=numbers)) if best else (),
        fidelity=best.rules.fidelity if best else None,
        silhouette=best.trial.silhouette if best else None,
        agreement=agreed,
        kmo=found.kmo,
        factors=found.factors,
        findings=(*findings, *filter(None, [found.why_none])),
    )


def _too_little(facts: StoreFacts, metrics: tuple[Metric, ...]) -> str:
    """Why nothing can be learned; empty: it can."""
    if facts.buyer_count < LEAST_BUYERS:
        return f"Buyers: {facts.buyer_count}; fewer than {LEAST_BUYERS} are too few for clusters."
    if len(metrics) < LEAST_METRICS:
        return "No clusters: fewer than 2 facts tell the buyers apart."
    return ""


def _values(
    facts: StoreFacts, metrics: tuple[Metric, ...], *, comparable: bool = False
) -> "Numbers":
    import numpy as np

    columns = [facts.metrics[metric.name] for metric in metrics]
    if comparable:
        columns = [metric.comparable(each) for metric, each in zip(metrics, columns, strict=True)]
    return np.column_stack(columns)


def _clusters(
    facts: StoreFacts, metrics: tuple[Metric, ...], ranks: "Numbers", best: Grouping
) -> tuple[tuple[Cluster, ...], tuple[int, ...]]:
    """The clusters, the one with the highest net revenue per buyer first, and each one's number."""
    labels = best.labels
    revenue = facts.metrics["net_revenue"]
    means = [float(revenue[labels == each].mean()) for each in range(best.trial.count)]
    order = sorted(range(best.trial.count), key=lambda each: (-means[each], each))
    names = cluster_names(ranks, _values(facts, metrics), labels, metrics)
    clusters = tuple(
        Cluster(number, names[each], best.trial.stability[each])
        for number, each in enumerate(order, 1)
    )
    return clusters, tuple(order.index(each) + 1 for each in range(best.trial.count))


def _findings(
    groupings: tuple[Grouping, ...], best: Grouping | None, agreed: float | None
) -> list[str]:
    if best is None or agreed is None:
        most = max(grouping.trial.least_stability for grouping in groupings)
        return [
            "The shop has no stable clusters: other samples of its customers give other groups"
            f" (the best least stability is {most:.2f}, and 0.75 is needed)."
        ]
    trial = best.trial
    findings = [
        f"{trial.count} stable clusters: in other samples of customers they come again"
        f" (least stability {trial.least_stability:.2f})."
    ]
    if not best.rules.is_faithful:
        findings.append(
            f"The rules are approximate: they put {trial.fidelity:.1%} of the customers into"
            " their cluster."
        )
    more = [each.trial for each in groupings if each.is_stable and each.trial.count > trial.count]
    if more:
        findings.append(
            f"{more[-1].count} clusters are stable too, but it takes long rules to tell them:"
            f" {more[-1].boxes} boxes put {more[-1].fidelity:.1%} of the customers into their"
            " cluster. `--boxes` allows more."
        )
    findings.append(
        f"The clusters add nothing to the RFM segments here (adjusted Rand index {agreed:.2f})."
        if agreed >= ALIKE
        else f"They differ from the RFM segments (adjusted Rand index {agreed:.2f}; 1 is the same)."
    )
    return findings
