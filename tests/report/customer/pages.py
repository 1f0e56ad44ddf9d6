"""A customer's page, as it was read and as it is written."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from runner.choices import Language
from runner.project import find_project
from runner.report.customer.read import CustomerRequest, read_customer
from runner.report.read import ReportRequest
from runner.report.render import render
from runner.report.shapes import Figure, Missing, Report
from runner.serve.privacy import Privacy
from tests.conftest import PROJECT
from tests.report.html_tree import Element, read_html
from tests.report.rerun import check_cells


@dataclass(frozen=True)
class CustomerPage:
    """What was read, and the page of it."""

    database: Path
    report: Report
    text: str

    @property
    def tree(self) -> Element:
        """The page as HTML."""
        return read_html(self.text)

    def figure(self, name: str) -> Figure:
        """A figure that is shown."""
        (found,) = (each for each in self.report.figures if each.name == name)
        return found

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of its table."""
        return self.figure(name).data.records

    def more(self, name: str, place: int = 0) -> list[dict[str, Any]]:
        """The rows of a further table of it."""
        return self.figure(name).more[place][1].records

    @property
    def absent(self) -> dict[str, str]:
        """Why figures are missing, by name."""
        found = (each for chapter in self.report.chapters for each in chapter.figures)
        return {each.name: each.reason.text for each in found if isinstance(each, Missing)}

    def check_cells(self, *, instead: tuple[str, str] = ("", "")) -> int:
        """Run the SQL of every table, with a text in the place of another, and compare."""
        with duckdb.connect(self.database, read_only=True) as connection:

            def run(sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
                answer = connection.execute(sql.replace(*instead) if instead[0] else sql)
                return [column[0] for column in answer.description or ()], answer.fetchall()

            return check_cells(self.report, self.tree, run)


def page_of(  # noqa: PLR0913 (as many as the command has)
    database: Path,
    customer: str,
    *,
    language: Language = Language.EN,
    as_of: str | None = None,
    store: str | None = None,
    privacy: Privacy | None = None,
) -> CustomerPage:
    """The page of a customer."""
    request = ReportRequest(
        database, language, as_of=as_of, store=store, privacy=privacy or Privacy()
    )
    asked = CustomerRequest(customer, request)
    report = read_customer(find_project(PROJECT), asked)
    return CustomerPage(database, report, render(report))
