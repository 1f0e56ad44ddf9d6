"""`tiers semantic`."""

from pathlib import Path
from typing import Annotated

import typer

from runner.choices import Consumer, Language
from runner.options import AsJson, Database, InLanguage, lend_terminal


def semantic(
    *,
    consumer: Annotated[Consumer, typer.Option("--format", help="Who reads the metrics.")],
    out: Annotated[
        Path, typer.Option(metavar="PATH", help="A folder; of osi a file, of superset a .zip too.")
    ],
    lang: Annotated[Language, typer.Option(help="Of labels and descriptions.")] = Language.EN,
    connection: Annotated[
        str | None,
        typer.Option(
            metavar="URI",
            help="Of superset: where it reads, as SQLAlchemy says it; the DuckDB file.",
        ),
    ] = None,
    database: Database = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Write the metrics for MetricFlow, OSI or Superset: one text, all consumers.

    Example: tiers semantic --format superset --out datasets.zip
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.project import find_project
        from runner.semantic.semantic import Request, write_semantics
        from runner.semantic.show import show_written

        project = find_project(Path.cwd())
        request = Request(consumer, out, lang, connection)
        with terminal.busy("Writing the metrics."):
            written = write_semantics(project, project.database(database), request)
        show_written(terminal, written)
