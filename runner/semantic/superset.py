"""The datasets of Apache Superset, in the form in which it imports them.

Their ids are made from their names, so that importing again replaces them, and charts find them.
"""

from collections.abc import Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

from runner.choices import Language
from runner.semantic.layer import Layer, Metric, Unit
from runner.semantic.words import verbose_name
from runner.semantic.yaml_text import yaml_text
from runner.serve.tables import DATE, ServedColumn, ServedTable
from runner.warehouse import MARTS

NAMESPACE = uuid5(NAMESPACE_URL, "customer-tiers")
NAME = "customer_tiers"
VERSION = "1.0.0"
# Under a metric of a table with all dates.
OVER_DATES = {
    Language.EN: "{} Of one date; of several, their mean.",
    Language.ZH: "{}按单个评定日计算；选取多个评定日时为其均值。",
}
FORMATS = {Unit.CUSTOMERS: ",.0f", Unit.MONEY: ",.2f", Unit.SHARE: ".1%"}


def uuid_of(kind: str, name: str = NAME) -> UUID:
    """The id of a thing of ours in any Superset.

    Args:
        kind: database, dataset, chart or dashboard.
        name: the table of a dataset, the file name of a chart or dashboard.
    """
    return uuid5(NAMESPACE, f"{kind}/{name}")


def schema_of(connection: str) -> str:
    """The schema in which a published copy has its tables.

    Args:
        connection: its SQLAlchemy URI.
    """
    return NAME if connection.startswith("postgres") else MARTS


def superset_files(layer: Layer, connection: str) -> Mapping[str, str]:
    """What Superset imports: the database and a dataset for each public table.

    Args:
        layer: the metrics and tables.
        connection: the SQLAlchemy URI of a published copy.

    Returns:
        The text of each file by its path within the archive.
    """
    is_file = schema_of(connection) == MARTS
    files = {
        "metadata.yaml": {
            "version": VERSION,
            "type": "SqlaTable",
            "timestamp": f"{layer.newest or '1970-01-01'}T00:00:00+00:00",
        },
        f"databases/{NAME}.yaml": _database(connection, is_file=is_file),
    }
    for table in layer.tables.values():
        files[f"datasets/{NAME}/{table.name}.yaml"] = _dataset(layer, table, schema_of(connection))
    return {path: yaml_text(content) for path, content in files.items()}


def _database(connection: str, *, is_file: bool) -> dict[str, object]:
    # A file that is open to write can't be read by others.
    arguments = {"connect_args": {"read_only": True}} if is_file else {}
    return {
        "database_name": "Customer tiers",
        "sqlalchemy_uri": connection,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_file_upload": False,
        "extra": {"allows_virtual_table_explore": True, "engine_params": arguments},
        "uuid": str(uuid_of("database")),
        "version": VERSION,
    }


def _dataset(layer: Layer, table: ServedTable, schema: str) -> dict[str, object]:
    columns = layer.columns(table)
    names = [column.name for column in columns]
    return {
        "table_name": table.name,
        "main_dttm_col": DATE if table.is_dated else None,
        "description": layer.description(table) or None,
        "schema": schema,
        "sql": None,
        "filter_select_enabled": True,
        "normalize_columns": False,
        "always_filter_main_dttm": False,
        "uuid": str(uuid_of("dataset", table.name)),
        "metrics": [_metric(layer, table, metric) for metric in layer.metrics_of(table)]
        + [{"metric_name": "row_count", "expression": "count(*)", "d3format": ",.0f"}],
        "columns": [_column(layer, table, column, names) for column in columns],
        "version": VERSION,
        "database_uuid": str(uuid_of("database")),
    }


def _metric(layer: Layer, table: ServedTable, metric: Metric) -> dict[str, object]:
    is_money = metric.unit == Unit.MONEY and layer.currency
    said = metric.description
    return {
        "metric_name": metric.name,
        "verbose_name": metric.label,
        "expression": metric.aggregate if table.is_current else metric.mean_of_dates,
        "description": said if table.is_current else OVER_DATES[layer.language].format(said),
        "d3format": FORMATS[metric.unit],
        "currency": {"symbol": layer.currency, "symbolPosition": "prefix"} if is_money else None,
    }


def _column(
    layer: Layer, table: ServedTable, column: ServedColumn, names: list[str]
) -> dict[str, object]:
    is_amount = column.type.startswith(("DECIMAL", "DOUBLE"))
    return {
        "column_name": column.name,
        "verbose_name": verbose_name(column.name, names, layer.language),
        "is_dttm": column.type.startswith(("DATE", "TIMESTAMP")),
        "is_active": True,
        "type": column.type,
        "groupby": not is_amount,
        "filterable": True,
        "expression": None,
        "description": layer.description(table, column.name) or None,
    }
