"""What commands have in common: their options, and the terminal where their errors end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runner.choices import Language, Loudness
from runner.errors import ExitCode, UserError, full_disk

if TYPE_CHECKING:
    from runner.console import Terminal
    from runner.serve.privacy import Privacy

AsJson = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on stdout, words on stderr.")
]
Database = Annotated[
    Path | None,
    typer.Option(
        envvar="TIERS_DATABASE",
        metavar="FILE",
        help="The DuckDB file; by default customer_tiers.duckdb in the project's folder.",
    ),
]

Inputs = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A YAML file of dbt variables, with your orders under `inputs:`; by default "
        "the sample shop. Relative locations in it are taken from the working folder.",
    ),
]
Variables = Annotated[
    str | None,
    typer.Option("--vars", metavar="YAML", help="More dbt variables; they override --inputs."),
]


InLanguage = Annotated[
    Language,
    typer.Option(
        "--language", envvar="TIERS_LANGUAGE", help="Of tables, labels and messages; not of --json."
    ),
]

IncludePersonal = Annotated[
    bool,
    typer.Option(
        "--include-personal",
        help="Names, contacts, birthdays and raw rows as they are; else left out or masked.",
    ),
]
Pseudonymise = Annotated[
    Path | None,
    typer.Option(
        metavar="KEYFILE",
        help="Write a keyed hash in place of each customer and order id, the same in all outputs.",
    ),
]

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Tell only what is wrong.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Tell of each model and test when it is done.")
]


def loudness_of(*, quiet: bool, verbose: bool = False) -> Loudness:
    """How much a command tells."""
    if quiet:
        return Loudness.QUIET
    return Loudness.VERBOSE if verbose else Loudness.USUAL


def privacy_of(
    terminal: "Terminal", *, include_personal: bool, pseudonymise: Path | None
) -> "Privacy":
    """What becomes of personal data, by the options of a command that writes tables.

    Raises:
        UserError: the options contradict each other, or the key can't be read or is too short.
    """
    from runner.serve.privacy import Privacy, is_open_to_others, read_key

    if pseudonymise is None:
        return Privacy(include_personal=include_personal)
    if include_personal:
        raise UserError(
            "--include-personal and --pseudonymise contradict each other.",
            "One names the customers, the other hides who they are.",
        )
    key = read_key(pseudonymise)
    if is_open_to_others(pseudonymise):
        terminal.note(
            f"Others can read the key file {pseudonymise}, and undo the pseudonyms with it:"
            f" `chmod 600 {pseudonymise}`."
        )
    return Privacy(key=key)


@contextmanager
def lend_terminal(
    *,
    as_json: bool,
    language: Language = Language.EN,
    loudness: Loudness = Loudness.USUAL,
) -> Iterator["Terminal"]:
    """Lend the terminal; the one place where errors end.

    A known error is one line on stderr, an unknown one keeps its traceback. On SIGTERM, a command
    cleans up just as on an interrupt.
    """
    from runner.console import Terminal

    terminal = Terminal(as_json, language, loudness)
    try:
        with _interrupted_by_sigterm():
            yield terminal
    except UserError as error:
        terminal.show_error(error)
        raise typer.Exit(error.code) from error
    except KeyboardInterrupt as error:
        terminal.show_error(
            UserError("Interrupted; nothing was replaced.", code=ExitCode.ENGINE_FAILED)
        )
        raise typer.Exit(ExitCode.ENGINE_FAILED) from error
    except typer.Exit:
        raise
    except Exception as error:
        if known := full_disk(error):
            terminal.show_error(known)
        else:
            terminal.show_traceback()
        raise typer.Exit(ExitCode.ENGINE_FAILED) from error


@contextmanager
def _interrupted_by_sigterm() -> Iterator[None]:
    """Treat SIGTERM, which cron, systemd and Docker send, as Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
