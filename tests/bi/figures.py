"""What each chart must show, computed anew out of the marts of the build."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb

from runner.choices import Language
from runner.dashboards.charts import read_texts
from tests.conftest import PROJECT

EXPECTED = Path(__file__).with_name("expected")
KEYS = [file.stem for file in sorted(EXPECTED.glob("*.sql"))]
# Of customers who were not there before, and who are not there any more.
ENDS = {
    "en": {"entered": "Entered", "left": "Left"},
    "zh": {"entered": "新进入", "left": "已离开"},
}
Rows = Sequence[Sequence[object]]


def expected(database: Path, key: str, language: str) -> list[tuple[object, ...]]:
    """What a chart must show, out of the marts of the build at all dates."""
    with duckdb.connect(database, read_only=True) as connection:
        connection.execute(
            "create temp table rules as select * from read_csv(?, all_varchar = true)",
            [str(PROJECT / "seeds" / "rules" / "tier_labels.csv")],
        )
        newest = connection.execute("select max(as_of_date) from marts.customer_facts").fetchone()
        assert newest is not None
        words = read_texts(Language(language)) | ENDS[language] | {"newest": str(newest[0])}
        sql = (EXPECTED / f"{key}.sql").read_text(encoding="utf-8").format(**words)
        return connection.execute(sql).fetchall()


def in_order(rows: Rows) -> list[tuple[object, ...]]:
    """The rows by their words, and numbers that are equal but for their last digits."""
    plain = [
        tuple(
            float(f"{value:.9g}") if isinstance(value, int | float | Decimal) else value
            for value in row
        )
        for row in rows
    ]
    return sorted(plain, key=str)
