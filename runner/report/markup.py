"""Texts as HTML: escaped, with what helps to read them."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

# No date, year or number of days, and no part of a name. The last is a currency.
NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,-])"
    r"([-+]?\d{1,3}(?:,\d{3})*(?:\.\d+)?(?:%|[kMB]\b|[万亿])?(?: [A-Z]{3}\b)?)"
    r"(?![A-Za-z0-9_-]| days?\b| ?天)"
)
CODE = re.compile("`(.+?)`")
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
TIP = re.compile("<title>[^<]*</title>")


def told(text: str) -> "Markup":
    """A sentence in which what stands between backticks is code, and a date stays on its line."""
    from markupsafe import Markup

    return Markup(CODE.sub(r"<code>\1</code>", str(dated(text))))  # noqa: S704 (escaped)


def dated(text: str) -> "Markup":
    """A text in which a date stays on its line."""
    from markupsafe import Markup, escape

    return Markup(DAY.sub(r"<time>\g<0></time>", str(escape(text))))  # noqa: S704 (escaped)


def stressed(text: str) -> "Markup":
    """A sentence in which numbers, with their units, stand out."""
    from markupsafe import Markup

    parts = NUMBER.split(text)  # what is no number, a number, what is no number, ...
    marked = (f"<b>{part}</b>" if index % 2 else told(part) for index, part in enumerate(parts))
    return Markup("".join(marked))  # noqa: S704 (escaped, or a number)


def without_tips(drawing: str) -> str:
    """A drawing for where no pointer rests: without what it would show."""
    return TIP.sub("", drawing)
