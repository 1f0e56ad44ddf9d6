"""Which columns may be what: by their names, if their values do not say otherwise."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from runner.intake.date_forms import number_form
from runner.intake.evidence import Column, Table
from runner.intake.names import SURE, Hint, hints
from runner.intake.numerals import Style, core_of, numeral, reads_as_number, style_of
from runner.intake.shapes import Certainty

KINDS = {
    "number": (
        "quantity unit_price net_unit_price line_total gross_total subtotal total paid discount"
        " discount_rate tax shipping unit_cost profit refund_amount cost_amount rating nps"
        " rate_to_reporting"
    ),
    "date": (
        "ordered_at refunded_at cancelled_at registered_at birth_date given_at referred_at"
        " rate_date"
    ),
    "email": "email",
    "currency": "currency",
    "yes_no": "is_cancelled is_returned is_strategic is_complaint",
    "id": (
        "order_id customer_id line_number referrer_customer_id referred_customer_id"
        " alias_customer_id"
    ),
}
KIND_OF = {meaning: kind for kind, meanings in KINDS.items() for meaning in meanings.split()}
# A part of a name says enough from this score on, if the values agree.
GOOD = 66


@dataclass(frozen=True)
class Candidate:
    """A column that may be something.

    Attributes:
        column: the one.
        hint: what its name says.
    """

    column: Column
    hint: Hint

    @property
    def certainty(self) -> Certainty:
        """By the name alone."""
        return Certainty.CLEAR if self.hint.score >= GOOD else Certainty.LIKELY

    @property
    def is_named(self) -> bool:
        """Whether the whole name is known."""
        return self.hint.score >= SURE - 1


@dataclass(frozen=True)
class Readings:
    """What the columns of a source may be, seen as an input.

    Attributes:
        table: the source.
        by_meaning: the columns for each meaning, the best first.
    """

    table: Table
    by_meaning: Mapping[str, tuple[Candidate, ...]]

    def all(self, meaning: str) -> tuple[Candidate, ...]:
        """The columns that may be something, the best first."""
        return self.by_meaning.get(meaning, ())

    def best(self, *meanings: str) -> Candidate | None:
        """The best column of the first meaning that has one."""
        return next((self.all(meaning)[0] for meaning in meanings if self.all(meaning)), None)

    def amount(self, *meanings: str) -> "Amount | None":
        """The same, as numbers."""
        found = self.best(*meanings)
        return amount_of(self.table, found) if found else None


@dataclass(frozen=True)
class Amount:
    """A column of numbers.

    Attributes:
        candidate: the column.
        style: how its numbers are written.
    """

    candidate: Candidate
    style: Style

    @property
    def column(self) -> Column:
        """The column."""
        return self.candidate.column

    @property
    def name(self) -> str:
        """The name of the column."""
        return self.candidate.column.name

    @property
    def bare(self) -> str:
        """SQL of the plain numeral."""
        column = self.column
        return numeral(column.clean, self.style) if column.is_text else column.sql

    @property
    def number(self) -> str:
        """SQL of the number, to calculate with."""
        return f"try_cast({self.bare} as decimal(18, 4))" if self.column.is_text else self.bare

    @property
    def double(self) -> str:
        """SQL of the number, to check with."""
        part = " / 100" if self.style.is_percent else ""
        return f"try_cast({self.bare} as double){part}"

    @property
    def values(self) -> list[float]:
        """The numbers of the most frequent values."""
        found = []
        for text, _ in self.column.values:
            core = core_of(text)
            if self.style.decimal == "comma":
                core = core.replace(".", "").replace(",", ".")
            try:
                found.append(float(core.replace(",", "")))
            except ValueError:
                continue
        return found


def read(table: Table, section: str) -> Readings:
    """What the columns of a source may be, seen as an input.

    Args:
        table: the source.
        section: of names.yml, such as orders.
    """
    found: dict[str, list[Candidate]] = {}
    by_title = hints(tuple({column.title for column in table.columns.values()}), section)
    for column in table.columns.values():
        fitting = [hint for hint in by_title[column.title] if fits(column, hint)]
        best = max((hint.score for hint in fitting), default=0)
        for hint in fitting:
            if hint.score >= best - 1:
                found.setdefault(hint.meaning, []).append(Candidate(column, hint))
    return Readings(
        table,
        {
            meaning: tuple(sorted(each, key=lambda candidate: candidate.hint, reverse=True))
            for meaning, each in found.items()
        },
    )


def fits(column: Column, hint: Hint) -> bool:  # noqa: PLR0911 (a line for each kind)
    """Whether the values of a column may be what its name says."""
    kind = KIND_OF.get(hint.meaning, "words")
    if not column.kinds and column.filled:
        return False
    if not column.filled:
        is_kind = kind in ("number", "date", "currency", "yes_no", "email")
        return hint.score >= SURE - 1 and (is_kind or hint.meaning == "phone")
    if kind == "number":
        return column.reads_as("number")
    if kind == "date":
        return column.share("date") >= 0.5 or is_numeric_date(column)  # noqa: PLR2004
    if kind == "email" and all(re.fullmatch(r"[0-9a-f]{32,64}", text) for text, _ in column.values):
        return hint.score >= SURE - 1
    if kind in ("email", "currency"):
        return column.share(kind) >= 0.5  # noqa: PLR2004
    if kind == "yes_no":
        return column.reads_as("yes_no")
    if kind == "id":
        return not column.reads_as("date") and not _has_fractions(column)
    return not column.reads_as("date") and not column.reads_as("email")


def is_numeric_date(column: Column) -> bool:
    """Whether all numbers of a column may be dates of one form."""
    forms = {number_form(text) for text, _ in column.values}
    return len(forms) == 1 and "" not in forms


def _has_fractions(column: Column) -> bool:
    return column.reads_as("number") and column.share("whole") < 0.9  # noqa: PLR2004


def amount_of(table: Table, candidate: Candidate) -> Amount:
    """A column as numbers; where its own do not say how they are written, other columns may."""
    texts = [text for text, _ in candidate.column.values]
    style = style_of(texts) if candidate.column.is_text else Style()
    if style.decimal == "open":
        style = style_of(texts, elsewhere=table.decimal or _decimal_elsewhere(table))
    return Amount(candidate, style)


def _decimal_elsewhere(table: Table) -> str:
    found = {
        style_of(text for text, _ in column.values).decimal
        for column in table.columns.values()
        if column.is_text
        and column.reads_as("number")
        and any("," in text or "." in text for text, _ in column.values if reads_as_number(text))
    } - {"open"}
    return found.pop() if len(found) == 1 else "open"
