"""The words of one language for tables, columns and codes: titles.yml and the rule seeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from runner.ask.schemes import REGISTRY, read_labels, schemes_of
from runner.choices import Language
from runner.warehouse import Warehouse

TITLES = Path(__file__).with_name("titles.yml")
WIDE_TABLE = "customer_tiers"


@dataclass(frozen=True)
class Vocabulary:
    """What people call things in one language.

    Attributes:
        language: of the words.
        tables: titles by name.
        columns: titles by name; a label or sentence in two languages has one.
        values: of codes without a label beside them, by column and code.
        labels: of schemes, by scheme and label.
        schemes: by the column that has their label.
        metrics: the facts that are cut or explained, by name.
        unknown: the label of a customer who has none.
    """

    language: Language
    tables: Mapping[str, str]
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, Mapping[str, str]]
    schemes: Mapping[str, str]
    metrics: Mapping[str, str]
    unknown: str

    @property
    def other(self) -> Language:
        """The language that is left out."""
        return Language.EN if self.language == Language.ZH else Language.ZH

    @property
    def scheme_titles(self) -> Mapping[str, str]:
        """What a scheme is called: as the column with its label."""
        return {scheme: self.title(column) for column, scheme in self.schemes.items()}

    def title(self, column: str) -> str:
        """The heading of a column; its name if there is none."""
        return self.columns.get(column, column)


def read_vocabulary(language: Language, warehouse: Warehouse, project: Path) -> Vocabulary:
    """The words of a language.

    Args:
        language: of the words.
        warehouse: whose rule seeds say what labels are called.
        project: the folder of the dbt project, whose registry names the schemes.
    """
    place = list(Language).index(language)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = yaml.load(TITLES.read_text(encoding="utf-8"), loader)  # noqa: S506 (safe)

    def chosen(pairs: Mapping[str, list[str]]) -> dict[str, str]:
        return {name: pair[place] for name, pair in pairs.items()}

    labels: dict[str, dict[str, str]] = {}
    for (scheme, label), text in read_labels(warehouse).items():
        labels.setdefault(scheme, {})[label] = text.names[language]
    columns = warehouse.tables().get(WIDE_TABLE, ())
    metrics: set[str] = set()
    if "tier_metrics" in warehouse.tables("rules"):
        metrics = {name for (name,) in warehouse.rows("select metric from rules.tier_metrics")}
    titles = chosen(found["columns"])
    values = {column: chosen(codes) for column, codes in found["values"].items()}
    has_registry = (project / REGISTRY).is_file()
    schemes = schemes_of(columns, project) if has_registry else ()
    return Vocabulary(
        language=language,
        tables=chosen(found["tables"]),
        columns=titles,
        values=values,
        labels=labels,
        schemes={scheme.column: scheme.name for scheme in schemes},
        metrics={name: {**titles, **values["metric"]}.get(name, name) for name in metrics},
        unknown=found["unknown"][place],
    )
