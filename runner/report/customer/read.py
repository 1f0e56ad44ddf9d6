"""Read all that a customer's page says from a database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from runner.ask.explain import Question, explain_customer
from runner.ask.page import Page
from runner.ask.schemes import read_labels
from runner.export.vocabulary import read_vocabulary
from runner.project import Project
from runner.report.customer.chapters import CHAPTERS
from runner.report.customer.person import Person
from runner.report.numbers import Numbers
from runner.report.read import ReportRequest
from runner.report.shapes import Chapter, Figure, Lead, Missing, Report, Said
from runner.report.source import Source
from runner.report.summary import MOST, in_order
from runner.report.words import FigureWords, read_words
from runner.serve.ids import check_id
from runner.serve.marks import read_marks
from runner.serve.privacy import Privacy
from runner.warehouse import Warehouse, open_warehouse

FOLDER = Path(__file__).parent
CALENDAR = "care_calendar"


@dataclass(frozen=True)
class CustomerRequest:
    """Whose page is asked for.

    Attributes:
        customer: the id.
        of: the database, day, store, language and privacy; `since` has no meaning here.
    """

    customer: str
    of: ReportRequest


def read_customer(
    project: Project, request: CustomerRequest, *, tell: Callable[[str], None] = lambda _: None
) -> Report:
    """Read the page of a customer; a chapter of its own for each store that knows them.

    Args:
        project: names the schemes, and says what is personal.
        request: whose page is asked for.
        tell: is told the title of each chapter before it is read, for a line of progress.

    Raises:
        UserError: the database has no tiers, no such day or nobody of that id; it then names the
            nearest ids. Or the id is an e-mail address, and nothing is said of what shall become
            of it.
    """
    privacy = request.of.privacy
    check_id(request.customer.strip(), privacy)
    question = Question(
        request.customer,
        as_of=request.of.as_of,
        store=request.of.store,
        include_personal=privacy.include_personal,
    )
    with open_warehouse(request.of.database) as warehouse:
        pages = explain_customer(project, request.of.database, question)
        numbers = Numbers(request.of.language, pages[0].amounts.currency)
        words = read_words("page", numbers, file=FOLDER / "page.yml")
        people = _people(project, warehouse, pages, request=request.of)
        chapters = _chapters(words, people, tell)
    return Report(
        language=request.of.language,
        title=_title(words, people[0]),
        header=_header(words, people),
        summary=_summary(words, people, chapters),
        chapters=chapters,
        version=version("customer-tiers"),
        currency=numbers.currency,
        database=request.of.database.name,
        run=words.say("run_with_id", database=request.of.database.name).text if privacy.key else "",
    )


def _people(
    project: Project, warehouse: Warehouse, pages: Sequence[Page], *, request: ReportRequest
) -> tuple[Person, ...]:
    """The customer in each store, with what is the same in all."""
    numbers = Numbers(request.language, pages[0].amounts.currency)
    vocabulary = read_vocabulary(request.language, warehouse, project.folder)
    labels = read_labels(warehouse)
    later = warehouse.rows(
        "select 1 from marts.customer_tiers where as_of_date > cast(? as date) limit 1",
        [str(pages[0].as_of_date)],
    )
    is_shown = request.privacy.include_personal
    marks = read_marks(project.folder, model=CALENDAR)
    hidden = "" if is_shown else marks.personal_rows(CALENDAR)
    return tuple(
        Person(
            source=Source(
                warehouse=warehouse,
                as_of=page.as_of_date,
                before=None,
                store=page.store_id,
                numbers=numbers,
                labels=labels,
                privacy=request.privacy,
                folder=FOLDER,
            ),
            page=page,
            customer=page.customer_id,
            shown=_shown(warehouse, page.customer_id, request.privacy),
            vocabulary=vocabulary,
            is_newest=not later,
            hidden=hidden,
        )
        for page in pages
    )


def _shown(warehouse: Warehouse, customer: str, privacy: Privacy) -> str:
    """The id as people see it."""
    ((shown,),) = warehouse.rows(f"select {privacy.pseudonym('customer', '?')}", [customer])
    return str(shown)


def _chapters(
    words: FigureWords, people: Sequence[Person], tell: Callable[[str], None]
) -> tuple[Chapter, ...]:
    """A chapter for each question; of several stores, a chapter for each store."""
    if len(people) == 1:
        (person,) = people
        chapters = []
        for name, readers in CHAPTERS.items():
            tell(words.word(name))
            figures = tuple(read(person) for read in readers)
            chapters.append(Chapter(name, words.word(name), figures))
        return tuple(chapters)
    chapters = []
    for number, person in enumerate(people, start=1):
        title = words.say("store", store=person.page.store_id).text
        tell(title)
        figures = tuple(
            _numbered(read(person), number) for readers in CHAPTERS.values() for read in readers
        )
        chapters.append(Chapter(f"store-{number}", title, figures))
    return tuple(chapters)


def _numbered(figure: Figure | Missing, number: int) -> Figure | Missing:
    """With an anchor of its own among the stores."""
    return replace(figure, name=f"{figure.name}-{number}")


def _title(words: FigureWords, person: Person) -> str:
    name = person.page.profile.get("full_name")
    if name:
        return words.say("title_named", customer=person.shown, name=name).text
    return words.say("title", customer=person.shown).text


def _header(words: FigureWords, people: Sequence[Person]) -> tuple[str, ...]:
    """Of what the page is."""
    source = people[0].source
    stores = [person.page.store_id for person in people]
    lines = [words.say("as_of", as_of=source.as_of)]
    if len(stores) == 1:
        lines.append(words.say("in_store", store=stores[0]))
    else:
        names = words.word("between").join(stores)
        lines.append(words.say("in_stores", stores=len(stores), names=names))
    if source.privacy.key:
        lines.append(words.say("with_pseudonyms"))
    if source.privacy.include_personal:
        lines.append(words.say("with_personal"))
    return tuple(line.text for line in lines)


def _summary(
    words: FigureWords, people: Sequence[Person], chapters: Sequence[Chapter]
) -> tuple[Lead, ...]:
    """The leads of the figures; of several stores, the first ones of each, with its name."""
    if len(people) == 1:
        return in_order(chapters)
    most = max(1, MOST // len(people))
    return tuple(
        replace(lead, said=_of_store(words, person, lead.said))
        for person, chapter in zip(people, chapters, strict=True)
        for lead in in_order((chapter,))[:most]
    )[:MOST]


def _of_store(words: FigureWords, person: Person, said: Said) -> Said:
    """A sentence with the name of the store in front."""
    text = words.say("of_store", store=person.page.store_id, said=said.text).text
    return replace(said, text=text)
