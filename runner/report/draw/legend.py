"""Which color is what, in as many rows as are needed."""

from runner.report.draw import svg

ROW = 20
SWATCH = 10
DASHES = 24  # width of a swatch of a line, for its dashes
PAD = 6  # between the swatch and its label
APART = 18  # between entries


def legend(entries: list[tuple[str, str]], *, width: int, y: float = 0) -> tuple[str, float]:
    """Labels with the classes of their fills, and how high they are in all.

    A class that has `line` in it is shown as a line. Entries without a label are left out.
    """
    parts, x, top = [], 0.0, y
    for label, kind in entries:
        swatch = DASHES if "line" in kind.split() else SWATCH
        shown = svg.fitted(label, width - swatch - PAD)
        if not shown:
            continue
        size = swatch + PAD + svg.text_width(shown)
        if x and x + size > width:
            x, top = 0, top + ROW
        parts.append(_swatch(kind, x=x, y=top + 3))
        parts.append(svg.text(shown, x=x + swatch + PAD, y=top + 12))
        x += size + APART
    return "".join(parts), (top + ROW - y if parts else 0)


def _swatch(kind: str, *, x: float, y: float) -> str:
    if "line" in kind.split():
        middle = y + SWATCH / 2
        return svg.path(svg.through([(x, middle), (x + DASHES, middle)]), kind=kind)
    return svg.rect(x=x, y=y, width=SWATCH, height=SWATCH, kind=kind)
