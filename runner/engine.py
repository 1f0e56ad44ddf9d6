"""The one module that calls dbt, in this process, by argument lists."""

import gc
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt_common.events.base_types import EventMsg
from dbt_common.exceptions import DbtBaseException

from runner.file_faults import without_contents
from runner.results import NodeResult, forget_results, hide_contents, read_results


class Watcher(Protocol):
    """Is told how a run goes on; called from dbt's threads."""

    def planned(self, total: int) -> None:
        """The run has this many models, seeds and tests."""

    def started(self, name: str) -> None:
        """A model, seed or test has begun."""

    def finished(self, name: str) -> None:
        """It has ended."""


@dataclass(frozen=True)
class Order:
    """What dbt is to build.

    Attributes:
        project: the folder of dbt_project.yml and profiles.yml.
        database: the DuckDB file to write.
        target_path: dbt's own folder; no two runs at a time may share one.
        variables: dbt's vars.
        target: of profiles.yml; its default if none.
        select: dbt's selection; everything if empty.
        full_refresh: build incremental tables from nothing.
        tests: run data tests too.
        unit_tests: run unit tests too: they judge the models, not the data.
        threads: as profiles.yml says if none.
    """

    project: Path
    database: Path
    target_path: Path
    variables: Mapping[str, object] = field(default_factory=dict)
    target: str | None = None
    select: tuple[str, ...] = ()
    full_refresh: bool = False
    tests: bool = True
    unit_tests: bool = False
    threads: int | None = None


@dataclass(frozen=True)
class Run:
    """How a run ended: `stopped_by` is why dbt stopped before running anything."""

    results: tuple[NodeResult, ...]
    stopped_by: str = ""


def build(order: Order, watcher: Watcher) -> Run:
    """Run `dbt build`.

    Relative paths in the variables are taken from the working folder, as by dbt itself.

    Raises:
        KeyboardInterrupt: the user interrupted it.
        Exception: whatever dbt did not expect itself, with its traceback.
    """
    forget_results(order.target_path)
    with (
        _environment(TIERS_DATABASE=str(order.database)),
        redirect_stdout(io.StringIO()),
        _without_garbage_collection(),
    ):
        try:
            outcome = dbtRunner(callbacks=[Listener(watcher)]).invoke(_arguments(order))
        finally:
            # or else this process can't open the file again
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    if outcome.exception and not isinstance(outcome.exception, DbtBaseException):
        raise outcome.exception
    if not outcome.success:
        hide_contents(order.target_path)
    return Run(
        results=read_results(order.target_path),
        stopped_by=without_contents(str(outcome.exception or "")),
    )


def _arguments(order: Order) -> list[str]:
    arguments = [
        *("--log-level", "none", "--log-level-file", "error"),
        *("--log-path", str(order.target_path / "logs")),
        *("--no-send-anonymous-usage-stats", "--no-use-colors", "--no-print"),
        "build",
        *("--project-dir", str(order.project), "--profiles-dir", str(order.project)),
        *("--target-path", str(order.target_path)),
        *("--vars", yaml.safe_dump(dict(order.variables))),
    ]
    if order.target:
        arguments += ["--target", order.target]
    if order.select:
        arguments += ["--select", *order.select]
    if order.full_refresh:
        arguments += ["--full-refresh"]
    for kind, wanted in {"test": order.tests, "unit_test": order.unit_tests}.items():
        if not wanted:
            arguments += ["--exclude-resource-type", kind]
    if order.threads:
        arguments += ["--threads", str(order.threads)]
    return arguments


@dataclass(frozen=True)
class Listener:
    """Translates dbt's events for a watcher.

    An ephemeral model ends without having been planned or begun.
    """

    watcher: Watcher

    def __call__(self, event: EventMsg) -> None:
        """Pass one event on, if it is about progress."""
        match event.info.name:
            case "LogStartLine":
                self.watcher.planned(event.data.total)
                self.watcher.started(event.data.node_info.node_name)
            case "NodeFinished" if event.data.node_info.materialized != "ephemeral":
                self.watcher.finished(event.data.node_info.node_name)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Of dbt's many objects nearly all last to the end: looking for others takes a tenth."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


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
