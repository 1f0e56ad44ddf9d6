"""`tiers publish`, `rollback`, `verify` and `releases`: their options."""

from pathlib import Path
from typing import Annotated

import typer

from runner.choices import Language
from runner.options import (
    AsJson,
    Database,
    IncludePersonal,
    InLanguage,
    Inputs,
    Pseudonymise,
    Quiet,
    Variables,
    lend_terminal,
    loudness_of,
    privacy_of,
)

Target = Annotated[str, typer.Argument(metavar="DIR|URL", help="As it was given to publish.")]
Schema = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Of a server: what readers use, else customer_tiers."),
]


def publish(
    *,
    to: Annotated[
        str, typer.Option("--to", metavar="DIR|URL", help="A folder, or a PostgreSQL database.")
    ],
    database: Database = None,
    keep: Annotated[
        int, typer.Option(min=2, metavar="N", help="Releases that stay, the new one among them.")
    ] = 10,
    all_dates: Annotated[
        bool,
        typer.Option(
            "--all-dates",
            help="Tables that the database computes when asked, such as the sentences, at all "
            "dates too; by default only the newest of them is published.",
        ),
    ] = False,
    max_moved: Annotated[
        str | None,
        typer.Option(
            metavar="SHARE",
            help="Publish nothing and exit with 1 if cuts or rules gave more of the customers, "
            "such as 10%, another label since the current release.",
        ),
    ] = None,
    schema: Schema = None,
    grant: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE", help="Of a server, a role that may read; public is all."),
    ] = None,
    include_personal: IncludePersonal = False,
    pseudonymise: Pseudonymise = None,
    inputs: Inputs = None,
    variables: Variables = None,
    quiet: Quiet = False,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Publish all tables of one build, for any tool to read while the next one is built.

    Only if every test passed: `tiers build` ran them, else they run now, with the --inputs and
    --vars of the build. DIR/current leads to the release: customer_tiers.duckdb, Parquet files and
    manifest.json. It is swapped in one step when all is written and checked. In a PostgreSQL
    database, the views of a schema lead to the release in the same way.

    Example: tiers build && tiers publish --to /srv/tiers

    Example: tiers publish --to postgresql://etl@db/shop --grant analysts
    """
    loudness = loudness_of(quiet=quiet)
    with lend_terminal(as_json=as_json, language=language, loudness=loudness) as terminal:
        from runner.ask.diff_options import parse_share
        from runner.project import find_project
        from runner.publish.gate import MovedError
        from runner.publish.shapes import PublishRequest
        from runner.publish.show import show_published
        from runner.publish.show_gate import show_too_many_moved
        from runner.publish.targets import publish_to

        project = find_project(Path.cwd())
        request = PublishRequest(
            database=project.database(database),
            privacy=privacy_of(
                terminal, include_personal=include_personal, pseudonymise=pseudonymise
            ),
            keep=keep,
            all_dates=all_dates,
            max_moved=parse_share(max_moved, option="--max-moved"),
            inputs=inputs,
            variables=variables,
            schema=schema,
            grants=tuple(grant or ()),
        )
        try:
            published = publish_to(project, to, request, terminal)
        except MovedError as error:
            show_too_many_moved(terminal, error)
            raise typer.Exit(error.code) from error
        show_published(terminal, published)


def rollback(
    target: Target,
    *,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="RELEASE", help="By default the one made before this one."),
    ] = None,
    schema: Schema = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Make an earlier release current again, in one step, if it is still whole.

    Example: tiers rollback /srv/tiers
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.publish.show import show_rolled_back
        from runner.publish.targets import rollback_at, told

        with terminal.busy(f"Reading {told(target)}"):
            done = rollback_at(target, schema=schema, name=to)
        show_rolled_back(terminal, done)


def verify(
    target: Target,
    *,
    release: Annotated[
        str | None, typer.Option(metavar="RELEASE", help="By default the current one.")
    ] = None,
    schema: Schema = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Read all of a release, and compare it with its manifest: bytes, hashes, rows.

    Example: tiers verify /srv/tiers
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.publish.show import show_verified
        from runner.publish.targets import told, verify_at

        with terminal.busy(f"Reading {told(target)}"):
            verified = verify_at(target, schema=schema, name=release)
        show_verified(terminal, verified)
        raise typer.Exit(verified.code)


def releases(
    target: Target,
    *,
    schema: Schema = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """List the releases, the newest first, and say which one is current.

    Example: tiers releases /srv/tiers
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.publish.show import show_releases
        from runner.publish.targets import releases_at

        show_releases(terminal, releases_at(target, schema=schema))
