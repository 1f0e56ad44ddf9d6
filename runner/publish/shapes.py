"""What publishing takes and gives."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from runner.serve.privacy import Privacy
from runner.serve.tables import ServedTable
from runner.warehouse import Warehouse

if TYPE_CHECKING:
    from runner.engine import Watcher
    from runner.publish.gate import MovedCheck

# Of the published tables and the manifest; the first number changes when a reader must change.
SCHEMA_VERSION = "1.0"


class PublishWatcher(Protocol):
    """Is notified of the progress of publishing; the terminal is one."""

    def note(self, sentence: str) -> None:
        """A note beside the result."""

    def progress(self) -> AbstractContextManager["Watcher"]:
        """A stretch of tests or tables begins; lends a watcher for it."""


@dataclass(frozen=True)
class PublishRequest:
    """The options of `tiers publish`, see its help.

    Attributes:
        database: is only read.
        privacy: what becomes of personal data.
        keep: releases that stay, the new one among them.
        all_dates: publish views at all dates too, not only at the newest.
        max_moved: the largest share of customers, 0 to 1, whom cuts or rules may have given another
            label since the current release; none: any.
        inputs: the YAML file of the build's variables, for tests that must run.
        variables: more of them, as YAML text.
        schema: of a server, that readers use; by default customer_tiers.
        grants: roles of a server that are to read; public is everybody.
    """

    database: Path
    privacy: Privacy = field(default_factory=Privacy)
    keep: int = 10
    all_dates: bool = False
    max_moved: float | None = None
    inputs: Path | None = None
    variables: str | None = None
    schema: str | None = None
    grants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """What one release is made of, whatever it is published to.

    Attributes:
        release: its id, `<newest as-of date>-<8 hex digits>`; names a folder and a schema.
        as_of_dates: YYYY-MM-DD, the newest first; may be empty.
        made_at: when publishing began, UTC.
        made_from: the same for two editions of the same state of a database with the same options
            by the same versions: publishing the second would change nothing.
        tables: those that are published, by name, as they leave the database.
        rules_hash: of all rules, as the database has it.
        input_hash: of all that is known at the newest date, as the database has it.
        versions: of customer-tiers, dbt-core and DuckDB, by name.
        tests: how many data tests passed, warned, failed, could not run or were skipped.
        privacy: what became of personal data.
    """

    release: str
    as_of_dates: tuple[str, ...]
    made_at: datetime
    made_from: str
    tables: tuple[ServedTable, ...]
    rules_hash: str
    input_hash: str
    versions: Mapping[str, str]
    tests: Mapping[str, int]
    privacy: Privacy

    @property
    def as_of_date(self) -> str | None:
        """The newest as-of date, YYYY-MM-DD."""
        return self.as_of_dates[0] if self.as_of_dates else None


@dataclass(frozen=True)
class Source:
    """A database whose tests have passed, open to read, and the edition to be made of it."""

    warehouse: Warehouse
    edition: Edition


@dataclass(frozen=True)
class PublishedTable:
    """A table of a release: its name, its rows, and the bytes that it takes, if they are known."""

    name: str
    rows: int
    bytes: int | None = None


@dataclass(frozen=True)
class Published:
    """What `tiers publish` did.

    Attributes:
        target: a folder, or the URL of a database without its password.
        release: what is current now.
        replaced: what was current before; none for the first.
        removed: old releases that are gone.
        tables: of the release, by name.
        bytes: all that the release takes, if it is known.
        seconds: how long it took.
        moved: how many customers cuts or rules moved, if that was to be checked.
    """

    target: str
    release: str
    replaced: str | None
    removed: tuple[str, ...]
    tables: tuple[PublishedTable, ...]
    bytes: int | None
    seconds: float
    moved: "MovedCheck | None" = None

    def as_json(self) -> dict[str, object]:
        """What `--json` gives besides the exit code."""
        return {
            **vars(self),
            "tables": [vars(table) for table in self.tables],
            "seconds": round(self.seconds, 3),
            "moved": self.moved.as_json() if self.moved else None,
        }
