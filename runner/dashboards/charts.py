"""The charts of the dashboard, in one language, as Superset has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from runner.choices import Language
from runner.dashboards.shorthand import Shorthand, worded
from runner.semantic.layer import Layer, Unit

FOLDER = Path(__file__).parent
# Of d3, by unit; index: 0 to 100.
FORMATS = {Unit.CUSTOMERS: ",.0f", Unit.MONEY: ",.0f", Unit.SHARE: ".1%", "index": ".1f"}
TABLE = "table"
BIG_NUMBER = "big_number_total"


@dataclass(frozen=True)
class Chart:
    """A chart in one language.

    Attributes:
        key: its name in the layout.
        title: for people.
        table: the table or view that it shows.
        params: Superset's form data, the kind of the chart among them.
    """

    key: str
    title: str
    table: str
    params: Mapping[str, Any]


def read_yaml(file: Path, texts: Mapping[str, str]) -> dict[str, Any]:
    """What a file of this folder says, its `$words` replaced."""
    content = worded(yaml.safe_load(file.read_text(encoding="utf-8")), texts)
    return cast("dict[str, Any]", content)


def read_texts(language: Language) -> dict[str, str]:
    """All words in a language, by name; `lang` is the end of the columns of labels."""
    texts = yaml.safe_load((FOLDER / "texts.yml").read_text(encoding="utf-8"))
    return {"lang": language.value} | {name: text[language] for name, text in texts.items()}


def read_charts(layer: Layer) -> tuple[Chart, ...]:
    """The charts whose tables and metrics there are, in the layer's language, by key."""
    texts = read_texts(layer.language)
    charts = []
    for file in sorted((FOLDER / "charts").glob("*.yml")):
        content = read_yaml(file, texts)
        short = Shorthand(layer.metrics)
        params = cast("dict[str, Any]", short.whole(content["params"]))
        if content["dataset"] in layer.tables and not short.is_missing:
            kind = content["viz_type"]
            params = {"viz_type": kind} | _looks(kind, short.units, layer.currency) | params
            charts.append(Chart(file.stem, content["slice_name"], content["dataset"], params))
    return tuple(charts)


def _looks(kind: str, units: Mapping[str, str], currency: str | None) -> dict[str, Any]:
    """How figures are written, by their units."""
    if kind == TABLE:
        columns = {
            label: {"d3NumberFormat": FORMATS[unit], "currencyFormat": _currency(unit, currency)}
            for label, unit in units.items()
        }
        return {"query_mode": "aggregate", "show_cell_bars": True, "column_config": columns}
    if kind == BIG_NUMBER:
        (unit,) = units.values()
        return {"y_axis_format": FORMATS[unit], "currency_format": _currency(unit, currency)}
    return {}


def _currency(unit: str, currency: str | None) -> dict[str, str] | None:
    if unit != Unit.MONEY or not currency:
        return None
    return {"symbol": currency, "symbolPosition": "prefix"}
