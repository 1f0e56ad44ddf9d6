"""Databases as small as a difference needs, with labels written by hand."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

DAY, EARLIER = "2025-12-31", "2025-11-30"
NAMES = {
    ("abc", "A", 3): ("Class A", "A类"),
    ("abc", "B", 2): ("Class B", "B类"),
    ("abc", "C", 1): ("Class C", "C类"),
    ("grade", "high", 2): ("High value", "高价值"),
    ("grade", "low", 1): ("Ordinary", "普通"),
}
# Customer, orders, net revenue, class, grade.
BASE_ROWS: tuple["Row", ...] = (
    ("ann", 1, 50.0, "B", "low"),
    ("bob", 2, 100.0, "A", "low"),
    ("cy", 1, 10.0, "C", "low"),
    ("ed", 1, 5.0, "C", "low"),
)
Row = tuple[str, int, float, str | None, str | None]


def make(database: Path, dates: dict[str, Iterable[Row]], *, with_grade: bool = True) -> Path:
    """Write a database with one store, `s`, and these customers at each as-of date."""
    with duckdb.connect(database) as connection:
        connection.execute("create schema marts; create schema rules; create schema intermediate")
        connection.execute(
            "create table rules.tier_labels"
            " (scheme text, label text, label_rank int, label_en text, label_zh text)"
        )
        connection.executemany(
            "insert into rules.tier_labels values (?, ?, ?, ?, ?)",
            [(*key, *names) for key, names in NAMES.items()],
        )
        connection.execute(
            """
            create table marts.customer_tiers (
                store_id text, customer_id text, as_of_date date, order_count int,
                net_revenue decimal(18, 4), abc_class text, abc_class_label_en text,
                abc_class_label_zh text, customer_grade text, customer_grade_label_en text,
                customer_grade_label_zh text
            )
            """
        )
        connection.executemany(
            "insert into marts.customer_tiers"
            " values ('s', ?, ?, ?, ?, ?, null, null, ?, null, null)",
            [
                (customer, day, orders, revenue, abc, grade)
                for day, rows in dates.items()
                for customer, orders, revenue, abc, grade in rows
            ],
        )
        if not with_grade:
            for ending in ("", "_label_en", "_label_zh"):
                connection.execute(f"alter table marts.customer_tiers drop customer_grade{ending}")
    return database
