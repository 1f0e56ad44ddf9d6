"""What the project says of the columns of its marts: which are personal, and which are ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

MARTS = Path("models") / "marts"
CURRENT = "_current"
# What a view of the newest date has beside the columns of its table: nothing of a person.
ADDED = ("_rank", "_label_en", "_label_zh", "_en", "_zh")
CURRENCY = "reporting_currency"


class Treatment(StrEnum):
    """What leaves of a column.

    PLAIN: its values. PERSONAL: nothing, unless asked for. RAW: the form of its values, unless
    asked for.
    """

    PLAIN = "plain"
    PERSONAL = "personal"
    RAW = "raw"


@dataclass(frozen=True)
class Mark:
    """What the project says of a column.

    Attributes:
        treatment: what leaves of it.
        identifies: what its ids are of, such as customer; empty for what is no id.
    """

    treatment: Treatment = Treatment.PLAIN
    identifies: str = ""


@dataclass(frozen=True)
class Marks:
    """The marks of all columns of all marts, by table and column."""

    of_tables: Mapping[str, Mapping[str, Mark]]

    def of(self, table: str, column: str) -> Mark | None:
        """The mark of a column; none for one of which the project says nothing.

        A view of the newest date is marked as its table.
        """
        base = table.removesuffix(CURRENT)
        columns = self.of_tables.get(base, {})
        if column in columns:
            return columns[column]
        is_added = column == CURRENCY or column.endswith(ADDED)
        return Mark() if columns and base != table and is_added else None


def read_marks(project: Path) -> Marks:
    """Read the `meta` of the marts' columns out of the project's YAML files.

    `personal_data: true` is left out, `personal_data: raw` is masked, `identifies: customer` has a
    pseudonym if there is a key.

    Args:
        project: its folder.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tables: dict[str, dict[str, Mark]] = {}
    for file in sorted((project / MARTS).rglob("*.yml")):
        content = yaml.load(file.read_text(encoding="utf-8"), loader) or {}  # noqa: S506 (safe)
        for model in content.get("models") or ():
            tables[model["name"]] = {
                column["name"]: _mark(column) for column in model.get("columns") or ()
            }
    return Marks(tables)


def _mark(column: Mapping[str, Any]) -> Mark:
    meta = (column.get("config") or {}).get("meta") or {}
    personal = meta.get("personal_data")
    treatment = {None: Treatment.PLAIN, False: Treatment.PLAIN, "raw": Treatment.RAW}
    return Mark(
        treatment=treatment.get(personal, Treatment.PERSONAL),
        identifies=str(meta.get("identifies") or ""),
    )
