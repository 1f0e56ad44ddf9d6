"""The manifest of a release on a server: a table of one row."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from runner.publish.manifest import manifest_of
from runner.publish.postgres.catalog import Relation
from runner.publish.postgres.loading import Loaded
from runner.publish.postgres.place import MANIFEST, Place
from runner.publish.postgres.sql import comments, create_table
from runner.publish.postgres.types import ServerColumn
from runner.publish.shapes import Edition
from runner.serve.tables import quoted

TABLE = Relation(
    name=MANIFEST,
    is_view=False,
    description="What the other tables of this schema are, which change together with it.",
    columns=(
        ServerColumn("release", "text", "Its id; another one after each publish."),
        ServerColumn("as_of_date", "date", "The newest as-of date."),
        ServerColumn("made_at", "timestamp with time zone", "When publishing it began."),
        ServerColumn(
            "content",
            "json",
            "As-of dates, hashes of rules and input, versions, tests, privacy, and of each table"
            " its columns, rows and fingerprint.",
        ),
    ),
)


def content_of(edition: Edition, loaded: Sequence[Loaded]) -> dict[str, Any]:
    """What manifest.json says, with tables in the place of files."""
    content = asdict(manifest_of(edition, ()))
    del content["files"]
    return {**content, "tables": [vars(table) for table in loaded]}


def tables_of(manifest: Mapping[str, Any]) -> tuple[Loaded, ...]:
    """What a manifest says of the tables."""
    return tuple(Loaded(**table) for table in manifest["tables"])


def write_manifest(place: Place, schema: str, edition: Edition, content: object) -> None:
    """Write it, in one transaction: the release is whole."""
    row = (
        edition.release,
        edition.as_of_date,
        edition.made_at.isoformat(timespec="microseconds"),
        json.dumps(content, ensure_ascii=False),
    )
    with place.connection.transaction():
        place.connection.execute(create_table(schema, TABLE))
        copy = f"copy {quoted(schema, MANIFEST)} from stdin (freeze)"
        with place.connection.cursor().copy(copy) as rows:
            rows.write_row(row)
        for statement in comments(schema, TABLE):
            place.connection.execute(statement)
