"""The made-up shop: the committed sample seeds, and orders by the million for benchmarks.

`sample_orders.sql` and `sample_dirt.sql` make the rows; here are the options and the files.
The caller gives each call a new connection to an in-memory DuckDB, and closes it: its
variables, settings and temporary tables change.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from runner.errors import KnownError

HISTORY_START = date(2023, 1, 1)
HISTORY_DAYS = 1096  # to 2025-12-31
MEMORY_LIMIT = "2GB"  # what exceeds it is spilled beside the files

RATES = "select * from sample_exchange_rates order by rate_date, currency"
CLEAN_ORDERS = """
    select * exclude (order_number)
    from sample_orders
    order by ordered_at, order_id, order_number
"""
ORDERS_AS_TEXT = """
    select * exclude (order_number)
    from raw_sample_orders
    order by ordered_at nulls first, order_id nulls first, order_number
"""


class Connection(Protocol):
    """What is used of a `duckdb.DuckDBPyConnection`."""

    def execute(self, query: str, parameters: list[object] = ..., /) -> object:
        """Run one or more statements."""


@dataclass(frozen=True)
class SampleShop:
    """What to make; the same values give the same rows, whatever the machine.

    Attributes:
        customers: their number, at least 1; each has at least one order.
        orders: the number of clean rows in orders, sales and returns together.
        stores: their number, at least 1. Every second one sells in EUR, the others in USD.
        seed: any whole number; another seed gives another shop.
        dirty_share: rows that have to be rejected, 0 to 1 of `orders`; they are added to
            the clean ones, which stay as they are. From 14 rows on all faults occur.
    """

    customers: int = 2_000
    orders: int = 15_000
    stores: int = 2
    seed: int = 1
    dirty_share: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a shop that can't be.

        Raises:
            KnownError: a number is out of its range.
        """
        if self.customers < 1 or self.stores < 1:
            raise KnownError("A shop needs at least one customer and one store.")
        if self.orders < self.customers:
            raise KnownError("A shop needs at least one order for each customer.")
        if not 0 <= self.dirty_share <= 1:
            raise KnownError("The share of dirty rows goes from 0 to 1.")

    @property
    def dirty_rows(self) -> int:
        """The number of rows that have to be rejected."""
        return round(self.orders * self.dirty_share)


SAMPLE_SHOP = SampleShop(dirty_share=42 / 15_000)  # each fault three times


def write_sample_seeds(directory: Path, connection: Connection) -> list[Path]:
    """Write the sample shop as the CSV seeds that are committed under seeds/sample.

    Args:
        directory: where to; made if need be. Files of the same name are replaced as soon
            as both are complete.
        connection: see the module.

    Returns:
        sample_orders.csv and sample_exchange_rates.csv: UTF-8, LF, null as an empty field.
    """
    queries = {"sample_orders": ORDERS_AS_TEXT, "sample_exchange_rates": RATES}
    return _write(SAMPLE_SHOP, queries, "csv", directory, connection)


def write_orders(shop: SampleShop, directory: Path, connection: Connection) -> list[Path]:
    """Write a shop of any size as Parquet, in order of time.

    10 M orders take about 12 s on two free cores, and never more than 2.2 GB of memory.

    Args:
        shop: what to make.
        directory: as for the seeds; what does not fit in memory is spilled here.
        connection: see the module.

    Returns:
        orders.parquet and exchange_rates.parquet, with the columns of the seeds. Amounts
        are decimal(18,2) in the order's currency and times are timestamps; in a dirty
        shop every column of the orders is text, since no other type can hold the dirt.
    """
    orders = ORDERS_AS_TEXT if shop.dirty_rows else CLEAN_ORDERS
    queries = {"orders": orders, "exchange_rates": RATES}
    return _write(shop, queries, "parquet", directory, connection)


def _write(
    shop: SampleShop,
    queries: Mapping[str, str],
    file_format: str,
    directory: Path,
    connection: Connection,
) -> list[Path]:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        scratch = TemporaryDirectory(dir=directory, prefix=".unfinished-")
    except OSError as error:
        raise KnownError(f"Can't write to {directory}: {error.strerror}.") from error
    with scratch as folder:
        connection.execute("set temp_directory = ?", [folder])
        _open_shop(shop, connection)
        unfinished = [Path(folder, f"{name}.{file_format}") for name in queries]
        for query, file in zip(queries.values(), unfinished, strict=True):
            connection.execute(f"copy ({query}) to ? (format {file_format})", [str(file)])
        return [file.replace(directory / file.name) for file in unfinished]


def _open_shop(shop: SampleShop, connection: Connection) -> None:
    connection.execute("set memory_limit = ?", [MEMORY_LIMIT])
    variables = asdict(shop) | {
        "dirty_rows": shop.dirty_rows,
        "history_start": HISTORY_START,
        "history_days": HISTORY_DAYS,
    }
    for name, value in variables.items():
        connection.execute(f"set variable {name} = ?", [value])
    for script in ("sample_orders.sql", "sample_dirt.sql"):
        connection.execute(Path(__file__).with_name(script).read_text(encoding="utf-8"))
