"""The tables of a page, and the rows that the SQL beside each gives when it is run."""

import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from runner.report.shapes import Data, Figure, Report
from tests.report.html_tree import Element

# SQL to the names of the columns and the rows.
Run = Callable[[str], tuple[list[str], list[tuple[Any, ...]]]]


def tables_of(report: Report, page: Element) -> Iterator[tuple[Figure, Data, Element, str]]:
    """Each table with what it was read from, its element and the SQL of the page."""
    for figure in report.figures:
        element = page.one("figure", id=figure.name)
        data = [figure.data, *(each for _, each in figure.more)]
        queries = [pre.one("code").text for pre in element.all("pre")]
        yield from zip([figure] * len(data), data, element.all("table"), queries, strict=True)


def check_cells(report: Report, page: Element, run: Run) -> int:
    """Make sure that the SQL gives every cell; how many there are."""
    cells = 0
    for figure, data, table, sql in tables_of(report, page):
        names, rows = run(sql)
        assert names == [column.name for column in data.columns], figure.name
        in_page = [
            [raw_of(cell) for cell in row.all("th") + row.all("td")]
            for row in table.one("tbody").all("tr")
        ]
        assert len(in_page) == len(rows), (figure.name, sql)
        for found, expected in zip(in_page, rows, strict=True):
            assert all(map(is_same, found, expected)), (figure.name, found, expected)
            cells += len(expected)
    return cells


def raw_of(cell: Element) -> str:
    """What the database gave, as a text."""
    return cell.attributes.get("data-value", cell.text)


def is_same(found: str, expected: object) -> bool:
    """Equal; doubles to ten digits, for their sum depends on the order."""
    if isinstance(expected, float) and found:
        return math.isclose(float(found), expected, rel_tol=1e-10, abs_tol=1e-12)
    if isinstance(expected, Decimal) and found:
        return Decimal(found) == expected
    return found == ("" if expected is None else str(expected))
