"""`tiers check-input`: is a mapping right, and what becomes of its data?"""

from pathlib import Path
from typing import Annotated

import typer

from runner.choices import Language
from runner.options import (
    AsJson,
    Database,
    InLanguage,
    Quiet,
    Variables,
    lend_terminal,
    loudness_of,
)


def check_input(
    inputs: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="The inputs file, as for --inputs of build.")
    ] = Path("inputs.yml"),
    *,
    database: Database = None,
    variables: Variables = None,
    quiet: Quiet = False,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Check an inputs file and try it on its data, without a build.

    All that is wrong with it is told at once. Else you see mapped rows, what is
    rejected and why, and the sums to compare with the shop's own.

    Exit codes: 2 the file can't be right, 1 a build would refuse the data.

    Example: tiers check-input inputs.yml
    """
    loudness = loudness_of(quiet=quiet, verbose=False)
    with lend_terminal(as_json=as_json, language=language, loudness=loudness) as terminal:
        from runner.project import find_project
        from runner.screen.check import check
        from runner.screen.show import show_checked

        with terminal.busy("Reading and screening the data"):
            checked = check(find_project(Path.cwd()), inputs, more=variables, database=database)
        show_checked(terminal, checked)
        raise typer.Exit(checked.code)
