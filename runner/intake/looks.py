"""What the tables that a user names need to be read, as keys of an input."""

import atexit
import functools
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from runner.errors import UserError
from runner.intake.archives import unpack
from runner.intake.json_files import look_at_json
from runner.intake.kinds import Kind, is_zst, kind_of
from runner.intake.named import Named, files_in, named_by
from runner.intake.sheets import look_at_sheets
from runner.intake.text_files import Look, look_at_text

# Of the columns of its widest file, parts of one table share at least so much.
SHARED_BY_PARTS = 0.75


@dataclass(frozen=True)
class How:
    """What the user says about files that they do not say themselves.

    Attributes:
        has_header: whether their columns have names.
        encoding: of texts that are not UTF-8; found out if it is empty.
        folder: for copies of what must be converted; by default one that ends with the program.
    """

    has_header: bool = True
    encoding: str = ""
    folder: Path | None = None


def looks_at(name: str, how: How) -> list[tuple[Named, Look]]:
    """The tables that a name means, each with what it needs.

    In a folder or an archive some files may hold no table, which is then said.
    """
    found: list[tuple[Named, Look]] = []
    errors: dict[str, UserError] = {}
    is_folder = Path(name).is_dir()
    if is_folder:
        attempts = {file: functools.partial(looks_at, file, how) for file in files_in(name)}
    else:
        attempts = {each.name: functools.partial(_looks, each, how) for each in named_by(name)}
    for each, attempt in attempts.items():
        try:
            found += attempt()
        except UserError as error:
            if len(attempts) == 1 or not (is_folder or _is_in_archive(name)):
                raise
            errors[each] = error
    if not found and errors:
        raise next(iter(errors.values()))
    if errors:
        first, look = found[0]
        skipped = f"Not read, since no table was found in it: {', '.join(errors)}."
        found[0] = first, replace(look, remarks=(*look.remarks, skipped))
    return found


def _is_in_archive(name: str) -> bool:
    return Path(name).is_file() and kind_of(Path(name)) == Kind.ZIP


def _looks(named: Named, how: How) -> list[tuple[Named, Look]]:
    return [(named, _look(named, how))]


def _look(named: Named, how: How) -> Look:
    """What a table needs to be read."""
    file, part = Path(named.location), named.part
    if named.kind in (Kind.SERVER, Kind.SQLITE, Kind.DUCKDB):
        remark = "Its password is written nowhere: set PGPASSWORD for later builds."
        return Look({"convert": {"table": part}}, remarks=(remark,) if named.has_password else ())
    if named.kind == Kind.ZIP:
        return _look_into(file, part, how)
    if named.kind == Kind.SHEETS:
        return look_at_sheets(file, has_header=how.has_header, sheet=part)
    return _look_at_file(file, named, how)


def _look_at_file(file: Path, named: Named, how: How) -> Look:
    if named.kind == Kind.PARQUET:
        is_said = file.suffix.lower() == ".parquet"
        return Look({} if is_said else {"format": "parquet"})
    if is_zst(file):
        # DuckDB unpacks it while it reads.
        return Look()
    if named.kind == Kind.JSON:
        return look_at_json(file, encoding=how.encoding, key=named.part)
    return look_at_text(file, has_header=how.has_header, encoding=how.encoding)


def _look_into(archive: Path, member: str, how: How) -> Look:
    folder = Path(mkdtemp(prefix="look-", dir=own_folder()))
    file = folder
    try:
        file = unpack(archive, member, folder)
        look = _look(_of_member(file), how)
    except UserError as error:
        error.sentence = error.sentence.replace(str(file), f"{archive}#{member}")
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    given = {key: value for key, value in look.given.items() if key not in ("format", "convert")}
    options: dict[str, Any] = dict(given.get("read_options", {}))  # type: ignore[call-overload]
    convert: dict[str, Any] = {"member": member}
    convert |= dict(look.given.get("convert", {}))  # type: ignore[call-overload]
    options.pop("compression", None)
    if "skip" in options:
        convert["header_line"] = options.pop("skip") + 1
    given = {"read_options": options} if options else {}
    return replace(look, given={**given, "convert": convert})


def _of_member(file: Path) -> Named:
    kind = kind_of(file)
    if kind in (Kind.ZIP, Kind.SQLITE, Kind.DUCKDB):
        raise UserError(
            f"{file} is an archive or a database itself.",
            "Unpack it, and name it.",
        )
    return Named(str(file), str(file), kind=kind)


def are_one(looks: Sequence[tuple[Named, Look]]) -> bool:
    """Whether files are parts of one table: nearly the same columns, in any order.

    A later export may have a column more: the rows of the others have nothing there.
    """
    columns = [frozenset(name.lower() for name in look.columns) for _, look in looks]
    shared = frozenset.intersection(*columns)
    parts = {each.part for each, _ in looks}
    return (
        len(shared) >= SHARED_BY_PARTS * max(map(len, columns))
        and parts == {""}
        and len({each.kind for each, _ in looks}) == 1
    )


def common(name: str, looks: Sequence[Look]) -> Look:
    """What all files of a glob need.

    Raises:
        UserError: they need what can't be said of them together.
    """
    first = looks[0]
    givens = [dict(look.given) for look in looks]
    if any(given != givens[0] for given in givens):
        # dbt's side finds delimiters and headers of each file by the names.
        givens = [_without_skip(given) for given in givens]
    if any(given != givens[0] for given in givens):
        raise UserError(
            f"The files of {name} are not alike: their encodings, headers or the lines "
            "around their rows differ.",
            "Name them one by one.",
        )
    return Look(givens[0], columns=first.columns, remarks=first.remarks)


def _without_skip(given: dict[str, Any]) -> dict[str, Any]:
    options = {key: value for key, value in given.get("read_options", {}).items() if key != "skip"}
    rest = {key: value for key, value in given.items() if key != "read_options"}
    return {**rest, "read_options": options} if options else rest


@cache
def own_folder() -> Path:
    """A folder of this program for copies, removed when it ends."""
    folder = Path(mkdtemp(prefix="tiers-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
