"""A preset's mapping over the columns that one file has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runner.errors import UserError
from runner.intake.preset_checks import check_mapping
from runner.intake.preset_file import COLUMNS, REQUIRED, Preset, folded


@dataclass(frozen=True)
class Fitted:
    """A preset's mapping for one file.

    Attributes:
        inputs: as in inputs.yml, without a location; each expression is one text.
        left_out: by place, such as orders.columns.channel, the columns that the file lacks.
    """

    inputs: Mapping[str, Mapping[str, Any]]
    left_out: Mapping[str, tuple[str, ...]]


def fit(preset: Preset, columns: Sequence[str]) -> Fitted:
    """The preset's mapping over the columns that a file has.

    An optional column is left out if the file lacks what it reads, and so is a second input
    that lacks what it needs.

    Raises:
        UserError: the file lacks what a required column, or `leave_out`, reads; or the preset
            has SQL that is not allowed.
    """
    check_mapping(preset)
    there = _folded(columns)
    inputs: dict[str, Mapping[str, Any]] = {}
    left_out: dict[str, tuple[str, ...]] = {}
    for name, given in preset.inputs.items():
        fitted, lacking, broken = _fit_input(name, given, there)
        left_out |= lacking
        if not broken:
            inputs[name] = fitted
        elif name == "orders" or len(preset.inputs) == 1:
            place = broken[0]
            raise UserError(
                f"The file looks like {preset.name}, but lacks the column"
                f"{'s' if len(lacking[place]) > 1 else ''} {', '.join(lacking[place])}, "
                f"which {place} needs.",
                "Export it with all columns, or write a mapping of your own (docs/inputs.md).",
            )
    return Fitted(inputs=inputs, left_out=left_out)


def _fit_input(
    name: str, given: Mapping[str, Any], there: set[str]
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]], list[str]]:
    """An input's mapping, what each expression left out lacks, and which of them it needs."""
    fitted: dict[str, Any] = {
        key: {} if key in COLUMNS else value for key, value in given.items() if key != "leave_out"
    }
    lacking: dict[str, tuple[str, ...]] = {}
    broken = []
    for expression, choices in _expressions(given).items():
        found = next((text for text, read in choices if _folded(read) <= there), None)
        key, column = expression
        place = ".".join((name, *filter(None, expression)))
        if found is None:
            read = choices[0][1]
            lacking[place] = tuple(each for each in read if folded(each) not in there)
            if not column or column in REQUIRED[name]:
                broken.append(place)
        elif column:
            fitted[key][column] = found
        else:
            fitted[key] = found
    return {key: value for key, value in fitted.items() if value != {}}, lacking, broken


def _expressions(
    given: Mapping[str, Any],
) -> dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]]:
    """The SQL of an input by key and column: the texts that may be taken, and what each reads."""
    from runner.expressions import columns_read

    joins = _folded(given.get("joins", {}))
    places = {
        (key, column): text for key in COLUMNS for column, text in (given.get(key) or {}).items()
    }
    if "leave_out" in given:
        places["leave_out", ""] = given["leave_out"]
    choices = {
        place: [str(each) for each in (text if isinstance(text, list) else [text])]
        for place, text in places.items()
    }
    reads = iter(columns_read([text for texts in choices.values() for text in texts]))
    return {
        place: [
            (text, tuple(path[0] for path in next(reads) if folded(path[0]) not in joins))
            for text in texts
        ]
        for place, texts in choices.items()
    }


def _folded(columns: Iterable[str]) -> set[str]:
    return {folded(column) for column in columns}
