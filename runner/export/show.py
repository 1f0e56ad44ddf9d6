"""What an export wrote: a table, or the one object of `--json`."""

from collections.abc import Sequence

from rich.markup import escape

from runner.console import Terminal
from runner.export.shapes import ExportedFile
from runner.tables import plain_table


def show_export(terminal: Terminal, files: Sequence[ExportedFile]) -> None:
    """List the files that were written, and the tables of those that have several."""
    for file in files:
        if len(file.tables) > 1:
            table = plain_table(terminal, "table", "rows", "as of")
            for held in file.tables:
                table.add_row(escape(held.name), f"{held.rows:,}", held.as_of_date or "")
            terminal.words.print(table)
            terminal.words.print()
    table = plain_table(terminal, "file", "rows", "bytes", "as of")
    for file in files:
        days = {held.as_of_date for held in file.tables if held.as_of_date}
        table.add_row(
            escape(str(file.file)), f"{file.rows:,}", f"{file.bytes:,}", next(iter(days), "")
        )
    terminal.words.print(table)
    terminal.show_fine_object(files=[file.as_json() for file in files])
