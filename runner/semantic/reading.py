"""Read the metrics out of a database; each is tried before anything is made of it."""

from pathlib import Path

from runner.choices import Language
from runner.errors import UserError
from runner.project import Project
from runner.publish.source import chosen
from runner.semantic.layer import Layer, Metric, Unit
from runner.serve.marks import CURRENT, read_marks
from runner.serve.privacy import Privacy
from runner.serve.tables import ServedTable, described_tables
from runner.warehouse import EngineError, Warehouse, open_warehouse

TABLE = "business_metrics"


def read_layer(project: Project, database: Path, language: Language) -> Layer:
    """Read what a semantic layer is made of.

    Args:
        project: says which columns are personal: they are left out.
        database: is only read.
        language: of labels and descriptions.

    Raises:
        UserError: there is no such database, it has no metrics, or one can't be computed.
    """
    with open_warehouse(database) as warehouse:
        served = described_tables(warehouse, read_marks(project.folder), Privacy())
        tables = {table.name: table for table in served}
        if TABLE not in tables:
            raise UserError(
                f"{database} has no metrics.",
                "Run `tiers build`, with the variable use_business_metrics true.",
            )
        records = warehouse.records(f"select * from marts.{TABLE} order by metric_name")  # noqa: S608
        metrics = tuple(_metric(record, language) for record in records)
        for metric in metrics:
            _check(warehouse, metric, tables)
        currencies = [record["reporting_currency"] for record in records]
        days = warehouse.days(metrics[0].base) if metrics else ()
        return Layer(
            metrics=metrics,
            tables={table.name: table for table in chosen(served, all_dates=False)},
            currency=next(filter(None, currencies), None),
            newest=next(iter(days), None),
            language=language,
        )


def _metric(record: dict[str, str | None], language: Language) -> Metric:
    def text(column: str) -> str:
        return record[column] or ""

    return Metric(
        name=text("metric_name"),
        label=text(f"label_{language}"),
        description=text(f"description_{language}"),
        unit=_unit(text("metric_name"), text("unit")),
        base=text("base_table"),
        numerator=text("numerator"),
        denominator=record["denominator"] or None,
        labels=tuple(text(f"label_{each}") for each in Language),
    )


def _unit(metric: str, unit: str) -> Unit:
    try:
        return Unit(unit)
    except ValueError as error:
        raise UserError(
            f"The metric {metric} is in the unit {unit}.", f"There are: {', '.join(Unit)}."
        ) from error


def _check(warehouse: Warehouse, metric: Metric, tables: dict[str, ServedTable]) -> None:
    rule = "See the rule metric_definitions."
    if metric.base + CURRENT not in tables:
        raise UserError(
            f"The metric {metric.name} is of {metric.base}, which has no as-of dates"
            " or is not built.",
            rule,
        )
    table = tables[metric.base]
    try:
        warehouse.rows(f"select {metric.aggregate} from ({table.query()}) where false")  # noqa: S608
    except EngineError as error:
        reason = str(error).partition("\n")[0]
        raise UserError(f"The metric {metric.name} can't be computed: {reason}", rule) from error
