"""What every semantic layer is made of: the metrics, and the tables over which they are taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from runner.choices import Language
from runner.serve.marks import CURRENT
from runner.serve.tables import DATE, ServedColumn, ServedTable

# Of one build each, and of no use to a reader.
VERSION = "as_of_version"
TEXT = "VARCHAR"
LABEL_TEXTS = {language: f"label_{language}" for language in Language}


class Unit(StrEnum):
    """What a metric is counted in."""

    CUSTOMERS = "customers"
    MONEY = "money"
    SHARE = "share"


@dataclass(frozen=True)
class Metric:
    """A figure about many customers: a sum over rows of one as-of date, or a ratio of two.

    Attributes:
        name: as it is asked for.
        label: its name for people.
        description: what it says, in a sentence.
        unit: what it is counted in; a share is from 0 to 1.
        base: the table whose rows are summed.
        numerator: SQL of what is summed of a row.
        denominator: SQL of what is summed to divide by; none for a plain sum.
        labels: its names in all languages.
    """

    name: str
    label: str
    description: str
    unit: Unit
    base: str
    numerator: str
    denominator: str | None = None
    labels: tuple[str, ...] = ()

    @property
    def aggregate(self) -> str:
        """SQL of its value over rows of one date; null where nothing is there to divide by.

        In the words that DuckDB and PostgreSQL share.
        """
        return ratio(self.numerator, self.denominator) if self.denominator else self.total

    @property
    def total(self) -> str:
        """SQL of the sum, which for a ratio is divided by another."""
        return f"sum({self.numerator})"

    @property
    def mean_of_dates(self) -> str:
        """SQL of its value over rows of one date; over those of several, the mean of the dates.

        So that all dates together are never many times too much.
        """
        if self.denominator:
            return self.aggregate
        return f"cast({self.total} as double precision) / nullif(count(distinct {DATE}), 0)"


def ratio(numerator: str, denominator: str) -> str:
    """SQL of one sum divided by another."""
    return f"cast(sum({numerator}) as double precision) / nullif(sum({denominator}), 0)"


@dataclass(frozen=True)
class Layer:
    """The metrics and the public tables of a database.

    Attributes:
        metrics: in their order.
        tables: those that leave the database, by name, with the columns that do.
        currency: of all amounts; none if nothing is known of it.
        newest: the newest as-of date, YYYY-MM-DD; none without any.
        language: of labels and descriptions.
    """

    metrics: tuple[Metric, ...]
    tables: Mapping[str, ServedTable]
    currency: str | None
    newest: str | None
    language: Language

    @property
    def bases(self) -> tuple[ServedTable, ...]:
        """The tables over which metrics are taken, at all dates."""
        names = dict.fromkeys(metric.base for metric in self.metrics)
        return tuple(self.tables[name] for name in names)

    def current(self, base: ServedTable) -> ServedTable:
        """The newest date of a table."""
        return self.tables[base.name + CURRENT]

    def metrics_of(self, table: ServedTable) -> tuple[Metric, ...]:
        """The metrics that are taken over a table, or over its newest date."""
        base = table.name.removesuffix(CURRENT)
        return tuple(metric for metric in self.metrics if metric.base == base)

    def description(self, table: ServedTable, column: str = "") -> str:
        """What is said of a table or of a column: of the newest date, what is said of all."""
        said = []
        for one in (table, self.tables.get(table.name.removesuffix(CURRENT), table)):
            columns = {found.name: found.description for found in one.columns}
            said.append(columns.get(column, "") if column else one.description)
        return next(filter(None, said), "")

    def columns(self, table: ServedTable) -> tuple[ServedColumn, ...]:
        """The columns of a table that are read in this language."""
        return tuple(
            column
            for column in table.columns
            if column.name != VERSION and not self._is_in_another_language(column.name)
        )

    def dimensions(self, table: ServedTable) -> tuple[ServedColumn, ...]:
        """The columns by which its metrics are grouped: labels, scores, yes or no, who it is."""
        return tuple(column for column in self.columns(table) if self._is_dimension(column))

    def _is_in_another_language(self, name: str) -> bool:
        return any(name.endswith(f"_{other}") for other in Language if other != self.language)

    def _is_dimension(self, column: ServedColumn) -> bool:
        name = column.name
        if name.endswith(f"_{self.language}") and not name.endswith(LABEL_TEXTS[self.language]):
            return False  # a sentence
        if name.endswith("_id"):
            return name == "store_id"
        return column.type in {TEXT, "BOOLEAN"} or name.endswith("_score")
