"""Write what was made, each file under its final name only when it is whole."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from runner.errors import UserError, explain
from runner.files import put_in_place

ARCHIVE = ".zip"
# Archives of the same content are the same bytes.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write_files(files: Mapping[str, str], out: Path) -> tuple[Path, ...]:
    """Write texts into a folder, or into one archive if the name ends in .zip.

    One text alone may be given the name of a file.

    Args:
        files: each text by its path.
        out: what is there under the same names is replaced.

    Returns:
        The files that were written.

    Raises:
        UserError: they can't be written there.
    """
    is_one = len(files) == 1 and bool(out.suffix)
    if out.suffix and not is_one and out.suffix != ARCHIVE:
        raise UserError(
            f"{out} is one file, and there are {len(files)} to write.",
            "Name a folder, or a file that ends in .zip.",
        )
    targets = {} if out.suffix == ARCHIVE else {name: out / name for name in files}
    if is_one and targets:
        targets = dict.fromkeys(files, out)
    try:
        home = out.parent if out.suffix else out
        home.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=home, prefix=".tiers-semantic-") as place:
            if not targets:
                return (_put(_zipped(files, Path(place), out.stem), out),)
            return tuple(
                _put(_written(files[name], Path(place)), target) for name, target in targets.items()
            )
    except OSError as error:
        raise explain(error, f"Can't write {out}") from error


def _put(made: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    put_in_place(made, target)
    return target


def _written(text: str, place: Path) -> Path:
    made = place / "new"
    made.write_text(text, encoding="utf-8")
    return made


def _zipped(files: Mapping[str, str], place: Path, root: str) -> Path:
    made = place / "new.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"{root}/{name}", LONG_AGO), text)
    return made
