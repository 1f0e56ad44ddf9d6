"""The made-up shop: the committed sample seeds, and orders by the million for benchmarks.

`orders.sql` makes the orders and `inputs.sql` the optional inputs; `dirt.sql` and `inputs_dirt.sql`
add the dirt. Here are the options and the files. The caller gives each call a new connection to an
in-memory DuckDB, and closes it: its variables, settings and temporary tables change.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from runner.errors import UserError

HISTORY_START = date(2023, 1, 1)
HISTORY_DAYS = 1096  # to 2025-12-31
MEMORY_LIMIT = "2GB"  # what exceeds it is spilled beside the files

# How the rows of each file follow each other; what it names besides the file's columns is
# no part of the file.
ROW_ORDER: Mapping[str, tuple[str, ...]] = {
    "orders": ("ordered_at", "order_id", "order_number"),
    "exchange_rates": ("rate_date", "currency"),
    "customers": ("registered_at", "customer_id", "full_name"),
    "order_lines": ("order_number", "line_number", "order_id", "net_amount"),
    "feedback": ("given_at", "order_number", "rating", "nps", "customer_id"),
    "referrals": ("referred_at", "referred_customer_id", "referrer_customer_id"),
    "customer_aliases": ("alias_customer_id", "customer_id"),
}
NO_COLUMNS = ("order_number", "line_number", "sold_at")
# Seeds load slowly: the lines are those of one store and year.
SEED_ROWS = {"order_lines": "store_id = 'south' and sold_at >= timestamp '2025-01-01'"}
SCRIPTS = ("orders", "dirt", "inputs", "inputs_dirt")


class Connection(Protocol):
    """What is used of a `duckdb.DuckDBPyConnection`."""

    def execute(self, query: str, parameters: list[object] = ..., /) -> object:
        """Run one or more statements."""


@dataclass(frozen=True)
class SampleShop:
    """What to make; the same values give the same rows, whatever the machine.

    Attributes:
        customers: their number, at least 1; each has at least one order. Three in a hundred
            more have registered and never ordered.
        orders: the number of clean rows in orders, sales and returns together.
        stores: their number, at least 1. Every second one sells in EUR, the others in USD.
        seed: any whole number; another seed gives another shop.
        dirty_share: rows that have to be rejected, 0 to 1 of `orders`; they are added to
            the clean ones, which stay as they are. From 14 rows on all faults occur. The
            other inputs of a dirty shop have each of their faults once or twice.
    """

    customers: int = 2_000
    orders: int = 15_000
    stores: int = 2
    seed: int = 1
    dirty_share: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a shop that can't be.

        Raises:
            UserError: a number is out of its range.
        """
        if self.customers < 1 or self.stores < 1:
            raise UserError("A shop needs at least one customer and one store.")
        if self.orders < self.customers:
            raise UserError("A shop needs at least one order for each customer.")
        if not 0 <= self.dirty_share <= 1:
            raise UserError("The share of dirty rows goes from 0 to 1.")

    @property
    def dirty_rows(self) -> int:
        """The number of rows that have to be rejected."""
        return round(self.orders * self.dirty_share)


SAMPLE_SHOP = SampleShop(dirty_share=42 / 15_000)  # each fault three times


def write_sample_seeds(directory: Path, connection: Connection) -> list[Path]:
    """Write the sample shop as the CSV seeds that are committed under seeds/sample.

    Args:
        directory: where to; made if need be. Files of the same name are replaced as soon
            as all are complete.
        connection: see the module.

    Returns:
        sample_orders.csv and the other inputs, in the order of ROW_ORDER: UTF-8, LF, null as
        an empty field. Of the order lines, only the last year's of one store.
    """
    queries = {
        f"sample_{name}": _query(name, is_dirty=True, where=SEED_ROWS.get(name, "true"))
        for name in ROW_ORDER
    }
    return _write(SAMPLE_SHOP, queries, "csv", directory, connection)


def write_shop(shop: SampleShop, directory: Path, connection: Connection) -> list[Path]:
    """Write a shop of any size as Parquet, the orders in order of time.

    10 M orders and all besides take about 40 s on two free cores, and never more than 2.2 GB
    of memory.

    Args:
        shop: what to make.
        directory: as for the seeds; what does not fit in memory is spilled here.
        connection: see the module.

    Returns:
        orders.parquet and the other inputs, in the order of ROW_ORDER, with the columns of
        the seeds. Amounts are decimal(18,2) in the order's currency and times are timestamps;
        in a dirty shop every column but the rates' is text, since no other type can hold the
        dirt.
    """
    queries = {name: _query(name, is_dirty=shop.dirty_rows > 0) for name in ROW_ORDER}
    return _write(shop, queries, "parquet", directory, connection)


def _query(name: str, *, is_dirty: bool, where: str = "true") -> str:
    view = f"raw_sample_{name}" if is_dirty and name != "exchange_rates" else f"sample_{name}"
    columns = f"columns(lambda header: header not in {NO_COLUMNS})"
    row_order = ", ".join(f"{column} nulls first" for column in ROW_ORDER[name])
    return f"from {view} select {columns} where {where} order by {row_order}"


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
        raise UserError(f"Can't write to {directory}: {error.strerror}.") from error
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
    for script in SCRIPTS:
        file = Path(__file__).with_name(f"{script}.sql")
        connection.execute(file.read_text(encoding="utf-8"))
