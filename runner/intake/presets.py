"""The known exports of shop systems: one YAML file each in `runner/presets`.

docs/presets.md says how to add one. Nothing here knows a shop system by name.
"""

import functools
from collections.abc import Iterable, Sequence
from pathlib import Path

from runner.intake.preset_file import Preset, folded, read_preset

FOLDER = Path(__file__).parents[1] / "presets"


@functools.cache
def presets(folder: Path = FOLDER) -> tuple[Preset, ...]:
    """All presets of a folder, by the names of their files.

    Raises:
        UserError: a file is wrong; the sentence names the file and the key.
    """
    return tuple(read_preset(file) for file in sorted(folder.glob("*.yml")))


def recognise(columns: Sequence[str], *, among: Iterable[Preset] | None = None) -> Preset | None:
    """The preset whose header a file has; of several, the one with the longest header.

    Args:
        columns: the file's, in any case, with or without blanks around.
        among: the presets to choose from, by default all.
    """
    there = {folded(column) for column in columns}
    fitting = sorted(
        (
            preset
            for preset in (presets() if among is None else among)
            if {folded(column) for column in preset.header} <= there
        ),
        key=lambda preset: -len(preset.header),
    )
    is_tie = len(fitting) > 1 and len(fitting[0].header) == len(fitting[1].header)
    return fitting[0] if fitting and not is_tie else None
