"""Tiny databases of a few customers, written by hand, and figures of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from runner.ask.schemes import LabelText
from runner.choices import Language
from runner.report.numbers import Numbers
from runner.report.shapes import Figure, Missing
from runner.report.source import Source
from runner.serve.privacy import Privacy
from runner.warehouse import Warehouse

AS_OF, BEFORE = date(2025, 12, 31), date(2025, 11, 30)
Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Found = Figure | Missing

# The columns that figures read, and what a row has if it does not say.
COLUMNS: dict[str, dict[str, tuple[str, Any]]] = {
    "customer_tiers": {
        "store_id": ("varchar", "s"),
        "customer_id": ("varchar", None),
        "as_of_date": ("date", AS_OF),
        "last_order_date": ("date", None),
        "order_count": ("integer", 1),
        "purchase_day_count": ("integer", 1),
        "net_revenue": ("decimal(18, 4)", 0),
        "revenue_share": ("double", None),
        "revenue_share_before": ("double", None),
        "recency_score": ("integer", None),
        "frequency_score": ("integer", None),
        "rfm_segment": ("varchar", "loyal"),
        "abc_class": ("varchar", "C"),
        "lifecycle_stage": ("varchar", "active"),
        "key_account_status": ("varchar", "other"),
        "customer_grade": ("varchar", "ordinary"),
        "value_type": ("varchar", "occasional"),
        "is_conversion_candidate": ("boolean", False),
        "headline_en": ("varchar", "A customer."),
        "headline_zh": ("varchar", "一位客户。"),
    },
    "growth_accounting": {
        "store_id": ("varchar", "s"),
        "as_of_date": ("date", AS_OF),
        "previous_as_of_date": ("date", BEFORE),
        "active_customer_count": ("integer", 0),
        "previous_active_customer_count": ("integer", 0),
        "retained_customer_count": ("integer", 0),
    },
    "key_accounts": {
        "store_id": ("varchar", "s"),
        "customer_id": ("varchar", None),
        "as_of_date": ("date", AS_OF),
        "key_account_status": ("varchar", "key_account"),
        "key_account_reason": ("varchar", None),
    },
    "customer_actions": {
        "store_id": ("varchar", "s"),
        "customer_id": ("varchar", None),
        "as_of_date": ("date", AS_OF),
        "action_rank": ("integer", 1),
        "priority": ("integer", 1),
        "label_en": ("varchar", "At Risk"),
        "label_zh": ("varchar", "流失风险客户"),
        "action_en": ("varchar", "Call."),
        "action_zh": ("varchar", "致电。"),
        "channel_label_en": ("varchar", "Phone"),
        "channel_label_zh": ("varchar", "电话"),
    },
    "care_calendar": {
        "store_id": ("varchar", "s"),
        "customer_id": ("varchar", None),
        "as_of_date": ("date", AS_OF),
        "occasion": ("varchar", "expected_order"),
        "occasion_date": ("date", None),
        "full_name": ("varchar", None),
        "priority": ("integer", 1),
        "action_en": ("varchar", "Remind."),
        "action_zh": ("varchar", "提醒。"),
        "channel_label_en": ("varchar", "App"),
        "channel_label_zh": ("varchar", "应用"),
    },
    "customer_contacts": {
        "store_id": ("varchar", "s"),
        "customer_id": ("varchar", None),
        "full_name": ("varchar", None),
    },
    "tier_cuts": {
        "store_id": ("varchar", "s"),
        "as_of_date": ("date", AS_OF),
        "scheme": ("varchar", None),
        "level": ("varchar", None),
        "level_rank": ("integer", None),
        "lower_bound": ("decimal(18, 4)", None),
    },
    "value_types": {
        "store_id": ("varchar", "s"),
        "customer_id": ("varchar", None),
        "as_of_date": ("date", AS_OF),
        "value_type": ("varchar", None),
        "value_score": ("double", None),
        "volume_score": ("integer", None),
    },
    "portfolio_focus": {
        "store_id": ("varchar", "s"),
        "as_of_date": ("date", AS_OF),
        "focus_label_en": ("varchar", "Both"),
        "focus_label_zh": ("varchar", "两者并重"),
        "advice_en": ("varchar", "Serve both groups."),
        "advice_zh": ("varchar", "两者并重。"),
    },
    "customer_grades": {"store_id": ("varchar", "s")},
}
LABELS = {
    ("abc", "A"): LabelText(3, {"en": "Class A", "zh": "A类"}),
    ("rfm", "loyal"): LabelText(10, {"en": "Loyal", "zh": "稳定客户"}),
    ("value_type", "volume"): LabelText(2, {"en": "Volume", "zh": "数量型客户"}),
}


@dataclass(frozen=True)
class Asked:
    """Which report is asked for; by default of all stores, with a date before."""

    as_of: date = AS_OF
    before: date | None = BEFORE
    store: str | None = None
    language: Language = Language.EN
    privacy: Privacy = field(default_factory=Privacy)


@contextmanager
def shop(tables: Tables) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with these rows and no other table; customers are called c1, c2 and so on."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("create schema marts")
        for table, rows in tables.items():
            columns = COLUMNS[table]
            types = ", ".join(f"{name} {kind}" for name, (kind, _) in columns.items())
            connection.execute(f"create table marts.{table} ({types})")
            for place, row in enumerate(rows, start=1):
                assert row.keys() <= columns.keys()
                given = {"customer_id": f"c{place}", **row}
                values = [given.get(name, usual) for name, (_, usual) in columns.items()]
                marks = ", ".join("?" * len(values))
                connection.execute(f"insert into marts.{table} values ({marks})", values)
        yield connection


def source_of(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Source:
    """What is lent to a figure."""
    return Source(
        warehouse=Warehouse(connection, Path("tiny.duckdb")),
        as_of=asked.as_of,
        before=asked.before,
        store=asked.store,
        numbers=Numbers(asked.language, "USD"),
        labels=LABELS,
        privacy=asked.privacy,
    )


def read(
    figure: Callable[[Source], Found | None],
    tables: Tables,
    asked: Asked | None = None,
) -> Found | None:
    """A figure of a tiny database."""
    with shop(tables) as connection:
        return figure(source_of(connection, asked or Asked()))


def shown(found: Found | None) -> Figure:
    """The figure, if there is something to show."""
    assert isinstance(found, Figure)
    return found


def reason(found: Found | None) -> str:
    """Why it is missing."""
    assert isinstance(found, Missing)
    return found.reason.text
