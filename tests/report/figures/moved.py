"""Databases of a few customers at a few days, and figures of what changed between them."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from runner.ask.schemes import read_labels
from runner.choices import Language
from runner.report.numbers import Numbers
from runner.report.read import open_source
from runner.report.shapes import Data, Figure, Missing
from runner.report.source import Source
from runner.serve.privacy import Privacy
from runner.warehouse import Warehouse
from tests.conftest import PROJECT
from tests.report.shops import Question, opened

OCTOBER, NOVEMBER, DECEMBER = date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31)
LABELS = PROJECT / "seeds/rules/tier_labels.csv"
Row = Mapping[str, Any]
Read = Callable[[Source], Figure | Missing | None]
Rows = Sequence[Row]

# The columns that the figures read, and what a row has if it does not say.
COLUMNS: dict[str, dict[str, tuple[str, Any]]] = {
    "marts.customer_tiers": {
        "store_id": ("varchar", "s"),
        "customer_id": ("varchar", "c"),
        "as_of_date": ("date", DECEMBER),
        "first_order_date": ("date", date(2025, 1, 1)),
        "last_order_date": ("date", date(2025, 1, 1)),
        "order_count": ("integer", 1),
        "net_revenue": ("decimal(18, 4)", 100),
        "margin_amount": ("decimal(18, 4)", None),
        "discount_share": ("double", None),
        "category_count": ("integer", 0),
        "channel_count": ("integer", 0),
        "feedback_count": ("integer", None),
        "referral_count": ("integer", None),
        "gender": ("varchar", None),
        "region": ("varchar", None),
        "income_band": ("varchar", None),
        "acquisition_channel": ("varchar", None),
        "lifecycle_stage": ("varchar", "active"),
        "rfm_segment": ("varchar", "loyal"),
        "abc_class": ("varchar", "C"),
        "expected_orders": ("double", None),
        "expected_net_revenue": ("decimal(18, 4)", None),
        "forecast_segment": ("varchar", None),
    },
    "marts.tier_summary": {
        "store_id": ("varchar", "s"),
        "as_of_date": ("date", DECEMBER),
        "scheme": ("varchar", "lifecycle"),
        "label": ("varchar", "active"),
        "label_rank": ("integer", 7),
        "customer_count": ("integer", 1),
        "net_revenue": ("decimal(28, 4)", 0),
    },
    "marts.growth_accounting": {
        "store_id": ("varchar", "s"),
        "as_of_date": ("date", DECEMBER),
        "previous_as_of_date": ("date", NOVEMBER),
        "previous_active_customer_count": ("integer", 0),
        "active_customer_count": ("integer", 0),
        "new_customer_count": ("integer", 0),
        "retained_customer_count": ("integer", 0),
        "resurrected_customer_count": ("integer", 0),
        "dormant_customer_count": ("integer", 0),
    },
    "marts.tier_migrations": {
        "store_id": ("varchar", "s"),
        "as_of_date": ("date", DECEMBER),
        "previous_as_of_date": ("date", NOVEMBER),
        "scheme": ("varchar", "lifecycle"),
        "from_label": ("varchar", "active"),
        "to_label": ("varchar", "active"),
        "direction": ("varchar", "unchanged"),
        "cause": ("varchar", "behaviour"),
        "customer_count": ("integer", 1),
        "net_revenue": ("decimal(28, 4)", 0),
    },
    "marts.customer_migrations": {
        "store_id": ("varchar", "s"),
        "customer_id": ("varchar", "c"),
        "as_of_date": ("date", DECEMBER),
        "previous_as_of_date": ("date", NOVEMBER),
        "scheme": ("varchar", "lifecycle"),
        "from_label": ("varchar", "active"),
        "to_label": ("varchar", "cooling"),
        "direction": ("varchar", "down"),
        "cause": ("varchar", "behaviour"),
        "net_revenue": ("decimal(18, 4)", 100),
        "explanation_en": ("varchar", "Down."),
        "explanation_zh": ("varchar", "下降。"),
    },
    "marts.cohort_retention": {
        "store_id": ("varchar", "s"),
        "as_of_date": ("date", DECEMBER),
        "cohort_date": ("date", None),
        "period_number": ("integer", 0),
        "period_date": ("date", None),
        "period_end_date": ("date", None),
        "is_over": ("boolean", True),
        "cohort_customer_count": ("integer", 1),
        "active_customer_count": ("integer", None),
        "net_revenue": ("decimal(28, 4)", None),
    },
    "marts.reconciliation": {
        "store_id": ("varchar", "s"),
        "currency": ("varchar", "EUR"),
        "measure": ("varchar", "gross_amount"),
        "entered": ("decimal(28, 4)", 0),
        "accepted": ("decimal(28, 4)", 0),
        "rejected": ("decimal(28, 4)", 0),
        "difference": ("decimal(28, 4)", 0),
    },
    "marts.rejected_orders": {
        "store_id": ("varchar", "s"),
        "rejection_reason": ("varchar", "missing_customer"),
        "currency": ("varchar", "EUR"),
        "source_gross_amount": ("decimal(18, 4)", None),
    },
    "marts.rejected_rows": {
        "input_name": ("varchar", "feedback"),
        "rejection_reason": ("varchar", "invalid_rating"),
    },
    "marts.customer_forecasts": {
        "store_id": ("varchar", "s"),
        "customer_id": ("varchar", "c"),
        "as_of_date": ("date", DECEMBER),
        "horizon_days": ("integer", 91),
        "expected_orders": ("double", 1),
        "expected_net_revenue": ("decimal(18, 4)", 50),
        "return_probability": ("double", 0.5),
        "orders_low": ("integer", 0),
        "orders_high": ("integer", 2),
    },
    "marts.forecast_champions": {
        "store_id": ("varchar", "s"),
        "as_of_date": ("date", DECEMBER),
        "horizon_days": ("integer", 91),
        "method": ("varchar", "own_rate"),
        "known_customer_count": ("integer", 2),
        "trial_count": ("integer", 4),
        "root_mean_squared_error": ("double", 1.25),
        "same_again_error": ("double", 1.5),
        "beats_same_again": ("boolean", True),
        "interval_coverage": ("double", None),
        "finding_en": ("varchar", "Own rate: it was off by 1.25."),
        "finding_zh": ("varchar", "按自身频率：误差为1.25单。"),
    },
    "intermediate.int_forecast_trials": {
        "store_id": ("varchar", "s"),
        "as_of_date": ("date", DECEMBER),
        "fit_date": ("date", date(2025, 9, 30)),
        "horizon_days": ("integer", 91),
        "method": ("varchar", "own_rate"),
        "actual_orders": ("integer", 1),
        "customer_count": ("integer", 1),
        "expected_orders": ("decimal(38, 10)", 10),
    },
    "intermediate.int_ledger_events": {
        "store_id": ("varchar", "s"),
        "customer_id": ("varchar", "c"),
        "event_date": ("date", DECEMBER),
        "purchase_date": ("date", None),
        "gap_days": ("bigint", None),
        "gross_revenue": ("decimal(18, 4)", 0),
        "discount_amount": ("decimal(18, 4)", 0),
        "refund_amount": ("decimal(18, 4)", 0),
    },
    "intermediate.int_as_of_dates": {
        "as_of_date": ("date", DECEMBER),
        "is_period_end": ("boolean", True),
    },
}


@dataclass(frozen=True)
class Shop:
    """A database, in memory if there is no such file, of which figures are read."""

    connection: duckdb.DuckDBPyConnection
    file: Path = Path("there is no such file.duckdb")

    def source(
        self,
        *,
        as_of: date = DECEMBER,
        before: date | None = NOVEMBER,
        store: str | None = None,
        language: Language = Language.EN,
        key: bytes | None = None,
    ) -> Source:
        """What is lent to a figure."""
        warehouse = Warehouse(self.connection, self.file)
        return Source(
            warehouse=warehouse,
            as_of=as_of,
            before=before,
            store=store,
            numbers=Numbers(language, "EUR"),
            labels=read_labels(warehouse),
            privacy=Privacy(key=key),
        )


@cache
def _ranks() -> tuple[Row, ...]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def shop(**tables: Rows) -> Shop:
    """A database with these tables, called by their names without the schema."""
    connection = duckdb.connect(":memory:")
    for schema in ("marts", "intermediate", "rules"):
        connection.execute(f"create schema {schema}")
    connection.execute(
        "create table rules.tier_labels (scheme varchar, label varchar, label_rank integer,"
        " label_en varchar, label_zh varchar)"
    )
    ranks = [list(row.values()) for row in _ranks()]
    connection.executemany("insert into rules.tier_labels values (?, ?, ?, ?, ?)", ranks)
    for table, columns in COLUMNS.items():
        name = table.partition(".")[2]
        if name not in tables:
            continue
        types = ", ".join(f"{column} {kind}" for column, (kind, _) in columns.items())
        connection.execute(f"create table {table} ({types})")
        for row in tables.pop(name):
            assert row.keys() <= columns.keys(), row
            values = [row.get(column, default) for column, (_, default) in columns.items()]
            places = ", ".join("?" for _ in values)
            connection.execute(f"insert into {table} values ({places})", values)
    assert not tables, tables
    return Shop(connection)


def shown(read: Read, source: Source) -> Figure:
    """A figure that can be shown."""
    figure = read(source)
    assert isinstance(figure, Figure), figure
    return figure


def of_sample(read: Read, database: Path, asked: Question) -> Data:
    """The rows of a figure of a database that was built."""
    with opened(database) as found:
        source = open_source(found.warehouse, asked.request(Language.EN))
        return shown(read, source).data


def reason(read: Read, source: Source) -> str:
    """Why a figure can't be shown."""
    figure = read(source)
    assert isinstance(figure, Missing), figure
    return figure.reason.text


def both(read: Read, of: Shop, **asked: Any) -> list[str]:  # noqa: ANN401 (options)
    """What a figure says in English and Chinese: the sentence, and the lead if there is one."""
    figures = [shown(read, of.source(language=language, **asked)) for language in Language]
    return [said.text for each in figures for said in (each.sentence, each.lead) if said]
