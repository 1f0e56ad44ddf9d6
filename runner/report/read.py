"""Read all that a report says from a database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path

from runner.ask.amounts import read_amounts
from runner.ask.schemes import read_labels
from runner.choices import Language
from runner.errors import UserError
from runner.project import parse_day
from runner.report.chapters import CHAPTERS
from runner.report.numbers import Numbers
from runner.report.shapes import Chapter, Report
from runner.report.source import Source
from runner.report.summary import summarise
from runner.report.words import PAGE, FigureWords, read_words
from runner.serve.ids import hiding_addresses
from runner.serve.privacy import Privacy
from runner.warehouse import Warehouse, open_warehouse

TIERS, DATES = "customer_tiers", "int_as_of_dates"


@dataclass(frozen=True)
class ReportRequest:
    """Which report is asked for.

    Attributes:
        database: is only read.
        language: of the page.
        as_of: YYYY-MM-DD; by default the newest as-of date.
        since: the as-of date with which it is compared; by default the period end before.
        store: one store; by default all.
        privacy: what becomes of personal data.
    """

    database: Path
    language: Language = Language.EN
    as_of: str | None = None
    since: str | None = None
    store: str | None = None
    privacy: Privacy = field(default_factory=Privacy)


def read_report(request: ReportRequest, *, tell: Callable[[str], None] = lambda _: None) -> Report:
    """Read a report; each figure makes its own queries.

    Args:
        request: what is asked for.
        tell: is told of each chapter before it is read, for a line of progress.

    Raises:
        UserError: the database has no tiers, no such day or no such store.
    """
    with open_warehouse(request.database) as warehouse:
        return report_from(open_source(warehouse, request), tell=tell)


def report_from(source: Source, *, tell: Callable[[str], None] = lambda _: None) -> Report:
    """Read a report from a database that is open already; `tell` as above."""
    page = read_words("page", source.numbers, file=PAGE)
    chapters = []
    for name, readers in CHAPTERS.items():
        tell(f"The report: {page.word(name)}")
        figures = tuple(each for read in readers if (each := read(source)))
        chapters.append(Chapter(name, page.word(name), figures))
    return Report(
        language=source.numbers.language,
        title=page.title,
        header=_header(source, page),
        summary=summarise(chapters),
        chapters=tuple(chapters),
        version=version("customer-tiers"),
        currency=source.numbers.currency,
        database=source.warehouse.database.name,
    )


def _header(source: Source, page: FigureWords) -> tuple[str, ...]:
    """Of what the report is."""
    lines = [page.say("as_of", as_of=source.as_of)]
    if source.before:
        lines.append(page.say("before", before=source.before))
    if source.store:
        lines.append(page.say("store", store=source.store))
    else:
        lines.append(page.say("stores", stores=len(source.stores)))
    if source.privacy.key:
        hides = "hiding_addresses" if source.privacy.is_key_of_once else "with_pseudonyms"
        lines.append(page.say(hides))
    if source.privacy.include_personal:
        lines.append(page.say("with_personal"))
    return tuple(line.text for line in lines)


def open_source(warehouse: Warehouse, request: ReportRequest) -> Source:
    """What is lent to the figures of a report.

    Raises:
        UserError: the database has no tiers, no such day or no such store.
    """
    if TIERS not in warehouse.tables():
        raise UserError(f"{request.database} has no {TIERS}.", "Run `tiers build` first.")
    days = [date.fromisoformat(day) for day in warehouse.days(TIERS)]
    if not days:
        raise UserError(f"{request.database} has no customers.", "Run `tiers build` first.")
    as_of = _held(request.as_of, "--as-of", days) or days[0]
    earlier = [day for day in days if day < as_of]
    before = _held(request.since, "--since", earlier) or _compared(warehouse, as_of, earlier)
    stores = [
        store
        for (store,) in warehouse.rows(
            f"select distinct store_id from marts.{TIERS} order by store_id"  # noqa: S608
        )
    ]
    if request.store is not None and request.store not in stores:
        raise UserError(
            f"There is no store {request.store} in {request.database}.",
            f"It has {', '.join(stores)}.",
        )
    return Source(
        warehouse=warehouse,
        as_of=as_of,
        before=before,
        store=request.store,
        numbers=Numbers(request.language, read_amounts(warehouse).currency),
        labels=read_labels(warehouse),
        privacy=hiding_addresses(warehouse, request.privacy),
    )


def _compared(warehouse: Warehouse, as_of: date, earlier: list[date]) -> date | None:
    """The period end before, with which the tables of movement compare; else the date before."""
    if "previous_as_of_date" in warehouse.tables("intermediate").get(DATES, ()):
        found = warehouse.rows(
            f"select previous_as_of_date from intermediate.{DATES} where as_of_date = ?",  # noqa: S608
            [as_of],
        )
        earlier = [day for day in earlier if (day,) in found] or earlier
    return next(iter(earlier), None)


def _held(text: str | None, option: str, days: list[date]) -> date | None:
    if text is None:
        return None
    day = parse_day(text, option=option)
    if day not in days:
        raise UserError(
            f"{option} {day} is no as-of date that can be shown.",
            f"Choose one of {', '.join(map(str, days)) or 'none'}; `tiers backfill` makes more.",
        )
    return day
