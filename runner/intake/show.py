"""A proposal, its questions and its preview on the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table as Grid

from runner.choices import Language
from runner.console import Terminal
from runner.errors import ExitCode, UserError
from runner.intake.answers import Answers
from runner.intake.asking import ask
from runner.intake.evidence import MOST_KEPT
from runner.intake.init import Drafted, first_of
from runner.intake.score import Score
from runner.intake.shapes import Certainty, Proposal, Question
from runner.intake.write import is_taken
from runner.screen.shapes import Screened

COLOURS = {Certainty.CLEAR: "green", Certainty.LIKELY: "yellow", Certainty.OPEN: "red"}


def show_proposal(terminal: Terminal, proposal: Proposal) -> None:
    """Show what each canonical column is taken from, how sure, and why."""
    if proposal.preset:
        terminal.say(f"Recognised: {_in_chinese(terminal, proposal, proposal.preset)}")
    for source in {id(each.source): each.source for each in proposal.inputs.values()}.values():
        for remark in source.remarks:
            terminal.say(f"{source.name}: {remark}")
    for name, given in proposal.inputs.items():
        grid = Grid(title=f"{name}: {escape(given.source.name)}", title_justify="left")
        for heading in ("column", "is", "sure", "why"):
            grid.add_column(terminal.told(heading), overflow="fold")
        for each in given.columns:
            why = "; ".join(terminal.told(sentence) for sentence in each.evidence)
            sure = f"[{COLOURS[each.certainty]}]{terminal.told(each.certainty.value)}[/]"
            grid.add_row(each.column, escape(each.expression), sure, escape(why))
        terminal.words.print(grid)
        if given.statuses:
            words = ", ".join(f"{word} = {status}" for word, status in given.statuses.items())
            terminal.say(f"Statuses: {words}")
    for name, value in proposal.variables.items():
        terminal.say(f"{name}: {value}")
    for remark in proposal.remarks:
        terminal.say(_in_chinese(terminal, proposal, remark))


def _in_chinese(terminal: Terminal, proposal: Proposal, said: str) -> str:
    """What a preset says, in the language of the terminal."""
    return proposal.chinese.get(said, said) if terminal.language == Language.ZH else said


def show_question(terminal: Terminal, question: Question, number: int) -> None:
    """Show a question with its examples and the flags that answer it."""
    terminal.err.print(f"[bold]{number}. {escape(terminal.told(question.sentence))}[/]")
    if question.examples:
        grid = Grid()
        for heading in question.examples[0]:
            grid.add_column(escape(heading), overflow="fold")
        for row in question.examples:
            grid.add_row(*(escape(value) for value in row.values()))
        terminal.err.print(grid)
    for at, (flag, means) in enumerate(question.answers.items(), start=1):
        terminal.err.print(
            f"   {at}. {escape(flag)}: {escape(terminal.told(means))}", soft_wrap=True
        )


def ask_on(terminal: Terminal, proposal: Proposal, question: Question, answers: Answers) -> Answers:
    """Show a question and take the answer that is typed."""
    number = proposal.questions.index(question) + 1
    show_question(terminal, question, number)
    try:
        return ask(question, answers)
    except UserError as error:
        terminal.say_error(error)
        return answers


def show_open(
    terminal: Terminal, drafted: Drafted, names: Sequence[str], command: str = "init"
) -> ExitCode:
    """Name all open questions at once, with the flags that answer them."""
    questions = drafted.proposal.questions
    if not terminal.as_json and command == "init":
        show_proposal(terminal, drafted.proposal)
    for number, question in enumerate(questions, start=1):
        show_question(terminal, question, number)
    flags = " ".join(next(iter(question.answers)) for question in questions)
    count = "1 question is" if len(questions) == 1 else f"{len(questions)} questions are"
    error = UserError(
        f"{count} open, so nothing was {'built' if command == 'build' else 'written'}.",
        f"Answer with flags, such as: tiers init {first_of(names)} {flags}"
        if command == "init"
        else f"Next: tiers init {first_of(names)}",
    )
    terminal.say_error(error)
    terminal.show_object(
        {
            "exit_code": error.code,
            "meaning": error.code.meaning,
            "error": str(error),
            "questions": [
                {
                    "about": each.about,
                    "question": each.sentence,
                    "answers": dict(each.answers),
                    "examples": [dict(row) for row in each.examples],
                }
                for each in questions
            ],
        }
    )
    return error.code


def show_taken(terminal: Terminal, drafted: Drafted, names: Sequence[str]) -> None:
    """Say before a build what its orders are taken from."""
    proposal = drafted.proposal
    if proposal.preset:
        terminal.note(f"Recognised: {_in_chinese(terminal, proposal, proposal.preset)}")
    for name, given in proposal.inputs.items():
        taken = (each for each in given.columns if each.reads and is_taken(each))
        columns = ", ".join(f"{each.column} = {' and '.join(each.reads)}" for each in taken)
        terminal.note(f"{name}: {columns}")
    for remark in proposal.remarks:
        terminal.note(_in_chinese(terminal, proposal, remark))
    terminal.note(f"To see why, and to keep the mapping: tiers init {first_of(names)}")


def show_draft(
    terminal: Terminal,
    drafted: Drafted,
    *,
    screened: Screened,
    written: str,
) -> ExitCode:
    """Show a proposal that was written, and the preview of its orders."""
    from runner.screen.show import show_screened

    show_proposal(terminal, drafted.proposal)
    if drafted.likely:
        likely = ", ".join(drafted.likely)
        terminal.say(f"Only likely, so in {written} as comments: {likely}")
    if drafted.beginnings:
        terminal.say(
            f"The first {MOST_KEPT:,} rows; `tiers check-input {written}` reads all of them:"
        )
    show_screened(terminal, screened)
    terminal.say(f"Written: {written}")
    terminal.say(f"Next: `tiers build --inputs {written}`")
    terminal.show_object(
        {
            "exit_code": screened.code,
            "meaning": ExitCode(screened.code).meaning,
            "preset": drafted.proposal.preset or None,
            "inputs": {name: _as_json(given) for name, given in drafted.proposal.inputs.items()},
            "variables": dict(drafted.proposal.variables),
            "remarks": list(drafted.proposal.remarks),
            "file": written,
            "preview": screened.as_json(),
        }
    )
    return ExitCode(screened.code)


def _as_json(given: Any) -> Mapping[str, object]:  # noqa: ANN401
    return {
        "source": given.source.name,
        "grain": given.grain,
        "columns": {
            each.column: {
                "expression": each.expression,
                "reads": list(each.reads),
                "certainty": each.certainty.value,
                "evidence": list(each.evidence),
            }
            for each in given.columns
        },
        "statuses": dict(given.statuses),
    }


def show_score(terminal: Terminal, score: Score) -> None:
    """Show the figures of a folder of cases, and what was not right."""
    headings = ("case", "right", "asked", "wrong", "missing", "questions")
    grid = Grid()
    for heading in headings:
        grid.add_column(terminal.told(heading), justify="left" if heading == "case" else "right")
    verdicts = headings[1:5]
    for case in score.cases:
        counts = (str(case.count(verdict)) for verdict in verdicts)
        grid.add_row(escape(case.name), *counts, str(case.questions))
    grid.add_section()
    questions = sum(case.questions for case in score.cases)
    grid.add_row(
        f"{len(score.cases)}", *(str(score.count(verdict)) for verdict in verdicts), str(questions)
    )
    terminal.words.print(grid)
    figures = score.as_json()
    terminal.say(
        f"{score.right_or_asked:.1%} of {score.columns:,} columns right or asked,"
        f" {score.count('right') / max(score.columns, 1):.1%} right;"
        f" wrong date orders {figures['wrong_date_orders']},"
        f" wrong money columns {figures['wrong_money_columns']};"
        f" {figures['questions_per_file']} questions a file"
    )
    terminal.show_fine_object(**figures)
