"""`tiers what-if`."""

from pathlib import Path
from typing import Annotated

import typer

from runner.ask.diff_options import FailOver, Markdown
from runner.choices import Language
from runner.options import (
    AsJson,
    Database,
    InLanguage,
    Inputs,
    Quiet,
    Verbose,
    lend_terminal,
    loudness_of,
)


def what_if(
    *,
    rules: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="CSV files in place of those of the same name in seeds/rules."
        ),
    ] = None,
    variables: Annotated[
        str | None, typer.Option("--vars", metavar="YAML", help="Other dbt variables.")
    ] = None,
    inputs: Inputs = None,
    database: Database = None,
    markdown: Markdown = False,
    fail_over: FailOver = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Show whose labels other rules or variables would change, and why.

    Compares the newest date of the database, which stays as it is, with one built
    beside it; give the --inputs that the database was built with.

    Example: tiers what-if --vars '{rfm_method: quantile}'
    """
    loudness = loudness_of(quiet=quiet, verbose=verbose)
    with lend_terminal(as_json=as_json, language=language, loudness=loudness) as terminal:
        from runner.ask.diff_options import code_of, parse_share
        from runner.ask.show_diff import show_difference
        from runner.ask.what_if import WhatIf
        from runner.ask.what_if import what_if as compare
        from runner.project import find_project

        most = parse_share(fail_over)
        project = find_project(Path.cwd())
        asked = WhatIf(project.database(database), rules, variables, inputs)
        with terminal.progress() as progress:
            found = compare(project, asked, progress)
        code = code_of(found, most)
        show_difference(terminal, found, markdown=markdown, code=code)
        raise typer.Exit(code)
