"""Strict YAML: UTF-8, no duplicate keys, no anchors that expand to a flood of values."""

from collections.abc import Iterator
from itertools import accumulate

import yaml

from runner.errors import UserError

# A mapping of all eight inputs is a few kilobytes; these are reached in a second at most.
MOST_BYTES = 50_000
MOST_VALUES = 20_000
MOST_BRACKETS = 50
BRACKETS = {"[": 1, "{": 1, "]": -1, "}": -1}


def read_yaml(content: bytes, *, source: str) -> object:
    """Parse a YAML text.

    Args:
        content: the text, in UTF-8, possibly after a byte order mark.
        source: its name in errors, such as the file name.

    Raises:
        UserError: it is not UTF-8, not YAML, too long, or has a duplicate key.
    """
    text = _text(content, source=source)
    too_deep = UserError(f"{source} is nested too deeply.", "A mapping has six levels.")
    # The parser takes seconds for a thousand open brackets.
    if max(accumulate(BRACKETS.get(sign, 0) for sign in text), default=0) > MOST_BRACKETS:
        raise too_deep
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        _check_size(node, source=source)
        for key, parent in _repeated_keys(node):
            raise UserError(
                f"{source}, line {key.start_mark.line + 1}: the key {key.value} stands twice"
                f"{f' under {parent}' if parent else ''}.",
                "Keep one of the two.",
            )
        return loader.construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        where = " ".join(str(error).split())
        raise UserError(f"{source} is not valid YAML: {where}.") from error
    except RecursionError as error:
        raise too_deep from error


def _text(content: bytes, *, source: str) -> str:
    if len(content) > MOST_BYTES:
        raise UserError(
            f"{source} has {len(content):,} bytes, more than {MOST_BYTES:,}.",
            "It says where the data is; the data is in files of its own.",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UserError(
            f"{source}, line {line}: a character is not UTF-8.", "Save the file as UTF-8."
        ) from error
    if "\0" in text:
        raise UserError(f"{source} is not UTF-8, but perhaps UTF-16.", "Save the file as UTF-8.")
    return text


def _check_size(node: yaml.Node, *, source: str) -> None:
    """Count the values as if each alias were expanded, without expanding any."""
    counts: dict[int, int] = {}
    open_nodes: set[int] = set()

    def count(node: yaml.Node) -> int:
        if id(node) in open_nodes:
            raise UserError(f"{source} has an anchor that holds itself.", "Write its value out.")
        if id(node) not in counts:
            open_nodes.add(id(node))
            counts[id(node)] = 1 + sum(count(child) for child in _children(node))
            open_nodes.remove(id(node))
        return counts[id(node)]

    if count(node) > MOST_VALUES:
        raise UserError(
            f"{source} has more than {MOST_VALUES:,} values where its anchors are used.",
            "Use fewer, or write out what they stand for.",
        )


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    for child in node.value if isinstance(node, yaml.CollectionNode) else ():
        yield from child if isinstance(child, tuple) else (child,)


def _repeated_keys(node: yaml.Node, parent: str = "") -> Iterator[tuple[yaml.Node, str]]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                yield key, parent
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else id(key))
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            yield from _repeated_keys(value, f"{parent}.{name}".removeprefix("."))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated_keys(value, parent)
