"""What dbt leaves of a run, read from its artifacts: run_results.json and manifest.json."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner.file_faults import without_contents

TESTS = ("test", "unit_test")


@dataclass(frozen=True)
class NodeResult:
    """One model, seed or test of a run.

    Attributes:
        name: as in the project.
        kind: model, seed, snapshot, test or unit_test.
        status: success, pass, warn, fail, error or skipped.
        seconds: of compiling and executing it.
        failures: rows that a test objects to.
        message: what the engine said.
        path: its file, relative to the project.
        description: what the project says about it.
    """

    name: str
    kind: str
    status: str
    seconds: float
    failures: int | None = None
    message: str = ""
    path: str = ""
    description: str = ""

    @property
    def is_test(self) -> bool:
        """Whether it is a data test or a unit test."""
        return self.kind in TESTS


def forget_results(target: Path) -> None:
    """Remove the results of an earlier run, so that they can't be taken for those of the next."""
    (target / "run_results.json").unlink(missing_ok=True)


def read_results(target: Path) -> tuple[NodeResult, ...]:
    """The results in dbt's target folder, in the order of the run; empty if dbt never ran."""
    run_results = target / "run_results.json"
    if not run_results.is_file():
        return ()
    manifest = _load(target / "manifest.json")
    known = {**manifest["nodes"], **manifest["unit_tests"]}
    return tuple(
        _node_result(result, known.get(result["unique_id"], {}))
        for result in _load(run_results)["results"]
    )


def hide_contents(target: Path) -> None:
    """Take out of dbt's log and results what an engine's error quotes of the data."""
    log, results = target / "logs" / "dbt.log", target / "run_results.json"
    if log.is_file():
        log.write_text(without_contents(log.read_text(encoding="utf-8")), encoding="utf-8")
    if results.is_file():
        content = _load(results)
        for result in content["results"]:
            result["message"] = without_contents(result["message"] or "")
        results.write_text(json.dumps(content), encoding="utf-8")


def _load(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def _node_result(result: Mapping[str, Any], node: Mapping[str, Any]) -> NodeResult:
    kind, _, rest = result["unique_id"].partition(".")
    return NodeResult(
        name=node.get("name", rest),
        kind=kind,
        status=result["status"],
        seconds=round(result["execution_time"], 3),
        failures=result["failures"],
        message=without_contents(result["message"] or ""),
        path=node.get("original_file_path", ""),
        description=node.get("description", ""),
    )


def count_tests(results: Iterable[NodeResult]) -> dict[str, int]:
    """How many tests passed, warned, failed, could not run (error) or were skipped."""
    counted = Counter(result.status for result in results if result.is_test)
    return {status: counted[status] for status in ("pass", "warn", "fail", "error", "skipped")}
