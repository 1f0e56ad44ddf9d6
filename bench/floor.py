"""The floor: the public tables by hand-written SQL, as a process of its own.

`python -m bench.floor FOLDER DATABASE MONTHS`: the folder has orders.parquet and
exchange_rates.parquet, as `python -m bench.sample` writes them; MONTHS is the number of month ends
before the newest date that are built too.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb

SCRIPT = Path(__file__).with_suffix(".sql")
RULES = Path(__file__).resolve().parents[1] / "seeds" / "rules"


def build_floor(
    orders: Path,
    database: Path,
    *,
    history_periods: int,
    threads: int,
) -> None:
    """Write the tables into a new database file.

    Args:
        orders: the folder with the Parquet files.
        database: the file; must not be there yet.
        history_periods: month ends before the newest date.
        threads: how many DuckDB may use.
    """
    variables: dict[str, object] = {
        "orders": str(orders / "orders.parquet"),
        "exchange_rates": str(orders / "exchange_rates.parquet"),
        "rules": str(RULES),
        "history_periods": history_periods,
        "today": datetime.now(tz=UTC).date(),
    }
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": os.environ.get("TIERS_MEMORY_LIMIT", "80%"),
    }
    with duckdb.connect(database, config=config) as connection:
        for name, value in variables.items():
            connection.execute(f"set variable {name} = ?", [value])
        connection.execute(SCRIPT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    build_floor(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        history_periods=int(sys.argv[3]),
        threads=2,
    )
