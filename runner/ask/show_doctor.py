"""What `tiers doctor` found, in the terminal."""

from rich.markup import escape

from runner.ask.doctor import Diagnosis
from runner.ask.finding import State
from runner.console import Terminal
from runner.tables import plain_table

SIGNS = {State.FINE: "[green]✓[/]", State.NOTE: "[yellow]![/]", State.MUST: "[red]✗[/]"}


def show_diagnosis(terminal: Terminal, diagnosis: Diagnosis) -> None:
    """Show each finding, its remedy below it."""
    table = plain_table(terminal, "", "", "", numeric=())
    table.show_header = False
    for finding in diagnosis.findings:
        table.add_row(
            SIGNS[finding.state],
            escape(terminal.told(finding.about)),
            escape(terminal.told(finding.sentence)),
        )
        if finding.remedy:
            table.add_row("", "", f"[bold]→ {escape(terminal.told(finding.remedy))}[/]")
    terminal.words.print(table)
    must = sum(finding.state == State.MUST for finding in diagnosis.findings)
    terminal.say("A build can go ahead." if not must else f"To be put right: {must}")
    code = diagnosis.code
    terminal.show_object({"exit_code": code, "meaning": code.meaning, **diagnosis.as_json()})
