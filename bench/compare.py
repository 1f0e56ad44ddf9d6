"""Are two databases equal in the public tables, cell by cell?"""

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

CUSTOMER = ("store_id", "customer_id", "as_of_date")
KEYS = {
    "accepted_orders": ("store_id", "order_id"),
    "rejected_orders": (),
    "rejected_rows": (),
    "reconciliation": ("store_id", "currency", "measure"),
    "customer_facts": CUSTOMER,
    "tier_cuts": ("store_id", "as_of_date", "scheme", "metric", "level"),
    "rfm_scores": CUSTOMER,
    "abc_tiers": CUSTOMER,
    "lifecycle_stages": CUSTOMER,
    "customer_tiers": CUSTOMER,
    "tier_summary": ("store_id", "as_of_date", "scheme", "label"),
    "tier_migrations": (
        *("store_id", "as_of_date", "scheme"),
        *("from_label", "to_label", "cause"),
    ),
    "customer_migrations": (*CUSTOMER, "scheme"),
    "growth_accounting": ("store_id", "as_of_date"),
    "cohort_retention": ("store_id", "as_of_date", "cohort_date", "period_number"),
    "time_in_tier": (*CUSTOMER, "scheme"),
}
# Columns the floor leaves out: it always builds everything and writes no sentences.
OURS_ALONE = (
    *("as_of_version", "headline_en", "headline_zh"),
    *("explanation_en", "explanation_zh"),
)
TOLERANCE = 1e-9  # of floats, relative; everything else is equal or is not
SHOWN_ROWS = 10


class DifferentError(Exception):
    """Two databases are not equal; the message shows the first rows that differ."""


def compare(ours: Path, floor: Path) -> None:
    """Compare the public tables of both databases.

    Args:
        ours: a build's database.
        floor: the other one.

    Raises:
        DifferentError: they are not equal.
    """
    with duckdb.connect() as connection:
        for name, file in {"ours": ours, "floor": floor}.items():
            connection.execute(f"attach '{file}' as {name} (read_only)")
        differences = [
            line for table, key in KEYS.items() for line in _differences(connection, table, key)
        ]
    if differences:
        raise DifferentError("\n".join(differences))


def _differences(
    connection: duckdb.DuckDBPyConnection, table: str, key: tuple[str, ...]
) -> Iterator[str]:
    columns, other_columns = (
        dict(
            connection.execute(
                "select column_name, data_type from duckdb_columns()"
                " where database_name = ? and schema_name = 'marts' and table_name = ?"
                " and column_name <> all(?)",
                [name, table, list(OURS_ALONE)],
            ).fetchall()
        )
        for name in ("ours", "floor")
    )
    # The floor lacks the columns of disabled schemes, which are null there.
    columns = {
        name: kind
        for name, kind in columns.items()
        if name in other_columns or _has_values(connection, table, name)
    }
    if not columns or columns != other_columns:
        yield f"{table}: columns differ: {set(columns.items()) ^ set(other_columns.items())}"
        return
    exact = ", ".join(name for name, kind in columns.items() if kind != "DOUBLE")
    for one, other in (("ours", "floor"), ("floor", "ours")):
        yield from _found(
            connection,
            f"{table}: rows only in {one}",
            f"select {exact} from {one}.marts.{table}"
            f" except all select {exact} from {other}.marts.{table}",
        )
    same_row = " and ".join(f"ours.{name} is not distinct from floor.{name}" for name in key)
    for column in columns.keys() - exact.split(", "):
        pair = f"ours.{column}, floor.{column}"
        yield from _found(
            connection,
            f"{table}.{column}: ours, floor",
            f"select {', '.join(f'ours.{name}' for name in key)}, {pair}"
            f" from ours.marts.{table} as ours"
            f" inner join floor.marts.{table} as floor on {same_row}"
            f" where (ours.{column} is null) <> (floor.{column} is null)"
            f" or abs(ours.{column} - floor.{column})"
            f" > {TOLERANCE} * greatest(abs(ours.{column}), abs(floor.{column}))",
        )


def _has_values(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    query = f"select count({column}) > 0 from ours.marts.{table}"
    return bool(connection.execute(query).fetchall()[0][0])


def _found(connection: duckdb.DuckDBPyConnection, what: str, query: str) -> Iterator[str]:
    count = connection.sql(f"select count(*) from ({query})").fetchall()[0][0]
    if count:
        yield f"{what}: {count}, such as\n{connection.sql(f'{query} limit {SHOWN_ROWS}')}"


if __name__ == "__main__":
    compare(Path(sys.argv[1]), Path(sys.argv[2]))
    print("Equal:", *KEYS)
