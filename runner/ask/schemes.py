"""Which schemes a database has: its columns say so, the project's registry names them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner.warehouse import Warehouse

# What every scheme has in the wide table, beside the column with its label.
NAMED = {"en": "_label_en", "zh": "_label_zh"}
LABELS = {"scheme", "label", "label_rank", "label_en", "label_zh"}
REGISTRY = Path("macros", "schemes", "registry.sql")
ENTRY = re.compile(r"'(?P<scheme>\w+)': \{\s*'model': '\w+',\s*'label': '(?P<label>\w+)'")


@dataclass(frozen=True)
class Scheme:
    """A scheme and the column of customer_tiers that has its label."""

    name: str
    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The label and its names."""
        return (self.column, *(self.column + ending for ending in NAMED.values()))

    def names(self, record: Mapping[str, Any]) -> Mapping[str, str]:
        """What the label of a row of customer_tiers is called in `en` and `zh`."""
        label = str(record[self.column])
        return {
            language: record[self.column + ending] or label for language, ending in NAMED.items()
        }


@dataclass(frozen=True)
class LabelText:
    """Where a label stands in its scheme, the higher the better, and its names in `en` and `zh`."""

    rank: int
    names: Mapping[str, str]


def read_labels(warehouse: Warehouse) -> Mapping[tuple[str, str], LabelText]:
    """The labels by scheme and label, as the rule seed has them.

    A release has no rule seeds: there, those that customers have, as the summary has them; none
    without it.
    """
    if "tier_labels" in warehouse.tables("rules"):
        table = "rules.tier_labels"
    elif set(warehouse.tables().get("tier_summary", ())) >= LABELS:
        table = "marts.tier_summary"
    else:
        return {}
    rows = warehouse.rows(
        f"select distinct scheme, label, label_rank, label_en, label_zh from {table}"  # noqa: S608
    )
    return {
        (scheme, label): LabelText(int(rank), {"en": english, "zh": chinese})
        for scheme, label, rank, english, chinese in rows
    }


def schemes_of(columns: Iterable[str], project: Path) -> tuple[Scheme, ...]:
    """The schemes in the order of their columns.

    Args:
        columns: of customer_tiers.
        project: whose registry names them; a scheme that it does not have is called as its column.
    """
    text = (project / REGISTRY).read_text(encoding="utf-8")
    names = {found["label"]: found["scheme"] for found in ENTRY.finditer(text)}
    known = tuple(columns)
    labels = (name for name in known if all(name + ending in known for ending in NAMED.values()))
    return tuple(Scheme(names.get(column, column), column) for column in labels)
