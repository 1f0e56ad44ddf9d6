"""What the project says of the columns of its models: which are personal, and which are ids."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from runner.mapping import read_words

MODELS = Path("models")
CURRENT = "_current"
# What a view of the newest date has beside the columns of its table, each made of one of them.
ADDED = ("_rank", "_label_en", "_label_zh", "_en", "_zh")
CURRENCY = "reporting_currency"


class Treatment(StrEnum):
    """What leaves of a column.

    PLAIN: its values. PERSONAL: nothing, unless asked for. RAW: the form of its values, unless
    asked for. ROW: the same of `column=value; column=value`, with the columns' names.
    """

    PLAIN = "plain"
    PERSONAL = "personal"
    RAW = "raw"
    ROW = "row"


# By `personal_data`. An attribute says something of a person, but not who it is; some values are
# personal in the rows alone that the table's `personal_rows` selects, which are left out.
TREATMENTS = {
    "": Treatment.PLAIN,
    "false": Treatment.PLAIN,
    "attribute": Treatment.PLAIN,
    "rows": Treatment.PLAIN,
    "raw": Treatment.RAW,
    "row": Treatment.ROW,
    "true": Treatment.PERSONAL,
}


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
    """What the project says of its models.

    Attributes:
        of_tables: the mark of each column, by table and column.
        rows_of_tables: by table, SQL of the rows that are personal as a whole.
        input_columns: the canonical names of the columns of all inputs.
    """

    of_tables: Mapping[str, Mapping[str, Mark]]
    rows_of_tables: Mapping[str, str] = field(default_factory=dict)
    input_columns: frozenset[str] = frozenset()

    def of(self, table: str, column: str) -> Mark | None:
        """The mark of a column; none for one of which the project says nothing.

        A view of the newest date is marked as its table; what it adds, as that of which it is made.
        """
        base = table.removesuffix(CURRENT)
        columns = self.of_tables.get(base, {})
        if column in columns or base == table or not columns:
            return columns.get(column)
        if column == CURRENCY:
            return Mark()
        sources = (column.removesuffix(ending) for ending in ADDED if column.endswith(ending))
        return next((columns[source] for source in sources if source in columns), None)

    def identifies(self, table: str, kind: str) -> bool:
        """Whether a table has ids of that kind."""
        columns = self.of_tables.get(table.removesuffix(CURRENT), {})
        return any(mark.identifies == kind for mark in columns.values())

    def personal_rows(self, table: str) -> str:
        """SQL of the rows of a table that are personal as a whole; empty: none."""
        return self.rows_of_tables.get(table.removesuffix(CURRENT), "")


def read_marks(project: Path, *, model: str = "*") -> Marks:
    """Read the `meta` of the models and their columns out of the project's YAML files.

    A column with `personal_data: true` is left out, one with `personal_data: raw` is masked (`row`:
    but for the names in it), one with `identifies: customer` has a pseudonym if there is a key.
    What is not understood is left out. The rows of a model's `personal_rows` are left out.

    Args:
        project: its folder.
        model: only this one, which is quicker; its file is called as it is.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tables: dict[str, dict[str, Mark]] = {}
    rows: dict[str, str] = {}
    for file in sorted((project / MODELS).rglob(f"{model}.y*ml")):
        content = yaml.load(file.read_text(encoding="utf-8"), loader) or {}  # noqa: S506 (safe)
        for described in content.get("models") or ():
            tables[described["name"]] = {
                column["name"]: _mark(column) for column in described.get("columns") or ()
            }
            if condition := _meta(described).get("personal_rows"):
                rows[described["name"]] = str(condition)
    names = itertools.chain.from_iterable(read_words(project).columns.values())
    return Marks(tables, rows, frozenset(names))


def _mark(column: Mapping[str, Any]) -> Mark:
    meta = _meta(column)
    told = str(meta.get("personal_data", "")).lower()
    return Mark(
        treatment=TREATMENTS.get(told, Treatment.PERSONAL),
        identifies=str(meta.get("identifies") or ""),
    )


def _meta(described: Mapping[str, Any]) -> Mapping[str, Any]:
    """The meta of a model or column, written under `config` or, as before dbt 1.10, beside it."""
    return {**(described.get("meta") or {}), **((described.get("config") or {}).get("meta") or {})}
