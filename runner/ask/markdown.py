"""A difference as Markdown for a pull request."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from runner.ask.difference import MOVED, Difference, Moved
from runner.serve.ids import is_address

Told = Callable[[str], str]


def as_markdown(found: Difference, told: Told, language: str) -> str:
    """The difference as Markdown: what moves, a matrix for each scheme, the largest movers.

    Args:
        found: the difference.
        told: says a sentence in the language.
        language: `en` or `zh`.
    """
    return "\n".join(_lines(found, told, language))


def _lines(found: Difference, told: Told, language: str) -> Iterator[str]:
    yield f"## {told('What changes for the customers')}"
    yield ""
    money = f"{found.net_revenue:,.2f} {found.currency}"
    days = " → ".join(dict.fromkeys(str(day) for _, day in (found.base, found.head)))
    yield f"{told(f'{found.customers:,} customers, net revenue {money}')} ({days})"
    yield ""
    if not found.moved.customers:
        yield f"**{told('No customer has another label.')}**"
    else:
        yield from _moved(found, told)
        for scheme in found.schemes:
            if found.moved_in(scheme).customers:
                yield from _matrix(found, scheme, told, language)
        yield from _movers(found, told, language)
    for scheme in found.one_sided:
        yield ""
        yield told(f"Only one side has labels of {scheme}.")


def _moved(found: Difference, told: Told) -> Iterator[str]:
    causes = [cause for cause in MOVED if cause in found.moved.by_cause]
    yield _row(
        *map(told, ("another label in", "customers", "share", "net revenue", "share")),
        *(told(cause.words) for cause in causes),
    )
    yield _row("---", *["--:"] * (4 + len(causes)))

    def row(name: str, moved: Moved) -> str:
        share = moved.net_revenue / found.net_revenue if found.net_revenue else None
        return _row(
            name,
            f"{moved.customers:,}",
            f"{found.share(moved.customers):.1%}",
            f"{moved.net_revenue:,.2f}",
            f"{share:.1%}" if share is not None else "",
            *(f"{moved.by_cause.get(cause, (0, Decimal(0)))[0]:,}" for cause in causes),
        )

    for scheme in found.schemes:
        yield row(told(scheme), found.moved_in(scheme))
    yield row(f"**{told('any scheme')}**", found.moved)


def _matrix(found: Difference, scheme: str, told: Told, language: str) -> Iterator[str]:
    labels = found.labels(scheme)
    names = [found.name(scheme, label, language) for label in labels]
    yield ""
    yield f"### {told(scheme)}"
    yield ""
    yield _row(told("from, to"), *names)
    yield _row("---", *["--:"] * len(names))
    for start, name in zip(labels, names, strict=True):
        counts = (found.count(scheme, start, end) for end in labels)
        yield _row(name, *(f"{count:,}" if count else "" for count in counts))


def _movers(found: Difference, told: Told, language: str) -> Iterator[str]:
    yield ""
    largest = told(f"The {len(found.movers)} largest of them:")
    yield f"<details><summary>{largest}</summary>"
    yield ""
    yield _row(*map(told, ("customer", "net revenue", "scheme", "from", "to", "why")))
    yield _row("---", "--:", *["---"] * 4)
    for mover in found.movers:
        # Everybody who may see a pull request reads it.
        who = told("(hidden)") if is_address(mover.customer_id) else mover.customer_id
        for move in mover.moves:
            why = " ".join(sentence[language] for sentence in move.why)
            yield _row(
                f"{who} ({mover.store_id})",
                f"{mover.net_revenue:,.2f}",
                told(move.scheme),
                found.name(move.scheme, move.from_label, language),
                found.name(move.scheme, move.to_label, language),
                f"{told(move.cause.words)}. {why}".strip(),
            )
    yield ""
    yield "</details>"


def _row(*cells: str) -> str:
    return f"| {' | '.join(_cells(cells))} |"


def _cells(cells: Sequence[str]) -> Iterator[str]:
    """Texts that stay in their cell, and are text alone."""
    for cell in cells:
        yield " ".join(cell.replace("|", "\\|").replace("<", "&lt;").split())
