"""Which tables an export writes, as of which day, and in whose words."""

from collections.abc import Iterable

from runner.errors import UserError
from runner.export.shapes import ALL_DAYS, ExportRequest
from runner.export.sheet import Sheet, as_in_database
from runner.export.spoken import in_words
from runner.export.vocabulary import WIDE_TABLE, read_vocabulary
from runner.project import parse_day
from runner.serve.marks import CURRENT
from runner.serve.tables import ServedTable, served_tables
from runner.warehouse import Warehouse


def chosen_sheets(warehouse: Warehouse, request: ExportRequest) -> tuple[Sheet, ...]:
    """The tables that are asked for, as they stand in the files.

    In the words of a language, a table at the newest date is its view of that date: no label is
    missing, and it says who the customer is and in which currency.

    Raises:
        UserError: there is no such table or day.
    """
    existing = warehouse.tables()
    if not existing:
        raise UserError(f"{request.database} has no marts.", "Run `tiers build` first.")
    asked = served_tables(warehouse, request.marks, request.privacy, names=request.tables)
    tables = [table for table in asked if request.tables or not table.is_current]
    days = _days(warehouse, tables)
    day = _day(request, days)
    is_newest = not days or day == days[0]
    for table in tables:
        if table.is_current and day and not is_newest:
            raise UserError(
                f"{table.name} is as of {days[0]}, the newest date.",
                f"{table.name.removesuffix(CURRENT)} has the others.",
            )
    if not request.language:
        return tuple(as_in_database(table, day) for table in tables)
    words = read_vocabulary(request.language, warehouse, request.project)
    names = [name for table in tables if (name := table.name + CURRENT) in existing and is_newest]
    current: dict[str, ServedTable] = {}
    if names:
        views = served_tables(warehouse, request.marks, request.privacy, names=names)
        current = {view.name: view for view in views}
    return tuple(
        in_words(current.get(table.name + CURRENT, table), day, words, name=table.name)
        for table in tables
    )


def _days(warehouse: Warehouse, tables: Iterable[ServedTable]) -> tuple[str, ...]:
    """All as-of dates, the newest first: of the wide table, else of the tables that are asked for.

    A view is asked only if no table has any: it computes all rows.
    """
    if WIDE_TABLE in warehouse.tables():
        return warehouse.days(WIDE_TABLE)
    dated = [table for table in tables if table.is_dated and not table.is_current]
    for is_stored in (True, False):
        names = [table.name for table in dated if table.is_stored == is_stored]
        if days := {day for name in names for day in warehouse.days(name)}:
            return tuple(sorted(days, reverse=True))
    return ()


def _day(request: ExportRequest, days: tuple[str, ...]) -> str | None:
    """The one as-of date to write, the same for all tables; none for all of them."""
    if request.as_of == ALL_DAYS:
        return None
    if request.as_of:
        parse_day(request.as_of, option="--as-of")
    if request.as_of and request.as_of not in days:
        raise UserError(
            f"There is no as-of date {request.as_of} in {request.database}.",
            f"It has {', '.join(days) or 'none'};"
            f" `tiers build --as-of {request.as_of}` builds that one.",
        )
    return request.as_of or next(iter(days), None)
