"""Read all that a page says of what moved between two databases or dates."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from runner.ask.amounts import read_amounts
from runner.ask.diff import count_moves
from runner.ask.pairs import compare
from runner.ask.schemes import read_labels
from runner.ask.sides import DiffRequest, Sides, open_sides
from runner.errors import UserError
from runner.export.vocabulary import read_vocabulary
from runner.project import Project, parse_day
from runner.report.difference import causes, cuts, flows, movers, overview, rules, schemes
from runner.report.difference.comparison import FOLDER, Comparison
from runner.report.numbers import Numbers
from runner.report.read import ReportRequest
from runner.report.shapes import Chapter, Figure, Missing, Report
from runner.report.summary import in_order
from runner.report.words import FigureWords, read_words
from runner.serve.ids import check_ids
from runner.warehouse import check_is_there, open_warehouse

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_difference(
    project: Project,
    request: ReportRequest,
    base: str,
    *,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Read what moved from a base to the database of the request.

    Args:
        project: names the schemes.
        request: the database, its day (`as_of`), that of the base (`since`), language and privacy.
        base: another database, or an as-of date of the same.
        tell: is told the title of each chapter before it is read, for a line of progress.

    Raises:
        UserError: a database, a date or a common scheme is not there; or customer ids are e-mail
            addresses, and nothing is said of what shall become of them.
    """
    asked = _asked(request, base)
    for database in {asked.base, request.database}:
        check_is_there(database)
        with open_warehouse(database) as warehouse:
            check_ids(warehouse, request.privacy)
    with open_warehouse(request.database) as warehouse:
        vocabulary = read_vocabulary(request.language, warehouse, project.folder)
        texts = read_labels(warehouse)
        currency = read_amounts(warehouse).currency
    numbers = Numbers(request.language, currency)
    words = read_words("page", numbers, file=FOLDER / "page.yml")
    tell(words.title)
    with open_sides(asked) as sides:
        compared = compare(sides, project)
        found = replace(count_moves(sides, compared), texts=texts, currency=currency)
        comparison = Comparison(sides, compared, found, vocabulary, numbers, request.privacy)
        chapters = tuple(_chapters(comparison, words, tell))
    return Report(
        language=request.language,
        title=words.title,
        header=tuple(_header(words, comparison)),
        summary=in_order(chapters),
        chapters=chapters,
        version=version("customer-tiers"),
        currency=currency,
        database=request.database.name,
        run=_run(words, sides),
    )


def _asked(request: ReportRequest, base: str) -> DiffRequest:
    """Which states are compared.

    Raises:
        UserError: a store is asked for, or two days of the base.
    """
    if request.store is not None:
        raise UserError("--diff compares all stores.", "Leave --store out.")
    if request.since:
        parse_day(request.since, option="--since")
    if not DAY.fullmatch(base):
        return DiffRequest(
            Path(base), request.database, base_as_of=request.since, as_of=request.as_of
        )
    if request.since:
        raise UserError(
            f"--diff {base} and --since {request.since} both name the earlier date.",
            "Leave one out.",
        )
    return DiffRequest(request.database, base_as_of=base, as_of=request.as_of)


def _chapters(
    comparison: Comparison, words: FigureWords, tell: Callable[[str], None]
) -> Iterator[Chapter]:
    tell(words.word("moved"))
    moved = (read(comparison) for read in (causes.figure, schemes.figure, movers.figure))
    shown: list[Figure | Missing] = [overview.figure(comparison), *filter(None, moved)]
    yield Chapter("moved", words.word("moved"), tuple(shown))
    tell(words.word("flows"))
    yield Chapter("flows", words.word("flows"), tuple(flows.figures(comparison)))
    tell(words.word("rules"))
    judged = [cuts.figure(comparison)]
    if not comparison.sides.is_one_database:
        judged.append(rules.figure(comparison))
    yield Chapter("rules", words.word("rules"), tuple(judged))


def _header(words: FigureWords, comparison: Comparison) -> Iterator[str]:
    """Which two are compared; files by their names alone."""
    for name, side in (("before", comparison.sides.base), ("after", comparison.sides.head)):
        yield words.say(name, file=side.database.name, as_of=side.as_of).text
    if comparison.privacy.key:
        yield words.word("with_pseudonyms")


def _run(words: FigureWords, sides: Sides) -> str:
    """What is to be done before the SQL can be run."""
    if sides.is_one_database:
        return ""
    return words.say("run", base=sides.base.database.name, head=sides.head.database.name).text
