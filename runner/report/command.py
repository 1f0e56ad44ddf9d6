"""`tiers report`."""

from pathlib import Path
from typing import Annotated

import typer

from runner.choices import Language
from runner.options import (
    AsJson,
    Database,
    IncludePersonal,
    InLanguage,
    Pseudonymise,
    lend_terminal,
    privacy_of,
)


def report(
    *,
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="New, or an older report, which it replaces.")
    ] = Path("report.html"),
    lang: Annotated[
        Language | None, typer.Option(help="Of the page; by default that of --language.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="By default the newest as-of date.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Compare with this; by default the period end before."),
    ] = None,
    store: Annotated[
        str | None, typer.Option(metavar="STORE", help="One store; by default all.")
    ] = None,
    customer: Annotated[
        str | None, typer.Option(metavar="ID", help="The page of one customer.")
    ] = None,
    diff: Annotated[
        str | None,
        typer.Option(
            metavar="BASE",
            help="Who moved since BASE, another database or an as-of date, and why.",
        ),
    ] = None,
    is_opened: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser when it is written.")
    ] = False,
    database: Database = None,
    include_personal: IncludePersonal = False,
    pseudonymise: Pseudonymise = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Write a report as one page: what matters in short, then figures.

    Each figure has a sentence, a chart, its table and the SQL that gives it.
    The page fetches nothing and works without JavaScript. The browser prints it.

    One customer: tiers report --customer C10387 --out C10387.html

    Who moved: tiers report --diff 2025-11-30 --out moved.html

    Example: tiers report --out report.html --open
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.project import find_project
        from runner.report.read import ReportRequest
        from runner.report.show import show_report
        from runner.report.which import reader_of
        from runner.report.write import write_report

        project = find_project(Path.cwd())
        request = ReportRequest(
            database=project.database(database),
            language=lang or language,
            as_of=as_of,
            since=since,
            store=store,
            privacy=privacy_of(
                terminal, include_personal=include_personal, pseudonymise=pseudonymise
            ),
        )
        read = reader_of(project, request, customer=customer, base=diff)
        with terminal.busy("The database is read") as tell:
            written = write_report(lambda: read(tell), out)
        show_report(terminal, written, is_opened=is_opened)
