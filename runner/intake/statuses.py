"""Which column says what became of an order, and what each of its words is taken for."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from runner.intake.answers import STATUSES
from runner.intake.candidates import Candidate, Readings
from runner.intake.evidence import Column, Table
from runner.intake.names import plain
from runner.intake.shapes import Certainty, Mapped, Question

FILE = Path(__file__).with_name("statuses.yml")
MOST_WORDS = 40
# So called, a column is one of statuses even if its words are not known: `State` may be a place.
NAMED = re.compile(r"status|statut|stato$|situacao|estado \w+|状态|狀態|ステータス|状態|状況|情形")
YES = "('yes', 'true', '1', 'y', 't', 'ja', 'oui', 'si', 'sim', '是', 'はい', '1.0')"


@dataclass(frozen=True)
class Status:
    """What was found about statuses.

    Attributes:
        mapped: the column, if there is one.
        words: what each word that occurs is taken for.
        level: order or line.
        questions: words that nobody knows.
    """

    mapped: Mapped | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    level: str = "order"
    questions: tuple[Question, ...] = ()


def status_of(  # noqa: PLR0913 (what was found before)
    readings: Readings,
    *,
    grain: str,
    order_id: Column | None,
    below_zero: tuple[str, str, int] | None,
    given: Mapping[str, str],
    chosen: Candidate | None = None,
) -> Status:
    """The status of orders: a column of known words, a sign of cancellation, or minus signs.

    Args:
        readings: of the source as orders.
        grain: order or line.
        order_id: the column that identifies orders.
        below_zero: name, SQL and rows of the number that is below zero in some rows.
        given: what a person takes words for.
        chosen: the column that a person has named.
    """
    for candidate in (chosen,) if chosen else readings.all("order_status"):
        counts = _words(readings.table, candidate.column)
        total = sum(counts.values())
        known = sum(count for word, count in counts.items() if _meaning(word, given))
        is_named = candidate is chosen or (candidate.is_named and NAMED.search(_first(candidate)))
        if counts and (known >= 0.5 * total or is_named):
            return _from_words(readings.table, candidate, counts, grain, order_id, given)
    for meaning, status in (("is_cancelled", "cancelled"), ("is_returned", "returned")):
        if (found := readings.best(meaning)) and found.column.filled:
            sql = f"lower({found.column.clean}::varchar) in {YES}".replace("::varchar", "")
            if not found.column.is_text:
                sql = f"lower(cast({found.column.sql} as varchar)) in {YES}"
            return _from_case(readings.table, found.column, sql, status, grain, order_id)
    if (found := readings.best("cancelled_at")) and found.column.filled < found.column.rows:
        filled = f"{found.column.sql} is not null"
        if found.column.is_text:
            filled = f"coalesce(trim({found.column.sql}), '') <> ''"
        return _from_case(readings.table, found.column, filled, "cancelled", grain, order_id)
    if below_zero:
        name, sql, rows = below_zero
        column = readings.table.columns[name]
        found_ = _from_case(readings.table, column, f"{sql} < 0", "returned", grain, order_id)
        assert found_.mapped  # noqa: S101 (it is made of the case)
        evidence = (f"{name} is below zero in {rows:,} rows: goods sent back",)
        mapped = Mapped(
            "order_status", found_.mapped.expression, (name,), Certainty.CLEAR, evidence
        )
        return Status(mapped, {}, found_.level)
    return Status()


def _first(candidate: Candidate) -> str:
    return plain(candidate.column.name)


def _words(table: Table, column: Column) -> dict[str, int]:
    """The words of a column with their rows, over all rows; none if there are too many."""
    exact = table.exact(column)
    rows = table.all(
        f"select trim({column.clean}::varchar) as word, sum({exact.weight}) as rows"  # noqa: S608
        f" from {exact.relation} as source"
        f" where coalesce(trim({column.clean}::varchar), '') <> '' group by word"
        f" order by rows desc, word limit {MOST_WORDS + 1}"
    )
    return {str(word): int(str(count)) for word, count in rows} if len(rows) <= MOST_WORDS else {}


def _from_words(  # noqa: PLR0913, PLR0917 (all that was found)
    table: Table,
    candidate: Candidate,
    counts: Mapping[str, int],
    grain: str,
    order_id: Column | None,
    given: Mapping[str, str],
) -> Status:
    column = candidate.column
    words = {word: meaning for word in counts if (meaning := _meaning(word, given))}
    unknown = [word for word in counts if word not in words]
    said = ", ".join(f"{word} {count:,}" for word, count in list(counts.items())[:8])
    questions = (
        (_ask_for(column.name, {word: counts[word] for word in unknown}),) if unknown else ()
    )
    certainty = Certainty.OPEN if unknown else Certainty.CLEAR
    mapped = Mapped("order_status", column.clean, (column.name,), certainty, (said,))
    return Status(mapped, words, _level(table, column.clean, grain, order_id), questions)


def _ask_for(name: str, unknown: Mapping[str, int]) -> Question:
    """What words mean that nobody knows, each with its rows."""
    return Question(
        "orders.order_status",
        f"{name} has words that are not known:"
        f" {', '.join(f'{word} {rows:,}' for word, rows in unknown.items())}."
        f" Each is completed, cancelled, pending or returned.",
        {f"--status '{word}=completed'": "or cancelled, pending, returned" for word in unknown},
    )


def words_beside(
    table: Table, mapped: Mapped, known: Mapping[str, str]
) -> tuple[Mapping[str, str], tuple[Question, ...]]:
    """What the words of a status mean that a known export does not list; the rest is asked.

    Args:
        table: the export.
        mapped: its status, an expression over columns of its own.
        known: what its preset, and a person, say of words.
    """
    rows = table.all(
        f"select trim({mapped.expression}) as word, count(*) from {table.sample} as source"  # noqa: S608
        " where trim(word) <> '' group by word order by word"
    )
    listed = {_folded(word) for word in (*known, *STATUSES)}
    others = {
        str(word): int(str(count)) for word, count in rows if _folded(str(word)) not in listed
    }
    words = {word: meaning for word in others if (meaning := _meaning(word, {}))}
    unknown = {word: count for word, count in others.items() if word not in words}
    questions = (_ask_for(" and ".join(mapped.reads), unknown),) if unknown else ()
    return words, questions


def _from_case(  # noqa: PLR0913, PLR0917 (all that was found)
    table: Table, column: Column, sql: str, status: str, grain: str, order_id: Column | None
) -> Status:
    expression = f"case when {sql} then '{status}' else 'completed' end"
    evidence = (f"{column.name} says which orders were {status}",)
    mapped = Mapped("order_status", expression, (column.name,), Certainty.CLEAR, evidence)
    return Status(mapped, {}, _level(table, expression, grain, order_id))


def _level(table: Table, expression: str, grain: str, order_id: Column | None) -> str:
    """Whether lines of one order have statuses of their own."""
    if grain != "line" or order_id is None:
        return "order"
    (several,) = table.one(
        f"select count(*) from (select 1 from {table.sample} where {order_id.sql}::varchar <> ''"  # noqa: S608
        f" group by {order_id.sql} having count(distinct nullif({expression}, '')) > 1)"
    )
    return "line" if several else "order"


def _meaning(word: str, given: Mapping[str, str]) -> str:
    for each, status in given.items():
        if each.strip().lower() == word.strip().lower():
            return status
    return known_words().get(_folded(word), "")


def _folded(word: str) -> str:
    text = re.sub(r"[\s_-]+", " ", word.strip().lower().replace("，", ","))
    return re.sub(r"^wc ", "", text).strip(" .!")


@functools.cache
def known_words() -> Mapping[str, str]:
    """The status words of statuses.yml, each with what it is taken for."""
    import yaml

    content: Mapping[str, Sequence[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {_folded(str(word)): status for status in STATUSES for word in content[status]}
