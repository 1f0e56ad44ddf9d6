"""The made-up exports of the presets, and what the presets make of them."""

from collections.abc import Sequence
from pathlib import Path

from runner.intake.convert import prepared
from runner.intake.fitting import fit
from runner.intake.placing import placed
from runner.intake.presets import recognise
from runner.intake.reading import open_source
from runner.warehouse import in_memory


def as_exported(files: Sequence[Path], folder: Path, encoding: str) -> list[Path]:
    """Copies in the encoding of the real export."""
    copies = [folder / file.name for file in files]
    for file, copy in zip(files, copies, strict=True):
        copy.write_bytes(file.read_text(encoding="utf-8").encode(encoding))
    return copies


def mapping_of(
    files: Sequence[Path], folder: Path, encoding: str = "utf-8"
) -> tuple[dict[str, object], dict[str, object]]:
    """The inputs and variables that the presets of some files give together.

    A file that no preset knows is joined by one of the others.
    """
    inputs: dict[str, object] = {}
    variables: dict[str, object] = {}
    unknown, joined = set[str](), set[str]()
    for file in as_exported(files, folder, encoding):
        with in_memory() as connection:
            source = open_source(str(file), connection)
        preset = recognise(source.columns)
        if not preset:
            unknown.add(str(file))
            continue
        fitted = placed(fit(preset, source.columns).inputs, source.given)
        for name, given in fitted.items():
            joined |= {join["location"] for join in given.get("joins", {}).values()}
            inputs[name] = given
        variables |= preset.variables
    assert unknown <= joined
    return prepared(inputs, folder / "copies"), variables
