"""How models and tests ended."""

from runner.results import NodeResult, count_tests


def test_only_tests_are_counted_as_tests() -> None:
    kinds = [("model", "success"), ("test", "pass"), ("unit_test", "pass"), ("test", "warn")]
    results = [NodeResult("x", kind, status, 0.0) for kind, status in kinds]
    assert count_tests(results) == {"pass": 2, "warn": 1, "fail": 0, "error": 0, "skipped": 0}
