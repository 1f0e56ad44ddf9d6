"""How the models, seeds and tests of a run ended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

TESTS = ("test", "unit_test")


@dataclass(frozen=True)
class NodeResult:
    """One model, seed or test of a run.

    Attributes:
        name: as in the project.
        kind: model, seed, snapshot, test or unit_test.
        status: success, pass, warn, fail, error or skipped.
        seconds: of compiling and executing it.
        failures: rows that fail a test.
        message: the engine's message.
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


def count_tests(results: Iterable[NodeResult]) -> dict[str, int]:
    """How many tests passed, warned, failed, could not run (error) or were skipped."""
    counted = Counter(result.status for result in results if result.is_test)
    return {status: counted[status] for status in ("pass", "warn", "fail", "error", "skipped")}
