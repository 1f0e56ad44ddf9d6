"""`tiers export`: the marts as files."""

from pathlib import Path
from typing import Annotated

import typer

from runner.choices import Format, Language
from runner.options import (
    AsJson,
    Database,
    IncludePersonal,
    InLanguage,
    Pseudonymise,
    lend_terminal,
    privacy_of,
)


def export(
    tables: Annotated[
        list[str] | None, typer.Argument(metavar="[TABLE]...", help="By default all marts.")
    ] = None,
    *,
    file_format: Annotated[
        Format,
        typer.Option("--format", help="Of each file; xlsx and duckdb have all tables in one."),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Created if missing.")],
    database: Database = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE|all", help="Only this as-of date; by default the newest."),
    ] = None,
    lang: Annotated[
        Language | None,
        typer.Option(help="Headers and labels for people; without it, as in the database."),
    ] = None,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="CSV for programs, not for spreadsheets: exact, without BOM."),
    ] = False,
    include_personal: IncludePersonal = False,
    pseudonymise: Pseudonymise = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Write tables of the marts as files, each under its final name only when whole.

    A workbook has a sheet per table. CSV opens in a spreadsheet without harm: no
    cell runs, 011 stays 011. A DuckDB file opens in DuckDB 1.0 and newer.

    Example: tiers export customer_tiers tier_summary --format xlsx --lang en --out export
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from runner.export.export import export as export_tables
        from runner.export.shapes import ExportRequest
        from runner.export.show import show_export
        from runner.project import find_project
        from runner.serve.marks import read_marks

        project = find_project(Path.cwd())
        request = ExportRequest(
            database=project.database(database),
            project=project.folder,
            marks=read_marks(project.folder),
            file_format=file_format,
            out=out,
            tables=tuple(tables or ()),
            as_of=as_of,
            language=lang,
            raw=raw,
            privacy=privacy_of(
                terminal, include_personal=include_personal, pseudonymise=pseudonymise
            ),
        )
        with terminal.progress("The database is read") as progress:
            files = export_tables(request, progress=progress)
        show_export(terminal, files)
