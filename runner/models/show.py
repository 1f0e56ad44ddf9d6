"""What `tiers cluster` found: tables and sentences, or the one object of `--json`."""

from dataclasses import asdict
from typing import Any

from rich.markup import escape

from runner.choices import Language
from runner.console import Terminal
from runner.models.cluster import Clustered
from runner.models.names import condition
from runner.models.shapes import Factor, Learned, Told
from runner.tables import plain_table


def show_clusters(terminal: Terminal, found: Clustered) -> None:
    """Show each store's clusters and factors, and how a build is given them."""
    for store in found.stores:
        _show_store(terminal, store)
    if found.files:
        terminal.say("Put these into the inputs of inputs.yml, and build:")
        for name, file in found.files.items():
            terminal.words.print(f"  {name}: {{location: {escape(str(file))}}}", soft_wrap=True)
    terminal.show_fine_object(
        stores=[_as_json(store) for store in found.stores],
        files={name: str(file) for name, file in found.files.items()},
    )


def _show_store(terminal: Terminal, store: Learned) -> None:
    facts = store.facts
    sampled = len(facts.segments)
    of = f"{facts.buyer_count:,} buyers" + (
        f", {sampled:,} of them looked at" if sampled < facts.buyer_count else ""
    )
    terminal.say(f"{facts.store_id}, {facts.as_of_date}: {of}", style="bold")
    if store.trials:
        _show_trials(terminal, store)
    for finding in store.findings:
        terminal.say(finding)
    for metric, why in store.left_out.items():
        terminal.say(f"{metric} is left out: it is {why} for all.")
    is_chinese = terminal.language == Language.ZH
    if store.told:
        _show_clusters(terminal, store.told, facts.currency)
    for factor in store.factors:
        together = escape(factor.name[is_chinese])
        heading = terminal.told("goes together: ")
        terminal.words.print(f"{heading}{together} ({factor.variance_share:.0%})", soft_wrap=True)
    terminal.words.print()


def _show_clusters(terminal: Terminal, told: Told, currency: str) -> None:
    """The name of each cluster, and below it a line for each box of bounds."""
    is_chinese = terminal.language == Language.ZH
    for cluster in told.clusters:
        terminal.words.print(f"{cluster.number} {escape(cluster.name[is_chinese])}", style="bold")
        for box in told.boxes:
            if box.cluster == cluster.number:
                bounds = [condition(each, currency)[is_chinese] for each in box.bounds]
                line = ("；" if is_chinese else "; ").join(bounds)
                terminal.words.print(f"  {escape(line)}", soft_wrap=True)


def _show_trials(terminal: Terminal, store: Learned) -> None:
    table = plain_table(
        terminal, "clusters", "least stability", "silhouette", "boxes", "put right", ""
    )
    for trial in store.trials:
        is_chosen = store.told and trial.count == len(store.told.clusters)
        table.add_row(
            str(trial.count),
            f"{trial.least_stability:.2f}",
            f"{trial.silhouette:.2f}",
            str(trial.boxes),
            f"{trial.fidelity:.1%}",
            "←" if is_chosen else "",
        )
    terminal.words.print(table)


def _as_json(store: Learned) -> dict[str, Any]:
    return {
        "store": store.facts.store_id,
        "as_of": str(store.facts.as_of_date),
        "buyers": store.facts.buyer_count,
        "learned_from": len(store.facts.segments),
        "metrics": list(store.metrics),
        "left_out": dict(store.left_out),
        "findings": list(store.findings),
        "trials": [
            {**asdict(trial), "least_stability": trial.least_stability} for trial in store.trials
        ],
        **_clusters_as_json(store.told, store.facts.currency),
        "kmo": store.kmo,
        "factors": [_factor_as_json(factor) for factor in store.factors],
    }


def _clusters_as_json(told: Told | None, currency: str) -> dict[str, Any]:
    if told is None:
        return {"clusters": [], "fidelity": None, "silhouette": None, "rfm_agreement": None}
    return {
        "clusters": [
            {
                "cluster_id": cluster.number,
                "name_en": cluster.name[0],
                "name_zh": cluster.name[1],
                "stability": cluster.stability,
                "boxes": [
                    [condition(bound, currency)[0] for bound in box.bounds]
                    for box in told.boxes
                    if box.cluster == cluster.number
                ],
            }
            for cluster in told.clusters
        ],
        "fidelity": told.fidelity,
        "silhouette": told.silhouette,
        "rfm_agreement": told.agreement,
    }


def _factor_as_json(factor: Factor) -> dict[str, Any]:
    return {
        "factor": factor.number,
        "name_en": factor.name[0],
        "name_zh": factor.name[1],
        "loadings": dict(factor.loadings),
        "eigenvalue": factor.eigenvalue,
        "chance_eigenvalue": factor.chance_eigenvalue,
        "variance_share": factor.variance_share,
    }
