"""Propose a mapping for texts as if they were files."""

from collections.abc import Mapping
from pathlib import Path

from runner.intake.answers import Answers
from runner.intake.propose import propose
from runner.intake.reading import open_sources
from runner.intake.shapes import Proposal
from runner.warehouse import in_memory


def proposed(
    folder: Path, files: Mapping[str, str] | str, answers: Answers | None = None
) -> Proposal:
    """The proposal for files of these contents; a text alone is orders.csv."""
    contents = {"orders.csv": files} if isinstance(files, str) else files
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8")
    with in_memory() as connection:
        sources = open_sources([str(folder / name) for name in contents], connection)
        return propose(sources, answers or Answers(), connection)


def reads(proposal: Proposal, name: str = "orders") -> dict[str, tuple[str, ...]]:
    """The columns that each canonical one reads."""
    return {each.column: each.reads for each in proposal.inputs[name].columns}


def sql(proposal: Proposal, name: str = "orders") -> dict[str, str]:
    """The expression of each canonical column."""
    return {each.column: each.expression for each in proposal.inputs[name].columns}


def asked(proposal: Proposal) -> dict[str, tuple[str, ...]]:
    """The flags that answer each question, by what it is about."""
    return {each.about: tuple(each.answers) for each in proposal.questions}
