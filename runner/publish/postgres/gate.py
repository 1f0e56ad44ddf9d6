"""The gate on meaning of a server: both releases are read back, as much of them as is compared."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from runner.ask.pairs import OWN_FACTS
from runner.ask.schemes import schemes_of
from runner.ask.sides import TIERS
from runner.project import Project
from runner.publish.gate import MIGRATIONS, MovedCheck, ReleaseFile, check_moved
from runner.publish.postgres.place import Place, Release
from runner.serve.tables import DATE, quoted
from runner.warehouse import MARTS, Warehouse, in_memory

MOVES = ("store_id", "customer_id", DATE, "previous_as_of_date", "scheme", "cause")


def check_moved_there(
    project: Project,
    place: Place,
    new: Release,
    *,
    max_moved: float,
    source: Warehouse,
) -> MovedCheck:
    """Make sure that cuts or rules did not move more customers than they may.

    See `check_moved`. Of each release the newest date and the newest that both hold are read.

    Raises:
        MovedError: more did.
        UserError: the two have no date or no customer in common.
    """
    current = place.current()
    with TemporaryDirectory() as folder:
        files = [
            _read(project, place, release, days=_days(release, new, current), to=Path(folder))
            for release in (current, new)
            if release
        ]
        return check_moved(
            project,
            current=files[0] if current else None,
            new=files[-1],
            max_moved=max_moved,
            source=source,
        )


def _days(release: Release, new: Release, current: Release | None) -> list[str]:
    """The dates of a release that are compared, YYYY-MM-DD."""
    own: list[str] = release.manifest["as_of_dates"]
    others = [one.manifest["as_of_dates"] for one in (new, current) if one]
    common = sorted(set.intersection(*map(set, others)), reverse=True)
    return sorted({*own[:1], *common[:1]})


def _read(
    project: Project, place: Place, release: Release, *, days: Sequence[str], to: Path
) -> ReleaseFile:
    """Copy what is compared into a database, by the types that the manifest names."""
    file = to / f"{release.name}.duckdb"
    columns: Mapping[str, Mapping[str, str]] = release.manifest["columns"]
    with in_memory() as connection:
        connection.execute(f"attach '{file}' as release")
        connection.execute(f"create schema release.{MARTS}")
        dates = ", ".join(f"date '{day}'" for day in days) or "null"
        for table, names in _wanted(project, columns):
            listed = ", ".join(map(quoted, names))
            text = to / f"{table}.csv"
            _fetch(
                place,
                f"select {listed} from {quoted(release.schema, table)}"  # noqa: S608
                f" where {DATE} in ({dates})",
                text,
            )
            types = {name: columns[table][name] for name in names}
            rows = (
                f"read_csv('{text}', header = false, auto_detect = false,"
                " allow_quoted_nulls = false, delim = ',', quote = '\"', escape = '\"',"
                f" columns = {types})"
            )
            connection.execute(f"create table release.{MARTS}.{table} as from {rows}")
            text.unlink()
        connection.execute("detach release")
    return ReleaseFile(release.name, file, str(release.manifest["rules_hash"]))


def _wanted(
    project: Project, columns: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, list[str]]]:
    """The tables and columns that are compared, of those that are there."""
    if tiers := columns.get(TIERS):
        labels = {name for one in schemes_of(tiers, project.folder) for name in one.columns}
        wanted = {"store_id", "customer_id", DATE, "net_revenue", *OWN_FACTS, *labels}
        yield TIERS, [name for name in tiers if name in wanted]
    if migrations := columns.get(MIGRATIONS):
        yield MIGRATIONS, [name for name in migrations if name in MOVES]


def _fetch(place: Place, query: str, to: Path) -> None:
    """Write the rows of a query to a file, as CSV without a header."""
    with (
        place.connection.cursor().copy(f"copy ({query}) to stdout (format csv)") as rows,
        to.open("wb") as file,
    ):
        for block in rows:
            file.write(block)
