"""The charts of the dashboard, in one language, as Superset has them.

A file of `charts/` is a chart of Superset's import format, with three things said shorter: its
dataset is named; `$word` stands for a text of texts.yml; and a metric, a column or a filter is
`{metric: ...}`, `{sql: ..., label: ...}`, `{column: ..., label: ...}` or `{column: ..., operator:
..., value: ...}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml

from runner.choices import Language

FOLDER = Path(__file__).parent
NAMESPACE = uuid5(NAMESPACE_URL, "customer-tiers/superset")
# How a column of a table shows what it counts or measures.
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "customers": {"d3NumberFormat": ",d"},
    "number": {"d3NumberFormat": ",d"},
    "index": {"d3NumberFormat": ".2f"},
    "share": {"d3NumberFormat": ".1%"},
    "money": {
        "d3NumberFormat": ",.0f",
        "currencyFormat": {"symbol": "AUTO", "symbolPosition": "prefix"},
    },
}


@dataclass(frozen=True)
class Formula:
    """A metric of the seed of metrics.

    Attributes:
        sql: an aggregate over the table or its view of the newest date.
        unit: customers, money or share.
        labels: what people call it, by language.
    """

    sql: str
    unit: str
    labels: Mapping[Language, str]


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

    @property
    def uuid(self) -> UUID:
        """The same for the same content: Superset keeps an imported chart as it is for ever."""
        return uuid5(NAMESPACE, f"{self.title} {self.table} {yaml.safe_dump(dict(self.params))}")


def read_texts(language: Language) -> dict[str, str]:
    """All words in a language, by name; `lang` is the end of the columns of labels."""
    texts = yaml.safe_load((FOLDER / "texts.yml").read_text(encoding="utf-8"))
    return {"lang": language.value} | {name: text[language] for name, text in texts.items()}


def read_charts(language: Language, formulas: Mapping[str, Formula]) -> tuple[Chart, ...]:
    """All charts in a language, by key.

    Args:
        language: of the words, and of the labels in the data.
        formulas: the metrics that charts name.
    """
    texts = read_texts(language)
    charts = []
    for file in sorted((FOLDER / "charts").glob("*.yml")):
        content = worded(yaml.safe_load(file.read_text(encoding="utf-8")), texts)
        units: dict[str, str] = {}
        params = _said_whole(content["params"], language, formulas, units)
        params["viz_type"] = content["viz_type"]
        if content["viz_type"] == "table":
            params |= {"query_mode": "aggregate", "show_cell_bars": True}
            params["column_config"] = {label: dict(FORMATS[unit]) for label, unit in units.items()}
        charts.append(Chart(file.stem, content["slice_name"], content["dataset"], params))
    return tuple(charts)


def worded(content: Any, texts: Mapping[str, str]) -> Any:
    """The same with its `$words` replaced."""
    if isinstance(content, str):
        return Template(content).substitute(texts)
    if isinstance(content, list):
        return [worded(part, texts) for part in content]
    if isinstance(content, dict):
        return {name: worded(part, texts) for name, part in content.items()}
    return content


def _said_whole(
    content: Any, language: Language, formulas: Mapping[str, Formula], units: dict[str, str]
) -> Any:
    """What is said short, as Superset says it; `units` gets the unit of each label."""
    if isinstance(content, list):
        return [_said_whole(part, language, formulas, units) for part in content]
    if not isinstance(content, dict):
        return content
    if "metric" in content and isinstance(content["metric"], str):
        formula = formulas[content["metric"]]
        units[formula.labels[language]] = formula.unit
        return _expression(formula.sql, formula.labels[language])
    if "sql" in content:
        if unit := content.get("unit"):
            units[content["label"]] = unit
        return _expression(content["sql"], content["label"])
    if "operator" in content:
        return {
            "expressionType": "SIMPLE",
            "clause": "WHERE",
            "subject": content["column"],
            "operator": content["operator"],
            "comparator": content.get("value"),
        }
    if "column" in content:
        return _expression(content["column"], content["label"])
    return {
        name: _said_whole(part, language, formulas, units) for name, part in content.items()
    }


def _expression(sql: str, label: str) -> dict[str, Any]:
    return {
        "expressionType": "SQL",
        "sqlExpression": sql,
        "label": label,
        "hasCustomLabel": True,
    }
