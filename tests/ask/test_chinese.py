"""Every error and finding of what is asked has its Chinese."""

import ast
import re
from collections.abc import Iterator

from runner.choices import Language
from runner.words import Words
from tests.conftest import PROJECT

VALUE = "7"
# Said by their sign or by names alone, or a command to type.
WITHOUT_WORDS = re.compile(r"^(tiers build.*|Python .*|pip install .*|chmod .*|[7 (),.:%]*)$")


def said() -> Iterator[str]:
    """The sentences that errors and findings are made of, with values in their places."""
    for file in sorted((PROJECT / "runner" / "ask").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
                *("UserError", "Finding", "_left")
            }:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value
                    if isinstance(argument, ast.JoinedStr):
                        yield "".join(
                            str(part.value) if isinstance(part, ast.Constant) else VALUE
                            for part in argument.values
                        )


def test_what_is_said_has_its_chinese() -> None:
    sentences = {text for text in said() if not WITHOUT_WORDS.match(text)}
    assert len(sentences) > 40
    words = Words(Language.ZH)
    assert not {text for text in sentences if not re.search("[一-鿿]", words.say(text))}
