"""The dashboards as they are written: each chart in its place, in two languages, of one date."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml

from runner.choices import Language
from runner.dashboards.bundle import dashboard_files
from runner.dashboards.charts import FOLDER, read_texts
from runner.semantic.layer import Layer, Metric, Unit
from runner.serve.tables import ServedColumn, ServedTable
from tests.conftest import PROJECT

CHARTS = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in sorted((FOLDER / "charts").glob("*.yml"))
}
PLAN = yaml.safe_load((FOLDER / "dashboard.yml").read_text(encoding="utf-8"))
EXPECTED = Path(__file__).with_name("expected")
RATIO = "cast(sum(net_revenue) as double precision) / nullif(sum(order_count), 0)"


def strings(content: object) -> Iterator[str]:
    """All texts within."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for part in content.values() if isinstance(content, dict) else content:
            yield from strings(part)


def layer(*tables: str) -> Layer:
    """Tables with a store and a date, and two metrics."""
    metrics = (
        Metric("customers", "Customers", "", Unit.CUSTOMERS, "customer_tiers", "1"),
        Metric(
            *("average_order_value", "Average order value", "", Unit.MONEY, "customer_tiers"),
            *("net_revenue", "order_count"),
        ),
    )
    columns = tuple(ServedColumn(name, "VARCHAR", "", name) for name in ("store_id", "as_of_date"))
    found = {name: ServedTable(name, "", columns, is_stored=True) for name in tables}
    return Layer(metrics, found, "CNY", "2025-12-31", Language.EN)


def made(shown: Layer) -> dict[str, Any]:
    return {name: yaml.safe_load(text) for name, text in dashboard_files(shown).items()}


def test_each_chart_is_shown_once_and_expected_once() -> None:
    rows = [row["charts"] for tab in PLAN["tabs"] for row in tab["rows"]]
    assert sorted(key for row in rows for key in row) == sorted(CHARTS)
    assert {sum(row.values()) for row in rows} == {12}
    assert sorted(file.stem for file in EXPECTED.glob("*.sql")) == sorted(CHARTS)


def test_all_words_are_there_in_both_languages_and_none_is_left_over() -> None:
    used = {
        name
        for text in strings([list(CHARTS.values()), PLAN])
        for name in Template(text).get_identifiers()
    }
    for language in Language:
        assert set(read_texts(language)) == used | {"lang"}


@pytest.mark.parametrize("key", CHARTS)
def test_no_chart_adds_up_as_of_dates(key: str) -> None:
    chart = CHARTS[key]
    if not chart["dataset"].endswith("_current"):
        grouped = [chart["params"].get("x_axis"), *chart["params"].get("groupby", [])]
        assert any("as_of_date" in text for text in strings(grouped))


@pytest.mark.parametrize("key", CHARTS)
def test_each_chart_reads_a_public_table(key: str) -> None:
    table = CHARTS[key]["dataset"].removesuffix("_current")
    assert list((PROJECT / "models" / "marts").glob(f"*/{table}.sql"))


def test_a_ratio_is_a_ratio_of_sums_in_the_currency_of_the_shop() -> None:
    files = made(layer("customer_tiers", "customer_tiers_current"))
    params = files["charts/average_order_value_en.yaml"]["params"]
    assert params["metric"]["sqlExpression"] == RATIO
    assert params["currency_format"] == {"symbol": "CNY", "symbolPosition": "prefix"}


def test_a_chart_without_its_table_or_metric_is_left_out_and_leaves_no_gap() -> None:
    files = made(layer("customer_tiers", "customer_tiers_current"))
    shown = {name.removeprefix("charts/") for name in files if name.startswith("charts/")}
    # Of the headline figures two metrics are there; of the tables no other.
    assert shown == {
        f"{key}_en.yaml"
        for key in (
            *("abc_classes", "average_order_value", "customers", "revenue_concentration"),
            "rfm_heat_map",
        )
    }
    position = files["dashboards/customer_tiers_en.yaml"]["position"]
    headline = [position[key]["meta"]["width"] for key in position["ROW-0-0"]["children"]]
    assert sum(headline) == 12
    assert "ROW-0-1" not in position
    assert position["TABS-all"]["children"] == ["TAB-0", "TAB-1"]
    ids = {content["uuid"] for name, content in files.items() if name.startswith("charts/")}
    charts = [part for part in position.values() if part != "v2" and part["type"] == "CHART"]
    assert {chart["meta"]["uuid"] for chart in charts} == ids


def test_a_chart_that_changed_has_another_id() -> None:
    whole = layer("customer_tiers", "customer_tiers_current")
    first, again = made(whole), made(whole)
    other = made(replace(whole, currency="EUR"))
    assert first == again
    for key in ("customers", "average_order_value"):
        name = f"charts/{key}_en.yaml"
        assert (other[name]["uuid"] == first[name]["uuid"]) is (key == "customers")
