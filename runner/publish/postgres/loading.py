"""Load the tables of an edition into a schema of their own, and compare them with the source."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runner.errors import ExitCode, UserError
from runner.publish.postgres.catalog import Relation
from runner.publish.postgres.fingerprint import Fingerprint, fingerprint, sql_here, sql_there
from runner.publish.postgres.place import Place
from runner.publish.postgres.rows import csv_blocks
from runner.publish.postgres.sql import comments, create_table
from runner.publish.postgres.types import TEXT, server_column
from runner.publish.shapes import Source
from runner.serve.tables import DATE, ServedTable, quoted
from runner.warehouse import Warehouse

if TYPE_CHECKING:
    from runner.engine import Watcher

# Who looks for one customer has an index; so has who joins two tables.
KEYS = ("store_id", "customer_id", DATE)
NUL = "chr(0)"


@dataclass(frozen=True)
class Loaded:
    """A table that is on the server, as it is in the source."""

    table: str
    rows: int
    bytes: int
    fingerprint: str


def relation_of(table: ServedTable) -> Relation:
    """A table as it will be on the server."""
    return Relation(
        name=table.name,
        is_view=False,
        description=table.description,
        columns=tuple(map(server_column, table.columns)),
    )


def load(source: Source, place: Place, schema: str, progress: "Watcher") -> Iterator[Loaded]:
    """Load the tables of an edition, each in a transaction of its own.

    Args:
        source: the database and the edition.
        place: where it goes.
        schema: of the release; empty.
        progress: of the tables.

    Raises:
        UserError: a table holds what PostgreSQL does not, or arrived otherwise than it was sent.
    """
    progress.planned(len(source.edition.tables))
    for table in source.edition.tables:
        progress.started(table.name)
        yield _load(source, place, schema, table)
        progress.finished(table.name)


def _load(source: Source, place: Place, schema: str, table: ServedTable) -> Loaded:
    import psycopg

    relation = relation_of(table)
    name = quoted(schema, table.name)
    listed = [quoted(column.name) for column in relation.columns]
    texts = tuple(quoted(column.name) for column in relation.columns if column.type == TEXT)
    query = f"select {', '.join(listed)} from ({table.query()})"  # noqa: S608
    try:
        with place.connection.transaction():
            place.connection.execute(create_table(schema, relation))
            # Frozen rows are seen by who began to read before them too: a reader of long standing
            # finds the new release whole, not empty.
            sink = place.connection.cursor().copy(f"copy {name} from stdin (format csv, freeze)")
            blocks = csv_blocks(source.warehouse, query, texts=texts)
            with sink as copy, closing(blocks):
                for block in blocks:
                    copy.write(block)
            with _meanwhile(source.warehouse, sql_here(relation.columns, query)) as counted:
                for statement in (*_indexes(name, table), *comments(schema, relation)):
                    place.connection.execute(statement)
                place.connection.execute(f"analyze {name}")
                arrived = fingerprint_there(place, schema, relation)
                (sent,) = counted.result()
            _compare(table.name, sent=fingerprint(sent), arrived=arrived)
    except psycopg.errors.CharacterNotInRepertoire as error:
        raise _unstorable(source, table, relation) or error from error
    (size,) = place.row("select pg_total_relation_size(%s::regclass)", [name])
    return Loaded(table.name, arrived.rows, size, arrived.sum)


@contextmanager
def _meanwhile(warehouse: Warehouse, query: str) -> Iterator[Future[list[tuple[object, ...]]]]:
    """Let DuckDB answer a query while the server is at work."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        answer = pool.submit(warehouse.rows, query)
        try:
            yield answer
        except BaseException:
            warehouse.connection.interrupt()
            raise


def _indexes(name: str, table: ServedTable) -> Iterator[str]:
    """An index for who looks for a customer, and a tiny one for who reads an as-of date."""
    columns = [column.name for column in table.columns]
    keys = [key for key in KEYS if key in columns]
    if "customer_id" in keys:
        yield f"create index on {name} ({', '.join(map(quoted, keys))})"
    if table.is_dated and not table.is_current:
        yield f"create index on {name} using brin ({quoted(DATE)})"


def _compare(table: str, *, sent: Fingerprint, arrived: Fingerprint) -> None:
    if sent != arrived:
        raise UserError(
            f"{table} arrived otherwise than it was sent: {arrived.rows:,} rows of {sent.rows:,},"
            " or other values.",
            "Nothing was replaced. Publish again.",
            ExitCode.TEST_FAILED,
        )


def fingerprint_there(place: Place, schema: str, relation: Relation) -> Fingerprint:
    """The fingerprint of a table on the server."""
    sql = sql_there(relation.columns, schema=schema, table=relation.name)
    return fingerprint(place.row(sql))


def _unstorable(source: Source, table: ServedTable, relation: Relation) -> UserError | None:
    """Names the column with the one character that PostgreSQL has not."""
    for column in relation.columns:
        if column.type != TEXT:
            continue
        found = f"contains({quoted(column.name)}, {NUL})"
        ((count,),) = source.warehouse.rows(
            f"select count(*) from ({table.query()}) where {found}"  # noqa: S608
        )
        if count:
            return UserError(
                f"{table.name}.{column.name} has the character of code 0 in {count:,} rows,"
                " and PostgreSQL's texts can't have it.",
                "Nothing was replaced. Take it out in the mapping:"
                " replace(the column, chr(0), '').",
            )
    return None
