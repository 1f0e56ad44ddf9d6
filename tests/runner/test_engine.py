"""dbt as the runner calls it."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from runner.engine import DbtBuild, build
from tests.results.shop import project_without_tests


@dataclass
class Counter:
    """Counts what it is told."""

    total: int = 0
    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    def copying(self, source: str) -> None:
        """Take no note."""

    def planned(self, total: int) -> None:
        """So many there will be."""
        self.total = total

    def started(self, name: str) -> None:
        """One more begins."""
        self.begun.append(name)

    def finished(self, name: str) -> None:
        """One more ends."""
        self.ended.append(name)


@pytest.mark.builds
def test_as_many_end_as_were_planned(tmp_path: Path) -> None:
    order = DbtBuild(
        project=project_without_tests(),
        database=tmp_path / "shop.duckdb",
        target_path=tmp_path / "target",
        select=("+int_ledger_events",),
        tests=False,
    )
    counter = Counter()
    run = build(order, counter)
    assert not run.stopped_by
    assert set(counter.begun) == set(counter.ended)
    assert counter.total == len(counter.begun) == len(counter.ended) > 10
