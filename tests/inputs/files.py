"""Files as an input: compiled by dbt from where they are, and read by DuckDB as it then would."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from tests.results.shop import DATABASE, DbtFailedError, dbt, parsed

COLUMNS = ("order_id", "customer_id", "ordered_at", "gross_amount")


class StoppedError(Exception):
    """What dbt or DuckDB said when it could not read a file."""


class Files:
    """A folder with files, which are read as the orders of a shop."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder, and give dbt a database to look from."""
        self.folder = folder
        self._database = folder / f"{DATABASE}.duckdb"
        duckdb.connect(self._database).close()

    def put(self, files: Mapping[str, str | bytes]) -> None:
        """Put these files in the folder, and take away those of before."""
        for old in (self.folder / "data").glob("*"):
            old.unlink()
        for name, content in files.items():
            file = self.folder / "data" / name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, location: str = "*", **source: object) -> list[dict[str, Any]]:
        """The raw columns of the orders in the files, without those that are all null.

        Args:
            location: of the files in the folder.
            source: what the mapping says besides, such as read_options.

        Raises:
            StoppedError: dbt or DuckDB refused, in their words.
        """
        orders = {"location": str(self.folder / "data" / location), **source}
        variables = {"inputs": {"orders": orders}}
        manifest = parsed(variables, self._database)
        node = manifest.nodes["model.customer_tiers.stg_tiers__orders"]
        node.compiled = False
        try:
            outcome = dbt(
                *("compile", "--select", "stg_tiers__orders", "--no-write-json"),
                variables=variables,
                folder=self.folder,
                database=self._database,
            )
            sql = outcome.results[0].node.compiled_code
            # One thread keeps the order of the rows.
            with duckdb.connect(config={"threads": 1}) as connection:
                rows = connection.execute(f"select columns('^raw_(.*)$') as '\\1' from ({sql})")
                names = [column[0] for column in rows.description or ()]
                found = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
        except (DbtFailedError, duckdb.Error) as error:
            raise StoppedError(str(error)) from error
        given = [name for name in names if any(row[name] is not None for row in found)]
        return [{name: row[name] for name in given} for row in found]
