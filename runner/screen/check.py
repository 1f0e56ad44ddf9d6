"""Check a mapping: all that can't be right in it at once, else what a build would screen."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runner.diagnosis import close_column
from runner.errors import ExitCode, UserError, told
from runner.intake.convert import folder_beside, prepared
from runner.intake.macros import refuse
from runner.intake.stamps import naming_originals
from runner.project import Project, read_variables
from runner.screen.models import Models
from runner.screen.screen import screen
from runner.screen.shapes import Screened
from runner.warehouse import beside

# What a macro says of one expression or one column; all else means that nothing can be read.
OF_A_COLUMN = re.compile(
    r"(?P<place>inputs\.\w+\.(?:(?:order_)?columns\.\w+|leave_out|joins\.\w+\.on)) is "
    r"|(?P<input>inputs\.\w+): .* has no column (?P<column>\w+), which is required"
)


@dataclass(frozen=True)
class Checked:
    """What a check has found.

    Attributes:
        faults: why the mapping can't be right.
        screened: what becomes of its data, if it can be.
    """

    faults: tuple[UserError, ...]
    screened: Screened | None

    @property
    def code(self) -> ExitCode:
        """How the command ends."""
        return self.screened.code if self.screened else ExitCode.USAGE_ERROR

    def as_json(self) -> dict[str, object]:
        """The one object on stdout."""
        return {
            "exit_code": self.code,
            "meaning": self.code.meaning,
            "faults": [str(fault) for fault in self.faults],
            "screened": self.screened.as_json() if self.screened else None,
        }


def check(
    project: Project, inputs: Path, *, more: str | None = None, database: Path | None = None
) -> Checked:
    """Check the mapping in a file, and try it on its data if it can be right.

    Args:
        project: says what a mapping may contain.
        inputs: a YAML file of variables with `inputs:`.
        more: variables as YAML text, which override those.
        database: has the tables that inputs name as relation; by default the project's.

    Raises:
        UserError: there is no such file, it is no YAML, or the data can't be read.
    """
    faults: list[UserError] = []
    variables = read_variables(project, inputs=inputs, more=more, tell=faults.append)
    given = variables.pop("inputs", {})
    mapping: dict[str, object] = given if isinstance(given, dict) else {}
    faults += _faults_of_columns(
        project,
        {**project.variables, **variables, "inputs": mapping},
        known=faults,
        database=project.database(database),
    )
    if faults:
        folder = folder_beside(project.database(database))
        return Checked(tuple(naming_originals(fault, folder) for fault in faults), None)
    return Checked((), screen(mapping, variables, project, database=database))


def place_of(sentence: str) -> str:
    """The place in the mapping that an error is about, such as inputs.orders.columns.channel."""
    found = re.match(r"inputs(?:\.\w+)*", sentence)
    return found[0] if found else ""


@dataclass
class _Gathered:
    """The faults that macros tell of, each place and name once."""

    places: set[str]
    faults: list[UserError] = field(default_factory=list)

    def tell(self, sentence: str) -> str:
        """Keep what is about one column, and go on; stop at all else."""
        sentence = " ".join(str(sentence).split())
        found = OF_A_COLUMN.match(sentence)
        if not found:
            refuse(sentence)
        elif found["input"]:
            self._keep(sentence, f"{found['input']}.columns.{found['column']}")
        elif ", which " in sentence:
            self._keep(sentence, found["place"])
        else:
            # Of one place, each name that is not there.
            self._keep(sentence, sentence)
            self.places.add(found["place"])
        return ""

    def _keep(self, sentence: str, place: str) -> None:
        if place not in self.places:
            self.faults.append(UserError(sentence, close_column(sentence)))
        self.places.add(place)


def _faults_of_columns(
    project: Project,
    variables: Mapping[str, Any],
    *,
    known: Sequence[UserError],
    database: Path,
) -> list[UserError]:
    """What is wrong with the mapped columns of each input, its files at hand.

    Expressions that are known to be wrong are left out, so that the others can be judged.
    """
    places = {place_of(fault.sentence) for fault in known}
    gathered = _Gathered(set(places))
    inputs = _without(variables["inputs"], places)
    whole = [name for name in inputs if _can_be_read(name, known)]
    for name in whole:
        with told(gathered.faults.append):
            inputs |= prepared({name: inputs[name]}, folder_beside(database))
    with beside(database) as connection:
        models = Models(
            project, connection, variables={**variables, "inputs": inputs}, tell=gathered.tell
        )
        for name in whole:
            try:
                models.render(f"stg_tiers__{name}")
            except UserError as error:
                if not place_of(error.sentence) or place_of(error.sentence) not in places:
                    gathered.faults.append(error)
    return list({str(fault): fault for fault in gathered.faults}.values())


def _can_be_read(name: str, known: Sequence[UserError]) -> bool:
    """Whether what is wrong with an input leaves its rows as they are."""
    harmless = re.compile(
        rf"inputs\.{name}(?:\.(?:columns|order_columns|statuses|leave_out)\b| has a key )"
    )
    own = [fault for fault in known if re.match(rf"inputs\.{name}\b", fault.sentence)]
    return all(harmless.match(fault.sentence) for fault in own)


def _without(inputs: Mapping[str, Any], places: Container[str]) -> dict[str, Any]:
    """The inputs without the expressions at these places."""
    kept: dict[str, Any] = {}
    for name, given in inputs.items():
        kept[name] = dict(given)
        if f"inputs.{name}.leave_out" in places:
            del kept[name]["leave_out"]
        for key in {"columns", "order_columns"} & given.keys():
            if isinstance(given[key], dict):
                kept[name][key] = {
                    column: text
                    for column, text in given[key].items()
                    if f"inputs.{name}.{key}.{column}" not in places
                }
    return kept
