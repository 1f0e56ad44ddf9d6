"""What a report is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from runner.choices import Language


class Unit(StrEnum):
    """What the values of a column are, and so how they are written and sorted."""

    TEXT = "text"
    CUSTOMER = "customer"  # an id: replaced by its pseudonym if there is a key
    ORDER = "order"  # the same of an order
    LABEL = "label"  # a code of a scheme, shown by its name
    DATE = "date"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"  # 0 to 1, shown in percent
    DAYS = "days"
    NUMBER = "number"

    @property
    def is_number(self) -> bool:
        """Whether its values stand at the right and sort by size."""
        return self not in (Unit.TEXT, Unit.CUSTOMER, Unit.ORDER, Unit.LABEL, Unit.DATE)


@dataclass(frozen=True)
class Column:
    """A column of a table of the report.

    Attributes:
        name: as the query calls it.
        title: for people, in the report's language.
        unit: of its values.
        names: what codes are called, by code; a value that is none of them is shown as it is.
    """

    name: str
    title: str
    unit: Unit
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Data:
    """What a query gave, and the query.

    Attributes:
        sql: can be run as it stands against the database.
        columns: of the rows.
        rows: in the order of the query.
    """

    sql: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def records(self) -> list[dict[str, Any]]:
        """The rows by the names of the columns."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def values(self, name: str) -> list[Any]:
        """All values of a column."""
        index = [column.name for column in self.columns].index(name)
        return [row[index] for row in self.rows]


@dataclass(frozen=True)
class Said:
    """A sentence in the report's language, and the numbers that it was made from.

    Attributes:
        name: of the template: the figure's name, a dot, the template's.
        text: for people.
        values: as they were put in.
    """

    name: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawing:
    """What stands within `<svg viewBox="0 0 width height">`."""

    width: int
    height: int
    body: str


class Chart(Protocol):
    """Something that can be drawn for a wide and for a narrow screen."""

    def draw(self, width: int) -> Drawing:
        """Draw it so that text of 12 units is readable at this width (720 or 360 pixels)."""
        ...


@dataclass(frozen=True)
class Card:
    """A number that is read at a glance.

    Attributes:
        title: what it is.
        value: with its unit.
        change: against the day before, in words; empty if there is none.
        tone: whether the change is welcome: good, bad, or empty if it is neither.
        chart: a small one.
    """

    title: str
    value: str
    change: str = ""
    tone: str = ""
    chart: Chart | None = None


@dataclass(frozen=True)
class Figure:
    """A chart or table that answers one question.

    Attributes:
        name: its anchor in the page.
        title: the question's subject, a few words.
        sentence: what it shows, from its numbers; stands above the chart.
        data: the table beside the chart; without a chart, the figure itself.
        chart: none where a table says it best.
        lead: what the summary says of it; none if there is nothing to say.
        notes: what one must know to read it right, and what is missing.
        cards: numbers above the chart.
        more: further tables of it, each with its caption.
    """

    name: str
    title: str
    sentence: Said
    data: Data
    chart: Chart | None = None
    lead: Said | None = None
    notes: tuple[Said, ...] = ()
    cards: tuple[Card, ...] = ()
    more: tuple[tuple[str, Data], ...] = ()


@dataclass(frozen=True)
class Missing:
    """A figure that can't be shown, with what is missing and what to do."""

    name: str
    title: str
    reason: Said


@dataclass(frozen=True)
class Chapter:
    """Figures that answer one question of the reader."""

    name: str
    title: str
    figures: tuple[Figure | Missing, ...]


@dataclass(frozen=True)
class Lead:
    """A sentence of the summary.

    Attributes:
        said: for people.
        figure: the anchor of the one that shows it.
        topic: the question that it answers, in a few words; empty if there is one only.
    """

    said: Said
    figure: str
    topic: str = ""


@dataclass(frozen=True)
class Report:
    """All that a page says.

    Attributes:
        language: of all words.
        title: of the page.
        header: below the title: of which day, with which it is compared, what it is of.
        summary: what one should know, at most ten sentences.
        chapters: in the order of the page.
        version: of customer-tiers.
        currency: of money; its ISO code; may be empty.
        database: the name of the file in which the SQL can be run.
        run: how it can be run, if not in that file as it stands; code between backticks.
    """

    language: Language
    title: str
    header: tuple[str, ...]
    summary: tuple[Lead, ...]
    chapters: tuple[Chapter, ...]
    version: str
    currency: str = ""
    database: str = "customer_tiers.duckdb"
    run: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All that can be shown."""
        found = (each for chapter in self.chapters for each in chapter.figures)
        return tuple(each for each in found if isinstance(each, Figure))
