"""Where figures get their rows from: one database, at one day, for one store or all."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from runner.ask.schemes import LabelText
from runner.choices import Language
from runner.errors import ExitCode, UserError
from runner.report.numbers import Numbers
from runner.report.shapes import Column, Data, Missing, Unit
from runner.report.words import FIGURES, FigureWords, read_words
from runner.serve.privacy import Privacy
from runner.warehouse import EngineError, Warehouse

PLACE = re.compile(r"\$(\w+)")
# In SQL: what stands between is left out where the condition does not hold.
CONDITION = re.compile(r"\s*-- if (?P<negation>not )?(?P<condition>[\w.]+)")
END_OF_CONDITION = "-- end"
STORE = "$store"
CONTACTS = "customer_contacts"
# What the ids of a column are of; each kind has pseudonyms of its own.
IDS = {Unit.CUSTOMER: "customer", Unit.ORDER: "order"}


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

    @cached_property
    def stores(self) -> tuple[str, ...]:
        """The stores that the report is of."""
        if self.store is not None:
            return (self.store,)
        found = self.warehouse.rows(
            "select distinct store_id from marts.customer_tiers where as_of_date = ? order by 1",
            [self.as_of],
        )
        return tuple(store for (store,) in found)

    def holds(self, condition: str) -> bool:
        """Whether a condition in SQL holds: something is there.

        Args:
            condition: `before`; `stores`, several; `personal` data may be shown; `contacts`, if it
                may; or a table of the marts.
        """
        match condition:
            case "before":
                return self.before is not None
            case "stores":
                return len(self.stores) > 1
            case "personal":
                return self.privacy.include_personal
            case "contacts":
                return self.privacy.include_personal and CONTACTS in self.tables
            case _:
                return condition in self.tables

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

        Raises:
            UserError: a table lacks a column, as in a database of an earlier version.
        """
        sql = self.sql(query or words.name, **values)
        try:
            described = self.warehouse.rows(f"describe {sql}")
        except EngineError as error:
            raise UserError(
                f"{self.warehouse.database} can't give {words.name}: {_first_line(error)}",
                "If another version built it, run `tiers build` again.",
                ExitCode.ENGINE_FAILED,
            ) from error
        columns = tuple(self.column(words, name) for name, *_ in described)
        hidden = self._with_pseudonyms(sql, columns)
        return Data(sql, columns, tuple(self.warehouse.rows(hidden)))

    def sql(self, query: str, **values: object) -> str:
        """The text of a query with its values in place, as a reader can run it."""
        text = (self.folder / f"{query}.sql").read_text(encoding="utf-8").strip()
        text = "\n".join(self._lines_that_hold(text))
        known = {
            "as_of": self.as_of,
            "before": self.before,
            "store": self.store,
            "language": self.numbers.language,
            **values,
        }
        return PLACE.sub(lambda found: _literal(known[found[1]]), text)

    def _lines_that_hold(self, text: str) -> Iterator[str]:
        is_kept = True
        for line in text.splitlines():
            if found := CONDITION.fullmatch(line):
                is_kept = self.holds(found["condition"]) is not bool(found["negation"])
            elif line.strip() == END_OF_CONDITION:
                is_kept = True
            elif is_kept and (self.store is not None or STORE not in line):
                yield line

    def column(self, words: FigureWords, name: str) -> Column:
        """A column of a query, as the words of the figure describe it."""
        traits: Mapping[str, Any] = words.columns[name]
        language, schemes = str(self.numbers.language), str(traits.get("scheme", "")).split()
        names = {
            code: text.names[language]
            for (scheme, code), text in self.labels.items()
            if scheme in schemes
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


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _literal(value: object) -> str:
    match value:
        case None:
            return "null"
        case Fragment():
            return value
        case date():
            return f"date '{value}'"
        case int() | float() | Language():  # of a language: the ending of a column's name
            return str(value)
        case _:
            return "'" + str(value).replace("'", "''") + "'"
