"""`tiers init`: from what a user names to an inputs.yml, with a preview."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runner.errors import UserError
from runner.intake.answers import Answers
from runner.intake.known import SOURCE_KEYS
from runner.intake.shapes import Proposal, Question, Source
from runner.intake.write import as_variables, as_yaml, is_taken
from runner.project import Project
from runner.screen.shapes import Screened

if TYPE_CHECKING:
    from runner.build import BuildRequest
    from runner.warehouse import Connection

ROUNDS = 12
Asker = Callable[[Proposal, Question, Answers], Answers]


@dataclass(frozen=True)
class InitRequest:
    """The options of `tiers init`, see its help."""

    names: tuple[str, ...]
    answers: Answers
    has_header: bool = True
    encoding: str = ""


@dataclass(frozen=True)
class Drafted:
    """A proposal with the text of its inputs.yml.

    Attributes:
        proposal: as found.
        text: of inputs.yml; empty while a question is open.
        beginnings: of large sources, what reads them, and a file of their first rows.
    """

    proposal: Proposal
    text: str = ""
    beginnings: tuple[tuple[Mapping[str, object], Path], ...] = ()

    @property
    def likely(self) -> tuple[str, ...]:
        """Columns that are only likely, and so are not taken without a person."""
        return tuple(
            f"{name}.{each.column}"
            for name, given in self.proposal.inputs.items()
            for each in given.columns
            if not is_taken(each)
        )


def draft(
    request: InitRequest, asker: Asker | None = None, *, folder: Path | None = None
) -> Drafted:
    """Propose a mapping; ask what is open, if there is somebody to ask.

    Args:
        request: what the user named, and has said already.
        asker: asks one question; without it, questions stay open.
        folder: for the first rows of large sources; by default they are not kept.

    Raises:
        UserError: a file can't be read, or holds no orders.
    """
    from runner.intake.propose import propose
    from runner.intake.reading import How, explained, open_sources
    from runner.warehouse import in_memory

    answers = request.answers
    how = How(has_header=request.has_header, encoding=request.encoding)
    beginnings: tuple[tuple[Mapping[str, object], Path], ...] = ()
    with in_memory() as connection:
        sources = open_sources(request.names, connection, how)
        for _ in range(ROUNDS):
            with explained(" ".join(request.names)):
                proposal = propose(sources, answers, connection)
            if not proposal.questions or asker is None:
                break
            answers = asker(proposal, proposal.questions[0], answers)
        if folder and not proposal.questions:
            beginnings = tuple(_beginnings(sources, connection, folder))
    if proposal.questions:
        return Drafted(proposal)
    return Drafted(proposal, as_yaml(proposal, request.names), beginnings)


def _beginnings(
    sources: Sequence[Source], connection: "Connection", folder: Path
) -> Iterator[tuple[Mapping[str, object], Path]]:
    """The first rows of the large sources, as files that a preview reads in a second."""
    from runner.intake.evidence import MOST_KEPT, NAME

    for number, source in enumerate(sources):
        name = NAME.format(number)
        (rows,) = connection.execute(f"select count(*) from {name}").fetchone() or (0,)  # noqa: S608
        if rows > MOST_KEPT:
            file = folder / f"{name}.parquet"
            connection.execute(
                f"copy (select * from {name} limit {MOST_KEPT}) to '{file}' (format parquet)"  # noqa: S608
            )
            yield source.given, file


def checked(project: Project, proposal: Proposal) -> dict[str, Any]:
    """The variables of a proposal, validated as those of a build are.

    Raises:
        UserError: the mapping can't be right.
    """
    import yaml

    from runner.project import read_variables

    return read_variables(project, more=yaml.safe_dump(as_variables(proposal), allow_unicode=True))


def with_mapping(request: "BuildRequest", proposal: Proposal) -> "BuildRequest":
    """A build's request with a proposal among its variables; those that it has override it.

    Raises:
        UserError: its variables are no mapping.
    """
    import yaml

    from runner.strict_yaml import read_yaml

    given = read_yaml((request.variables or "{}").encode(), source="--vars")
    if not isinstance(given, dict):
        raise UserError("--vars must be a mapping of variables.")
    variables = as_variables(proposal) | given
    return replace(request, variables=yaml.safe_dump(variables, allow_unicode=True))


def preview(project: Project, variables: Mapping[str, Any], drafted: Drafted) -> Screened:
    """What a build would accept, reject and count; of large sources, in their first rows."""
    from runner.screen.screen import screen

    others = {name: value for name, value in variables.items() if name != "inputs"}
    inputs = {name: _begun(given, drafted) for name, given in variables["inputs"].items()}
    return screen(inputs, others, project)


def _begun(given: Mapping[str, Any], drafted: Drafted) -> dict[str, Any]:
    """An input, or a join of one, with the first rows of its source instead of all."""
    begun = dict(given)
    for read_by, file in drafted.beginnings:
        if all(given.get(key) == value for key, value in read_by.items()):
            begun = {key: value for key, value in begun.items() if key not in SOURCE_KEYS}
            begun["location"] = str(file)
    if joins := given.get("joins"):
        begun["joins"] = {name: _begun(join, drafted) for name, join in joins.items()}
    return begun


def write(text: str, out: Path, *, overwrite: bool) -> None:
    """Write inputs.yml.

    Raises:
        UserError: there is a file already, or it can't be written.
    """
    if out.exists() and not overwrite:
        raise UserError(f"{out} is there already.", "Give --out another name, or --overwrite.")
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"Can't write {out}: {error.strerror}.", "Give --out another.") from error


def first_of(names: Sequence[str]) -> str:
    """The names as they stand in a command."""
    import shlex

    return " ".join(shlex.quote(name) for name in names)


def with_first(answers: Answers, **said: bool) -> Answers:
    """The answers with the one flag of --day-first, --month-first and --year-first that is given.

    Raises:
        UserError: several are.
    """
    given = [name for name, is_given in said.items() if is_given]
    if len(given) > 1:
        raise UserError(f"--{given[0]}-first and --{given[1]}-first contradict each other.")
    return replace(answers, first=given[0]) if given else answers
