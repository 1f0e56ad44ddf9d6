"""What docs/troubleshooting.md quotes is what the program says."""

import ast
import re
from functools import cache

import pytest

from tests.conftest import PROJECT

PAGE = (PROJECT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
QUOTED = [
    part.strip()
    for row in re.findall(r"^\| (`.+?`) (?:\.\.\.|\|)", PAGE, flags=re.MULTILINE)
    for part in re.split(r"<\w+>", row.strip("`"))
    if part.strip(" `")
]


@cache
def _said() -> str:
    """All texts of the runner and the macros, each in one piece."""
    texts = [
        node.value
        for file in sorted((PROJECT / "runner").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    for file in sorted((PROJECT / "macros").rglob("*.sql")):
        sql = file.read_text(encoding="utf-8")
        # Parts that are joined by ~ in Jinja or by || in SQL.
        texts.append(re.sub(r"""["']\s*(~|\|\|)\s*["']""", "", sql))
    return "\n".join(texts)


@pytest.mark.parametrize("part", QUOTED)
def test_a_message_that_is_quoted_is_said(part: str) -> None:
    assert part in _said()


def test_both_languages_quote_the_same_messages() -> None:
    chinese = (PROJECT / "docs" / "zh" / "troubleshooting.md").read_text(encoding="utf-8")
    quoted = re.findall(r"^\| (`.+?) \|", PAGE, flags=re.MULTILINE)
    assert re.findall(r"^\| (`.+?) \|", chinese, flags=re.MULTILINE) == quoted
    assert len(quoted) > 25
