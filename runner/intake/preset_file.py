"""Reading a preset: a YAML file about the export of a shop system."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner.errors import UserError, short

LISTS = ("sources", "header", "ask", "traps", "traps_zh")
# The keys of an input with an expression for each canonical column.
COLUMNS = ("columns", "order_columns")
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
        ask: what the export can't tell: date_order, currency, source_timezone; customer_id if
            it names customers in a way that two may share.
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
    """A preset; its SQL is checked when it is fitted to a file.

    Raises:
        UserError: it can't be right; the sentence names the file and the key.
    """
    from runner.strict_yaml import read_yaml

    content = read_yaml(file.read_bytes(), source=file.name)
    if not isinstance(content, dict):
        raise UserError(
            f"{file.name} is {short(content)}; it must be a mapping.",
            "docs/presets.md says which keys it has.",
        )
    from runner.intake.preset_checks import check_texts

    try:
        check_texts(content)
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


def folded(column: str) -> str:
    """A column's name as it is compared: without case, blanks around or a byte order mark."""
    return column.strip().strip("\ufeff").strip().casefold()
