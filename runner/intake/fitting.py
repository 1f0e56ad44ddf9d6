"""A preset's mapping over the columns that one file has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runner.errors import UserError
from runner.intake.preset_file import REQUIRED, Preset, folded


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
        UserError: the file lacks what a required column, or `leave_out`, reads.
    """
    there = {folded(column) for column in columns}
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
    from runner.expressions import columns_read

    fitted, broken = dict(given), list[str]()
    lacking: dict[str, tuple[str, ...]] = {}
    joins = {folded(join) for join in given.get("joins", {})}
    for place, choices in _expressions(name, given):
        missing: list[tuple[str, ...]] = []
        found = ""
        for choice, read in zip(choices, columns_read(choices), strict=True):
            own = [path[0] for path in read if folded(path[0]) not in joins]
            missing.append(tuple(column for column in own if folded(column) not in there))
            if not missing[-1]:
                found = choice
                break
        _, key, *column = place.split(".")
        if not found:
            lacking[place] = missing[0]
            if not column or column[0] in REQUIRED[name]:
                broken.append(place)
        if column:
            rest = {of: text for of, text in fitted[key].items() if of != column[0]}
            fitted[key] = {**rest, column[0]: found} if found else rest
    return {key: value for key, value in fitted.items() if value != {}}, lacking, broken


def _expressions(name: str, given: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The SQL of an input with its places; each as the list of texts that may be taken."""
    for key in ("columns", "order_columns"):
        for column, text in (given.get(key) or {}).items():
            texts = text if isinstance(text, list) else [text]
            yield f"{name}.{key}.{column}", [str(each) for each in texts]
    if "leave_out" in given:
        yield f"{name}.leave_out", [str(given["leave_out"])]
