"""What is published: a database that has passed its tests, open to read, as one edition."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version

from runner.errors import ExitCode, UserError
from runner.project import Project
from runner.publish.audit import Audited, audit, not_built
from runner.publish.shapes import SCHEMA_VERSION, Edition, PublishRequest, PublishWatcher, Source
from runner.serve.marks import CURRENT, read_marks
from runner.serve.privacy import Privacy
from runner.serve.tables import ServedTable, served_tables
from runner.swap import Identity, identity_of
from runner.warehouse import Warehouse, open_beside

NEEDED = ("int_as_of_dates", "int_rules_version")
TOOLS = ("customer-tiers", "dbt-core", "duckdb")
UNDATED = "undated"


@contextmanager
def open_source(
    project: Project, request: PublishRequest, watcher: PublishWatcher
) -> Iterator[Source]:
    """Open a database that has passed its tests, and say what is made of it.

    All that is read of it is one state, also if a build replaces the database meanwhile.

    Raises:
        UserError: there is no such database, a test failed, another program is writing it, or it
            was not built by this version.
    """
    made_at = datetime.now(tz=UTC)
    audited = audit(project, request, watcher)
    with open_beside(request.database.resolve()) as warehouse:
        # The same before and after opening it: what is open is what was tested.
        if identity_of(warehouse.database) != audited.identity:
            raise UserError(
                f"{warehouse.database} was replaced meanwhile; nothing was published.",
                "Publish again: it begins with what is there now.",
                ExitCode.ENGINE_FAILED,
            )
        served = served_tables(warehouse, read_marks(project.folder), request.privacy)
        tables = chosen(served, all_dates=request.all_dates)
        if not tables:
            raise not_built(warehouse.database)
        yield Source(warehouse, _edition(warehouse, request, audited, tables, made_at=made_at))


def chosen(tables: Sequence[ServedTable], *, all_dates: bool) -> tuple[ServedTable, ...]:
    """The tables that are published.

    What the database computes when asked is published at its newest date only, unless all dates
    are wanted: the sentences of a year of a million customers would be 350 million rows.
    """
    names = {table.name for table in tables}
    return tuple(
        table
        for table in tables
        if all_dates or table.is_stored or f"{table.name}{CURRENT}" not in names
    )


def _edition(
    warehouse: Warehouse,
    request: PublishRequest,
    audited: Audited,
    tables: tuple[ServedTable, ...],
    *,
    made_at: datetime,
) -> Edition:
    if not set(NEEDED) <= warehouse.tables("intermediate").keys():
        raise not_built(warehouse.database)
    days = warehouse.rows(
        "select as_of_date::text, is_newest, as_of_content from intermediate.int_as_of_dates"
        " order by is_newest desc, as_of_date desc"
    )
    ((rules,),) = warehouse.rows("select rules_version from intermediate.int_rules_version")
    versions = {name: version(name) for name in TOOLS}
    made_from = _made_from(audited.identity, request, versions)
    newest = days[0][0] if days else UNDATED
    salt = f"{made_from} {made_at.isoformat()} {os.getpid()}"
    return Edition(
        release=f"{newest}-{hashlib.sha256(salt.encode()).hexdigest()[:8]}",
        as_of_dates=tuple(day for day, _, _ in days),
        made_at=made_at,
        made_from=made_from,
        tables=tables,
        rules_hash=str(rules),
        input_hash=str(days[0][2]) if days else "",
        versions=versions,
        tests=audited.tests,
        privacy=request.privacy,
    )


def _made_from(identity: Identity, request: PublishRequest, versions: Mapping[str, str]) -> str:
    """Says whether a release would be the same as another: same state of the database and options.

    Where the database lies is left out; so is the key itself.
    """
    state = [identity.size, identity.changed_at, identity.head.hex()]
    text = json.dumps([SCHEMA_VERSION, state, request.all_dates, dict(versions)])
    return hashlib.sha256(f"{text} {_privacy(request.privacy)}".encode()).hexdigest()


def _privacy(privacy: Privacy) -> str:
    key = hashlib.sha256(privacy.key).hexdigest() if privacy.key else ""
    return json.dumps({**asdict(privacy), "key": key}, sort_keys=True)
