"""What an export takes and gives."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from runner.choices import Format, Language
from runner.serve.marks import Marks
from runner.serve.privacy import Privacy

ALL_DAYS = "all"


@dataclass(frozen=True)
class ExportRequest:
    """The options of `tiers export`.

    Attributes:
        database: is only read.
        project: the folder of the dbt project that it was built with.
        marks: what that project says of its columns.
        file_format: of each file.
        out: the folder; created if missing, files of the same name are replaced.
        tables: by default all but the views of the newest date.
        as_of: a day, YYYY-MM-DD, or "all"; by default the newest as-of date. A table without
            as-of dates is written whole.
        language: headers and labels for people in this language; none: as in the database.
        raw: CSV exactly as in the database, also where a spreadsheet would run or change it.
        privacy: what becomes of personal data.
    """

    database: Path
    project: Path
    marks: Marks
    file_format: Format
    out: Path
    tables: tuple[str, ...] = ()
    as_of: str | None = None
    language: Language | None = None
    raw: bool = False
    privacy: Privacy = field(default_factory=Privacy)


@dataclass(frozen=True)
class ExportedTable:
    """A table in a file: `as_of_date` is none for a table without one, or all dates."""

    name: str
    rows: int
    as_of_date: str | None

    def as_json(self) -> dict[str, object]:
        """The table as `--json` lists it."""
        return {"table": self.name, "rows": self.rows, "as_of_date": self.as_of_date}


@dataclass(frozen=True)
class ExportedFile:
    """A file that was written, with the tables in it."""

    file: Path
    bytes: int
    tables: tuple[ExportedTable, ...]

    @property
    def rows(self) -> int:
        """Of all its tables."""
        return sum(table.rows for table in self.tables)

    def as_json(self) -> dict[str, object]:
        """The file as `--json` lists it: of one table, or of several."""
        (first, *more) = (table.as_json() for table in self.tables)
        held = {"tables": [first, *more], "rows": self.rows} if more else first
        return {"file": str(self.file), "bytes": self.bytes, **held}


class Progress(Protocol):
    """Is told how an export goes on."""

    def planned(self, total: int) -> None:
        """There are so many tables."""

    def started(self, name: str) -> None:
        """A table is begun."""

    def reached(self, name: str, rows: int) -> None:
        """So many of its rows are written."""

    def finished(self, name: str) -> None:
        """It is written."""


class Silent:
    """Tells nobody."""

    def planned(self, total: int) -> None:
        """Nothing."""

    def started(self, name: str) -> None:
        """Nothing."""

    def reached(self, name: str, rows: int) -> None:
        """Nothing."""

    def finished(self, name: str) -> None:
        """Nothing."""
