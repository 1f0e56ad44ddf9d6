"""The gate on meaning for a server: what the current release has is fetched, to be compared."""

from pathlib import Path
from tempfile import TemporaryDirectory

from runner.project import Project
from runner.publish.gate import MIGRATIONS, MovedCheck, ReleaseFile, check_moved
from runner.publish.postgres.place import Place, Release
from runner.publish.postgres.sql import literal
from runner.publish.shapes import Source
from runner.serve.duckdb_file import STORAGE, write_duckdb
from runner.serve.tables import DATE, quoted
from runner.warehouse import MARTS, Warehouse

COMPARED = ("customer_tiers", MIGRATIONS)
FETCHED = "the current release"
# As PostgreSQL writes it: null is nothing, an empty text is in quotes.
CSV = (
    "header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '',"
    " allow_quoted_nulls = false, auto_detect = false"
)


def check_moved_on_server(
    project: Project, place: Place, new: Release, *, source: Source, max_moved: float
) -> MovedCheck:
    """Make sure that cuts or rules did not move more customers than they may.

    See check_moved in runner/publish/gate.py.

    Raises:
        MovedError: more did.
        UserError: the two have no date or no customer in common.
    """
    current = place.current()
    if current is None:
        return MovedCheck(max_moved)
    with TemporaryDirectory() as folder:
        before, after = Path(folder) / "before.duckdb", Path(folder) / "after.duckdb"
        _fetch(place, current, _days(current, new), file=before, warehouse=source.warehouse)
        tables = [table for table in source.edition.tables if table.name in COMPARED]
        write_duckdb(source.warehouse, tables, file=after)
        return check_moved(
            project,
            current=ReleaseFile(current.name, before, str(current.manifest["rules_hash"])),
            new=ReleaseFile(new.name, after, source.edition.rules_hash),
            max_moved=max_moved,
            source=source.warehouse,
        )


def _days(current: Release, new: Release) -> list[str]:
    """The as-of dates at which the two are compared: the newest one, and that of both."""
    days: list[str] = current.manifest["as_of_dates"]
    common = [day for day in new.manifest["as_of_dates"] if day in days]
    return sorted({*days[:1], *common[:1]})


def _fetch(
    place: Place, release: Release, days: list[str], *, file: Path, warehouse: Warehouse
) -> None:
    """Write the rows of a release at some as-of dates to a DuckDB file."""
    listed = ", ".join(map(literal, days))
    with warehouse.writing(file, catalog=FETCHED, storage_version=STORAGE):
        warehouse.rows(f"create schema {quoted(FETCHED, MARTS)}")
        for table in COMPARED:
            columns: dict[str, str] = release.manifest["columns"].get(table, {})
            if not columns:
                continue
            rows = file.with_name(f"{table}.csv")
            names = ", ".join(map(quoted, columns))
            query = (
                f"select {names} from {quoted(release.schema, table)}"  # noqa: S608
                f" where {DATE} in ({listed})"
            )
            copy = f"copy ({query}) to stdout (format csv, force_quote *)"
            with rows.open("wb") as written, place.connection.cursor().copy(copy) as blocks:
                for block in blocks:
                    written.write(block)
            types = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items())
            read = f"read_csv({literal(str(rows))}, columns = {{{types}}}, {CSV})"
            warehouse.rows(f"create table {quoted(FETCHED, MARTS, table)} as from {read}")
            rows.unlink()
