"""The rule seeds: their columns as their yml has them, and files that are to replace them."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from runner.errors import UserError, short

RULES = Path("seeds", "rules")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class RuleSeed:
    """A rule seed of the project.

    Attributes:
        name: of the seed and its table.
        file: that has its rows; not that of the project, where another is tried.
        types: of its columns, as SQL, in their order.
        checks: the arguments of its tests `is_whole`.
    """

    name: str
    file: Path
    types: Mapping[str, str]
    checks: tuple[Mapping[str, Any], ...]


def rule_seeds(project: Path) -> tuple[RuleSeed, ...]:
    """The rule seeds of a project."""
    return tuple(_described(file) for file in sorted((project / RULES).glob("*.yml")))


def _described(file: Path) -> RuleSeed:
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 (a safe one)
    (seed,) = content["seeds"]
    types = {
        column: "varchar" if kind == "string" else kind
        for column, kind in seed["config"]["column_types"].items()
    }
    checks = tuple(
        test["is_whole"]["arguments"]
        for test in seed.get("data_tests", ())
        if isinstance(test, dict) and "is_whole" in test
    )
    return RuleSeed(seed["name"], file.with_suffix(".csv"), types, checks)


def replaced(seeds: tuple[RuleSeed, ...], folder: Path) -> tuple[RuleSeed, ...]:
    """The seeds with those files that a folder has, which are called as they are.

    Raises:
        UserError: the folder has no such file, or one that is no rule seed.
    """
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.", "It has CSV files as in seeds/rules.")
    files = {file.stem: file for file in sorted(folder.glob("*.csv"))}
    known = [seed.name for seed in seeds]
    for name, file in files.items():
        if name not in known:
            close = get_close_matches(name, known, n=1)
            raise UserError(
                f"{file}: there is no rule seed {name}.",
                f"Did you mean {close[0]}?" if close else "seeds/rules has them all.",
            )
    if not files:
        raise UserError(
            f"{folder} has no CSV file.", "Copy one of seeds/rules into it and change it."
        )
    return tuple(
        RuleSeed(seed.name, files.get(seed.name, seed.file), seed.types, seed.checks)
        for seed in seeds
    )


def read_header(seed: RuleSeed) -> list[str]:
    """The columns of a seed's file."""
    with seed.file.open(encoding="utf-8-sig", newline="") as opened:
        return next(csv.reader(opened), [])


def fault_of_shape(seed: RuleSeed) -> str | None:
    """What is wrong with the columns of a seed's file, or with their number in a line."""
    try:
        return next(_faults_of_shape(seed), None)
    except OSError as error:
        return f"{seed.file} can't be read: {error.strerror}."
    except UnicodeDecodeError:
        return f"{seed.file} is not UTF-8."


def _faults_of_shape(seed: RuleSeed) -> Iterator[str]:
    header = read_header(seed)
    for column in header:
        if column not in seed.types:
            yield f"{seed.file} has a column {short(column)}, which {seed.name} does not have."
        if header.count(column) > 1:
            yield f"{seed.file} has the column {short(column)} twice."
    for column in seed.types:
        if column not in header:
            yield f"{seed.file} lacks the column {column}."
    with seed.file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.reader(opened)
        for row in rows:
            if row and len(row) != len(header):
                yield (
                    f"{seed.file}, line {rows.line_num}: the header has {len(header)} fields,"
                    f" this line {len(row)}."
                )
