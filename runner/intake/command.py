"""`tiers init`: its options."""

import sys
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from runner.choices import Language
from runner.options import AsJson, InLanguage, Quiet, lend_terminal, loudness_of

if TYPE_CHECKING:
    from runner.build import BuildRequest
    from runner.console import Terminal


def mapped_files(terminal: "Terminal", files: list[str], request: "BuildRequest") -> "BuildRequest":
    """The request of a build with the mapping of files, if all about them is clear.

    Raises:
        UserError: there is a mapping already, or a file holds no orders.
        Exit: a question is open; it was shown.
    """
    from runner.errors import UserError
    from runner.intake.answers import Answers
    from runner.intake.init import InitRequest, draft, with_mapping
    from runner.intake.show import show_open, show_taken

    if request.inputs:
        raise UserError(
            "FILE and --inputs both say where the orders are.", "Leave one of them out."
        )
    with terminal.busy("Looking at the files"):
        drafted = draft(InitRequest(tuple(files), Answers()))
    if not drafted.text:
        raise typer.Exit(show_open(terminal, drafted, files, "build"))
    show_taken(terminal, drafted, files)
    return with_mapping(request, drafted.proposal)


def init(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE|GLOB|TABLE...", help="Exports of your shop."),
    ] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the mapping is written.")] = Path(
        "inputs.yml"
    ),
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Take what is clear; what is open is never guessed.")
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace --out.")] = False,
    day_first: Annotated[bool, typer.Option("--day-first", help="01/02 is 1 February.")] = False,
    month_first: Annotated[bool, typer.Option("--month-first", help="01/02 is January 2.")] = False,
    year_first: Annotated[bool, typer.Option("--year-first", help="24-01-02 is of 2024.")] = False,
    decimal_comma: Annotated[
        bool, typer.Option("--decimal-comma", help="1,234 is less than two.")
    ] = False,
    decimal_point: Annotated[
        bool, typer.Option("--decimal-point", help="1,234 is more than a thousand.")
    ] = False,
    grain: Annotated[
        str | None, typer.Option(metavar="order|line", help="What a row of the orders is.")
    ] = None,
    mapped: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=YOURS",
            help="Such as orders.customer_id=Email; =none: no column.",
        ),
    ] = None,
    statuses: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="WORD=STATUS", help="Such as Paid=completed."),
    ] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="In which all amounts are counted.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="Of the shop, such as Europe/Berlin.")
    ] = None,
    source_timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="Of times that do not say theirs.")
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(metavar="NAME|none", help="The known export; none: go by the columns."),
    ] = None,
    no_header: Annotated[
        bool, typer.Option("--no-header", help="The first row is data, too.")
    ] = False,
    encoding: Annotated[
        str, typer.Option(metavar="NAME", help="Of the text, if it is not found out.")
    ] = "",
    score: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Judge the mapper on cases instead; see the docs."),
    ] = None,
    quiet: Quiet = False,
    language: InLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Look at exports of any shop, propose a mapping, and try it.

    What the files can't decide is asked; without a terminal the command ends with exit code 2, the
    questions, and the flags that answer them.

    Example: tiers init orders_export.csv --out inputs.yml
    """
    loudness = loudness_of(quiet=quiet, verbose=False)
    with lend_terminal(as_json=as_json, language=language, loudness=loudness) as terminal:
        from runner.errors import UserError
        from runner.intake.answers import Answers, pairs
        from runner.intake.init import InitRequest, checked, draft, preview, with_first, write
        from runner.intake.score import score_folder
        from runner.intake.show import ask_on, show_draft, show_open, show_score
        from runner.project import find_project

        if score:
            show_score(terminal, score_folder(score))
            return
        if not names:
            raise UserError("No file is named.", "Such as: tiers init orders_export.csv")
        answers = Answers(
            decimal="comma" if decimal_comma else "point" if decimal_point else None,
            grain=grain,
            mapped=pairs(mapped or (), flag="--map"),
            statuses=pairs(statuses or (), flag="--status"),
            currency=currency,
            timezone=timezone,
            source_timezone=source_timezone,
            preset=preset,
        )
        request = InitRequest(
            tuple(names),
            with_first(answers, day=day_first, month=month_first, year=year_first),
            has_header=not no_header,
            encoding=encoding,
        )
        asks = sys.stdin.isatty() and not (yes or as_json or quiet)
        asker = (lambda *each: ask_on(terminal, *each)) if asks else None
        with TemporaryDirectory() as folder:
            # A line of progress would write over what is asked.
            with nullcontext() if asks else terminal.busy("Looking at the files"):
                drafted = draft(request, asker, folder=Path(folder))
            if not drafted.text:
                raise typer.Exit(show_open(terminal, drafted, names))
            project = find_project(Path.cwd())
            with terminal.busy("Reading and screening the data"):
                screened = preview(project, checked(project, drafted.proposal), drafted)
        write(drafted.text, out, overwrite=overwrite)
        raise typer.Exit(show_draft(terminal, drafted, screened=screened, written=str(out)))
