"""The commands of the tutorial, run in an empty folder, say what the page shows."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PROJECT, run_tiers

PRESETS = PROJECT / "tests" / "intake" / "presets"


@dataclass(frozen=True)
class Step:
    """A block of commands, and the lines that the page shows of what the last one says."""

    commands: tuple[str, ...]
    shown: tuple[str, ...] = ()


def blocks(page: str) -> Iterator[tuple[str, list[str]]]:
    text = (PROJECT / page).read_text(encoding="utf-8")
    for kind, content in re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield kind, content.splitlines()


def steps(page: str) -> list[Step]:
    """What is to be run; one command may have several blocks of what it says."""
    found: list[Step] = []
    for kind, lines in blocks(page):
        if kind == "sh":
            found.append(Step(tuple(line for line in lines if line.startswith("tiers "))))
        elif kind == "text":
            last = found.pop()
            found.append(Step(last.commands, (*last.shown, *lines)))
    return [step for step in found if step.commands]


def not_said(shown: tuple[str, ...], said: str) -> list[str]:
    """The lines that are not said, or not in this order; `...` stands for the rest of any."""
    rest = iter([line.rstrip() for line in said.splitlines()])
    return [line for line in shown if line != "..." and not _is_in(line, rest)]


def _is_in(line: str, rest: Iterator[str]) -> bool:
    start = line.removesuffix("...")
    return any(each.startswith(start) if start != line else each == line for each in rest)


def run(page: str, folder: Path, **environment: str) -> None:
    for kind, lines in blocks(page):
        if kind == "csv":
            (folder / "sales.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for step in steps(page):
        for command in step.commands:
            done = run_tiers(
                *shlex.split(command, comments=True)[1:],
                folder=folder,
                TIERS_DATABASE=str(folder / "customer_tiers.duckdb"),
                **environment,
            )
            is_asked = re.search("Error: 1 question|还有 1 个问题", "\n".join(step.shown))
            assert done.code == (2 if is_asked else 0), (command, done.stderr)
        assert not_said(step.shown, done.stdout + done.stderr) == [], step.commands
    mapping = (folder / "inputs.yml").read_text(encoding="utf-8")
    for kind, lines in blocks(page):
        if kind == "yaml":
            assert not_said(tuple(lines), mapping) == []


@pytest.mark.builds
@pytest.mark.slow
def test_the_tutorial_from_a_shopify_export(tmp_path: Path) -> None:
    export = PRESETS / "shopify_orders" / "orders_export.csv"
    (tmp_path / export.name).write_bytes(export.read_bytes())
    assert len(steps("docs/tutorial.md")) == 8
    run("docs/tutorial.md", tmp_path)
    assert "ada@example.com" in (tmp_path / "export/customer_tiers.csv").read_text("utf-8")


@pytest.mark.builds
@pytest.mark.slow
def test_the_chinese_tutorial_from_two_taobao_reports(tmp_path: Path) -> None:
    for export in (PRESETS / "taobao_orders").glob("*.csv"):
        # In the repository they are UTF-8, to be read there.
        text = export.read_text(encoding="utf-8")
        name = re.sub(r"\d+", "", export.name)
        (tmp_path / name).write_text(text, encoding="gbk")
    assert len(steps("docs/zh/tutorial.md")) == 7
    run("docs/zh/tutorial.md", tmp_path, TIERS_LANGUAGE="zh")
    assert "小鱼儿2019" in (tmp_path / "export/customer_tiers.csv").read_text("utf-8")
