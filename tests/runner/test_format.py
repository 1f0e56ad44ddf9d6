"""The database is of a format that the DuckDB of today's BI tools opens."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.builds

# Behind the checksum and the letters DUCK; DuckDB 1.2 reads formats up to this number.
PLACE = slice(12, 20)
FORMAT_OF_1_2 = 65


def test_duckdb_1_2_opens_the_database(sample_database: Path) -> None:
    head = sample_database.read_bytes()[:20]
    assert head[8:12] == b"DUCK"
    assert int.from_bytes(head[PLACE], "little") <= FORMAT_OF_1_2
