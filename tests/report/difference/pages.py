"""A page of what moved, as it was read and as it is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from runner.choices import Language
from runner.project import find_project
from runner.report.difference.read import read_difference
from runner.report.read import ReportRequest
from runner.report.render import render
from runner.report.shapes import Figure, Missing, Report
from runner.serve.privacy import Privacy
from tests.conftest import PROJECT
from tests.report.html_tree import Element, read_html
from tests.report.rerun import check_cells


@dataclass(frozen=True)
class DifferencePage:
    """What was read, and the page of it; without a base, of two dates of one database."""

    base: Path | None
    head: Path
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

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """The rows of its table."""
        return list(self.figure(name).data.rows)

    @property
    def names(self) -> list[str]:
        """Of the figures that are shown, in the order of the page."""
        return [each.name for each in self.report.figures]

    @property
    def absent(self) -> dict[str, str]:
        """Why figures are missing, by name."""
        found = (each for chapter in self.report.chapters for each in chapter.figures)
        return {each.name: each.reason.text for each in found if isinstance(each, Missing)}

    def check_cells(self) -> int:
        """Run the SQL of every table, after what the page says must be done before."""
        with self._connected() as connection:

            def run(sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
                answer = connection.execute(sql)
                return [column[0] for column in answer.description or ()], answer.fetchall()

            return check_cells(self.report, self.tree, run)

    @contextmanager
    def _connected(self) -> Iterator[duckdb.DuckDBPyConnection]:
        if self.base is None:
            with duckdb.connect(self.head, read_only=True) as connection:
                yield connection
            return
        with duckdb.connect() as connection:
            for name, database in (("before", self.base), ("after", self.head)):
                connection.execute(f"attach '{database}' as {name} (read_only)")
            yield connection


def page_of(
    head: Path,
    base: Path | str,
    *,
    language: Language = Language.EN,
    privacy: Privacy | None = None,
    **days: str,
) -> DifferencePage:
    """The page of what moved since a base: a database, or a date of the same.

    Args:
        head: the database.
        base: with which it is compared.
        language: of the page.
        privacy: what becomes of ids.
        days: `as_of` and `since`.
    """
    request = ReportRequest(head, language, privacy=privacy or Privacy(), **days)
    report = read_difference(find_project(PROJECT), request, str(base))
    other = base if isinstance(base, Path) and base != head else None
    return DifferencePage(other, head, report, render(report))
