"""How well the mapper does on a folder of public headers, each with its right mapping by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from runner.errors import UserError
from runner.intake.answers import Answers
from runner.intake.shapes import Mapped, Proposal

MONEY = ("gross_amount", "discount_amount", "refund_amount", "cost_amount", "net_amount")
ALWAYS = (*MONEY[:-1], "ordered_at")


@dataclass(frozen=True)
class Verdict:
    """One canonical column of one case.

    Attributes:
        column: such as orders.gross_amount.
        verdict: right, asked, wrong or missing.
        expected: the columns that it should read.
        found: those that it reads.
    """

    column: str
    verdict: str
    expected: str
    found: str

    @property
    def is_money(self) -> bool:
        """Whether it is an amount."""
        return self.column.partition(".")[2] in MONEY


@dataclass(frozen=True)
class CaseScore:
    """A case, judged.

    Attributes:
        name: of its file.
        verdicts: of its columns, its grain and its date order.
        questions: how many were asked.
        error: the sentence with which the mapper refused, if it did.
    """

    name: str
    verdicts: tuple[Verdict, ...]
    questions: int
    error: str = ""

    def count(self, verdict: str) -> int:
        """How many columns have a verdict; the grain and the date order are no columns."""
        return sum(
            each.verdict == verdict
            for each in self.verdicts
            if each.column not in ("grain", "date_order")
        )

    @property
    def wrong_dates(self) -> int:
        """1 if the date order is wrong."""
        return sum(
            each.column == "date_order" and each.verdict == "wrong" for each in self.verdicts
        )

    @property
    def wrong_money(self) -> int:
        """How many money columns are wrong."""
        return sum(each.is_money and each.verdict == "wrong" for each in self.verdicts)


@dataclass(frozen=True)
class Score:
    """All cases."""

    cases: tuple[CaseScore, ...]

    def count(self, verdict: str) -> int:
        """How many columns have a verdict."""
        return sum(case.count(verdict) for case in self.cases)

    @property
    def columns(self) -> int:
        """How many columns are judged."""
        return sum(self.count(each) for each in ("right", "asked", "wrong", "missing"))

    @property
    def right_or_asked(self) -> float:
        """The share of columns that are right or asked."""
        return (self.count("right") + self.count("asked")) / max(self.columns, 1)

    def as_json(self) -> dict[str, object]:
        """The figures, and those of each case."""
        return {
            "cases": len(self.cases),
            "columns": self.columns,
            **{each: self.count(each) for each in ("right", "asked", "wrong", "missing")},
            "right_or_asked_share": round(self.right_or_asked, 4),
            "wrong_date_orders": sum(case.wrong_dates for case in self.cases),
            "wrong_money_columns": sum(case.wrong_money for case in self.cases),
            "questions_per_file": round(
                sum(case.questions for case in self.cases) / max(len(self.cases), 1), 2
            ),
            "files_with_questions": sum(case.questions > 0 for case in self.cases),
            "by_case": [
                {
                    "name": case.name,
                    **{each: case.count(each) for each in ("right", "asked", "wrong", "missing")},
                    "questions": case.questions,
                    "error": case.error or None,
                    "not_right": [
                        f"{each.column}: {each.verdict},"
                        f" expected {each.expected}, found {each.found}"
                        for each in case.verdicts
                        if each.verdict != "right"
                    ],
                }
                for case in self.cases
            ],
        }


def score_folder(folder: Path) -> Score:
    """Propose a mapping for each case of a folder and judge it.

    Args:
        folder: of YAML files, each with `files` and what is `expected` of them.

    Raises:
        UserError: there is none.
    """
    import yaml

    files = sorted(folder.glob("*.yml"))
    if not files:
        raise UserError(f"There is no case in {folder}.", "A case is a YAML file.")
    cases = []
    for file in files:
        case = yaml.safe_load(file.read_text(encoding="utf-8"))
        if "expected" in case:
            cases.append(_judge_case(file.stem, case))
    return Score(tuple(cases))


def _judge_case(name: str, case: Mapping[str, Any]) -> CaseScore:
    try:
        proposal = _propose(case["files"], case.get("encoding", "utf-8"))
    except UserError as error:
        # A refusal asks: it says which columns are missing, and takes nothing.
        asked = tuple(
            Verdict(f"{input_name}.{column}", "asked", str(reads), "an error")
            for input_name, given in case["expected"].items()
            for column, reads in given.get("columns", {}).items()
        )
        return CaseScore(name, asked, 1, str(error))
    verdicts = []
    for input_name, expected in case["expected"].items():
        if input_name in proposal.inputs or input_name == "orders":
            verdicts += _judge_input(input_name, expected, proposal)
        else:
            verdicts += [
                Verdict(f"{input_name}.{column}", "missing", str(reads), "no such input")
                for column, reads in expected.get("columns", {}).items()
                if reads
            ]
    return CaseScore(name, tuple(verdicts), len(proposal.questions))


def _propose(files: Mapping[str, str], encoding: str) -> Proposal:
    from runner.intake.propose import propose
    from runner.intake.reading import open_source
    from runner.warehouse import in_memory

    with TemporaryDirectory() as folder, in_memory() as connection:
        paths = []
        for name, text in files.items():
            path = Path(folder) / name
            path.write_bytes(text.encode(encoding))
            paths.append(str(path))
        sources = [open_source(path, connection) for path in paths]
        return propose(sources, Answers(), connection)


def _judge_input(name: str, expected: Mapping[str, Any], proposal: Proposal) -> list[Verdict]:
    given = proposal.inputs[name]
    # A column of a join is judged by its own name.
    found = {
        each.column: replace(
            each,
            reads=tuple(
                read.partition(".")[2] if read.partition(".")[0] in given.joins else read
                for read in each.reads
            ),
        )
        for each in given.columns
    }
    asked = {
        each.about.partition(".")[2]
        for each in proposal.questions
        if each.about.startswith(f"{name}.")
    }
    if name == "order_lines" and any(
        each.about == "orders.gross_amount" for each in proposal.questions
    ):
        # What a line brought in waits for the same answer.
        asked.add("net_amount")
    by_flag = {flag for each in proposal.questions for flag in each.answers}
    wanted = dict(expected.get("columns", {}))
    if name == "orders":
        wanted = dict.fromkeys(ALWAYS, ()) | wanted
    together = tuple(expected.get("together", ()))
    verdicts = max(
        (
            _judge_columns(
                name, wanted, found, _nth(wanted, together, nth), asked, bool(proposal.preset)
            )
            for nth in range(max((len(_choices(wanted[each])) for each in together), default=1))
        ),
        key=lambda each: sum(verdict.verdict == "right" for verdict in each),
    )
    if name == "orders":
        if "grain" in expected:
            grain = proposal.inputs[name].grain
            right = (
                "asked" if "grain" in asked else "right" if grain == expected["grain"] else "wrong"
            )
            verdicts.append(Verdict("grain", right, expected["grain"], grain))
        if "date_order" in expected:
            order = (
                "asked"
                if by_flag & {"--day-first", "--month-first"}
                else _order(found.get("ordered_at"))
            )
            right = (
                "right"
                if order == expected["date_order"]
                else "asked"
                if order == "asked"
                else "wrong"
            )
            verdicts.append(Verdict("date_order", right, expected["date_order"], order))
    return verdicts


def _order(mapped: Mapped | None) -> str:
    """What stands first in the dates, by the format of the expression."""
    if mapped is None:
        return "asked"
    text = mapped.expression
    at = {text.find(sign): word for sign, word in (("%d", "day"), ("%m", "month")) if sign in text}
    years = [text.find(sign) for sign in ("%Y", "%y", "%b", "%B") if sign in text]
    is_plain = not at or (years and min(years) < min(at)) or _has_names(text)
    return "year" if is_plain else at[min(at)]


def _has_names(text: str) -> bool:
    return "%b" in text or "%B" in text


def _nth(
    wanted: Mapping[str, Any], together: Sequence[str], nth: int
) -> dict[str, list[frozenset[str]]]:
    """The readings of each column; of those that go together, the nth of each."""
    choices = {column: _choices(reads) for column, reads in wanted.items()}
    return choices | {column: choices[column][nth : nth + 1] for column in together}


def _judge_columns(  # noqa: PLR0913, PLR0917 (all that it is judged by)
    name: str,
    wanted: Mapping[str, Any],
    found: Mapping[str, Mapped],
    choices: Mapping[str, Sequence[frozenset[str]]],
    asked: set[str],
    is_known: bool,  # noqa: FBT001
) -> list[Verdict]:
    return [
        Verdict(
            f"{name}.{column}",
            _verdict(
                found.get(column),
                choices[column],
                is_asked=column in asked,
                is_known=is_known,
            ),
            str(reads),
            str(list(found[column].reads) if column in found else []),
        )
        for column, reads in wanted.items()
    ]


def _choices(reads: Sequence[Any]) -> list[frozenset[str]]:
    """The sets of columns that are right: one, or several if they are lists themselves."""
    if reads and isinstance(reads[0], list):
        return [frozenset(str(name) for name in each) for each in reads]
    return [frozenset(str(name) for name in reads or ())]


def _verdict(
    mapped: Mapped | None, choices: Sequence[frozenset[str]], *, is_asked: bool, is_known: bool
) -> str:
    """The verdict; a preset may read more columns than expected, since tests hold its facts."""
    found = frozenset(mapped.reads) if mapped else frozenset()
    is_right = found in choices or (is_known and any(each and each < found for each in choices))
    if is_right and not is_asked:
        return "right"
    if is_asked:
        return "asked"
    return "missing" if not found else "wrong"
