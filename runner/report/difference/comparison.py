"""Two states that are compared, as figures read of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import indent

from runner.ask.difference import Difference
from runner.ask.pairs import Compared, judged_query, moves_query, pairs_query
from runner.ask.schemes import Scheme
from runner.ask.sides import Sides
from runner.export.vocabulary import Vocabulary
from runner.report.numbers import Numbers
from runner.report.shapes import Column, Data, Unit
from runner.report.source import IDS
from runner.report.words import FigureWords, read_words
from runner.serve.privacy import Privacy

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Comparison:
    """What is lent to each figure.

    Attributes:
        sides: open, with the temporary tables `pairs` and `moves`.
        compared: the schemes and facts that both sides have.
        found: what differs.
        vocabulary: what codes are called.
        numbers: how numbers are written.
        privacy: what becomes of ids.
    """

    sides: Sides
    compared: Compared
    found: Difference
    vocabulary: Vocabulary
    numbers: Numbers
    privacy: Privacy

    @property
    def language(self) -> str:
        """Of the page, as texts in two languages have it."""
        return str(self.numbers.language)

    @property
    def before(self) -> str:
        """In front of a schema of the base, in SQL that people run."""
        return "" if self.sides.is_one_database else "before."

    @property
    def after(self) -> str:
        """The same of the head."""
        return "" if self.sides.is_one_database else "after."

    def words(self, name: str) -> FigureWords:
        """The words of a figure."""
        return read_words(name, self.numbers, file=FOLDER / f"{name}.yml")

    def title(self, scheme: str) -> str:
        """What a scheme is called."""
        return self.vocabulary.scheme_titles.get(scheme, scheme)

    def of_moves(
        self,
        words: FigureWords,
        query: str,
        *,
        schemes: Sequence[Scheme],
        kept: Sequence[str] = (),
        names: Mapping[str, str] | None = None,
    ) -> Data:
        """Run a query on `pairs` and `moves`; people see it with all that these are made of.

        Args:
            words: of the figure; they describe the columns.
            query: SQL.
            schemes: whose moves it needs, where people run it.
            kept: the columns of what customers did that it needs.
            names: what labels are called, if they are of one scheme.
        """
        asked = self._shown()
        pairs = pairs_query(asked, schemes, self.compared.facts, kept=kept)
        parts = {"pairs": pairs}
        if "moves" in query:
            moves = moves_query(asked, schemes, judged=judged_query(asked))
            parts["moves"] = moves
        made = ",\n\n".join(
            f"{name} as (\n{indent(part, '    ')}\n)" for name, part in parts.items()
        )
        return replace(self.read(words, query, names=names), sql=f"with\n{made}\n\n{query}")

    def read(
        self, words: FigureWords, query: str, *, names: Mapping[str, str] | None = None
    ) -> Data:
        """Run a query as it stands; ids become pseudonyms if there is a key."""
        warehouse = self.sides.warehouse
        described = warehouse.rows(f"describe {query}")
        columns = tuple(self._column(words, name, names) for name, *_ in described)
        ids = [column for column in columns if column.unit in IDS]
        run = query
        if ids and self.privacy.key is not None:
            replaced = ", ".join(
                f"{self.privacy.pseudonym(IDS[column.unit], column.name)} as {column.name}"
                for column in ids
            )
            run = f"select * replace ({replaced}) from ({query})"  # noqa: S608
        return Data(query, columns, tuple(warehouse.rows(run)))

    def _shown(self) -> Sides:
        """The sides with the names that they have where people run the SQL."""
        if not self.sides.is_one_database:
            return self.sides
        return replace(
            self.sides,
            base=replace(self.sides.base, catalog=""),
            head=replace(self.sides.head, catalog=""),
        )

    def _column(self, words: FigureWords, name: str, names: Mapping[str, str] | None) -> Column:
        traits = words.columns[name]
        match name:
            case "scheme":
                known = self.vocabulary.scheme_titles
            case "metric":
                known = self.vocabulary.metrics
            case _:
                known = self.vocabulary.values.get(name, {})
        unit = Unit(traits["unit"])
        named = {**known, **traits["names"], **(names if names and unit == Unit.LABEL else {})}
        return Column(name, traits["title"], unit, named)
