"""How a build ended, for people and as JSON."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from runner.choices import Grain
from runner.errors import ExitCode, UserError
from runner.rebuilt import Rebuilt
from runner.results import NodeResult, count_tests
from runner.summary import Summary


@dataclass(frozen=True)
class BuildReport:
    """How a build ended.

    Attributes:
        database: the file that the build was for; replaced only if there is no error.
        results: of each model, seed and test.
        seconds: total wall time.
        summary: of the customers; empty after an error.
        rebuilt: which dates were built, and why; none after an error or a selection.
        error: why it failed.
        kept: the file that a failed build left for inspection.
    """

    database: Path
    results: tuple[NodeResult, ...] = ()
    seconds: float = 0.0
    summary: Summary = field(default_factory=Summary)
    rebuilt: Rebuilt | None = None
    error: UserError | None = None
    kept: Path | None = None

    @property
    def code(self) -> ExitCode:
        """The exit code of the command."""
        return self.error.code if self.error else ExitCode.FINE

    @property
    def troubles(self) -> tuple[NodeResult, ...]:
        """Failures, nodes that could not run, and tests that only warn."""
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
            "rebuilt": self.rebuilt.as_json() if self.rebuilt else None,
            "customers": summary.customers,
            "net_revenue": _exact(summary.net_revenue),
            "rows": _rows(summary),
            "money": [
                {name: _exact(value) for name, value in vars(line).items()}
                for line in summary.reconciled
                if line.measure != "row_count"
            ],
            "rejected_by_reason": dict(summary.rejected_by_reason),
            "rejected_of_other_inputs": [
                {"input": name, "reason": reason, "rows": rows}
                for name, reason, rows in summary.rejected_besides_orders
            ],
            "forecasts": [vars(forecast) for forecast in summary.forecasts],
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


@dataclass(frozen=True)
class PlanReport:
    """Which dates the next build of a database would make."""

    database: Path
    planned: Rebuilt
    seconds: float

    def as_json(self) -> dict[str, object]:
        """The one object of `--json`."""
        return {
            "exit_code": int(ExitCode.FINE),
            "meaning": ExitCode.FINE.meaning,
            "database": str(self.database),
            "seconds": round(self.seconds, 3),
            "planned": self.planned.as_json(),
        }


@dataclass(frozen=True)
class BackfillReport:
    """How a backfill ended.

    Attributes:
        database: the file that it was for; replaced by each batch that ended well.
        grain: of the periods.
        asked: the period ends from the first day to the last.
        missing: those that the database did not hold.
        built: those of them that it holds now.
        batches: how each run of dbt ended.
        seconds: total wall time.
        error: why it failed.
    """

    database: Path
    grain: Grain
    asked: tuple[date, ...]
    missing: tuple[date, ...]
    built: tuple[date, ...] = ()
    batches: tuple[BuildReport, ...] = ()
    seconds: float = 0.0
    error: UserError | None = None

    @property
    def code(self) -> ExitCode:
        """The exit code of the command."""
        return self.error.code if self.error else ExitCode.FINE

    @property
    def held(self) -> int:
        """How many of the dates asked for the database holds now."""
        return len(self.asked) - len(self.missing) + len(self.built)

    @property
    def kept(self) -> Path | None:
        """What a failed batch left for a look."""
        return self.batches[-1].kept if self.batches else None

    def as_json(self) -> dict[str, object]:
        """The one object of `--json`: dates as YYYY-MM-DD, seconds."""
        last = self.batches[-1] if self.batches else None
        return {
            "exit_code": int(self.code),
            "meaning": self.code.meaning,
            "error": str(self.error) if self.error else None,
            "database": str(self.database),
            "failed_database": str(self.kept) if self.kept else None,
            "seconds": round(self.seconds, 3),
            "grain": str(self.grain),
            "dates_asked": [str(day) for day in self.asked],
            "dates_missing": [str(day) for day in self.missing],
            "dates_built": sorted(str(day) for day in self.built),
            "batches": [
                {
                    "seconds": round(batch.seconds, 3),
                    "rebuilt": batch.rebuilt.as_json() if batch.rebuilt else None,
                }
                for batch in self.batches
            ],
            "tests": count_tests(last.results if last else ()),
            "troubles": [vars(result) for result in last.troubles] if last else [],
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
