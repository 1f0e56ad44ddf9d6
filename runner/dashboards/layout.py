"""The dashboard: its tabs, rows and filter, as Superset has them."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from runner.choices import Language
from runner.dashboards.charts import FOLDER, Chart, read_texts, read_yaml
from runner.semantic.superset import uuid_of

WIDTH = 12  # of a row, Superset's columns
STORE = "store_id"
FILTERED = "customer_tiers_current"


def dashboard(
    language: Language, charts: Mapping[str, Chart], ids: Mapping[str, UUID]
) -> dict[str, Any]:
    """The dashboard in a language.

    Args:
        language: of its words.
        charts: those that there are, by key; the others leave no gap.
        ids: of the charts, by key.
    """
    texts = read_texts(language)
    plan = read_yaml(FOLDER / "dashboard.yml", texts)
    parts = {part["id"]: part for part in _parts(plan, charts, ids)}
    return {
        "dashboard_title": plan["title"],
        "slug": f"customer-tiers-{language}",
        "uuid": str(uuid_of("dashboard", language)),
        "published": True,
        "position": {"DASHBOARD_VERSION_KEY": "v2"} | parts,
        "metadata": {
            "native_filter_configuration": [_store_filter(texts["store"])],
            "cross_filters_enabled": True,
            "color_scheme": "supersetColors",
        },
        "version": "1.0.0",
    }


def _parts(
    plan: Mapping[str, Any], charts: Mapping[str, Chart], ids: Mapping[str, UUID]
) -> Iterator[dict[str, Any]]:
    """Each part of the page with its children; a row without a chart is no part."""
    tabs: list[str] = []
    over = ["ROOT_ID", "GRID_ID", "TABS-all"]
    for tab_number, tab in enumerate(plan["tabs"]):
        tab_id, rows = f"TAB-{tab_number}", list[str]()
        for row_number, row in enumerate(tab["rows"]):
            shown = {key: width for key, width in row["charts"].items() if key in charts}
            if not shown:
                continue
            row_id = f"ROW-{tab_number}-{row_number}"
            # Who stays takes the room of who is missing.
            spare = sum(row["charts"].values()) - sum(shown.values())
            widths = dict(shown) | {max(shown, key=shown.__getitem__): max(shown.values()) + spare}
            for key, width in widths.items():
                yield _part(
                    f"CHART-{key}",
                    parents=[*over, tab_id, row_id],
                    meta={
                        "chartId": 0,
                        "uuid": str(ids[key]),
                        "sliceName": charts[key].title,
                        "width": width,
                        "height": row["height"],
                    },
                )
            rows.append(row_id)
            yield _part(
                row_id,
                children=[f"CHART-{key}" for key in widths],
                parents=[*over, tab_id],
                meta={"background": "BACKGROUND_TRANSPARENT"},
            )
        if rows:
            tabs.append(tab_id)
            yield _part(tab_id, children=rows, parents=over, meta={"text": tab["title"]})
    yield _part("TABS-all", children=tabs, parents=["ROOT_ID", "GRID_ID"])
    yield _part("GRID_ID", children=["TABS-all"], parents=["ROOT_ID"])
    yield _part("ROOT_ID", children=["GRID_ID"])
    yield _part("HEADER_ID", meta={"text": plan["title"]})


def _part(
    name: str,
    *,
    children: list[str] | None = None,
    parents: list[str] | None = None,
    meta: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "id": name,
        "type": name.partition("-")[0].removesuffix("_ID"),
        "children": children or [],
        "parents": parents or [],
        "meta": dict(meta or {}),
    }


def _store_filter(name: str) -> dict[str, Any]:
    """One filter for all charts: each of their tables has a store."""
    return {
        "id": "NATIVE_FILTER-store",
        "name": name,
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "targets": [{"column": {"name": STORE}, "datasetUuid": str(uuid_of("dataset", FILTERED))}],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
        "controlValues": {"multiSelect": True, "enableEmptyFilter": False},
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "cascadeParentIds": [],
    }
