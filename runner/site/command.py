"""`tiers docs`."""

from pathlib import Path
from typing import Annotated

import typer

from runner.choices import Language
from runner.options import AsJson, Database, InLanguage, lend_terminal


def docs(
    *,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="New, empty, or an older site, which it replaces.")
    ] = Path("site"),
    database: Database = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Write the tables, labels, rules and playbook as a static site, in English and Chinese.

    The pages open without a server, fetch nothing, and have no row of a customer.
    dbt's own docs are beside them.

    Example: tiers docs --out site
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.project import find_project
        from runner.site.show import show_site
        from runner.site.write import write_docs

        project = find_project(Path.cwd())
        with terminal.busy("Writing the pages ..."):
            written = write_docs(project, project.database(database), out)
        show_site(terminal, written)
