"""The tables of clusters of the sample shop, worked out again in plain Python."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pytest
import yaml

from runner.mapping import read_words
from runner.models.metrics import all_metrics
from runner.models.shapes import Bound, Box
from tests.conftest import PROJECT
from tests.models.shops import boxes_met, rand_index

SAMPLE = PROJECT / "seeds" / "sample"
Rows = list[dict[str, Any]]
Key = tuple[str, str, object]


def key_of(row: Mapping[str, Any]) -> Key:
    return row["store_id"], row["customer_id"], row["as_of_date"]


def learned_rows(name: str) -> list[dict[str, str]]:
    with (SAMPLE / f"sample_{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def boxes_by_store() -> Mapping[str, list[Box]]:
    found: dict[str, dict[tuple[int, int], list[Bound]]] = defaultdict(lambda: defaultdict(list))
    for row in learned_rows("cluster_rules"):
        lower, upper = (row[f"{side}_bound"] for side in ("lower", "upper"))
        bound = Bound(
            row["metric"],
            float(lower) if lower else None,
            float(upper) if upper else None,
            row["unknown_values"],
        )
        found[row["store_id"]][int(row["cluster_id"]), int(row["box_number"])].append(bound)
    return {
        store: [Box(cluster, box, tuple(bounds)) for (cluster, box), bounds in boxes.items()]
        for store, boxes in found.items()
    }


def rows_of(database: Path, sql: str) -> Rows:
    with duckdb.connect(database, read_only=True) as connection:
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="module")
def buyers(sample_database: Path) -> Rows:
    """The facts of all buyers at all dates, as exact to four places as the rules."""
    metrics = ", ".join(
        "round(discount_amount / nullif(gross_revenue, 0), 4) as discount_share"
        if name == "discount_share"
        else f"round(cast({name} as decimal(28, 8)), 4) as {name}"
        for name in all_metrics()
    )
    return rows_of(
        sample_database,
        f"""
        select store_id, customer_id, as_of_date, {metrics}, rfm_segment
        from marts.customer_facts
        inner join (
            select store_id, customer_id, as_of_date, rfm_segment from marts.rfm_scores
        ) as segments using (store_id, customer_id, as_of_date)
        where purchase_day_count > 0
        """,
    )


@pytest.fixture(scope="module")
def labels(buyers: Rows) -> Mapping[Key, Box]:
    """The box of each buyer."""
    boxes = boxes_by_store()
    found = {}
    for buyer in buyers:
        values = {
            name: None if buyer[name] is None else float(buyer[name]) for name in all_metrics()
        }
        (found[key_of(buyer)],) = boxes_met(boxes[buyer["store_id"]], values)
    return found


@pytest.mark.builds
def test_every_buyer_is_in_the_cluster_of_the_box_that_they_meet(
    sample_database: Path, labels: Mapping[Key, Box]
) -> None:
    rows = rows_of(sample_database, "select * from marts.customer_clusters")
    made = {key_of(row): (row["cluster_id"], row["box_number"]) for row in rows}
    assert len(made) == len(rows) > 10_000
    assert made == {key: (box.cluster, box.number) for key, box in labels.items()}
    days = sorted({day for _, _, day in made}, key=str)
    # All but the newest date are ends of months, and so are those before.
    before = dict(zip(days[1:], days, strict=False))
    previous = {key: row["previous_cluster_id"] for key, row in zip(made, rows, strict=True)}
    assert {key: cluster for key, cluster in previous.items() if cluster is not None} == {
        (store, customer, day): labels[store, customer, before[day]].cluster
        for store, customer, day in made
        if day in before and (store, customer, before[day]) in labels
    }


@pytest.mark.builds
def test_the_profile_has_the_sizes_medians_and_agreement_of_each_date(
    sample_database: Path, buyers: Rows, labels: Mapping[Key, Box]
) -> None:
    newest = max(buyer["as_of_date"] for buyer in buyers)
    rows = rows_of(sample_database, "select * from marts.cluster_profile_current")
    assert {(row["store_id"], row["cluster_id"]) for row in rows} == {
        (store, box.cluster) for store, boxes in boxes_by_store().items() for box in boxes
    }
    for row in rows:
        there = [
            buyer
            for buyer in buyers
            if (buyer["store_id"], buyer["as_of_date"]) == (row["store_id"], newest)
        ]
        clusters = [
            labels[row["store_id"], buyer["customer_id"], newest].cluster for buyer in there
        ]
        members = [
            buyer
            for buyer, cluster in zip(there, clusters, strict=True)
            if cluster == row["cluster_id"]
        ]
        assert row["customer_count"] == len(members)
        assert row["customer_share"] == pytest.approx(len(members) / len(there))
        money = sum((buyer["net_revenue"] for buyer in members), Decimal())
        assert row["net_revenue"] == money
        assert row["net_revenue_share"] == pytest.approx(
            float(money / sum(buyer["net_revenue"] for buyer in there))
        )
        for name in all_metrics():
            known = [float(buyer[name]) for buyer in members if buyer[name] is not None]
            assert row[f"median_{name}"] == pytest.approx(median(known)), name
        segments = [buyer["rfm_segment"] for buyer in there]
        assert row["rfm_agreement"] == pytest.approx(rand_index(clusters, segments))
    cells = rows_of(sample_database, "select * from marts.cluster_segments_current")
    assert {
        (row["store_id"], row["cluster_id"], row["rfm_segment"]): row["customer_count"]
        for row in cells
    } == Counter(
        (
            buyer["store_id"],
            labels[buyer["store_id"], buyer["customer_id"], newest].cluster,
            buyer["rfm_segment"],
        )
        for buyer in buyers
        if buyer["as_of_date"] == newest
    )


@pytest.mark.builds
def test_a_reason_names_the_bounds_of_the_box_in_both_languages(sample_database: Path) -> None:
    conditions: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in learned_rows("cluster_rules"):
        for language in ("en", "zh"):
            conditions[row["store_id"] + row["box_number"], language].add(
                row[f"condition_{language}"]
            )
    rows = rows_of(sample_database, "select * from marts.customer_clusters_current")
    for row in rows:
        box = row["store_id"] + str(row["box_number"])
        english = re.sub(r" \([\d,.%-]+( USD)?\)", "", row["reason_en"])
        assert set(english.split("; ")) == conditions[box, "en"]
        chinese = re.sub(r"（[\d,.%-]+( USD)?）", "", row["reason_zh"])
        assert set(chinese.split("；")) == conditions[box, "zh"]


def test_the_files_have_the_columns_that_a_build_reads() -> None:
    columns = read_words(PROJECT).columns
    for name in ("cluster_rules", "factor_loadings"):
        rows = learned_rows(name)
        assert [*rows[0]] == [*columns[name]]
        assert all(set(row) == set(columns[name]) for row in rows)


def test_the_models_know_the_facts_that_the_program_learns_from() -> None:
    macro = (PROJECT / "macros/clusters/cluster_metrics.sql").read_text(encoding="utf-8")
    units = {name: metric.unit for name, metric in all_metrics().items()}
    assert re.findall(r"'(\w+)': '(\w+)'", macro) == [*units.items()]
    promised = yaml.safe_load(
        (PROJECT / "models/marts/clusters/cluster_rules.yml").read_text(encoding="utf-8")
    )
    (test,) = promised["models"][0]["data_tests"]
    assert test["is_whole"]["arguments"]["values"]["metric"] == [*all_metrics()]
