"""A difference in the terminal, or as Markdown."""

from decimal import Decimal

from rich.markup import escape
from rich.padding import Padding

from runner.ask.difference import MOVED, Difference, Moved, Mover
from runner.ask.facts import FACTS, fact_text
from runner.ask.markdown import as_markdown
from runner.console import Terminal
from runner.errors import ExitCode
from runner.tables import money, percent, plain_table, print_apart

# More labels do not fit beside each other: then the moves are listed.
WIDEST_MATRIX = 6
LONGEST_LIST = 12
ANY = "any scheme"
MOVE = {"en": "{}: {} ({}). ", "zh": "{}：{}（{}）。"}


def show_difference(
    terminal: Terminal, found: Difference, *, markdown: bool, code: ExitCode
) -> None:
    """Show what differs; as Markdown alone on stdout, or beside the one object."""
    if markdown:
        terminal.out.print(
            as_markdown(found, terminal.told, terminal.language), markup=False, soft_wrap=True
        )
        return
    show_moves(terminal, found)
    terminal.show_object({"exit_code": code, "meaning": code.meaning, **found.as_json()})


def show_moves(terminal: Terminal, found: Difference) -> None:
    """Show what differs, to people."""
    for side, (name, day) in (("Base", found.base), ("Head", found.head)):
        terminal.say(f"{side}: {name}, as of {day}")
    terminal.say(
        f"{found.customers:,} customers, net revenue {money(found.net_revenue)} {found.currency}"
    )
    if not found.moved.customers:
        terminal.say("No customer has another label.")
    else:
        _show_moved(terminal, found)
        for scheme in found.schemes:
            if found.moved_in(scheme).customers:
                _show_scheme(terminal, found, scheme)
        _show_movers(terminal, found)
    for scheme in found.one_sided:
        terminal.say(f"Only one side has labels of {scheme}.")


def _show_moved(terminal: Terminal, found: Difference) -> None:
    causes = [cause for cause in MOVED if cause in found.moved.by_cause]
    table = plain_table(
        terminal,
        "another label in",
        *("customers", "share", "net revenue", "share"),
        *(cause.words for cause in causes),
    )

    def add(name: str, moved: Moved) -> None:
        share = moved.net_revenue / found.net_revenue if found.net_revenue else None
        table.add_row(
            escape(terminal.told(name)),
            f"{moved.customers:,}",
            percent(found.share(moved.customers)),
            money(moved.net_revenue),
            percent(float(share)) if share is not None else "",
            *(f"{moved.by_cause.get(cause, (0, Decimal(0)))[0]:,}" for cause in causes),
        )

    for scheme in found.schemes:
        add(scheme, found.moved_in(scheme))
    add(ANY, found.moved)
    print_apart(terminal, table)


def _show_scheme(terminal: Terminal, found: Difference, scheme: str) -> None:
    labels = found.labels(scheme)
    if len(labels) > WIDEST_MATRIX:
        _show_list(terminal, found, scheme)
        return
    names = [found.name(scheme, label, terminal.language) for label in labels]
    heading = " ".join(map(terminal.told, (scheme, "from, to")))
    table = plain_table(terminal, heading, *names)
    for start, name in zip(labels, names, strict=True):
        cells = (found.count(scheme, start, end) for end in labels)
        table.add_row(escape(name), *(f"{count:,}" if count else "·" for count in cells))
    print_apart(terminal, table)


def _show_list(terminal: Terminal, found: Difference, scheme: str) -> None:
    moves = [move for move in found.of_scheme(scheme) if move.cause in MOVED]
    table = plain_table(
        terminal,
        *("customers", "net revenue", "because of", scheme),
        numeric=("customers", "net revenue"),
    )
    for move in moves[:LONGEST_LIST]:
        names = (
            found.name(scheme, label, terminal.language)
            for label in (move.from_label, move.to_label)
        )
        table.add_row(
            f"{move.customers:,}",
            money(move.net_revenue),
            escape(terminal.told(move.cause.words if move.cause else "")),
            escape(" → ".join(names)),
        )
    print_apart(terminal, table)
    if len(moves) > LONGEST_LIST:
        terminal.say(f"... and {len(moves) - LONGEST_LIST} smaller moves (--json has all)")


def _show_movers(terminal: Terminal, found: Difference) -> None:
    terminal.words.print()
    terminal.say(f"The {len(found.movers)} largest of them:", style="bold")
    for mover in found.movers:
        terminal.words.print()
        terminal.say(
            f"{mover.customer_id} ({mover.store_id}), net revenue {money(mover.net_revenue)}"
            f" {found.currency}"
        )
        if mover.facts:
            _show_indented(terminal, facts_of(terminal, found, mover))
        for move in mover.moves:
            names = (
                found.name(move.scheme, label, terminal.language)
                for label in (move.from_label, move.to_label)
            )
            words = (terminal.told(move.scheme), " → ".join(names), terminal.told(move.cause.words))
            why = " ".join(sentence[terminal.language] for sentence in move.why)
            _show_indented(terminal, MOVE[terminal.language].format(*words) + why)


def facts_of(terminal: Terminal, found: Difference, mover: Mover) -> str:
    """What the customer did between the two, such as `orders 3 → 4`."""
    told = (
        f"{terminal.told(FACTS[name])} "
        + " → ".join(fact_text(terminal.told, name, value, found.currency) for value in values)
        for name, values in mover.facts.items()
        if name in FACTS
    )
    return " · ".join(told)


def _show_indented(terminal: Terminal, text: str) -> None:
    terminal.words.print(Padding(escape(text), (0, 0, 0, 2)))
