"""Which page is asked for: the shop's, a customer's, or what differs."""

from collections.abc import Callable

from runner.errors import UserError
from runner.project import Project
from runner.report.read import ReportRequest, read_report
from runner.report.shapes import Report

Tell = Callable[[str], None]


def reader_of(
    project: Project, request: ReportRequest, *, customer: str | None, base: str | None
) -> Callable[[Tell], Report]:
    """What reads the page; it is given what is told of its progress.

    Args:
        project: names the schemes, and says what is personal.
        request: the database, days, store, language and privacy.
        customer: the id of one, whose page is asked for.
        base: the database, or the as-of date, with which it is compared.

    Raises:
        UserError: two pages are asked for at once, or a customer since some date.
    """
    if customer is not None and base is not None:
        raise UserError("--customer and --diff are two pages.", "Ask for one after the other.")
    if customer is not None:
        if request.since is not None:
            raise UserError("--customer compares with no date.", "Leave --since out.")
        from runner.report.customer.read import CustomerRequest, read_customer

        asked = CustomerRequest(customer, request)
        return lambda tell: read_customer(project, asked, tell=tell)
    if base is not None:
        from runner.report.difference.read import read_difference

        return lambda tell: read_difference(project, request, base, tell=tell)
    return lambda tell: read_report(request, tell=tell)
