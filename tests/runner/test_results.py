"""dbt's artifacts are read as they are on disk."""

import json
from pathlib import Path

from runner.results import NodeResult, count_tests, forget_results, read_results

TEST = "test.customer_tiers.label_is_known.a1b2"


def _write(target: Path) -> None:
    outcome = {"execution_time": 0.12345, "failures": 3, "message": "Got 3 results"}
    node = {"name": "label_is_known", "original_file_path": "a.yml", "description": "Known."}
    results = {"results": [{"unique_id": TEST, "status": "fail", **outcome}]}
    manifest = {"nodes": {TEST: node}, "unit_tests": {}}
    (target / "run_results.json").write_text(json.dumps(results), encoding="utf-8")
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_result_knows_its_name_place_and_description(tmp_path: Path) -> None:
    _write(tmp_path)
    assert read_results(tmp_path) == (
        NodeResult(
            name="label_is_known",
            kind="test",
            status="fail",
            seconds=0.123,
            failures=3,
            message="Got 3 results",
            path="a.yml",
            description="Known.",
        ),
    )


def test_the_results_of_an_earlier_run_are_not_taken_for_those_of_this_one(tmp_path: Path) -> None:
    _write(tmp_path)
    forget_results(tmp_path)
    assert read_results(tmp_path) == ()


def test_only_tests_are_counted_as_tests() -> None:
    kinds = [("model", "success"), ("test", "pass"), ("unit_test", "pass"), ("test", "warn")]
    results = [NodeResult("x", kind, status, 0.0) for kind, status in kinds]
    assert count_tests(results) == {"pass": 2, "warn": 1, "fail": 0, "error": 0, "skipped": 0}
