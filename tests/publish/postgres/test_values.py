"""Every value arrives in PostgreSQL as it is in DuckDB."""

import math
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runner.choices import Loudness
from runner.console import Terminal
from runner.errors import UserError
from runner.publish.postgres import loading
from runner.publish.postgres.catalog import Relation
from runner.publish.postgres.fingerprint import Fingerprint
from runner.publish.postgres.place import Place
from runner.publish.postgres.session import opened
from runner.publish.shapes import Edition, Source
from runner.serve.privacy import Privacy
from runner.serve.tables import ServedColumn, ServedTable
from runner.warehouse import Warehouse
from tests.publish.postgres.conftest import Shared

# Each takes a second or more; a pull request does without them.
pytestmark = pytest.mark.thorough

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
# What CSV, COPY or a spreadsheet might take for something else.
TRAPS = st.sampled_from(
    [
        "",
        '"',
        '""',
        "\\",
        "\\.",
        "\\N",
        "NULL",
        "null",
        "\n",
        "\r\n\\.\r\n",
        ",",
        "a,b",
        " a ",
        "客户",
    ]
)
DECIMALS = st.decimals(
    min_value=Decimal("-99999999999999.9999"),
    max_value=Decimal("99999999999999.9999"),
    places=4,
    allow_nan=False,
)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "VARCHAR": TEXTS | TRAPS,
    "DECIMAL(18,4)": DECIMALS,
    "DOUBLE": st.floats(),
    "INTEGER": st.integers(-(2**31), 2**31 - 1),
    "BIGINT": st.integers(-(2**63), 2**63 - 1),
    "HUGEINT": st.integers(-(2**127), 2**127 - 1),
    "BOOLEAN": st.booleans(),
    "DATE": st.dates(),
    "TIMESTAMP": st.datetimes(),
}
ROWS = st.lists(st.tuples(*(st.none() | kind for kind in KINDS.values())), max_size=8)
COLUMNS = tuple(
    ServedColumn(f"c{number}", kind, "", f"c{number}")
    for number, kind in enumerate(("INTEGER", *KINDS))
)


@pytest.fixture
def place(shared: Shared) -> Iterator[Place]:
    """A database with the schema of a release."""
    with opened(shared.address) as place:
        place.begin("2025-12-31-00000000")
        yield place


@contextmanager
def source(rows: list[tuple[Any, ...]]) -> Iterator[Source]:
    """Rows of all kinds in DuckDB, each with its number."""
    listed = ", ".join(f"{column.name} {column.type}" for column in COLUMNS)
    with duckdb.connect() as connection:
        connection.execute(f"create schema marts; create table marts.all_kinds ({listed})")
        marks = ", ".join("?" * len(COLUMNS))
        for number, row in enumerate(rows):
            connection.execute(f"insert into marts.all_kinds values ({marks})", [number, *row])
        edition = Edition(
            release="2025-12-31-00000000",
            as_of_dates=("2025-12-31",),
            made_at=datetime(2026, 1, 1, tzinfo=UTC),
            made_from="",
            tables=(ServedTable("all_kinds", "", COLUMNS, is_stored=True),),
            rules_hash="",
            input_hash="",
            versions={},
            tests={},
            privacy=Privacy(),
        )
        yield Source(Warehouse(connection, Path("memory.duckdb")), edition)


def loaded(place: Place, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """What PostgreSQL has of the rows; the fingerprints are compared on the way."""
    schema = place.schema_of("2025-12-31-00000000")
    terminal = Terminal(loudness=Loudness.QUIET)
    place.connection.execute(f"drop table if exists {schema}.all_kinds")
    with source(rows) as given_rows, terminal.progress() as progress:
        (table,) = loading.load(given_rows, place, schema, progress)
    assert table.rows == len(rows)
    found = place.connection.execute(f"select * from {schema}.all_kinds order by c0")
    return [row[1:] for row in found]


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=ROWS)
def test_values_arrive_as_they_are(place: Place, rows: list[tuple[Any, ...]]) -> None:
    assert comparable(loaded(place, rows)) == comparable(rows)


def test_every_bit_pattern_of_nan_is_the_same_nan(place: Place) -> None:
    patterns = (0x7FF8000000000000, 0x7FF8000000000001, 0xFFF8000000000000)
    nans = [struct.unpack("d", struct.pack("Q", pattern))[0] for pattern in patterns]
    rows = [(None, None, nan, *(None,) * (len(KINDS) - 3)) for nan in nans]
    assert comparable(loaded(place, rows)) == comparable(rows)


def test_null_and_nothing_are_told_apart(place: Place) -> None:
    blank = (None,) * (len(KINDS) - 1)
    rows = [(text, *blank) for text in (None, "", '""', "NULL", "\\N", "\\.", "a\n\\.\nb")]
    assert loaded(place, rows) == rows


def test_a_character_that_postgresql_has_not_is_named(place: Place) -> None:
    blank = (None,) * (len(KINDS) - 1)
    with pytest.raises(UserError, match=r"all_kinds\.c1 has the character of code 0 in 2 rows"):
        loaded(place, [("a\0b", *blank), ("c", *blank), ("\0", *blank)])


def test_other_values_on_the_server_are_noticed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = loading.fingerprint_there

    def changed(place: Place, schema: str, relation: Relation) -> Fingerprint:
        place.connection.execute(f"update {schema}.all_kinds set c2 = c2 + 0.0001")
        return there(place, schema, relation)

    monkeypatch.setattr(loading, "fingerprint_there", changed)
    row = ("a", Decimal("1.5"), *(None,) * (len(KINDS) - 2))
    with pytest.raises(UserError, match="all_kinds arrived otherwise than it was sent"):
        loaded(place, [row])


def comparable(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """NaN is equal to nothing, and -0.0 to 0.0; here each is equal to itself alone."""
    return [
        tuple(
            (str(value), math.copysign(1, value) if value == value else 0)  # noqa: PLR0124
            if isinstance(value, float)
            else value
            for value in row
        )
        for row in rows
    ]
