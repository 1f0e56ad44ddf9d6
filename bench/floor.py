"""The floor: the public tables by hand-written SQL, as a process of its own.

`python -m bench.floor FOLDER DATABASE MONTHS [schemes]`: the folder has orders.parquet and
the other inputs, as `tiers sample` writes them; MONTHS is how many month ends before the
newest date are judged besides it; with `schemes` all inputs are read and all schemes and
reports made, else those of orders and rates alone.
"""

import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb

SCRIPT = Path(__file__).with_suffix(".sql")
SCHEMES_SCRIPT = SCRIPT.with_name("floor_schemes.sql")
SECTION = re.compile(r"^-- (.+?) -{5,}$", re.MULTILINE)
RULES = Path(__file__).resolve().parents[1] / "seeds" / "rules"


def build_floor(
    orders: Path,
    database: Path,
    *,
    history_periods: int,
    schemes: bool,
    threads: int,
) -> None:
    """Write the tables into a new database file.

    Args:
        orders: the folder with the Parquet files.
        database: the file; must not be there yet.
        history_periods: month ends before the newest date.
        schemes: from all inputs all schemes and reports, not only those of the orders.
        threads: how many DuckDB may use.
    """
    variables: dict[str, object] = {
        "folder": str(orders),
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
        connection.execute(script(schemes=schemes))


def script(*, schemes: bool) -> str:
    """The SQL: a section of floor_schemes.sql stands for the one of the same name."""
    sections = _sections(SCRIPT)
    if schemes:
        sections |= _sections(SCHEMES_SCRIPT)
    return "".join(sections.values())


def _sections(file: Path) -> dict[str, str]:
    _, *parts = SECTION.split(file.read_text(encoding="utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


if __name__ == "__main__":
    build_floor(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        history_periods=int(sys.argv[3]),
        schemes="schemes" in sys.argv[4:],
        threads=2,
    )
