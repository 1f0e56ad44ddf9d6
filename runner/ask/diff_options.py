"""What `tiers diff` and `tiers what-if` have in common: options, and how they end."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from runner.errors import ExitCode, UserError

if TYPE_CHECKING:
    from runner.ask.difference import Difference

Markdown = Annotated[
    bool, typer.Option("--markdown", help="Print Markdown on stdout, for a pull request.")
]
FailOver = Annotated[
    str | None,
    typer.Option(
        metavar="SHARE",
        help="Exit with 1 if more of the customers, such as 5%, have another label because of "
        "cuts or rules.",
    ),
]


def parse_share(text: str | None, *, option: str = "--fail-over") -> float | None:
    """A share, 0 to 1, of `5%` or `0.05`.

    Args:
        text: as it was given.
        option: to which.

    Raises:
        UserError: it is neither.
    """
    if text is None:
        return None
    found = re.fullmatch(r"\s*(?P<number>\d+(\.\d+)?)\s*(?P<percent>%?)\s*", text)
    share = float(found["number"]) / (100 if found["percent"] else 1) if found else None
    if share is None or share > 1:
        raise UserError(f"{option} {text} is no share.", "Write it as 5% or 0.05.")
    return share


def code_of(found: "Difference", most: float | None) -> ExitCode:
    """How a command ends that allows at most a share of the customers to move.

    Raises:
        UserError: of days that are not the same or one after another, nobody can tell the cause.
    """
    if most is None:
        return ExitCode.FINE
    if not found.knows_cuts:
        raise UserError(
            f"Between {found.base[1]} and {found.head[1]}, what cuts did can't be told from what "
            "time did.",
            "--fail-over takes the same as-of date on both sides.",
        )
    return ExitCode.TEST_FAILED if found.share_by_cuts > most else ExitCode.FINE
