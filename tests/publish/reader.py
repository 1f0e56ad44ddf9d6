"""A reader beside publishes: joins two tables, and counts what fails and what is mixed.

Usage: python reader.py FOLDER CUSTOMERS; it reads until its input ends, and prints a JSON object.
"""

import json
import sys
import threading
from collections import Counter
from pathlib import Path

import duckdb

# Of both tables, which builds their rows are of, and how many customers meet.
JOIN = """
select
    count(*),
    min(facts.order_count),
    max(facts.order_count),
    min(tiers.order_count),
    max(tiers.order_count)
from {facts} as facts
inner join {tiers} as tiers
    on
        facts.customer_id = tiers.customer_id
        and facts.as_of_date = tiers.as_of_date
"""


def by_database(folder: Path) -> tuple[int, ...]:
    """Open the one file: it stays the same one as long as it is open."""
    file = folder / "current" / "customer_tiers.duckdb"
    with duckdb.connect(file, read_only=True) as connection:
        return _joined(connection, "marts.customer_facts", "marts.customer_tiers")


def by_parquet(folder: Path) -> tuple[int, ...]:
    """Follow the link once, and read every file of what it leads to."""
    release = (folder / "current").resolve()
    with duckdb.connect() as connection:
        return _joined(
            connection,
            *(f"'{release}/{name}.parquet'" for name in ("customer_facts", "customer_tiers")),
        )


def _joined(connection: duckdb.DuckDBPyConnection, facts: str, tiers: str) -> tuple[int, ...]:
    row = connection.execute(JOIN.format(facts=facts, tiers=tiers)).fetchone()
    assert row
    return tuple(map(int, row))


def main(folder: Path, rows: int) -> None:
    """Read until the input ends, and once at least."""
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    counts: Counter[str] = Counter(reads=0, failed=0, mixed=0)
    seen: set[int] = set()
    errors: list[str] = []
    while not (counts["reads"] and ended.is_set()):
        for read in (by_database, by_parquet):
            counts["reads"] += 1
            try:
                met, *builds = read(folder)
            except Exception as error:
                counts["failed"] += 1
                errors.append(str(error))
                continue
            counts["mixed"] += len(set(builds)) > 1 or met != rows
            seen.update(builds)
    sys.stdout.write(json.dumps({**counts, "builds": len(seen), "errors": errors[:3]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
