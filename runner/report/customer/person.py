"""One customer of one store, as figures read of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from runner.ask.page import Page
from runner.export.vocabulary import Vocabulary
from runner.report.shapes import Column, Data, Missing
from runner.report.source import Source, missing
from runner.report.words import FigureWords


@dataclass(frozen=True)
class Person:
    """What is lent to each figure of a customer's page.

    Attributes:
        source: the database at the day; its store is the customer's.
        page: what `tiers explain` knows of them.
        customer: the id as the database has it.
        shown: the id as people see it: the same, or its pseudonym.
        vocabulary: what codes are called.
        is_newest: whether there is no later as-of date; some tables are of the newest alone.
        hidden: SQL of the rows of the care calendar that are personal; nothing if they are shown.
    """

    source: Source
    page: Page
    customer: str
    shown: str
    vocabulary: Vocabulary
    is_newest: bool
    hidden: str

    @property
    def language(self) -> str:
        """Of the page, as texts in two languages have it."""
        return str(self.source.numbers.language)

    def absent(self, words: FigureWords, table: str) -> Missing | None:
        """Why a table that has the newest date alone can't be shown; none if it can."""
        if self.source.lacks(table):
            return missing(words, table=table)
        if not self.is_newest:
            return missing(words, "older", as_of=self.source.as_of)
        return None

    def read(self, words: FigureWords, query: str | None = None, **values: object) -> Data:
        """Run a query of a figure; where the id stands in the SQL, people see its pseudonym."""
        data = self.source.read(words, query, customer=self.customer, **values)
        return replace(self._named(data), sql=self.sql(query or words.name, **values))

    def told(
        self,
        words: FigureWords,
        query: str,
        rows: Mapping[str, list[object]],
        **values: object,
    ) -> Data:
        """What a query gives, where the rows are known by another way already.

        Args:
            words: describe the columns.
            query: the name of the SQL file.
            rows: the values by the names of the columns, in the order of the query.
            values: of further places in it.
        """
        columns = tuple(self.source.column(words, name) for name in rows)
        return self._named(
            Data(self.sql(query, **values), columns, tuple(zip(*rows.values(), strict=True)))
        )

    def sql(self, query: str, **values: object) -> str:
        """The text of a query as people see it."""
        return self.source.sql(query, customer=self.shown, **values)

    def _named(self, data: Data) -> Data:
        """Codes that are not of a scheme are called as in exports."""
        return replace(data, columns=tuple(self._with_names(column) for column in data.columns))

    def _with_names(self, column: Column) -> Column:
        match column.name:
            case "scheme":
                names = self.vocabulary.scheme_titles
            case "metric":
                names = self.vocabulary.metrics
            case name:
                names = self.vocabulary.values.get(name, {})
        return replace(column, names={**names, **column.names})
