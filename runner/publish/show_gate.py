"""What the gate on meaning says."""

from runner.ask.show_diff import show_moves
from runner.console import Terminal
from runner.publish.gate import MovedCheck, MovedError


def show_moved(terminal: Terminal, check: MovedCheck) -> None:
    """Say how many moved where that is not too many."""
    terminal.say(check.sentence)
    if check.customers_by_time_or_cuts:
        terminal.say(
            f"{check.customers_by_time_or_cuts:,} more did nothing and have another label, by cuts"
            " or because time has passed: nobody can tell, and they don't count."
        )


def show_too_many_moved(terminal: Terminal, error: MovedError) -> None:
    """Show who moved, and why nothing is published; the one object has both."""
    show_moves(terminal, error.difference)
    terminal.words.print()
    terminal.say_error(error)
    code = error.code
    terminal.show_object(
        {
            "exit_code": code,
            "meaning": code.meaning,
            "error": str(error),
            "moves": error.difference.as_json(),
        }
    )
