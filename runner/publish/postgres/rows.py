"""The rows of a query as CSV, block by block while DuckDB computes them."""

import os
import threading
from collections.abc import Generator, Iterator
from typing import BinaryIO

from runner.warehouse import EngineError, Warehouse

BLOCK = 1 << 20  # bytes


def csv_blocks(warehouse: Warehouse, query: str, *, texts: tuple[str, ...]) -> Generator[bytes]:
    """The rows of a query as CSV without a header, through a pipe: nothing is kept.

    Texts are in quotes, so that an empty one is told from null, which is nothing at all.

    Args:
        warehouse: the database; another thread reads it, and nobody else may meanwhile.
        query: SQL.
        texts: which columns are text, as in SQL.

    Raises:
        EngineError: DuckDB can't go on; what was given so far is not all.
    """
    quotes = f", force_quote ({', '.join(texts)})" if texts else ""
    reading, writing = os.pipe()
    errors: list[EngineError] = []

    def write() -> None:
        try:
            options = f"format csv, header false{quotes}"
            warehouse.rows(f"copy ({query}) to '/dev/fd/{writing}' ({options})")
        except EngineError as error:
            errors.append(error)
        finally:
            os.close(writing)

    writer = threading.Thread(target=write)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        writer.start()
        try:
            yield from _blocks(pipe)
        except BaseException:
            warehouse.connection.interrupt()
            raise
        finally:
            pipe.close()  # who still writes is told that nobody reads
            writer.join()
    if errors:
        raise errors[0]


def _blocks(pipe: BinaryIO) -> Iterator[bytes]:
    while block := pipe.read(BLOCK):
        yield block
