"""Questions on a terminal, and the flags that answer them as answers."""

import shlex
from dataclasses import replace

from runner.errors import UserError
from runner.intake.answers import STATUSES, Answers, pairs
from runner.intake.shapes import Question

FIRST = {"--day-first": "day", "--month-first": "month", "--year-first": "year"}
DECIMAL = {"--decimal-point": "point", "--decimal-comma": "comma"}


def answered(answers: Answers, flags: str) -> Answers:
    """The answers with those that flags give, as they would be typed behind `tiers init`.

    Raises:
        UserError: a flag is not known.
    """
    words = shlex.split(flags)
    while words:
        flag = words.pop(0)
        if flag in FIRST:
            answers = replace(answers, first=FIRST[flag])
        elif flag in DECIMAL:
            answers = replace(answers, decimal=DECIMAL[flag])
        elif words:
            answers = _with_value(answers, flag, words.pop(0))
        else:
            raise UserError(f"{flag} is no answer.")
    return answers


def _with_value(answers: Answers, flag: str, value: str) -> Answers:
    if flag == "--map":
        return replace(answers, mapped={**answers.mapped, **pairs([value], flag=flag)})
    if flag == "--status":
        return replace(answers, statuses={**answers.statuses, **pairs([value], flag=flag)})
    names = {
        "--grain": "grain",
        "--currency": "currency",
        "--timezone": "timezone",
        "--source-timezone": "source_timezone",
        "--preset": "preset",
    }
    if flag not in names:
        raise UserError(f"{flag} is no answer.")
    return replace(answers, **{names[flag]: value})  # type: ignore[arg-type]


def ask(question: Question, answers: Answers) -> Answers:
    """Ask a person on the terminal, and return the answers with theirs."""
    import typer

    flags = list(question.answers)
    if flags and flags[0].startswith("--status"):
        for flag in flags:
            word = shlex.split(flag)[1].rpartition("=")[0]
            status = typer.prompt(f"{word} ({', '.join(STATUSES)})", default=STATUSES[0])
            answers = _with_value(answers, "--status", f"{word}={status}")
        return answers
    several = f"1 to {len(flags)}" if len(flags) > 1 else "1"
    number = typer.prompt(f"{several}, or another flag")
    flag = flags[int(number) - 1] if number.isdigit() and 0 < int(number) <= len(flags) else number
    for blank in ("COLUMN", "EXPRESSION", "CODE", "ZONE"):
        if flag.endswith(blank):
            flag = flag.removesuffix(blank) + shlex.quote(typer.prompt(blank.capitalize()))
    return answered(answers, flag)
