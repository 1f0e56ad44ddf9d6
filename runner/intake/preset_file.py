"""Reading a preset: a YAML file about the export of a shop system."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner.errors import UserError, short

# How the cleaned statuses are called; the seed order_status_effects says what each does.
STATUSES = ("completed", "cancelled", "pending", "returned")
# What an export may leave open.
QUESTIONS = ("date_order", "currency", "source_timezone")
TEXTS = ("name", "zh")
LISTS = ("sources", "header", "ask", "traps", "traps_zh")
NEEDED = ("name", "zh", "sources", "header", "inputs", "traps", "traps_zh")
KEYS = (*TEXTS, *LISTS, "inputs", "variables")
# Without these an input has no meaning; all other columns are optional.
REQUIRED = {
    "orders": ("order_id", "customer_id", "ordered_at", "gross_amount"),
    "exchange_rates": ("rate_date", "currency", "rate_to_reporting"),
    "customers": ("customer_id",),
    "order_lines": ("order_id",),
    "feedback": ("customer_id", "given_at"),
    "referrals": ("referrer_customer_id", "referred_customer_id"),
    "customer_aliases": ("alias_customer_id", "customer_id"),
    "refunds": ("order_id", "refunded_at", "refund_amount"),
}


@dataclass(frozen=True)
class Preset:
    """A known export.

    Attributes:
        key: the name of its file, such as shopify_orders.
        name: as people know it.
        zh: the same in Chinese.
        sources: where its columns are documented.
        header: columns that are all there if a file is this export.
        inputs: as in inputs.yml, without a location. An expression may be a list: the first
            counts whose columns the file has.
        variables: of dbt_project.yml.
        ask: what the export can't tell: date_order, currency, source_timezone.
        traps: what makes it hard and what the mapping does about it, a sentence each.
        traps_zh: the same in Chinese.
    """

    key: str
    name: str
    zh: str
    sources: tuple[str, ...]
    header: tuple[str, ...]
    inputs: Mapping[str, Mapping[str, Any]]
    variables: Mapping[str, str]
    ask: tuple[str, ...]
    traps: tuple[str, ...]
    traps_zh: tuple[str, ...]


def read_preset(file: Path) -> Preset:
    """A preset, checked.

    Raises:
        UserError: it can't be right; the sentence names the file and the key.
    """
    from runner.strict_yaml import read_yaml

    content = read_yaml(file.read_bytes(), source=file.name)
    if not isinstance(content, dict):
        raise UserError(
            f"{file.name} is {short(content)}; it must be a mapping.",
            f"Its keys are {', '.join(KEYS)}.",
        )
    try:
        _check(content)
    except UserError as error:
        raise UserError(f"{file.name}: {error.sentence}", error.advice) from error
    lists = {key: tuple(str(item).strip() for item in content.get(key) or ()) for key in LISTS}
    variables = {str(name): str(value) for name, value in (content.get("variables") or {}).items()}
    return Preset(
        key=file.stem,
        name=content["name"].strip(),
        zh=content["zh"].strip(),
        inputs=content["inputs"],
        variables=variables,
        **lists,
    )


def _check(content: Mapping[Any, Any]) -> None:
    from runner.project import find_project
    from runner.sources import mapping_at

    mapping_at("the preset", content, known=KEYS)
    for key in NEEDED:
        if not content.get(key):
            raise UserError(f"the key {key} is missing or empty.", "docs/presets.md explains it.")
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
    project = find_project(Path(__file__))
    mapping_at("variables", content.get("variables"), known=project.variables)
    _check_inputs(content["inputs"], project.folder)


def _check_inputs(inputs: object, project: Path) -> None:
    """By the rules for inputs.yml, each alternative of an expression on its own."""
    from runner.mapping import check_inputs, read_words
    from runner.sources import Engine, mapping_at

    words = read_words(project)
    checked = mapping_at("inputs", inputs, known=words.columns)
    for name in checked:
        given = mapping_at(f"inputs.{name}", checked[name])
        if "location" in given:
            raise UserError(
                f"inputs.{name}.location is for inputs.yml.", "A preset fits any file of its kind."
            )
        _check_statuses(f"inputs.{name}.statuses", given.pop("statuses", None))
        _check_required(name, given)
        for variant in _variants(given):
            alone = {name: {**variant, "location": "export.csv"}}
            check_inputs({"orders": {"location": "export.csv"}, **alone}, words, Engine())


def _check_statuses(place: str, given: object) -> None:
    from runner.sources import mapping_at

    for word, status in mapping_at(place, given).items():
        if not isinstance(word, str):
            raise UserError(f"{place} has {word} as a word.", "Put it in quotes.")
        if status not in STATUSES:
            raise UserError(f"{place}.{word} is {status}; it must be {', '.join(STATUSES)}.")


def _check_required(name: str, given: Mapping[str, Any]) -> None:
    from runner.sources import mapping_at

    mapped = {
        column
        for key in ("columns", "order_columns")
        for column in mapping_at(f"inputs.{name}.{key}", given.get(key))
    }
    for column in REQUIRED.get(name, ()):
        if column not in mapped:
            raise UserError(f"inputs.{name}.columns has no {column}, which is required.")


def _variants(given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The input as it is with the first, the second ... alternative of each expression."""
    lists = [
        text
        for key in ("columns", "order_columns")
        for text in (given.get(key) or {}).values()
        if isinstance(text, list)
    ]
    for number in range(max(map(len, lists), default=1)):
        variant = dict(given)
        for key in {"columns", "order_columns"} & given.keys():
            variant[key] = {
                column: text[min(number, len(text) - 1)] if isinstance(text, list) else text
                for column, text in given[key].items()
            }
        yield variant


def folded(column: str) -> str:
    """A column's name as it is compared: without case, blanks around or a byte order mark."""
    return column.strip().strip("\ufeff").strip().casefold()
