"""What is handed from reading to proposing to writing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# The exit code of questions that only a person can answer is that of asking wrongly, 2.


class Certainty(StrEnum):
    """How sure a proposal is: only `clear` is taken without a person."""

    CLEAR = "clear"
    LIKELY = "likely"
    OPEN = "open"


@dataclass(frozen=True)
class Source:
    """Rows that a user has named: a file, a glob or a table, ready to be read.

    Attributes:
        name: as the user named it.
        given: the keys of the input that read it: location, format, read_options, convert.
        columns: as the file names them, in its order.
        rows: SQL that gives its rows in the connection that it was opened with; text files have
            texts only.
        remarks: what was found out while opening it, as sentences: encoding, delimiter, lines
            before the header.
    """

    name: str
    given: Mapping[str, object]
    columns: tuple[str, ...]
    rows: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapped:
    """A canonical column and the expression proposed for it.

    Attributes:
        column: canonical, such as ordered_at.
        expression: SQL over the columns of the source, as inputs.yml has it.
        reads: the columns of the source in it.
        certainty: how sure.
        evidence: why, as sentences with the counts that were seen.
        is_of_order: belongs under order_columns: the value is of the whole order, the row a line.
    """

    column: str
    expression: str
    reads: tuple[str, ...]
    certainty: Certainty
    evidence: tuple[str, ...]
    is_of_order: bool = False


@dataclass(frozen=True)
class Question:
    """What the data can't decide.

    Attributes:
        about: the canonical column or variable.
        sentence: the question.
        answers: each flag that answers it, such as --day-first, with what follows from it.
        examples: rows that would differ, each as columns and values.
    """

    about: str
    sentence: str
    answers: Mapping[str, str]
    examples: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class ProposedInput:
    """The mapping of one input: orders, customers, order_lines ...

    Attributes:
        source: where its rows are.
        columns: what was found for its canonical columns, in canonical order.
        grain: order or line; of orders only.
        statuses: what each status word that occurs is taken for: completed, cancelled, pending
            or returned; of orders only.
        leave_out: a condition for rows that are no orders, such as totals.
        joins: other sources by name, as in inputs.yml.
    """

    source: Source
    columns: tuple[Mapped, ...]
    grain: str = "order"
    status_level: str = "order"
    statuses: Mapping[str, str] = field(default_factory=dict)
    leave_out: str = ""
    joins: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """What `tiers init` proposes.

    Attributes:
        inputs: by name of the input.
        variables: of dbt_project.yml, such as reporting_currency and source_timezone.
        questions: what must be answered before it can be written; empty if all is clear.
        preset: the name of the known export, if it is one.
        remarks: sentences about the whole, such as columns that nothing uses.
        chinese: of remarks and of the known export's name, where presets say it themselves.
    """

    inputs: Mapping[str, ProposedInput]
    variables: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    preset: str = ""
    remarks: tuple[str, ...] = ()
    chinese: Mapping[str, str] = field(default_factory=dict)
