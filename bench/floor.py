"""The floor: the public tables by hand-written SQL, as a process of its own.

`python -m bench.floor FOLDER DATABASE`: the folder has orders.parquet and
exchange_rates.parquet, as `tiers sample` writes them.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

SCRIPT = Path(__file__).with_suffix(".sql")
RULES = Path(__file__).resolve().parents[1] / "seeds" / "rules"


def build_floor(orders: Path, database: Path, *, threads: int, today: date | None = None) -> None:
    """Write the tables into a new database file.

    Args:
        orders: the folder with the two Parquet files.
        database: the file; must not be there yet.
        threads: how many DuckDB may use.
        today: the latest credible date; by default what a build takes, today in UTC.
    """
    variables: dict[str, object] = {
        "orders": str(orders / "orders.parquet"),
        "exchange_rates": str(orders / "exchange_rates.parquet"),
        "rules": str(RULES),
        "today": today or datetime.now(tz=UTC).date(),
    }
    with duckdb.connect(database, config={"threads": threads}) as connection:
        for name, value in variables.items():
            connection.execute(f"set variable {name} = ?", [value])
        connection.execute(SCRIPT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    build_floor(Path(sys.argv[1]), Path(sys.argv[2]), threads=2)
