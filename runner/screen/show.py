"""Show what a mapping makes of its data: a preview, and all that is wrong with it."""

from decimal import Decimal

from rich.markup import escape
from rich.table import Table

from runner.console import Terminal
from runner.screen.check import Checked
from runner.screen.shapes import Money, Rejection, Screened

WIDEST = 24
# What a reader compares with the file; the others are cut where there is no room.
IN_FULL = ("order_id", "ordered_at", "gross_amount")


def show_checked(terminal: Terminal, checked: Checked) -> None:
    """Show all faults of a mapping, else its preview."""
    for fault in checked.faults:
        terminal.say_error(fault)
    if checked.screened:
        show_screened(terminal, checked.screened)
    terminal.show_object(checked.as_json())


def show_screened(terminal: Terminal, screened: Screened) -> None:
    """Show mapped rows, what is rejected and why, the sums, and whether a build would go on.

    Rows are for whoever looks at a terminal: with --json, none goes into the log of a job.
    """
    if not terminal.as_json:
        _show_mapped(terminal, screened)
    _show_rejections(terminal, screened)
    _show_money(terminal, screened)
    for other in screened.others:
        unused = sum(rejection.rows for rejection in other.rejections)
        terminal.say(f"{other.name}: {other.rows:,} in, {unused:,} not used")
        _show_examples(terminal, other.rejections, of=f"{other.name}: ")
    rejected = screened.rows - screened.accepted
    terminal.say(
        f"row count: {screened.rows:,} in, {screened.accepted:,} accepted, {rejected:,} rejected"
    )
    if screened.first_date:
        terminal.say(
            f"Orders: {screened.orders:,}, customers: {screened.customers:,}, "
            f"from {screened.first_date} to {screened.last_date}"
        )
    if screened.refused:
        terminal.say("A build would stop here:", style="red")
        terminal.say(screened.refused)
    else:
        terminal.say("A build would accept these data.", style="green")


def _show_mapped(terminal: Terminal, screened: Screened) -> None:
    given = [
        column
        for column in (screened.mapped[0] if screened.mapped else ())
        if any(row[column] for row in screened.mapped)
    ]
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    for column in given:
        is_amount = column.endswith("_amount")
        widest = max(len(_short(column, row[column])) for row in screened.mapped)
        table.add_column(
            column,
            justify="right" if is_amount else "left",
            overflow="ellipsis",
            no_wrap=True,
            min_width=min(widest, WIDEST) if column in IN_FULL else None,
            max_width=WIDEST,
        )
    for row in screened.mapped:
        table.add_row(*(escape(_short(column, row[column])) for column in given))
    if given:
        terminal.words.print(table)
        terminal.words.print()


def _short(column: str, text: str | None) -> str:
    """A cell without what says nothing: zeros behind the cents, midnight."""
    text = text or ""
    if column.endswith("_amount") and text:
        whole, _, decimals = text.partition(".")
        return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
    return text.removesuffix(" 00:00:00")


def _show_rejections(terminal: Terminal, screened: Screened) -> None:
    if screened.rejections:
        _show_examples(terminal, screened.rejections, of="")
        terminal.words.print()


def _show_examples(terminal: Terminal, rejections: tuple[Rejection, ...], *, of: str) -> None:
    for rejection in rejections:
        reason = terminal.told(f"{of}{rejection.reason}")
        values = f" ({rejection.values})" if rejection.values else ""
        terminal.words.print(
            f"[bold]{escape(reason)}[/] {rejection.rows:,}{escape(values)}", soft_wrap=True
        )
        for example in () if terminal.as_json else rejection.examples:
            terminal.words.print(
                f"    {escape(example)}", style="dim", no_wrap=True, overflow="ellipsis"
            )


def _show_money(terminal: Terminal, screened: Screened) -> None:
    reporting = screened.reporting_currency
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    table.add_column(terminal.told("orders in"))
    for heading in ("orders", "gross", "discounts", "refunds", "net"):
        table.add_column(terminal.told(heading), justify="right")
    for money in screened.money:
        amounts = (money.gross, money.discounts, money.refunds, money.net)
        table.add_row(
            escape(money.currency), f"{money.orders:,}", *(f"{amount:,.2f}" for amount in amounts)
        )
    if screened.money:
        terminal.words.print(table)
    for money in screened.money:
        if money.currency != reporting:
            terminal.say(
                f"The sums in {money.currency} are converted to {reporting}; "
                f"gross before that: {_amount(money.purchases, money)}"
            )
        for status, amount in money.set_aside.items():
            terminal.say(f"Not counted, as {status}: {_amount(amount, money)}")
    if screened.money:
        terminal.words.print()


def _amount(amount: Decimal, money: Money) -> str:
    return f"{amount:,.2f} {money.currency}"
