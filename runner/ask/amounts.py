"""Numbers with their units, as the database's own sentences write them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from runner.warehouse import Warehouse

PLACE = "{number}"


@dataclass(frozen=True)
class Unit:
    """The words of a quantity in `en` and `zh`, and how its number is written."""

    multiplier: int
    number_format: str
    words: Mapping[str, str]

    def text(self, value: float | Decimal, language: str) -> str:
        """Such as `1 order` or `322.99 USD`."""
        number = float(value) * self.multiplier
        shown = self._digits(number)
        form = {"0": "zero", "1": "one"}.get(shown, "other")
        return self.words[f"{form}_{language}"].replace(PLACE, shown)

    def _digits(self, number: float) -> str:
        match self.number_format:
            case "money":
                return f"{number:,.2f}"
            case "whole":
                return f"{number:,.0f}"
            case _:
                return f"{number:,.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Metric:
    """A fact that labels depend on, as people call it."""

    is_higher_better: bool
    quantity: str
    label_en: str
    label_zh: str


@dataclass(frozen=True)
class Amounts:
    """The units of a database, its metrics, and the currency of its money.

    Attributes:
        units: by quantity.
        metrics: by name.
        stated_currency: of the business metrics, for a release, which has no units; may be empty.
    """

    units: Mapping[str, Unit] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    stated_currency: str = ""

    @property
    def currency(self) -> str:
        """Into which all money is converted; empty if the database does not say."""
        money = self.units.get("money")
        if money is None:
            return self.stated_currency
        return money.words["other_en"].replace(PLACE, "").strip()

    def text(self, metric: str, value: float | Decimal, language: str) -> str:
        """A value of a metric with its unit; the bare number without one."""
        of_metric = self.metrics.get(metric)
        unit = self.units.get(of_metric.quantity) if of_metric else None
        return unit.text(value, language) if unit else f"{float(value):,.2f}"


def read_amounts(warehouse: Warehouse) -> Amounts:
    """Read the units and metrics; none from a database that has no sentences."""
    units: dict[str, Unit] = {}
    if "int_quantities" in warehouse.tables("intermediate"):
        rows = warehouse.records("select * from intermediate.int_quantities")
        units = {row["quantity"]: _unit(row) for row in rows}
    metrics: dict[str, Metric] = {}
    if "tier_metrics" in warehouse.tables("rules"):
        found = warehouse.rows(
            "select metric, is_higher_better, quantity, label_en, label_zh from rules.tier_metrics"
        )
        metrics = {metric: Metric(*of_metric) for metric, *of_metric in found}
    return Amounts(units, metrics, _stated_currency(warehouse))


def _stated_currency(warehouse: Warehouse) -> str:
    if "business_metrics" not in warehouse.tables():
        return ""
    found = warehouse.rows("select max(reporting_currency) from marts.business_metrics")
    return found[0][0] or ""


def _unit(row: Mapping[str, Any]) -> Unit:
    words = {name: str(text) for name, text in row.items() if name.endswith(("_en", "_zh"))}
    return Unit(int(row["multiplier"]), row["number_format"], words)
