"""`tiers explain`."""

from pathlib import Path
from typing import Annotated

import typer

from runner.choices import Language
from runner.options import AsJson, Database, IncludePersonal, InLanguage, lend_terminal


def explain(
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer's id.")],
    *,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="By default the newest as-of date.")
    ] = None,
    store: Annotated[
        str | None, typer.Option(metavar="STORE", help="By default all that know the customer.")
    ] = None,
    include_personal: IncludePersonal = False,
    database: Database = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Show one customer: facts, labels and why, the next level, history, actions.

    Name, contacts and birth date are shown with --include-personal.

    Example: tiers explain C10387 --store north --as-of 2025-06-30
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.ask.explain import Question, explain_customer
        from runner.ask.show_explain import show_pages
        from runner.project import find_project

        project = find_project(Path.cwd())
        question = Question(customer, as_of=as_of, store=store, include_personal=include_personal)
        show_pages(terminal, explain_customer(project, project.database(database), question))
