"""Reports of databases in memory, and of the sample shop."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from runner.choices import Language
from runner.report.read import ReportRequest, open_source, report_from
from runner.report.shapes import Report
from runner.report.words import FIGURES
from runner.warehouse import Warehouse
from tests.results.history import HistoryShop, on_chosen_dates
from tests.results.shop import Compiled, Row, Shop

NAME = Path("shop.duckdb")
# What tells the report which days, stores and labels there are, and what oracles read besides.
ALWAYS = ("customer_tiers", "business_metrics", "int_as_of_dates", "accepted_orders")


@dataclass(frozen=True)
class Question:
    """Of which day a report is asked for, with which it is compared, of which store."""

    as_of: date | None = None
    since: date | None = None
    store: str | None = None

    def request(self, language: Language) -> ReportRequest:
        """The same as options."""
        return ReportRequest(
            NAME,
            language,
            as_of=str(self.as_of) if self.as_of else None,
            since=str(self.since) if self.since else None,
            store=self.store,
        )


@dataclass(frozen=True)
class Database:
    """A database that is open, of which reports can be read."""

    connection: duckdb.DuckDBPyConnection

    @property
    def warehouse(self) -> Warehouse:
        """As the runner opens it."""
        return Warehouse(self.connection, NAME)

    def report(self, language: Language, question: Question | None = None) -> Report:
        """The report in a language."""
        request = (question or Question()).request(language)
        return report_from(open_source(self.warehouse, request))

    def days(self) -> list[date]:
        """The as-of dates, the newest first."""
        return [date.fromisoformat(day) for day in self.warehouse.days("customer_tiers")]

    def stores(self) -> list[str]:
        """The stores that have customers at some date."""
        found = self.warehouse.rows("select distinct store_id from marts.customer_tiers order by 1")
        return [store for (store,) in found]


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    """A database that was built, to read."""
    with duckdb.connect(file, read_only=True) as connection:
        yield Database(connection)


def tables_read() -> set[str]:
    """The tables of the marts that queries of the figures read."""
    queries = (file.read_text(encoding="utf-8") for file in FIGURES.glob("*.sql"))
    modules = (file.read_text(encoding="utf-8") for file in FIGURES.glob("*.py"))
    return {name for text in (*queries, *modules) for name in re.findall(r"marts\.(\w+)", text)}


class ReportShop:
    """A compiled project that is run on any rows, judged at the end of any days."""

    def __init__(self, project: Compiled) -> None:
        """Compiled once."""
        self.history = HistoryShop(Shop(on_chosen_dates(project)))
        models = {model.name for model in project.models}
        self.needed = sorted((tables_read() | {*ALWAYS}) & models)

    def run(
        self,
        orders: Sequence[Row],
        more: Mapping[str, Sequence[Row]] | None = None,
        *,
        rates: Sequence[Row] = (),
        days: Iterable[date],
    ) -> Database:
        """Build what the report reads from these rows; the last database is gone then."""
        shop = self.history.run(orders, rates, more, days=days).shop
        shop.build(*self.needed)
        return Database(shop.connection)
