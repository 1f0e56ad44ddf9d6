"""What opening and copying say has its Chinese."""

import ast
import re
from collections.abc import Iterator

from runner.choices import Language
from runner.words import Words
from tests.conftest import PROJECT
from tests.runner.test_words import text_of

MODULES = (
    *("archives", "conversions", "convert", "encodings", "json_files", "kinds", "layout", "looks"),
    *("named", "reading", "sheets", "tables", "text_copies", "text_files"),
)


def said() -> Iterator[str]:
    """The sentences of errors and remarks, with values in their places."""
    for module in MODULES:
        file = PROJECT / "runner" / "intake" / f"{module}.py"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            texts: list[ast.expr] = []
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "UserError":
                texts = node.args[:2]
            elif isinstance(node, ast.Yield) and node.value:
                texts = [node.value]
            for text in texts:
                sentence = text_of(text)
                if re.search("[a-z] [a-z]", sentence):
                    yield sentence


def test_all_that_is_said_has_its_chinese() -> None:
    sentences = list(said())
    assert len(sentences) > 50
    chinese = Words(Language.ZH)
    assert [text for text in sentences if not re.search("[一-鿿]", chinese.say(text))] == []


def test_a_remark_is_told_in_chinese() -> None:
    chinese = Words(Language.ZH)
    assert chinese.say("Its fields are separated by semicolons.") == "字段以分号分隔。"
    assert chinese.say("a.pdf is a PDF, which holds no rows that can be read.") == (
        "a.pdf 是PDF 文件，其中没有可读的数据行。"
    )
