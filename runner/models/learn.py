"""What the customers of a store teach: clusters as rules, and factors."""

from runner.errors import UserError
from runner.models.choose import STABLE, Grouping, chosen, try_counts
from runner.models.factors import FactorAnalysis, analyse
from runner.models.metrics import Features, features_of
from runner.models.names import cluster_names
from runner.models.rules import boxes_of
from runner.models.shapes import Cluster, ClusterRequest, Learned, Progress, StoreFacts, Told
from runner.models.stability import agreement, one_thread

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
    features = features_of(facts)
    groupings: tuple[Grouping, ...] = ()
    found = FactorAnalysis(None)
    too_little = _too_little(facts, features)
    if not too_little:
        with one_thread():
            groupings = tuple(
                try_counts(
                    features,
                    boxes=request.boxes,
                    seed=request.seed,
                    progress=progress,
                    store=facts.store_id,
                )
            )
            found = analyse(features, seed=request.seed)
    best = chosen(groupings)
    findings = [too_little] if too_little else _findings(groupings, best, facts)
    return Learned(
        facts=facts,
        metrics=tuple(metric.name for metric in features.metrics),
        left_out=features.left_out,
        trials=tuple(grouping.trial for grouping in groupings),
        told=_told(facts, features, best) if best else None,
        kmo=found.kmo,
        factors=found.factors,
        findings=(*findings, *filter(None, [found.why_none])),
    )


def _too_little(facts: StoreFacts, features: Features) -> str:
    """Why nothing can be learned; empty: it can."""
    if len(facts.segments) < LEAST_BUYERS:
        return f"Fewer than {LEAST_BUYERS} buyers are too few for clusters."
    if len(features.metrics) < LEAST_METRICS:
        return "No clusters: fewer than 2 facts tell the buyers apart."
    return ""


def _told(facts: StoreFacts, features: Features, best: Grouping) -> Told:
    """The clusters, the one with the highest net revenue per buyer first."""
    labels, count = best.labels, best.trial.count
    revenue = facts.metrics["net_revenue"]
    means = [float(revenue[labels == each].mean()) for each in range(count)]
    order = sorted(range(count), key=lambda each: (-means[each], each))
    names = cluster_names(features, labels)
    numbers = tuple(order.index(each) + 1 for each in range(count))
    return Told(
        clusters=tuple(
            Cluster(number, names[each], best.trial.stability[each])
            for number, each in enumerate(order, 1)
        ),
        boxes=tuple(boxes_of(best.rules.tree, features.metrics, numbers=numbers)),
        fidelity=best.rules.fidelity,
        silhouette=best.trial.silhouette,
        agreement=agreement(best.rules.labels, facts.segments),
    )


def _findings(
    groupings: tuple[Grouping, ...], best: Grouping | None, facts: StoreFacts
) -> list[str]:
    if best is None:
        most = max((grouping.trial.least_stability for grouping in groupings), default=0.0)
        none = (
            "The store has no stable clusters: other samples of its customers give other groups"
            f" (the best least stability is {most:.2f}; {STABLE} is needed)."
        )
        return [none]
    trial = best.trial
    stable = (
        f"{trial.count} stable clusters: other samples of the customers give the same ones"
        f" (least stability {trial.least_stability:.2f})."
    )
    findings = [stable]
    if not best.rules.is_faithful:
        approximate = (
            f"The rules are approximate: they put {trial.fidelity:.1%} of the customers into"
            " their own cluster."
        )
        findings.append(approximate)
    more = [each.trial for each in groupings if each.is_stable and each.trial.count > trial.count]
    if more:
        longer = (
            f"{more[-1].count} clusters are stable too, but it takes longer rules to tell them:"
            f" {more[-1].boxes} boxes of bounds put {more[-1].fidelity:.1%} of the customers into"
            " their own cluster. `--boxes` allows more."
        )
        findings.append(longer)
    agreed = agreement(best.rules.labels, facts.segments)
    findings.append(
        f"The clusters add nothing to the RFM segments here (adjusted Rand index {agreed:.2f})."
        if agreed >= ALIKE
        else f"They are not the RFM segments (adjusted Rand index {agreed:.2f}; 1 is the same)."
    )
    return findings
