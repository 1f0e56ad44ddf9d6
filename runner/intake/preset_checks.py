"""What a preset must have: every mistake gets an error that names the key."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from runner.errors import UserError, short
from runner.intake.preset_file import COLUMNS, LISTS, REQUIRED, Preset

# What an export may leave open.
QUESTIONS = ("date_order", "currency", "source_timezone", "customer_id")
TEXTS = ("name", "zh")
NEEDED = ("name", "zh", "sources", "header", "inputs", "traps", "traps_zh")
KEYS = (*TEXTS, *LISTS, "inputs", "variables")


def check_texts(content: Mapping[Any, Any]) -> None:
    """Make sure that a preset has its keys, each with what belongs there, but for the SQL.

    Raises:
        UserError: it has not; the sentence names the key.
    """
    from runner.sources import mapping_at

    mapping_at("the preset", content, known=KEYS)
    for key in NEEDED:
        if not content.get(key):
            raise UserError(f"the key {key} is missing or empty.", "docs/presets.md explains it.")
    _check_lists(content)
    mapping_at("variables", content.get("variables"))
    for name, given in mapping_at("inputs", content["inputs"], known=REQUIRED).items():
        for key in COLUMNS:
            mapping_at(f"inputs.{name}.{key}", mapping_at(f"inputs.{name}", given).get(key))
        _check_required(name, given)
    if "date_order" in (content.get("ask") or []):
        _check_bare(content["inputs"])


def _check_lists(content: Mapping[Any, Any]) -> None:
    for key in TEXTS:
        if not isinstance(content[key], str):
            raise UserError(f"{key} is {short(content[key])}; it must be one text.")
    for key in LISTS:
        items = content.get(key) or []
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise UserError(
                f"{key} is {short(items)}; it must be a list of texts.",
                "Write each on a line of its own after a hyphen; in quotes if it has a colon.",
            )
    if len(content["traps"]) != len(content["traps_zh"]):
        raise UserError(
            f"traps has {len(content['traps'])} sentences and traps_zh {len(content['traps_zh'])}.",
            "Each sentence has its Chinese.",
        )
    for question in content.get("ask") or []:
        if question not in QUESTIONS:
            raise UserError(f"ask has {question}; it may have {', '.join(QUESTIONS)}.")


def check_mapping(preset: Preset) -> None:
    """Make sure that a preset's mapping is allowed, by the rules for inputs.yml.

    Raises:
        UserError: it is not; the sentence names the file and the key.
    """
    from runner.project import find_project
    from runner.sources import mapping_at

    try:
        project = find_project(Path(__file__))
        mapping_at("variables", preset.variables, known=project.variables)
        _check_inputs(preset.inputs, project.folder)
    except UserError as error:
        raise UserError(f"{preset.key}.yml: {error.sentence}", error.advice) from error


def _check_required(name: str, given: Mapping[str, Any]) -> None:
    mapped = {column for key in COLUMNS for column in given.get(key) or {}}
    for column in REQUIRED[name]:
        if column not in mapped:
            raise UserError(f"inputs.{name}.columns has no {column}, which is required.")


def _check_bare(inputs: Mapping[str, Any]) -> None:
    """A date whose order is asked for is a bare column, for the answer to be put around it."""
    ordered_at = (inputs.get("orders", {}).get("columns") or {}).get("ordered_at")
    for text in ordered_at if isinstance(ordered_at, list) else [ordered_at]:
        if not re.fullmatch(r'"([^"]|"")+"|[A-Za-z_]\w*', str(text)):
            raise UserError(
                f"inputs.orders.columns.ordered_at is {short(text)}, and ask has date_order.",
                "Then it is the name of a column and nothing else.",
            )


def _check_inputs(inputs: Mapping[str, Mapping[str, Any]], project: Path) -> None:
    """Each alternative of an expression on its own."""
    from runner.mapping import check_inputs, read_words
    from runner.sources import Engine

    words = read_words(project)
    file = {"location": "export.csv"}
    for name, given in inputs.items():
        if "location" in given:
            raise UserError(
                f"inputs.{name}.location is for inputs.yml.",
                "A preset fits any file of its kind.",
            )
        for variant in _variants(given):
            check_inputs({"orders": file, name: {**variant, **file}}, words, Engine())


def _variants(given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The input with the first, the second ... alternative of each expression."""
    texts = [text for key in COLUMNS for text in (given.get(key) or {}).values()]
    for number in range(max((len(text) for text in texts if isinstance(text, list)), default=1)):
        yield {
            key: {column: _nth(text, number) for column, text in value.items()}
            if key in COLUMNS
            else _nth(value, number)
            for key, value in given.items()
        }


def _nth(text: object, number: int) -> object:
    return text[min(number, len(text) - 1)] if isinstance(text, list) and text else text
