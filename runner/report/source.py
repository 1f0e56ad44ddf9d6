"""Where figures get their rows from: one database, at one day, for one store or all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from runner.ask.schemes import LabelText
from runner.report.numbers import Numbers
from runner.report.shapes import Column, Data, Missing, Unit
from runner.report.words import FIGURES, FigureWords, read_words
from runner.serve.privacy import Privacy
from runner.warehouse import Warehouse

PLACE = re.compile(r"\$(\w+)")
STORE = "$store"
# What the ids of a column are of; each kind has pseudonyms of its own.
IDS = {Unit.CUSTOMER: "customer", Unit.ORDER: "order"}
IN_ENGLISH = re.compile(r"\b(\w+)_en\b")


class Fragment(str):
    """A part of SQL that is put into a query as it is; anything else becomes a literal."""

    __slots__ = ()


@dataclass(frozen=True)
class Source:
    """What is lent to each figure.

    Attributes:
        warehouse: the open database.
        as_of: the day at whose end all holds.
        before: the day with which it is compared; none if there is no earlier one.
        store: the only store that is asked for; none: all.
        numbers: how numbers are written, and in which language.
        labels: of the schemes, by scheme and label.
        privacy: what becomes of personal data.
        folder: of the queries and words.
    """

    warehouse: Warehouse
    as_of: date
    before: date | None
    store: str | None
    numbers: Numbers
    labels: Mapping[tuple[str, str], LabelText]
    privacy: Privacy
    folder: Path = FIGURES

    @cached_property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """The columns of the tables of the marts, by table."""
        return self.warehouse.tables()

    def lacks(self, *tables: str) -> str:
        """Which of some tables the database does not have, for people; empty if all are there."""
        return ", ".join(table for table in tables if table not in self.tables)

    def words(self, name: str) -> FigureWords:
        """The words of a figure in the language of the report."""
        return read_words(name, self.numbers, file=self.folder / f"{name}.yml")

    def label(self, scheme: str, code: str | None) -> str:
        """What a label is called in the language of the report."""
        text = self.labels.get((scheme, code or ""))
        return text.names[str(self.numbers.language)] if text else code or ""

    def read(self, words: FigureWords, query: str | None = None, **values: object) -> Data:
        """Run a query of a figure.

        Args:
            words: of the figure; they describe the columns that the query gives, in any order.
            query: the name of the SQL file; by default that of the figure.
            values: of further places in it, beside $as_of, $before and $store.
        """
        sql = self.sql(query or words.name, **values)
        described = self.warehouse.rows(f"describe {sql}")
        columns = tuple(self.column(words, name) for name, *_ in described)
        hidden = self._with_pseudonyms(sql, columns)
        return Data(sql, columns, tuple(self.warehouse.rows(hidden)))

    def sql(self, query: str, **values: object) -> str:
        """The text of a query with its values in place, as a reader can run it."""
        text = (self.folder / f"{query}.sql").read_text(encoding="utf-8").strip()
        if self.store is None:
            text = "\n".join(line for line in text.splitlines() if STORE not in line)
        text = IN_ENGLISH.sub(rf"\1_{self.numbers.language}", text)
        known = {"as_of": self.as_of, "before": self.before, "store": self.store, **values}
        return PLACE.sub(lambda found: _literal(known[found[1]]), text)

    def column(self, words: FigureWords, name: str) -> Column:
        """A column of a query, as the words of the figure describe it."""
        traits: Mapping[str, Any] = words.columns[name]
        language, scheme = str(self.numbers.language), traits.get("scheme")
        names = {
            code: text.names[language]
            for (of_scheme, code), text in self.labels.items()
            if of_scheme == scheme
        }
        return Column(name, traits["title"], Unit(traits["unit"]), names | traits["names"])

    def _with_pseudonyms(self, sql: str, columns: tuple[Column, ...]) -> str:
        ids = [column for column in columns if column.unit in IDS]
        if not ids or self.privacy.key is None:
            return sql
        replaced = ", ".join(
            f"{self.privacy.pseudonym(IDS[column.unit], column.name)} as {column.name}"
            for column in ids
        )
        return f"select * replace ({replaced}) from ({sql})"  # noqa: S608


def missing(words: FigureWords, template: str = "missing", **values: object) -> Missing:
    """A figure that can't be shown, and why."""
    return Missing(words.name, words.title, words.say(template, **values))


def _literal(value: object) -> str:
    match value:
        case None:
            return "null"
        case Fragment():
            return value
        case date():
            return f"date '{value}'"
        case int() | float():
            return str(value)
        case _:
            return "'" + str(value).replace("'", "''") + "'"
