"""The elements of SVG; all text is escaped, all colors are classes of the page's style.

The classes, defined in `templates/chart.css`:

- Fills: `q0` to `q8` from pale to strong, `c1` to `c8` for things without an order, `up` and
  `down`, `soft` for what is in the background. A second class says what the mark is: `tile`,
  `stream`, `node`, `bubble`, `band` (of what is uncertain), `dot`, `hit` (unseen, has a tip).
- Lines: `axis`, `grid`, `cut`, `leader`; `line` together with a class of fills, or with `under`
  for what parts a line from the marks below it.
- Text: none, `soft`, `strong`, `halo` (readable over lines), and what `on` gives for a fill.
- Groups: `cells` and `bars` of rectangles that touch, `ramp` of the steps of a legend, `middle` of
  texts with that anchor.
"""

import re
from collections.abc import Iterable
from html import escape

from runner.report.shapes import Drawing

# Of the page's font, for which the widths of texts are estimated.
FONT = 12
STEPS = 9
# Below this width charts are laid out for a telephone.
NARROW = 480
LINE = 16  # from one line of text to the next
BOLD = 1.1  # how much wider bold letters are
# From here on letters are Chinese, as wide as they are high; then pictures, which are wider.
FIRST_WIDE = 0x2E80
FIRST_PICTURE = 0x1F000
# Widths of letters in parts of the size of the font, those of DejaVu Sans, the widest in use.
WIDTHS = {
    **dict.fromkeys(" ijlI.,:;'|·", 0.34),
    **dict.fromkeys('frt()[]-/"!', 0.44),
    **dict.fromkeys("mwMW%@#+=<>&~^—…", 0.98),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ", 0.75),
}
OTHER_WIDTH = 0.64
# A Chinese letter with the punctuation that must not begin a line, a word, or a gap.
PIECES = re.compile(r"[⺀-\U0010ffff][\u3001-\u300f\uff00-\uff1f]*|[^\s⺀-\U0010ffff]+|\s+")
# What XML does not allow even when escaped.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def rect(  # noqa: PLR0913 (a rectangle has a place and a size)
    *, x: float, y: float, width: float, height: float, kind: str = "", tip: str = ""
) -> str:
    """A rectangle; the tip is shown when the pointer rests on it."""
    place = f'x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}"'
    return _element("rect", place, kind=kind, tip=tip)


def line(*, x1: float, y1: float, x2: float, y2: float, kind: str = "axis") -> str:
    """A straight line."""
    ends = f'x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}"'
    return f'<line {ends} class="{kind}"/>'


def path(steps: str, *, kind: str = "", tip: str = "") -> str:
    """A path, such as `M0 0L10 5`."""
    return _element("path", f'd="{steps}"', kind=kind, tip=tip)


def through(points: list[tuple[float, float]]) -> str:
    """The steps of a path through points."""
    return "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points)


def circle(*, x: float, y: float, r: float, kind: str = "", tip: str = "") -> str:
    """A circle."""
    return _element("circle", f'cx="{n(x)}" cy="{n(y)}" r="{n(r)}"', kind=kind, tip=tip)


def text(  # noqa: PLR0913 (a text has a place and a look)
    content: str, *, x: float, y: float, kind: str = "", anchor: str = "start", more: str = ""
) -> str:
    """A text, nothing if it is empty; y is its base line, the anchor start, middle or end.

    What is `more` follows after a space, softer.
    """
    if not content and not more:
        return ""
    at = f' text-anchor="{anchor}"' if anchor != "start" else ""
    rest = f' <tspan class="soft">{clean(more)}</tspan>' if more else ""
    return f'<text x="{n(x)}" y="{n(y)}"{at}{_class(kind)}>{clean(content)}{rest}</text>'


def group(parts: Iterable[str], *, kind: str) -> str:
    """Elements that have a class in common, which need not stand at each: `cells`, `middle`."""
    body = "".join(parts)
    return f'<g class="{kind}">{body}</g>' if body else ""


def nothing(width: int) -> Drawing:
    """What is drawn when there is nothing to draw: a dash."""
    dash = text("\N{EN DASH}", x=width / 2, y=24, anchor="middle", kind="soft")
    return Drawing(width, 40, dash)


def text_width(content: str, size: float = FONT) -> float:
    """About how wide a text is, rather too wide than too narrow."""
    return size * sum(map(_letter_width, content))


def fitted(content: str, width: float, size: float = FONT) -> str:
    """A text cut so that it fits, with an ellipsis; empty if not even two letters would."""
    if text_width(content, size) <= width:
        return content
    kept = content
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…" if len(kept) > 1 else ""


def wrapped(content: str, width: float, *, most: int, size: float = FONT) -> list[str]:
    """A text in at most so many lines, cut if it needs more; Chinese may part anywhere.

    Its lines are about as long as each other, so that none has a single letter.
    """
    lines = _parted(content, width, size)
    if len(lines) > most:
        lines = [*lines[: most - 1], "".join(lines[most - 1 :])]
    else:
        least = int(text_width(content, size) / len(lines))
        narrower = (_parted(content, each, size) for each in range(least, int(width), FONT // 2))
        lines = next((each for each in narrower if len(each) <= len(lines)), lines)
    kept = [fitted(each.strip(), width, size) for each in lines]
    if kept[:-1] == [each.strip() for each in lines[:-1]] and kept[-1]:
        return kept
    return [cut for cut in [fitted(content, width, size)] if cut]


def least_width(content: str) -> float:
    """The width below which a text can't be wrapped without cutting a word."""
    return max((text_width(piece) for piece in PIECES.findall(content)), default=0)


def shade(share: float) -> int:
    """The step 0 to 8 of a share 0 to 1: nothing is 0, all that is something at least 1."""
    return 0 if share <= 0 else min(STEPS - 1, 1 + int(share * (STEPS - 1)))


def on(kind: str) -> str:
    """The class of a text that can be read on a fill: `on3` on `q3`, `onc1` on `c1`."""
    return "on" + kind.removeprefix("q")


def clean(content: str) -> str:
    """A text as it stands in the file: escaped, without what must not be there."""
    return escape(NOT_TEXT.sub("", content))


def n(value: float, places: int = 1) -> str:
    """A number as it stands in the file."""
    written = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _parted(content: str, width: float, size: float) -> list[str]:
    lines = [""]
    for piece in PIECES.findall(content):
        if not lines[-1] or text_width((lines[-1] + piece).rstrip(), size) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    return lines


def _letter_width(letter: str) -> float:
    if ord(letter) >= FIRST_WIDE:
        return 1.3 if ord(letter) >= FIRST_PICTURE else 1
    return WIDTHS.get(letter, OTHER_WIDTH)


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def _element(name: str, attributes: str, *, kind: str, tip: str) -> str:
    told = f"><title>{clean(tip)}</title></{name}>" if tip else "/>"
    return f"<{name} {attributes}{_class(kind)}{told}"
