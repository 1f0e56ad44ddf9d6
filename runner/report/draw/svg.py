"""The elements of SVG; all text is escaped, all colors are classes of the page's style.

Classes of fills: `q0` to `q8` from pale to strong, `c1` to `c8` for things without an order, `up`
and `down`, `soft` for what is in the background. Of text: none, `soft`, `strong`, and `on0` to
`on8`, which can be read on `q0` to `q8`. Of lines: `axis`, `grid`, `cut`, and `c1` to `c8`.
"""

from html import escape

# Of the page's font, for which the widths of texts are estimated.
FONT = 12
STEPS = 9
# From here on letters are Chinese, as wide as they are high.
FIRST_WIDE = 0x2E80


def rect(  # noqa: PLR0913 (a rectangle has a place and a size)
    *, x: float, y: float, width: float, height: float, kind: str, tip: str = ""
) -> str:
    """A rectangle; the tip is shown when the pointer rests on it."""
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    return _element("rect", f'{place} class="{kind}"', tip)


def line(*, x1: float, y1: float, x2: float, y2: float, kind: str = "axis") -> str:
    """A straight line."""
    ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f'<line {ends} class="{kind}"/>'


def path(steps: str, *, kind: str, tip: str = "") -> str:
    """A path, such as `M0 0L10 5`."""
    return _element("path", f'd="{steps}" class="{kind}"', tip)


def circle(*, x: float, y: float, r: float, kind: str, tip: str = "") -> str:
    """A circle."""
    return _element("circle", f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" class="{kind}"', tip)


def text(content: str, *, x: float, y: float, kind: str = "", anchor: str = "start") -> str:
    """A text; y is its base line, the anchor start, middle or end."""
    at = f' text-anchor="{anchor}"' if anchor != "start" else ""
    of = f' class="{kind}"' if kind else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{at}{of}>{escape(content)}</text>'


def text_width(content: str, size: float = FONT) -> float:
    """About how wide a text is; Chinese characters are as wide as they are high."""
    return sum(size if ord(letter) > FIRST_WIDE else size * 0.56 for letter in content)


def fitted(content: str, width: float, size: float = FONT) -> str:
    """A text cut so that it fits, with an ellipsis; empty if not even two letters would."""
    if text_width(content, size) <= width:
        return content
    kept = content
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…" if len(kept) > 1 else ""


def shade(share: float) -> int:
    """The step 0 to 8 of a share 0 to 1: nothing is 0, all that is something at least 1."""
    return 0 if share <= 0 else min(STEPS - 1, 1 + int(share * (STEPS - 1)))


def _element(name: str, attributes: str, tip: str) -> str:
    told = f"><title>{escape(tip)}</title></{name}>" if tip else "/>"
    return f"<{name} {attributes}{told}"


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
