"""A small database of one table, exported with whatever is in it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
import pytest

from runner.choices import Format, Language
from runner.export.export import export
from runner.export.shapes import ExportRequest
from runner.serve.marks import Mark, Marks
from tests.conftest import PROJECT

Export = Callable[..., Path]


@pytest.fixture
def export_rows(tmp_path: Path) -> Export:
    """Export a table called `rows`; gives the file."""

    def exported(
        columns: Mapping[str, str],
        rows: Sequence[Sequence[object]],
        file_format: Format,
        *,
        raw: bool = False,
        language: Language | None = None,
    ) -> Path:
        database = tmp_path / "rows.duckdb"
        database.unlink(missing_ok=True)
        typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        with duckdb.connect(database) as connection:
            connection.execute(f"create schema marts; create table marts.rows ({typed})")
            places = ", ".join("?" for _ in columns)
            if rows:
                connection.executemany(f"insert into marts.rows values ({places})", rows)
        request = ExportRequest(
            database,
            PROJECT,
            Marks({"rows": dict.fromkeys(columns, Mark())}),
            file_format,
            tmp_path / "out",
            language=language,
            raw=raw,
        )
        (file,) = export(request)
        return file.file

    return exported
