"""`tiers diff`."""

from pathlib import Path
from typing import Annotated

import typer

from runner.ask.diff_options import FailOver, Markdown
from runner.choices import Language
from runner.options import AsJson, Database, InLanguage, lend_terminal


def diff(
    base: Annotated[
        Path | None, typer.Argument(metavar="[BASE]", help="By default the project's database.")
    ] = None,
    head: Annotated[
        Path | None, typer.Argument(metavar="[HEAD]", help="Without it, two dates of BASE.")
    ] = None,
    *,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Of HEAD; by default the newest that both hold."),
    ] = None,
    base_as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Of BASE; by default the same, in one database the one before."
        ),
    ] = None,
    markdown: Markdown = False,
    fail_over: FailOver = None,
    database: Database = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Show whose labels differ between two databases or dates, and why.

    Example: tiers diff main.duckdb branch.duckdb --fail-over 5%
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.ask.diff import difference
        from runner.ask.diff_options import code_of, parse_share
        from runner.ask.show_diff import show_difference
        from runner.ask.sides import DiffRequest
        from runner.project import find_project

        most = parse_share(fail_over)
        project = find_project(Path.cwd())
        request = DiffRequest(base or project.database(database), head, base_as_of, as_of)
        found = difference(project, request)
        code = code_of(found, most)
        show_difference(terminal, found, markdown=markdown, code=code)
        raise typer.Exit(code)
