"""A customer's page in the terminal."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from rich.markup import escape
from rich.padding import Padding

from runner.ask.facts import FACTS, fact_text
from runner.ask.page import Label, Page
from runner.console import Terminal
from runner.tables import plain_table, print_apart

COLON = {"en": ": ", "zh": "："}
BLOCKS = "▁▂▃▄▅▆▇█"


def show_pages(terminal: Terminal, pages: Sequence[Page]) -> None:
    """Show the page of the customer in each store."""
    for page in pages:
        _show_person(terminal, page)
        _show_facts(terminal, page)
        _show_labels(terminal, page)
        _show_next_steps(terminal, page)
        _show_history(terminal, page)
        _show_actions(terminal, page)
        terminal.words.print()
    terminal.show_fine_object(customers=[page.as_json() for page in pages])


def _show_person(terminal: Terminal, page: Page) -> None:
    told = terminal.told(
        f"Customer {page.customer_id} in store {page.store_id}, as of {page.as_of_date}"
    )
    terminal.words.print(f"[bold]{escape(told)}[/]", soft_wrap=True)
    if headline := page.headline.get(terminal.language):
        terminal.words.print(escape(headline))
    if page.profile:
        known = [
            f"{terminal.told(name.replace('_', ' '))} {_known(terminal, value)}"
            for name, value in page.profile.items()
        ]
        terminal.words.print(escape(" · ".join(known)))


def _known(terminal: Terminal, value: object) -> str:
    return terminal.told("yes" if value else "no") if isinstance(value, bool) else str(value)


def _show_facts(terminal: Terminal, page: Page) -> None:
    table = plain_table(terminal, "fact", "value", "fact", "value", numeric=("value",))
    known = [
        (
            terminal.told(name),
            fact_text(terminal.told, column, page.facts[column], page.amounts.currency),
        )
        for column, name in FACTS.items()
        if column in page.facts
    ]
    half = -(-len(known) // 2)
    for number in range(half):
        right = known[half + number] if half + number < len(known) else ("", "")
        table.add_row(*map(escape, (*known[number], *right)))
    print_apart(terminal, table)
    if expected := page.facts.get("expected_next_order_date"):
        terminal.words.print()
        is_over = str(expected) < str(page.as_of_date)
        begin = "The next order was" if is_over else "Next order"
        terminal.say(f"{begin} expected on {expected}.")


def _show_labels(terminal: Terminal, page: Page) -> None:
    for label in page.labels:
        terminal.words.print()
        name = escape(label.names[terminal.language])
        scheme = escape(terminal.told(label.scheme))
        terminal.words.print(f"{scheme}{COLON[terminal.language]}[bold]{name}[/]")
        for sentence in page.sentences:
            if sentence.scheme == label.scheme:
                text = escape(_said(terminal, sentence.text))
                terminal.words.print(Padding(text, (0, 0, 0, 2)))


def _show_next_steps(terminal: Terminal, page: Page) -> None:
    if not page.next_steps:
        return
    table = plain_table(
        terminal, "to the next level", "fact", "now", "next", "missing", numeric=("now", "missing")
    )
    language = terminal.language
    for step in page.next_steps:
        metric = page.amounts.metrics.get(step.metric)
        more = metric is None or metric.is_higher_better
        name = (metric.label_zh if language == "zh" else metric.label_en) if metric else step.metric
        table.add_row(
            escape(terminal.told(step.scheme)),
            escape(name),
            page.amounts.text(step.metric, step.value or 0, language),
            escape(step.next_names.get(language) or terminal.told(step.next_level or "")),
            ("+" if more else "-") + page.amounts.text(step.metric, step.distance or 0, language),
        )
    print_apart(terminal, table)


def _show_history(terminal: Terminal, page: Page) -> None:
    days = sorted(page.history)
    if len(days) < 2:  # noqa: PLR2004 (one date is no history)
        return
    heading = f"{days[0]} - {days[-1]}"
    table = plain_table(terminal, "history", heading, "since", numeric=())
    for label in page.labels:
        past = page.of_scheme(label.scheme)
        table.add_row(
            escape(terminal.told(label.scheme)),
            f"[cyan]{sparkline([of_day for _, of_day in past])}[/]",
            escape(_runs(past, terminal.language)),
        )
    print_apart(terminal, table)


def sparkline(labels: Sequence[Label]) -> str:
    """A block for each label, as high as it stands in its scheme; a dot where none is higher."""
    top = len(BLOCKS) - 1
    return "".join(
        "·" if label.height is None else BLOCKS[round(label.height * top)] for label in labels
    )


def _runs(past: Sequence[tuple[date, Label]], language: str) -> str:
    """Each stretch of one label with its first day, the newest first."""
    stretches: list[str] = []
    for _, group in groupby(past, key=lambda dated: dated[1].label):
        day, label = next(group)
        stretches.append(f"{day} {label.names[language]}")
    return " ← ".join(reversed(stretches))


def _show_actions(terminal: Terminal, page: Page) -> None:
    if not page.actions:
        return
    table = plain_table(terminal, "channel", "because of", "action", numeric=())
    for action in page.actions:
        note = action.note.get(terminal.language)
        table.add_row(
            escape(_said(terminal, action.channel)),
            escape(_said(terminal, action.reason)),
            escape(_said(terminal, action.text) + (f" ({note})" if note else "")),
        )
    print_apart(terminal, table)


def _said(terminal: Terminal, text: Mapping[str, str]) -> str:
    return text.get(terminal.language, "")
