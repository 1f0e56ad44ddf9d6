"""`tiers cluster`."""

from pathlib import Path
from typing import Annotated

import typer

from runner.choices import Language
from runner.options import AsJson, Database, InLanguage, lend_terminal


def cluster(
    *,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="By default the newest as-of date.")
    ] = None,
    store: Annotated[
        str | None, typer.Option(metavar="STORE", help="Only this one; the others' rules stay.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Of the files.")] = Path("clusters"),
    sample: Annotated[
        int, typer.Option(min=100, metavar="N", help="Learn from at most so many buyers a store.")
    ] = 10_000,
    boxes: Annotated[
        int,
        typer.Option(
            min=1, max=16, metavar="N", help="Longest rules: so many boxes of bounds a cluster."
        ),
    ] = 4,
    database: Database = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Learn which groups of customers a store has, and write them down as rules.

    Only groups that come again in other samples of customers count; without any,
    it says so. A build that is given the files names the group of each customer.
    Needs `pip install 'customer-tiers[models]'`.

    Example: tiers cluster --out clusters
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.models.learn import check_is_installed

        check_is_installed()
        from runner.models.cluster import cluster as learn_clusters
        from runner.models.shapes import ClusterRequest
        from runner.models.show import show_clusters
        from runner.project import find_project

        project = find_project(Path.cwd())
        request = ClusterRequest(
            project.database(database), out, as_of=as_of, store=store, sample=sample, boxes=boxes
        )
        with terminal.progress("The database is read") as progress:
            found = learn_clusters(request, project=project.folder, progress=progress)
        show_clusters(terminal, found)
