"""The key `convert:` of an input: copies of files that dbt's side can't read as they are.

A copy is CSV in UTF-8, or Parquet for typed tables, or JSON. It is made anew only if its file or
the way to convert it has changed.
"""

import glob
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from runner.errors import UserError, explain
from runner.files import keep_access, put_in_place
from runner.intake.conversions import converted
from runner.intake.kinds import files_at
from runner.intake.stamps import Stamp, read_stamp
from runner.server import is_server, remember_password, split_address


def folder_beside(database: Path) -> Path:
    """Where the copies for a database are."""
    return database.with_name(f"{database.stem}.inputs")


def prepared(
    inputs: Mapping[str, Any], folder: Path, announce: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """Copy what is to be converted, and name the copies in place of the files.

    Args:
        inputs: the checked mapping.
        folder: for the copies.
        announce: is told which file is about to be copied.

    Raises:
        UserError: a file is missing or can't be converted; the sentence names it.
    """
    found: dict[str, Any] = {}
    for name, given in inputs.items():
        found[name] = copied(name, given, folder, announce=announce)
        joins = {
            join: copied(f"{name}.{join}", of_join, folder, announce=announce)
            for join, of_join in (given.get("joins") or {}).items()
        }
        if joins:
            found[name]["joins"] = joins
    return found


def copied(
    place: str,
    given: Mapping[str, Any],
    folder: Path,
    *,
    announce: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """The keys of an input with which dbt reads its copy; unchanged if nothing is to be converted.

    Args:
        place: the name of the copy.
        given: the keys of the input.
        folder: for the copy.
        announce: is told if one is about to be made.
    """
    options = given.get("convert") or {}
    location = str(given.get("location", ""))
    if not options and not is_server(location):
        return dict(given)
    if is_server(location):
        location, table, password = split_address(location)
        remember_password(password)
        options = {"table": table, **options}
    has_header = (given.get("read_options") or {}).get("header", True) is not False
    options = {**options, **({} if has_header else {"has_header": False})}
    files = [location] if is_server(location) else _files(place, location)
    copies = [
        _copy(
            place if len(files) == 1 else f"{place}.{number:04}",
            file,
            options,
            folder=folder,
            announce=announce,
        )
        for number, file in enumerate(files)
    ]
    changed = {key: value for key, value in given.items() if key not in ("convert", "format")}
    kept = {copy.name for copy in copies}
    for old in folder.glob(f"{glob.escape(place)}.[0-9][0-9][0-9][0-9].*"):
        if old.name not in kept and old.with_suffix("").name not in kept:
            old.unlink()
    if len(copies) == 1:
        return {**changed, "location": _no_glob(copies[0])}
    return {**changed, "location": f"{_no_glob(folder / place)}.[0-9]*{copies[0].suffix}"}


def _files(place: str, location: str) -> list[str]:
    files = files_at(location)
    if not files:
        raise UserError(
            f"inputs.{place}.location is {location}: no file is there.",
            "A relative path starts at the working folder.",
        )
    return files


def _no_glob(path: Path) -> str:
    return glob.escape(str(path))


def _copy(
    place: str,
    source: str,
    options: Mapping[str, Any],
    *,
    folder: Path,
    announce: Callable[[str], None],
) -> Path:
    """Make a copy, if there is none of the file as it is now."""
    stamp = Stamp(
        source,
        state=_state(source),
        options=json.dumps(options, ensure_ascii=False, sort_keys=True, default=str),
        copy="",
        lines_before=int(options.get("header_line", 1)) - 1,
    )
    seal = folder / f"{place}.stamp"
    made = read_stamp(seal)
    if made and replace(made, copy="") == stamp and (folder / made.copy).is_file():
        return folder / made.copy
    announce(source)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _scratch(folder) as scratch:
            new = converted(source, dict(options), scratch=scratch)
            copy = folder / f"{place}{new.suffix}"
            _publish(new, copy, source)
            written = scratch / "stamp"
            written.write_text(json.dumps(asdict(replace(stamp, copy=copy.name))), "utf-8")
            put_in_place(written, seal)
    except OSError as error:
        raise explain(error, f"Can't copy {source} to {folder}") from error
    return copy


def _state(source: str) -> str:
    if is_server(source):
        return f"process {os.getpid()}"
    try:
        # What SQLite and DuckDB have not yet written into the file itself counts too.
        logs = [Path(source + ending) for ending in ("", "-wal", ".wal")]
        stats = [log.stat() for log in logs if log.exists()]
    except OSError as error:
        raise explain(error, f"Can't read {source}") from error
    return " ".join(f"{one.st_size} {one.st_mtime_ns}" for one in stats)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Lend a folder that only its owner can read."""
    scratch = Path(mkdtemp(prefix=".copy-", dir=folder))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _publish(new: Path, copy: Path, source: str) -> None:
    """Put a copy in its place, to be read by those who may read its file, and no others."""
    if is_server(source):
        new.chmod(0o600)
    else:
        keep_access(new, Path(source))
        new.chmod(new.stat().st_mode & 0o666)
    if copy.exists():
        # Or the new copy would get the rights of the old one.
        keep_access(copy, new)
    put_in_place(new, copy)
