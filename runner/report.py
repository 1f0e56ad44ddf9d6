"""How a build ended, for people and as JSON."""

from dataclasses import dataclass, field
from pathlib import Path

from runner.errors import ExitCode, KnownError
from runner.results import NodeResult, count_tests
from runner.summary import Summary
from runner.rebuilt import Rebuilt


@dataclass(frozen=True)
class BuildReport:
    """How a build ended.

    Attributes:
        database: the file that the build was for; replaced only if there is no error.
        results: of each model, seed and test.
        seconds: wall time of all.
        summary: of the customers; empty after an error.
        error: why it did not end well.
        kept: what a failed build left for a look.
        rebuilt: which dates were built, and why; nothing after an error or of a selection.
    """

    database: Path
    results: tuple[NodeResult, ...] = ()
    seconds: float = 0.0
    summary: Summary = field(default_factory=Summary)
    error: KnownError | None = None
    kept: Path | None = None
    rebuilt: Rebuilt | None = None

    @property
    def code(self) -> ExitCode:
        """The exit code of the command."""
        return self.error.code if self.error else ExitCode.FINE

    @property
    def troubles(self) -> tuple[NodeResult, ...]:
        """What failed or could not run, and the tests that only warn."""
        bad = ("error", "fail", "warn")
        return tuple(result for result in self.results if result.status in bad)

    @property
    def other_troubles(self) -> tuple[NodeResult, ...]:
        """The troubles without the one that `error` explains already."""
        explained = next((result for result in self.troubles if result.status == "error"), None)
        return tuple(result for result in self.troubles if result is not explained)

    def as_json(self) -> dict[str, object]:
        """The one object of `--json`: money and rows as exact text, shares 0 to 1, seconds."""
        summary = self.summary
        return {
            "exit_code": int(self.code),
            "meaning": self.code.meaning,
            "error": str(self.error) if self.error else None,
            "database": str(self.database),
            "failed_database": str(self.kept) if self.kept else None,
            "seconds": round(self.seconds, 3),
            "as_of_date": summary.as_of_date,
            "customers": summary.customers,
            "net_revenue": _exact(summary.net_revenue),
            "rebuilt": self.rebuilt.as_json() if self.rebuilt else None,
            "rows": _rows(summary),
            "money": [
                {name: _exact(value) for name, value in vars(line).items()}
                for line in summary.reconciled
                if line.measure != "row_count"
            ],
            "rejected_by_reason": dict(summary.rejected_by_reason),
            "schemes": {
                scheme: [
                    {name: _exact(value) for name, value in vars(label).items() if name != "scheme"}
                    for label in labels
                ]
                for scheme, labels in summary.by_scheme.items()
            },
            "tests": count_tests(self.results),
            "troubles": [vars(result) for result in self.troubles],
            "timings": [
                {"name": result.name, "kind": result.kind, "seconds": result.seconds}
                for result in self.results
                if not result.is_test
            ],
        }


def _exact(value: object) -> object:
    return value if value is None or isinstance(value, int | float | str) else str(value)


def _rows(summary: Summary) -> dict[str, int] | None:
    rows = summary.rows
    if rows is None:
        return None
    counts = {
        name: getattr(rows, name) for name in ("entered", "accepted", "rejected", "difference")
    }
    return {name: int(count) for name, count in counts.items()}
