"""What was learned as rows of two files, which a build reads as inputs."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from runner.choices import Language
from runner.models.names import condition
from runner.models.shapes import Learned
from runner.words import Words

Row = Mapping[str, str]
RULES, FACTORS = "cluster_rules", "factor_loadings"


def rows_of(learned: Sequence[Learned]) -> dict[str, list[Row]]:
    """The rows of each file, by the name of its input; none of a store with nothing to say."""
    return {
        RULES: [row for store in learned for row in _rules(store)],
        FACTORS: [row for store in learned for row in _factors(store)],
    }


def csv_text(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Rows as CSV with a header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _rules(store: Learned) -> Iterator[Row]:
    """One row per box and metric that is bounded in it."""
    if not store.told:
        return
    clusters = {cluster.number: cluster for cluster in store.told.clusters}
    of_store = {
        **_of_store(store),
        "cluster_count": str(len(clusters)),
        "fidelity": _number(store.told.fidelity),
        "silhouette": _number(store.told.silhouette),
        "rfm_agreement": _number(store.told.agreement),
        "finding_en": _said(store.findings, Language.EN),
        "finding_zh": _said(store.findings, Language.ZH),
    }
    for box in store.told.boxes:
        cluster = clusters[box.cluster]
        for bound in box.bounds:
            condition_en, condition_zh = condition(bound, store.facts.currency)
            yield {
                **of_store,
                "cluster_id": str(box.cluster),
                "cluster_name_en": cluster.name[0],
                "cluster_name_zh": cluster.name[1],
                "stability": _number(cluster.stability),
                "box_number": str(box.number),
                "metric": bound.metric,
                "lower_bound": _number(bound.lower),
                "upper_bound": _number(bound.upper),
                "unknown_values": bound.unknown,
                "condition_en": condition_en,
                "condition_zh": condition_zh,
            }


def _factors(store: Learned) -> Iterator[Row]:
    """One row per factor and metric."""
    for factor in store.factors:
        for metric, loading in factor.loadings.items():
            yield {
                **_of_store(store),
                "kmo": _number(store.kmo),
                "factor": str(factor.number),
                "factor_name_en": factor.name[0],
                "factor_name_zh": factor.name[1],
                "eigenvalue": _number(factor.eigenvalue),
                "chance_eigenvalue": _number(factor.chance_eigenvalue),
                "variance_share": _number(factor.variance_share),
                "metric": metric,
                "loading": _number(loading),
            }


def _of_store(store: Learned) -> Row:
    return {
        "store_id": store.facts.store_id,
        "learned_date": str(store.facts.as_of_date),
        "learned_customer_count": str(len(store.facts.segments)),
    }


def _said(findings: Sequence[str], language: Language) -> str:
    said = [Words(language).say(each) for each in findings]
    return ("" if language == Language.ZH else " ").join(said)


def _number(value: float | None) -> str:
    """Four decimals, without zeros at their end: what a rule's decimal(18, 4) holds."""
    if value is None:
        return ""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
