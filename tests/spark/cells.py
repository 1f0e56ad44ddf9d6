"""Compare a table of two engines cell by cell."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

# Hashes, which say only whether something changed since the last build of the same engine.
OWN_TO_AN_ENGINE = {"as_of_version"}

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """Rows in any order; `types` maps each column to its type."""

    types: Mapping[str, str]
    rows: Sequence[Row]


def read(connection: duckdb.DuckDBPyConnection, source: str) -> Table:
    """Read a table or a table function but for hashes; an instant is read as the clock in UTC."""
    connection.execute("set timezone = 'UTC'")
    described = connection.execute(f"describe select * from {source}").fetchall()
    types = {
        name: "TIMESTAMP" if kind.startswith("TIMESTAMP") else kind
        for name, kind, *_ in sorted(described)  # on Spark a partition's column comes last
        if name not in OWN_TO_AN_ENGINE
    }
    columns = ", ".join(
        f"cast({name} as timestamp)" if kind == "TIMESTAMP" else name
        for name, kind in types.items()
    )
    return Table(types, connection.execute(f"select {columns} from {source}").fetchall())


def read_tables(
    database: Path, relations: Mapping[str, str], copies: Path
) -> dict[str, tuple[Table, Table]]:
    """Each table of the DuckDB file beside the Parquet copy of Spark's."""
    with duckdb.connect(database, read_only=True) as connection:
        return {
            name: (
                read(connection, relation),
                read(connection, f"read_parquet('{copies / name}/*.parquet')"),
            )
            for name, relation in relations.items()
        }


def are_equal(left: Any, right: Any) -> bool:  # noqa: ANN401
    """Whether two cells are: floats to nine digits, all else exactly."""
    if isinstance(left, float) and isinstance(right, float):
        both_nan = math.isnan(left) and math.isnan(right)
        return both_nan or math.isclose(left, right, rel_tol=1e-9, abs_tol=0.0)
    return bool(left == right)


def differences(left: Table, right: Table, key: Sequence[str]) -> list[str]:
    """What differs: a word for each cell, or for the columns or a row that one side lacks.

    Args:
        left: one engine's table.
        right: the other's.
        key: columns that tell a row; without any, rows are matched in the order of their cells.
    """
    if dict(left.types) != dict(right.types) or list(left.types) != list(right.types):
        return [f"columns: {dict(left.types)} and {dict(right.types)}"]
    names = list(left.types)
    places = [names.index(name) for name in key]
    if places:
        ours, theirs = (
            {tuple(row[p] for p in places): row for row in t.rows} for t in (left, right)
        )
        pairs = [(k, ours.get(k), theirs.get(k)) for k in {**ours, **theirs}]
        if (len(ours), len(theirs)) != (len(left.rows), len(right.rows)):
            return [f"{', '.join(key)} is no key"]
    else:
        if len(left.rows) != len(right.rows):
            return [f"{len(left.rows)} rows and {len(right.rows)} rows"]
        # Rows that both have are out of the way, so that one wrong row does not move the rest.
        counts = Counter(left.rows), Counter(right.rows)
        only = (counts[0] - counts[1], counts[1] - counts[0])
        ordered = [
            sorted(rows.elements(), key=lambda row: [(cell is None, str(cell)) for cell in row])
            for rows in only
        ]
        pairs = [((number,), *pair) for number, pair in enumerate(zip(*ordered, strict=True))]
    found = []
    for label, our_row, their_row in pairs:
        if our_row is None or their_row is None:
            found.append(f"{label}: only in {'the second' if our_row is None else 'the first'}")
            continue
        found += [
            f"{label} {name}: {ours_cell!r} and {theirs_cell!r}"
            for name, ours_cell, theirs_cell in zip(names, our_row, their_row, strict=True)
            if not are_equal(ours_cell, theirs_cell)
        ]
    return found
