"""Superset for real: every chart is asked for its data, and holds what the marts hold."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from tests.bi.conftest import LANGUAGES, Bundle
from tests.bi.figures import KEYS, expected, in_order
from tests.bi.superset import Superset

pytestmark = [pytest.mark.builds, pytest.mark.slow]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_a_chart_shows_what_the_marts_hold(
    key: str,
    language: str,
    superset: Superset,
    bundles: Mapping[str, Bundle],
    sample_database: Path,
) -> None:
    charts = superset.ids_of_charts(f"customer-tiers-{language}")
    assert len(charts) == len(KEYS)
    shown = superset.rows_of(charts[bundles[language].titles[key]])
    assert shown
    assert in_order(shown) == in_order(expected(sample_database, key, language))


def test_the_filter_narrows_every_chart_to_a_store(
    superset: Superset, bundles: Mapping[str, Bundle], sample_database: Path
) -> None:
    titles = {title: key for key, title in bundles["en"].titles.items()}
    with duckdb.connect(sample_database, read_only=True) as connection:
        customers = connection.execute(
            "select count(*) from marts.customer_facts where store_id = 'north' and as_of_date ="
            " (select max(as_of_date) from marts.customer_facts)"
        ).fetchone()
    for title, chart in superset.ids_of_charts("customer-tiers-en").items():
        context = json.loads(superset.ask(f"/api/v1/chart/{chart}")["result"]["query_context"])
        filters = context["queries"][0]["filters"]
        everywhere = in_order(superset.rows_of(chart))
        filters.append({"col": "store_id", "op": "IN", "val": ["north"]})
        north = superset.rows_asked(context)
        assert north
        assert in_order(north) != everywhere
        if titles[title] == "customers":
            assert north == [customers]
        filters[-1]["val"] = ["nowhere"]
        nowhere = superset.rows_asked(context)
        assert not nowhere or not any(nowhere[0])


def test_the_page_asks_what_the_charts_store(superset: Superset) -> None:
    """A browser asks by itself, out of a chart's settings, not by its stored query."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if chromium is None:
        pytest.skip("there is no chromium; Debian has it as a package")
    asked = superset.folder / "asked.jsonl"
    asked.unlink(missing_ok=True)
    address = f"{superset.address}/superset/dashboard/customer-tiers-en/?standalone=1"
    for tab in range(4):
        subprocess.run(
            [
                *(chromium, "--headless", "--no-sandbox", "--disable-gpu"),
                *("--window-size=1500,2500", "--virtual-time-budget=60000"),
                *(f"--user-data-dir={superset.folder / 'browser'}", "--dump-dom"),
                f"{address}#TAB-{tab}",
            ],
            capture_output=True,
            timeout=180,
            check=True,
        )
    charts = superset.ids_of_charts("customer-tiers-en")
    queries = [json.loads(line) for line in asked.read_text(encoding="utf-8").splitlines()]
    from_page = {
        query["form_data"]["slice_id"]: superset.sql_of(query)
        for query in queries
        if "slice_id" in query["form_data"]
    }
    stored = {chart: superset.stored_sql_of(chart) for chart in charts.values()}
    assert from_page == stored


def test_importing_again_changes_nothing(superset: Superset, bundles: Mapping[str, Bundle]) -> None:
    before = superset.ids_of_charts("customer-tiers-zh")
    superset.import_bundle(bundles["zh"].file)
    assert superset.ids_of_charts("customer-tiers-zh") == before
    assert superset.ask("/api/v1/chart/")["count"] == len(LANGUAGES) * len(KEYS)


def test_the_next_release_is_read_without_a_word_to_superset(
    superset: Superset, bundles: Mapping[str, Bundle], release: Path, tmp_path: Path
) -> None:
    chart = superset.ids_of_charts("customer-tiers-en")[bundles["en"].titles["customers"]]
    ((before,),) = superset.rows_of(chart)
    former = release.readlink()
    following = Path(shutil.copytree(release, tmp_path / "next"))
    file = following / "customer_tiers.duckdb"
    file.chmod(0o644)
    with duckdb.connect(file) as connection:
        connection.execute("delete from marts.customer_tiers_current where store_id = 'north'")
        rest = connection.execute("select count(*) from marts.customer_tiers_current").fetchone()
    try:
        swap(release, following)
        assert superset.rows_of(chart) == [rest] != [(before,)]
    finally:
        swap(release, former)
    assert superset.rows_of(chart) == [(before,)]


def swap(current: Path, target: Path) -> None:
    """Let it lead elsewhere, as publishing does: by one rename."""
    new = current.with_name("new")
    new.symlink_to(target)
    new.rename(current)
