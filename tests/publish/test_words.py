"""What publishing says, in Chinese."""

import ast
import re
from pathlib import Path

import pytest

from runner.choices import Language
from runner.words import Words
from tests.conftest import PROJECT
from tests.publish.shop import build, publish
from tests.runner.conftest import Project
from tests.runner.test_words import text_of

CHINESE = Words(Language.ZH)
FILES = (
    "audit",
    "folder",
    "listing",
    "place",
    "rollback",
    "source",
    "verify",
    "written",
)


def test_every_error_and_finding_has_its_chinese() -> None:
    sentences = []
    for name in FILES:
        tree = ast.parse((PROJECT / "runner/publish" / f"{name}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "UserError":
                sentences += [text_of(argument) for argument in node.args[:2]]
            if isinstance(node, ast.Yield) and node.value:
                sentences.append(text_of(node.value))
    said = [sentence for sentence in sentences if re.search("[a-z]", sentence)]
    assert len(said) > 30
    assert [text for text in said if not re.search("[一-鿿]", CHINESE.say(text))] == []


def test_the_commands_speak_chinese(shop: Path, folder: Path) -> None:
    publish(shop, folder)
    build(shop, 2)
    publish(shop, folder)
    project = Project(PROJECT)
    for command in ("releases", "verify", "rollback"):
        done = project.tiers(command, folder, "--language", "zh")
        assert done.code == 0
        codes = r"`[^`]*`|\S*/\S*|2025-12-31-\w+|--\w+|UTC|MB"
        assert re.findall("[A-Za-z]{2,}", re.sub(codes, "", done.stdout + done.stderr)) == []


@pytest.mark.parametrize("command", ["publish", "rollback", "verify", "releases"])
def test_the_help_ends_with_an_example(command: str) -> None:
    done = Project(PROJECT).tiers(command, "--help")
    assert done.code == 0
    assert f"Example: tiers {command}" in done.stdout or f"tiers {command} --to" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
