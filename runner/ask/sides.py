"""Which two states `tiers diff` compares: two databases, or two dates of one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from runner.errors import UserError
from runner.project import parse_day
from runner.warehouse import Warehouse, open_pair, open_warehouse

TIERS = "customer_tiers"


@dataclass(frozen=True)
class DiffRequest:
    """What is to be compared: files as asked; without a head, two dates of the base."""

    base: Path
    head: Path | None = None
    base_as_of: str | None = None
    as_of: str | None = None


@dataclass(frozen=True)
class Side:
    """A database at an as-of date, and the catalog that it is open as."""

    database: Path
    as_of: date
    catalog: str

    def table(self, name: str, schema: str = "marts") -> str:
        """The name of one of its tables in SQL; without a catalog, of the database that is open."""
        if not self.catalog:
            return f"{schema}.{name}"
        catalog = self.catalog.replace('"', '""')
        return f'"{catalog}".{schema}.{name}'


@dataclass(frozen=True)
class Sides:
    """The two that are compared, open in one warehouse."""

    warehouse: Warehouse
    base: Side
    head: Side

    @property
    def is_same_day(self) -> bool:
        """Whether only data and rules can differ, not the time that has passed."""
        return self.base.as_of == self.head.as_of

    @property
    def is_one_database(self) -> bool:
        """Whether two dates of one database are compared."""
        return self.base.catalog == self.head.catalog


@contextmanager
def open_sides(request: DiffRequest) -> Iterator[Sides]:
    """Open what is to be compared.

    Without dates, two databases are compared at the newest day that both hold, or each at its
    newest; one database at its newest day and the one before it.

    Raises:
        UserError: a database or a date is not there.
    """
    if request.head is None or request.head.resolve() == request.base.resolve():
        with open_warehouse(request.base) as warehouse:
            ((catalog,),) = warehouse.rows("select current_database()")
            days = _days(warehouse, request.base, catalog)
            head = _asked(request.as_of, "--as-of", days, request.base) or days[0]
            earlier = [day for day in days if day < head]
            base = _asked(request.base_as_of, "--base-as-of", days, request.base)
            if base is None and not earlier:
                raise UserError(
                    f"{request.base} holds no date before {head}.",
                    "Give another database to compare with, or `tiers backfill` it.",
                )
            yield Sides(
                warehouse,
                base=Side(request.base, base or earlier[0], catalog),
                head=Side(request.base, head, catalog),
            )
        return
    for database in (request.base, request.head):
        if not database.is_file():
            raise UserError(f"There is no database {database}.", "`tiers build` makes one.")
    with open_pair(request.base, request.head) as warehouse:
        base_days = _days(warehouse, request.base, "before")
        head_days = _days(warehouse, request.head, "after")
        asked = _asked(request.as_of, "--as-of", head_days, request.head)
        base_asked = _asked(request.base_as_of, "--base-as-of", base_days, request.base)
        common = [day for day in head_days if day in base_days]
        # The same day on both sides, unless two are asked for or none is common.
        wanted = [day for day in (asked, base_asked) if day] or common
        head = asked or next((day for day in wanted if day in head_days), head_days[0])
        base = base_asked or next((day for day in wanted if day in base_days), base_days[0])
        yield Sides(
            warehouse,
            base=Side(request.base, base, "before"),
            head=Side(request.head, head, "after"),
        )


def days_of(side: Side, warehouse: Warehouse) -> list[date]:
    """The as-of dates of an open database that have customers, the newest first.

    Raises:
        UserError: it has no table of customers.
    """
    if TIERS not in warehouse.tables(catalog=side.catalog):
        raise UserError(f"{side.database} has no {TIERS}.", "Run `tiers build` first.")
    rows = warehouse.rows(
        f"select distinct as_of_date from {side.table(TIERS)} order by all desc"  # noqa: S608
    )
    return [day for (day,) in rows]


def _days(warehouse: Warehouse, database: Path, catalog: str) -> list[date]:
    days = days_of(Side(database, date.min, catalog), warehouse)
    if not days:
        raise UserError(f"{database} has no customers.", "Run `tiers build` first.")
    return days


def _asked(text: str | None, option: str, days: list[date], database: Path) -> date | None:
    if text is None:
        return None
    day = parse_day(text, option=option)
    if day not in days:
        raise UserError(
            f"There is no as-of date {day} in {database}.",
            f"It has {', '.join(map(str, days))}; `tiers build --as-of {day}` builds that one.",
        )
    return day
