"""The sample shop shows every label there is."""

from pathlib import Path

import duckdb
import pytest

from tests.registry import schemes

LABELS = {name: scheme["label"] for name, scheme in schemes().items()}


@pytest.mark.parametrize("scheme", LABELS)
def test_every_label_occurs_at_some_date(scheme: str, sample_database: Path) -> None:
    with duckdb.connect(str(sample_database), read_only=True) as connection:
        named = connection.execute(
            "select label from rules.tier_labels where scheme = ?", [scheme]
        ).fetchall()
        found = connection.execute(
            f"select distinct {LABELS[scheme]} from marts.customer_tiers"
            f" where {LABELS[scheme]} is not null"
        ).fetchall()
    assert set(found) == set(named)


def test_no_scheme_is_forgotten(sample_database: Path) -> None:
    with duckdb.connect(str(sample_database), read_only=True) as connection:
        schemes = connection.execute("select distinct scheme from rules.tier_labels").fetchall()
    assert {scheme for (scheme,) in schemes} == set(LABELS)


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("care_calendar", "occasion", {"birthday", "order_anniversary", "expected_order"}),
        ("next_categories", "suggestion_rank", {1, 2, 3}),
        ("customer_actions", "action_rank", {1, 2, 3}),
        ("product_abc", "abc_class", {"A", "B", "C"}),
    ],
)
def test_every_report_has_something_to_show(
    table: str, column: str, values: set[object], sample_database: Path
) -> None:
    with duckdb.connect(str(sample_database), read_only=True) as connection:
        rows = connection.execute(f"select distinct {column} from marts.{table}").fetchall()
    assert {value for (value,) in rows} == values
