"""`tiers semantic`: write the metrics as one program or another reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from runner.choices import Consumer, Language
from runner.dashboards.bundle import superset_bundle
from runner.project import Project
from runner.semantic.layer import Layer
from runner.semantic.metricflow import metricflow_files
from runner.semantic.metricflow_latest import latest_files
from runner.semantic.osi import osi_files
from runner.semantic.reading import read_layer
from runner.semantic.write import write_files


@dataclass(frozen=True)
class Request:
    """The options of `tiers semantic`.

    Attributes:
        consumer: for whom.
        out: a folder or a file.
        language: of labels and descriptions.
        connection: the SQLAlchemy URI of what is read; none: the database itself.
    """

    consumer: Consumer
    out: Path
    language: Language = Language.EN
    connection: str | None = None


@dataclass(frozen=True)
class Written:
    """What `tiers semantic` wrote: how many metrics, and into which files."""

    consumer: Consumer
    metrics: tuple[str, ...]
    files: tuple[Path, ...]

    def as_json(self) -> dict[str, object]:
        """What `--json` prints."""
        return {
            "format": self.consumer,
            "metrics": list(self.metrics),
            "files": [str(file) for file in self.files],
        }


def write_semantics(project: Project, database: Path, request: Request) -> Written:
    """Write the metrics of a database for one consumer.

    Args:
        project: says which columns are personal.
        database: is only read.
        request: for whom, and where.

    Raises:
        UserError: as `read_layer` and `write_files`.
    """
    layer = read_layer(project, database, request.language)
    files = files_for(request.consumer, layer, request.connection or f"duckdb:///{database}")
    names = tuple(metric.name for metric in layer.metrics)
    return Written(request.consumer, names, write_files(files, request.out))


def files_for(consumer: Consumer, layer: Layer, connection: str) -> Mapping[str, str]:
    """The texts that a consumer reads, by their paths."""
    match consumer:
        case Consumer.METRICFLOW:
            return metricflow_files(layer)
        case Consumer.METRICFLOW_LATEST:
            return latest_files(layer)
        case Consumer.OSI:
            return osi_files(layer, connection)
        case Consumer.SUPERSET:
            return superset_bundle(layer, connection)
