"""Which state of a database has passed its tests: a small hidden file beside it.

`tiers build` tests what it builds; who publishes need not test it again if the database is still
that one. Any write to it changes its headers, in which DuckDB counts its checkpoints, and a copy
of another has another time. Then, or without the file, nothing is known.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress

from runner import warehouse
from runner.results import NodeResult, count_tests
from runner.swap import Identity, Swap

DATA_TEST = "test"


def keep_tested(swap: Swap, state: Identity, results: Iterable[NodeResult]) -> None:
    """Note that a state of the database has passed its tests.

    Args:
        swap: the files around the database; its lock is held.
        state: what was tested.
        results: of all data tests; empty if it was not, or not wholly, tested.
    """
    tests = count_data_tests(results)
    scratch = swap.folder / swap.tested.name
    # Where that fails, publishing tests the database itself.
    with suppress(OSError):
        swap.tested.unlink(missing_ok=True)
        if tests["pass"]:
            content = {"database": _fingerprint(state), "tests": tests}
            scratch.write_text(json.dumps(content, indent=2), encoding="utf-8")
            scratch.replace(swap.tested)


def read_tested(swap: Swap, state: Identity) -> Mapping[str, int] | None:
    """How many data tests of this state of the database passed and warned; none if unknown."""
    if warehouse.log_of(swap.database).exists():
        return None
    try:
        content = json.loads(swap.tested.read_text(encoding="utf-8"))
        if content["database"] != _fingerprint(state):
            return None
        tests = {str(status): int(count) for status, count in content["tests"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return None if has_failed(tests) or not tests.get("pass") else tests


def count_data_tests(results: Iterable[NodeResult]) -> dict[str, int]:
    """How many data tests passed, warned, failed, could not run or were skipped."""
    return count_tests(result for result in results if result.kind == DATA_TEST)


def has_failed(tests: Mapping[str, int]) -> bool:
    """Whether a test failed, could not run, or was left out; a warning is none of these."""
    return any(count for status, count in tests.items() if status not in ("pass", "warn"))


def _fingerprint(state: Identity) -> dict[str, object]:
    """Of a state without its place, so that the file can be moved."""
    return {
        "bytes": state.size,
        "changed_at": state.changed_at,
        "headers": hashlib.sha256(state.head).hexdigest(),
    }
