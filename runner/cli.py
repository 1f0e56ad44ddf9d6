"""The commands: each parses, calls one function, shows and exits.

Everything heavy is imported when a command runs, so that `tiers --help` is quick.
"""

from pathlib import Path
from typing import Annotated

import typer

from runner.ask.diff_command import diff
from runner.ask.doctor_command import doctor
from runner.ask.explain_command import explain
from runner.ask.what_if_command import what_if
from runner.choices import Grain, Language
from runner.export.command import export
from runner.intake.command import init
from runner.models.command import cluster
from runner.options import (
    AsJson,
    Database,
    InLanguage,
    Inputs,
    Quiet,
    Variables,
    Verbose,
    lend_terminal,
    loudness_of,
)
from runner.publish.command import publish, releases, rollback, verify
from runner.report.command import report
from runner.screen.command import check_input
from runner.semantic.command import semantic
from runner.site.command import docs

app = typer.Typer(
    name="tiers",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 (Typer calls it)
    if wanted:
        from importlib.metadata import version

        typer.echo(f"tiers {version('customer-tiers')}")
        raise typer.Exit


@app.callback()
def tiers(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Show the version and exit.",
        ),
    ] = False,
) -> None:
    """Raw orders in; every customer out with facts, scores, tiers and a reason for each.

    Example: tiers build && tiers export --format csv --out export

    Exit codes: 0 fine, 1 the data failed a test, 2 usage error, 3 engine failure.
    """


@app.command()
def build(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help="Exports of your shop, mapped as `tiers init` would."
        ),
    ] = None,
    *,
    inputs: Inputs = None,
    database: Database = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="As of the end of this day; by default the day of the last order.",
        ),
    ] = None,
    variables: Variables = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", "-s", metavar="SEL", help="Build only these; dbt's syntax."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="SEL", help="Leave these out; dbt's syntax."),
    ] = None,
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Build incremental tables from nothing.")
    ] = False,
    no_tests: Annotated[bool, typer.Option("--no-tests", help="Skip the tests.")] = False,
    unit_tests: Annotated[
        bool,
        typer.Option("--unit-tests", help="Run the unit tests of the models too, as CI does."),
    ] = False,
    threads: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Models built at a time.")
    ] = None,
    only_plan: Annotated[
        bool,
        typer.Option("--plan", help="Only say which dates would be built, and why."),
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Build the tiers with dbt, test them, and show what came out.

    Only a successful build replaces the database; a failed one is kept next to it. With FILE, an
    export of a shop is mapped first; if it leaves a question open, nothing is built.

    Example: tiers build orders_export.csv

    Example: tiers build --inputs examples/online_retail/inputs.yml --as-of 2011-12-09
    """
    loudness = loudness_of(quiet=quiet, verbose=verbose)
    with lend_terminal(as_json=as_json, language=language, loudness=loudness) as terminal:
        from runner.build import BuildRequest, plan
        from runner.build import build as build_tiers
        from runner.project import find_project
        from runner.tables import show_build, show_plan

        request = BuildRequest(
            inputs=inputs,
            database=database,
            as_of=as_of,
            variables=variables,
            select=tuple(select or ()),
            exclude=tuple(exclude or ()),
            full_refresh=full_refresh,
            tests=not no_tests,
            unit_tests=unit_tests,
            threads=threads,
        )
        project = find_project(Path.cwd())
        if files:
            from runner.intake.command import mapped_files

            request = mapped_files(terminal, files, request)
        if only_plan:
            with terminal.progress() as progress:
                planned = plan(project, request, progress)
            show_plan(terminal, planned)
            return
        with terminal.progress() as progress:
            report = build_tiers(project, request, progress)
        show_build(terminal, report)
        raise typer.Exit(report.code)


@app.command()
def backfill(
    *,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="First day, YYYY-MM-DD.")],
    last: Annotated[
        str, typer.Option("--to", metavar="DATE", help="Last day, at most the newest as-of date.")
    ],
    grain: Annotated[
        Grain | None,
        typer.Option(
            help="By default the var history_grain. With another one all dates are judged anew "
            "and those that are no end of its periods are forgotten, by the next build with "
            "history_grain too: set that var to keep them."
        ),
    ] = None,
    batch: Annotated[
        int,
        typer.Option(min=1, metavar="N", help="Dates per run of dbt; fewer need less memory."),
    ] = 12,
    inputs: Inputs = None,
    database: Database = None,
    variables: Variables = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Build past dates too: every period end from one day to another.

    The database must exist, built with the same --inputs and --vars. Dates that it holds are
    skipped; each successful batch stays, so the same command resumes after a kill. The data tests
    read all dates, so they run once, with the last batch.

    Example: tiers backfill --from 2023-01-01 --to 2024-12-31
    """
    loudness = loudness_of(quiet=quiet, verbose=verbose)
    with lend_terminal(as_json=as_json, language=language, loudness=loudness) as terminal:
        from runner.backfill import BackfillRequest
        from runner.backfill import backfill as backfill_tiers
        from runner.project import find_project
        from runner.tables import show_backfill

        request = BackfillRequest(
            first=first,
            last=last,
            grain=grain,
            batch=batch,
            inputs=inputs,
            database=database,
            variables=variables,
        )
        report = backfill_tiers(find_project(Path.cwd()), request, terminal)
        show_backfill(terminal, report)
        raise typer.Exit(report.code)


app.command()(export)


@app.command()
def status(
    *,
    database: Database = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Show what the database holds: dates, when and why each was built, rows, size.

    Example: tiers status --json
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.project import find_project
        from runner.status import read_status
        from runner.tables import show_status

        show_status(terminal, read_status(find_project(Path.cwd()).database(database)))


@app.command()
def eject(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="New or empty.")] = Path(
        "customer_tiers"
    ),
    *,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Write out the dbt project, to change its models, rules and profile.

    `tiers` in that folder builds that project, and so does plain dbt.

    Example: tiers eject customer_tiers && cd customer_tiers && tiers build
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.eject import eject as eject_project
        from runner.project import find_project

        parts = eject_project(find_project(Path.cwd()), folder)
        terminal.say(f"Wrote {folder}: {', '.join(map(str, parts))}")
        terminal.say(f"Next: `cd {folder}` and `tiers build`; rules are in seeds/rules.")
        terminal.show_fine_object(folder=str(folder), parts=[str(part) for part in parts])


app.command()(init)
app.command()(explain)
app.command()(diff)
app.command()(what_if)
app.command()(doctor)
app.command()(check_input)
app.command()(publish)
app.command()(rollback)
app.command()(verify)
app.command()(releases)
app.command()(report)
app.command()(cluster)
app.command()(semantic)
app.command()(docs)

if __name__ == "__main__":
    app()
