"""A page of HTML as a tree, read by the standard library's parser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

# They have no end.
VOID = {"meta", "br", "hr", "input", "link", "img"}


@dataclass
class Element:
    """An element: its attributes, and what stands in it, in order."""

    name: str
    attributes: dict[str, str]
    contents: "list[Element | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(each if isinstance(each, str) else each.text for each in self.contents)

    def all(self, name: str = "", **attributes: str) -> "list[Element]":
        """The elements in it, at any depth, by name and attributes."""
        return [
            each
            for each in self._within()
            if name in ("", each.name)
            and all(each.attributes.get(key) == value for key, value in attributes.items())
        ]

    def one(self, name: str, **attributes: str) -> "Element":
        """The only one."""
        (found,) = self.all(name, **attributes)
        return found

    def _within(self) -> Iterator["Element"]:
        for each in self.contents:
            if isinstance(each, Element):
                yield each
                yield from each._within()


class _Reader(HTMLParser):
    """Builds the tree; a page that does not close what it opens is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        assert len(element.attributes) == len(attrs), f"{tag} has an attribute twice"
        self.open[-1].contents.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.name == tag, f"{closed.name} is closed by {tag}"

    def handle_data(self, data: str) -> None:
        self.open[-1].contents.append(data)


def read_html(text: str) -> Element:
    """The tree of a page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    (whole,) = reader.open
    return whole
