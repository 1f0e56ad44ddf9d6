"""The made-up exports of the presets, and what the presets make of them."""

import csv
from collections.abc import Sequence
from pathlib import Path

from runner.intake.fitting import fit
from runner.intake.placing import placed
from runner.intake.presets import presets, recognise


def table_of(file: Path, folder: Path) -> tuple[list[str], Path]:
    """The names in a file's header, and the file as dbt reads it.

    Until `convert` is there, what comes before the header or after the last row is cut off here.
    """
    lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    known = {name for preset in presets() for name in preset.header}
    found = [
        [cell.strip() for cell in next(csv.reader([line], delimiter=sign), [])]
        for line in lines[:30]
        for sign in ",;\t"
    ]
    header = max(found, key=lambda cells: len(known & set(cells)) * 100 + len(cells))
    start = found.index(header) // 3
    end = len(lines)
    while '"' not in lines[end - 1] and len(header) > max(map(lines[end - 1].count, ",;\t")) + 1:
        end -= 1
    if start == 0 and end == len(lines):
        return header, file
    copy = folder / file.name
    copy.write_text("".join(lines[start:end]), encoding="utf-8")
    return header, copy


def mapping_of(files: Sequence[Path], folder: Path) -> tuple[dict[str, object], dict[str, object]]:
    """The inputs and variables that the presets of some files give together.

    A file that no preset knows is joined by one of the others.
    """
    inputs: dict[str, object] = {}
    variables: dict[str, object] = {}
    unknown, joined = set[str](), set[str]()
    for file in files:
        columns, location = table_of(file, folder)
        preset = recognise(columns)
        if not preset:
            unknown.add(str(file))
            continue
        fitted = placed(fit(preset, columns).inputs, {"location": str(file)})
        for name, given in fitted.items():
            joined |= {join["location"] for join in given.get("joins", {}).values()}
            inputs[name] = {**given, "location": str(location)}
        variables |= preset.variables
    assert unknown <= joined
    return inputs, variables
