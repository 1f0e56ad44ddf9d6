"""The only module that calls dbt, in this process, by argument lists."""

import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.constants import PARTIAL_PARSE_FILE_NAME
from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import extended_mashumuro_decoder
from dbt.version import __version__
from dbt_common.events.base_types import EventMsg
from dbt_common.exceptions import DbtBaseException

from runner.errors import ExitCode, UserError
from runner.file_errors import without_contents
from runner.parse_cache import ParseCache, Parsed, fingerprint, key_of
from runner.results import NodeResult


class Watcher(Protocol):
    """Is notified of the progress of a run, from dbt's threads."""

    def copying(self, source: str) -> None:
        """Before the run, a copy of a file is made; without a name, all are."""

    def planned(self, total: int) -> None:
        """The run has this many models, seeds and tests."""

    def started(self, name: str) -> None:
        """A model, seed or test has begun."""

    def finished(self, name: str) -> None:
        """It has ended."""


@dataclass(frozen=True)
class DbtBuild:
    """What dbt is to build.

    Attributes:
        project: the folder of dbt_project.yml and profiles.yml.
        database: the DuckDB file to write.
        target_path: dbt's own folder; no two runs at a time may share one.
        cache: the parsed project of earlier runs, if it is to be kept.
        variables: dbt's vars.
        select: dbt's selection; everything if empty.
        exclude: dbt's selection to leave out.
        full_refresh: build incremental tables from nothing.
        tests: run data tests too.
        unit_tests: run unit tests too; they test the models, not the data.
        threads: from profiles.yml if none.
    """

    project: Path
    database: Path
    target_path: Path
    cache: ParseCache | None = None
    variables: Mapping[str, object] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    full_refresh: bool = False
    tests: bool = True
    unit_tests: bool = False
    threads: int | None = None


@dataclass(frozen=True)
class Run:
    """How a run ended.

    Attributes:
        results: of each model, seed and test, in the order of the run.
        stopped_by: why dbt stopped before running anything.
        invocation: by which the build log knows the run.
    """

    results: tuple[NodeResult, ...]
    stopped_by: str = ""
    invocation: str = ""


@dataclass(frozen=True)
class DbtPages:
    """What dbt writes of a project: its documentation as one page, and what it knows as JSON."""

    page: Path
    manifest: Path


def build(order: DbtBuild, watcher: Watcher) -> Run:
    """Run `dbt build`.

    Relative paths in the variables start at the working folder, as in dbt itself. dbt's
    log has its errors, without contents of the data.

    Raises:
        KeyboardInterrupt: the user interrupted it.
        Exception: anything that dbt itself did not expect, with its traceback.
    """
    listener = Listener(watcher)
    with (
        # dbt's artifacts for other tools take a second to read and write.
        _environment(
            TIERS_DATABASE=str(order.database),
            DBT_WRITE_JSON=os.environ.get("DBT_WRITE_JSON", "false"),
        ),
        redirect_stdout(io.StringIO()),
    ):
        try:
            outcome = _invoke(order, listener)
        finally:
            # otherwise this process can't open the file again
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    if listener.errors:
        log = order.target_path / "logs" / "dbt.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(without_contents("\n".join(listener.errors)), encoding="utf-8")
    if outcome.exception and not isinstance(outcome.exception, DbtBaseException):
        raise outcome.exception
    return Run(
        results=tuple(map(_node_result, getattr(outcome.result, "results", ()))),
        stopped_by=without_contents(str(outcome.exception or "")),
        invocation=listener.invocation,
    )


def document(project: Path, *, database: Path, target_path: Path) -> DbtPages:
    """Write dbt's own documentation as one page, without touching any database of the user's.

    Args:
        project: the folder of dbt_project.yml and profiles.yml.
        database: where dbt may make an empty database, by whose name the tables are called.
        target_path: dbt's own folder.

    Raises:
        UserError: dbt can't read the project.
    """
    arguments = [
        *("--log-level", "none", "--log-level-file", "none"),
        *("--log-path", str(target_path / "logs")),
        *("--no-send-anonymous-usage-stats", "--no-use-colors", "--no-print"),
        *("docs", "generate", "--static", "--empty-catalog"),
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--target-path", str(target_path)),
    ]
    with (
        _environment(TIERS_DATABASE=str(database), DBT_WRITE_JSON="true"),
        redirect_stdout(io.StringIO()),
    ):
        try:
            outcome = dbtRunner().invoke(arguments)
        finally:
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    pages = DbtPages(target_path / "static_index.html", target_path / "manifest.json")
    if outcome.exception or not pages.page.is_file():
        raise UserError(
            f"dbt can't write its documentation: {without_contents(str(outcome.exception or ''))}",
            "`dbt parse` says more.",
            ExitCode.ENGINE_FAILED,
        )
    return pages


def _invoke(order: DbtBuild, listener: "Listener") -> dbtRunnerResult:
    """Run dbt on the cached project, or let it parse the project."""
    runner, arguments = dbtRunner(callbacks=[listener]), _arguments(order)
    if not order.cache:
        return runner.invoke(arguments)
    key, files = key_of(order.project, order.variables), fingerprint(order.project, __version__)
    catalog = DuckDBCredentials.path_derived_database_name(order.database)
    parsed = order.cache.read(key)
    if parsed and parsed.files == files:
        runner.manifest = _manifest(parsed, catalog)
        return runner.invoke(arguments)
    # If only a few files changed, dbt parses only these.
    kept = order.target_path / PARTIAL_PARSE_FILE_NAME
    if parsed:
        kept.write_bytes(parsed.content)
    outcome = runner.invoke(arguments)
    if kept.exists() and outcome.result is not None:
        order.cache.write(key, Parsed(files, catalog, kept.read_bytes()))
    return outcome


def _manifest(parsed: Parsed, catalog: str) -> Manifest:
    """The project, with its tables in another database than the one it was parsed for."""
    manifest: Manifest = Manifest.from_msgpack(parsed.content, decoder=extended_mashumuro_decoder)
    for node in (*manifest.nodes.values(), *manifest.sources.values()):
        if node.database == parsed.catalog:
            node.database = catalog
            if node.relation_name:
                _, separator, rest = node.relation_name.partition(f'"{parsed.catalog}".')
                node.relation_name = f'"{catalog}".{rest}' if separator else node.relation_name
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    manifest.build_parent_and_child_maps()  # type: ignore[no-untyped-call]
    return manifest


def _node_result(result: Any) -> NodeResult:  # noqa: ANN401 (dbt's RunResult)
    node = result.node
    return NodeResult(
        name=node.name,
        kind=str(node.resource_type),
        status=str(result.status),
        seconds=round(result.execution_time, 3),
        failures=result.failures,
        message=without_contents(result.message or ""),
        path=node.original_file_path,
        description=getattr(node, "description", ""),
    )


def _arguments(order: DbtBuild) -> list[str]:
    arguments = [
        *("--log-level", "none", "--log-level-file", "none"),
        *("--log-path", str(order.target_path / "logs")),
        *("--no-send-anonymous-usage-stats", "--no-use-colors", "--no-print"),
        "build",
        *("--project-dir", str(order.project), "--profiles-dir", str(order.project)),
        *("--target-path", str(order.target_path)),
        *("--vars", yaml.safe_dump(dict(order.variables))),
    ]
    if order.select:
        arguments += ["--select", *order.select]
    if order.exclude:
        arguments += ["--exclude", *order.exclude]
    if order.full_refresh:
        arguments += ["--full-refresh"]
    for kind, wanted in {"test": order.tests, "unit_test": order.unit_tests}.items():
        if not wanted:
            arguments += ["--exclude-resource-type", kind]
    if order.threads:
        arguments += ["--threads", str(order.threads)]
    return arguments


@dataclass
class Listener:
    """Translates dbt's events for a watcher, and keeps what it says of errors.

    An ephemeral model finishes without having been planned or started.
    """

    watcher: Watcher
    errors: list[str] = field(default_factory=list)
    invocation: str = ""

    def __call__(self, event: EventMsg) -> None:
        """Forward an event if it is about progress."""
        info: Any = event.info  # of which dbt's types know a part
        self.invocation = info.invocation_id
        if info.level == "error":
            self.errors.append(info.msg)
        match info.name:
            case "LogStartLine":
                self.watcher.planned(event.data.total)
                self.watcher.started(event.data.node_info.node_name)
            case "NodeFinished" if event.data.node_info.materialized != "ephemeral":
                self.watcher.finished(event.data.node_info.node_name)


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
