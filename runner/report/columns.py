"""How the columns of tables are set: said once for each, not for each of some thousand cells."""

from collections.abc import Iterable, Iterator

from runner.report.draw.svg import FIRST_WIDE
from runner.report.shapes import Column, Data, Figure

# Texts: up to so many letters they stay on one line, from so many on they need some or much room.
WORD, SOME, LONG = 12, 20, 32
KINDS = {
    "n": "text-align: end; font-variant-numeric: tabular-nums lining-nums; white-space: nowrap;",
    "w": "white-space: nowrap;",
    "s": "min-width: var(--some);",
    "l": "min-width: var(--long);",
}


def kinds(data: Data) -> str:
    """The classes of a table, such as n3: numbers in the third column."""
    found = ((_kind(data, index, column), index + 1) for index, column in enumerate(data.columns))
    return " ".join(f"{kind}{place}" for kind, place in found if kind)


def style(figures: Iterable[Figure]) -> str:
    """What these classes mean, for all tables of some figures."""
    most = max((len(data.columns) for data in _tables(figures)), default=0)
    places = range(1, most + 1)
    return "\n".join(
        ", ".join(f".{kind}{place} tbody tr > :nth-child({place})" for place in places)
        + f" {{ {rule} }}"
        for kind, rule in KINDS.items()
        if places
    )


def _kind(data: Data, index: int, column: Column) -> str:
    if column.unit.is_number:
        return "n"
    texts = [column.names.get(str(row[index])) or str(row[index]) for row in data.rows]
    if max(map(len, texts), default=0) <= WORD:
        return "w"
    widest = max(map(_width, texts))
    return "l" if widest > LONG else "s" if widest > SOME else ""


def _width(text: str) -> int:
    """In Latin letters; a Chinese one is as wide as two."""
    return sum(2 if ord(letter) >= FIRST_WIDE else 1 for letter in text)


def _tables(figures: Iterable[Figure]) -> Iterator[Data]:
    for figure in figures:
        yield figure.data
        yield from (more for _, more in figure.more)
