"""The charts and the dashboard as files that Superset imports beside the datasets."""

from collections.abc import Mapping

import yaml

from runner.dashboards.charts import Chart, read_charts
from runner.dashboards.layout import dashboard
from runner.dashboards.queries import query_context
from runner.semantic.layer import Layer
from runner.semantic.superset import VERSION, superset_files, uuid_of
from runner.semantic.yaml_text import yaml_text

METADATA = "metadata.yaml"


def superset_bundle(layer: Layer, connection: str) -> Mapping[str, str]:
    """All that Superset imports in one go: database, datasets, charts, and their dashboard.

    Args:
        layer: the metrics and tables.
        connection: the SQLAlchemy URI of a published copy.

    Returns:
        The text of each file by its path within the archive.
    """
    files = dict(superset_files(layer, connection)) | dashboard_files(layer)
    # What is imported is the dashboard, and with it all that it needs.
    metadata = yaml.safe_load(files[METADATA]) | {"type": "Dashboard"}
    return files | {METADATA: yaml_text(metadata)}


def dashboard_files(layer: Layer) -> dict[str, str]:
    """The texts of the charts and the dashboard, by their paths, in the layer's language.

    Args:
        layer: the metrics and tables; a chart that needs others is left out.
    """
    charts = {chart.key: chart for chart in read_charts(layer)}
    contents = {key: _content(chart) for key, chart in charts.items()}
    # Superset imports a chart once and keeps it, so one that has changed is another one.
    ids = {key: uuid_of("chart", yaml_text(content)) for key, content in contents.items()}
    files = {
        f"charts/{key}_{layer.language}.yaml": yaml_text(content | {"uuid": str(ids[key])})
        for key, content in contents.items()
    }
    shown = dashboard(layer.language, charts, ids)
    return files | {f"dashboards/customer_tiers_{layer.language}.yaml": yaml_text(shown)}


def _content(chart: Chart) -> dict[str, object]:
    return {
        "slice_name": chart.title,
        "viz_type": chart.params["viz_type"],
        "params": dict(chart.params),
        "query_context": query_context(chart),
        "cache_timeout": None,
        "version": VERSION,
        "dataset_uuid": str(uuid_of("dataset", chart.table)),
    }
