"""`tiers doctor`."""

from pathlib import Path

import typer

from runner.choices import Language
from runner.options import AsJson, Database, InLanguage, Inputs, Variables, lend_terminal


def doctor(
    *,
    inputs: Inputs = None,
    database: Database = None,
    variables: Variables = None,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Look at all that a build needs, in seconds: what is wrong, and its remedy.

    Exit codes: 0 a build can go ahead, 1 something must be put right.

    Example: tiers doctor --inputs inputs.yml
    """
    with lend_terminal(as_json=as_json, language=language) as terminal:
        from datetime import UTC, datetime

        from runner.ask.doctor import examine
        from runner.ask.show_doctor import show_diagnosis
        from runner.project import find_project

        project = find_project(Path.cwd())
        diagnosis = examine(
            project,
            project.database(database),
            inputs=inputs,
            variables=variables,
            today=datetime.now(UTC).date(),
        )
        show_diagnosis(terminal, diagnosis)
        raise typer.Exit(diagnosis.code)
