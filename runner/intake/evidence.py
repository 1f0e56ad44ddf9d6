"""What the values of each column are, from a sample of rows spread over the source."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from runner.intake.date_forms import form_of
from runner.intake.numerals import reads_as_number
from runner.intake.shapes import Source

if TYPE_CHECKING:
    from runner.warehouse import Connection

# A source of at most so many rows is kept and looked at whole.
MOST_KEPT = 200_000
SAMPLE = 20_000
# Of a larger one, so many rows say what its columns are, and then one of so many orders.
FIRST = 5_000
# Of the temporary tables, by the number of the source.
NAME = "looked_at_{}"
EVERY = 97
MOST_VALUES = 300
MISSING = frozenset(("", "null", "none", "nan", "n/a", "#n/a", "\\n", "-"))
OUTER = re.compile(r"^[\s\u200b\ufeff\x00-\x1f]+|[\s\u200b\ufeff\x00-\x1f]+$")
WRAPPED = re.compile(r'=(?:T\()?"(.*)"\)?|[\'`](.+)')
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
PHONE = re.compile(r"[+(]?\d[\d ()./-]{5,18}\d")
YES_NO = frozenset(
    [
        "yes",
        "no",
        "y",
        "n",
        "true",
        "false",
        "t",
        "f",
        "0",
        "1",
        "ja",
        "nein",
        "oui",
        "non",
        "si",
        "sí",
        "sim",
        "não",
        "是",
        "否",
        "はい",
        "いいえ",
    ]
)
NUMBERS = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*|FLOAT|DOUBLE")


@dataclass(frozen=True)
class Column:
    """A column of a source and what was seen in it.

    Attributes:
        name: as the file has it.
        type: DuckDB's; VARCHAR for all columns of text files.
        rows: in the sample.
        filled: rows of the sample with a value.
        distinct: different values in the sample.
        values: the most frequent values with their number of rows, cleaned.
        kinds: share of filled rows that read as number, whole, date, email, phone, yes_no,
            currency and words.
        is_padded: has blanks or control characters around some values.
        is_wrapped: has values such as ="0042", as a spreadsheet keeps texts.
        title: the name in the header.
        of: the join that it comes from; its name is then join.title.
    """

    name: str
    type: str
    rows: int
    filled: int
    distinct: int
    values: tuple[tuple[str, int], ...]
    kinds: Mapping[str, float]
    is_padded: bool = False
    is_wrapped: bool = False
    title: str = ""
    of: str = ""

    @property
    def is_text(self) -> bool:
        """Whether the values are texts, not numbers or dates of a typed table."""
        return self.type == "VARCHAR"

    @property
    def sql(self) -> str:
        """The column in an expression."""
        return f"{self.of}.{quoted(self.title)}" if self.of else quoted(self.name)

    @property
    def clean(self) -> str:
        """The column without what stands around its values."""
        if not self.is_text:
            return self.sql
        if self.is_wrapped:
            return f"trim({self.sql}, '=T()\"''` ' || chr(9))"
        return f"trim({self.sql}, ' ' || chr(9) || chr(160))" if self.is_padded else self.sql

    def share(self, kind: str) -> float:
        """The share of filled rows that read as something, such as date."""
        return self.kinds.get(kind, 0.0)

    def reads_as(self, kind: str) -> bool:
        """Whether nearly all values are of a kind."""
        return self.filled > 0 and self.share(kind) >= 0.9  # noqa: PLR2004


@dataclass(frozen=True)
class Exact:
    """Where the values of a column are counted over all rows.

    Attributes:
        relation: SQL of the rows.
        weight: SQL of how many rows of the source each of them stands for.
    """

    relation: str
    weight: str = "1"


@dataclass(frozen=True)
class Table:
    """A source with its rows at hand.

    Attributes:
        source: as it was opened.
        connection: the one in which its rows are.
        sample: relation of rows spread over the source, orders whole; all rows of a small one.
        rows: number of the rows in it.
        is_whole: the sample is all there is.
        columns: by name.
        decimal: point or comma, if a person has said so.
        counted: of a large source, the columns whose values were counted over all rows, with
            where.
    """

    source: Source
    connection: "Connection"
    sample: str
    rows: int
    is_whole: bool
    columns: Mapping[str, Column]
    decimal: str | None = None
    counted: Mapping[str, Exact] = field(default_factory=dict)

    def exact(self, column: Column) -> Exact:
        """Where the values of a column are counted: over all rows, if they were."""
        return self.counted.get(column.name, Exact(self.sample))

    def one(self, sql: str) -> tuple[object, ...]:
        """The one row of a query."""
        row = self.connection.execute(sql).fetchone()
        return tuple(row) if row else ()

    def all(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of a query."""
        return self.connection.execute(sql).fetchall()


def quoted(name: str) -> str:
    """A column's name for SQL; always in quotes if it could be anything else."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) and name.lower() not in _reserved():
        return name
    return '"' + name.replace('"', '""') + '"'


def _reserved() -> frozenset[str]:
    from runner.warehouse import reserved_words

    return reserved_words()


def look_at(source: Source, connection: "Connection", *, name: str) -> Table:
    """Read all of a small source, or the beginning of a large one, and what is in each column.

    Args:
        source: opened in the connection.
        connection: where a temporary table is made.
        name: of that table.
    """
    connection.execute(
        f"create or replace temp table {name} as select * from {_filled(source)} as source"  # noqa: S608
        f" limit {MOST_KEPT + 1}"
    )
    (count,) = connection.execute(f"select count(*) from {name}").fetchone() or (0,)  # noqa: S608
    is_whole = count <= MOST_KEPT
    looked_at = name if is_whole else f"(select * from {name} limit {FIRST})"  # noqa: S608
    return Table(
        source=source,
        connection=connection,
        sample=name,
        rows=count,
        is_whole=is_whole,
        columns=_columns(connection, looked_at),
    )


def spread(table: Table, key: Column | None) -> Table:
    """A large source by rows from all over it, all rows of an order with it.

    Args:
        table: looked at from the beginning.
        key: the column that identifies orders, if it has one.
    """
    name = f"{table.sample}_spread"
    bytes_ = f"hash({key.sql})" if key else "hash(source)"
    # The share is known once it is read: keep every nth, and fewer if they are too many.
    table.connection.execute(
        f"create or replace temp table {name} as select * from {_filled(table.source)} as source"  # noqa: S608
        f" where {bytes_} % {EVERY} = 0"
    )
    (count,) = table.connection.execute(f"select count(*) from {name}").fetchone() or (0,)  # noqa: S608
    if count > MOST_KEPT:
        table.connection.execute(
            f"delete from {name} as source where {bytes_} % {EVERY * (count // SAMPLE)} <> 0"  # noqa: S608
        )
    return replace(table, sample=name, columns=_columns(table.connection, name))


def counted(table: Table, moments: Sequence[Column], words: Sequence[Column]) -> Table:
    """A large source with the values of some columns counted over all its rows, in one scan.

    Args:
        table: the source.
        moments: columns of dates; one value of each day and form stands for all of it.
        words: columns of few words.
    """
    name = f"{table.sample}_counted"
    texts = [column for column in moments if column.is_text]
    shown = [f"any_value({column.sql}) as {column.sql}" for column in texts]
    keys = [key for column in texts for key in _day_and_form(column.clean)]
    given = [column.sql for column in words if column not in moments]
    if not (shown or given):
        return table
    groups = ", ".join([*given, *keys])
    table.connection.execute(
        f"create or replace temp table {name} as select {', '.join([*given, *shown])},"  # noqa: S608
        f" count(*) as counted_rows from {_rows(table.source)} as source group by {groups}"
    )
    exact = Exact(name, "counted_rows")
    names = [column.name for column in (*texts, *words)]
    return replace(table, counted=dict.fromkeys(names, exact))


def _day_and_form(text: str) -> tuple[str, ...]:
    """What is before the time of day, and what tells one form of it from others, cheaply."""
    at = f"strpos({text}, ':')"
    day = f"case when {at} > 3 then left({text}, {at} - 3) else {text} end"
    return day, f"strlen({text})", f"right({text}, 1) < ':'"


def _filled(source: Source) -> str:
    """SQL of the rows of a source; lines of nothing but commas are none."""
    texts = [f"coalesce({quoted(column)}::varchar, '') = ''" for column in source.columns]
    return f"(select * from {_rows(source)} as source where not ({' and '.join(texts)}))"  # noqa: S608


def _rows(source: Source) -> str:
    is_query = source.rows.lstrip().lower().startswith("select")
    return f"({source.rows})" if is_query else source.rows


def _columns(connection: "Connection", table: str) -> dict[str, Column]:
    described = connection.execute(f"describe select * from {table}").fetchall()  # noqa: S608
    types = {str(name): str(kind) for name, kind, *_ in described}
    (rows,) = connection.execute(f"select count(*) from {table}").fetchone() or (0,)  # noqa: S608
    if rows > SAMPLE:
        table = f"(select * from {table} using sample reservoir({SAMPLE} rows) repeatable (1))"  # noqa: S608
        rows = SAMPLE
    connection.execute(f"create or replace temp table evidence as select * from {table}")  # noqa: S608
    missing = ", ".join("'" + text.replace("'", "''") + "'" for text in sorted(MISSING))
    seen: dict[str, list[tuple[str, int]]] = {name: [] for name in types}
    counts = dict.fromkeys(types, (0, 0))
    for name, distinct, filled, value, count in connection.execute(
        f"""
        with cells as (
            unpivot (select columns(*)::varchar from evidence) on columns(*) into name n value v
        ),
        counted as (select n, v, count(*) as rows from cells group by all)
        select
            n,
            count(*) over (partition by n),
            sum(rows) filter (lower(trim(v)) not in ({missing})) over (partition by n),
            v,
            rows
        from counted
        qualify row_number() over (partition by n order by rows desc, hash(v)) <= {MOST_VALUES}
        order by n, rows desc, v
        """  # noqa: S608
    ).fetchall():
        seen[name].append((value, count))
        counts[name] = (int(filled or 0), distinct)
    return {name: _column(name, types[name], seen[name], (rows, *counts[name])) for name in types}


def _column(
    name: str, kind: str, raw: Sequence[tuple[str, int]], counts: tuple[int, int, int]
) -> Column:
    rows, filled, distinct = counts
    cleaned: dict[str, int] = {}
    is_padded = is_wrapped = False
    for value, count in raw:
        text = OUTER.sub("", value)
        is_padded |= text != value
        if wrapped := WRAPPED.fullmatch(text):
            is_wrapped = True
            text = OUTER.sub("", wrapped[1] if wrapped[1] is not None else wrapped[2])
        if text.lower() not in MISSING:
            cleaned[text] = cleaned.get(text, 0) + count
    return Column(
        name=name,
        title=name,
        type=kind,
        rows=rows,
        filled=filled,
        distinct=distinct,
        values=tuple(cleaned.items()),
        kinds=_kinds(kind, cleaned),
        is_padded=is_padded,
        is_wrapped=is_wrapped,
    )


def _kinds(kind: str, values: Mapping[str, int]) -> dict[str, float]:
    if kind.startswith(("DATE", "TIMESTAMP")):
        return {"date": 1.0}
    tests: dict[str, Callable[[str], bool]] = {
        "number": reads_as_number,
        "whole": lambda text: re.fullmatch(r"[+-]?\d+(\.0+)?", text) is not None,
        "date": lambda text: form_of(text) is not None,
        "email": lambda text: EMAIL.fullmatch(text) is not None,
        "phone": lambda text: PHONE.fullmatch(text) is not None,
        "yes_no": lambda text: text.lower() in YES_NO,
        "currency": lambda text: re.fullmatch(r"[A-Za-z]{3}", text) is not None,
        "words": lambda text: re.search(r"[^\W\d_]{2,} +[^\W\d_]{2,}", text) is not None,
    }
    if NUMBERS.fullmatch(kind):
        tests = {key: tests[key] for key in ("number", "whole", "date", "yes_no")}
    elif kind == "BOOLEAN":
        return {"yes_no": 1.0}
    elif kind != "VARCHAR":
        return {}
    total = sum(values.values())
    return {
        key: sum(count for text, count in values.items() if test(text)) / total
        for key, test in tests.items()
        if total
    }
