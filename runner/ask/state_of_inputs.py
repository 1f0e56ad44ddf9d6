"""Whether the inputs can be read, and whether disk and memory are large enough for them."""

import glob
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner.ask.finding import Finding, State, gigabytes
from runner.file_errors import explain_file
from runner.intake.reading import rows_of
from runner.sources import URL
from runner.warehouse import in_memory, objection

INPUTS, DISK, MEMORY = "inputs", "disk", "memory"
# Bytes of a database for each byte of input, with 13 dates and all schemes (docs/scale.md):
# Parquet is small for what it holds.
GROWTH = {".parquet": 12, ".gz": 12, ".zst": 12}
USUAL_GROWTH = 4
SMALLEST = 100_000_000
# DuckDB spills what does not fit; far below this, that takes most of the time.
MEMORY_SHARE = 0.25
LEAST_MEMORY = 500_000_000
DUCKDB_SHARE = 0.8
MEMORY_LIMIT = "TIERS_MEMORY_LIMIT"
CGROUP = Path("/sys/fs/cgroup/memory.max")
UNITS = {"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}


@dataclass(frozen=True)
class Files:
    """The files of the inputs, and how large a database of them will be, in bytes."""

    size: int = 0
    grown: int = 0


def input_findings(inputs: Mapping[str, Any]) -> Iterator[Finding]:
    """Whether each input is there and its first rows can be read."""
    if not inputs:
        yield Finding(INPUTS, State.FINE, "The sample shop: no inputs are given.")
    for name, given in inputs.items():
        joins = given.get("joins") or {}
        for place, source in (
            (name, given),
            *((f"{name}.joins.{key}", joins[key]) for key in joins),
        ):
            yield _readable(f"inputs.{place}", source)


def _readable(place: str, source: Mapping[str, Any]) -> Finding:
    location = source.get("location")
    if not location:
        return Finding(INPUTS, State.FINE, f"{place} is the table {source.get('relation')}.")
    if URL.match(location):
        return Finding(INPUTS, State.FINE, f"{place} is {location}, which is not fetched here.")
    files = sorted(glob.glob(location, recursive=True))  # noqa: PTH207 (a text of the user's)
    if not files:
        return Finding(
            INPUTS,
            State.MUST,
            f"{place}: there is no file {location}.",
            "A relative `location:` is taken from the working folder.",
        )
    for file in files:
        if not os.access(file, os.R_OK):
            return Finding(
                INPUTS, State.MUST, f"{place}: {file} may not be read.", f"chmod u+r {file}"
            )
    fault = None if source.get("convert") else _fault(source)
    if fault:
        known = explain_file(fault, inputs={})
        sentence = known.sentence if known else fault.splitlines()[0]
        return Finding(INPUTS, State.MUST, f"{place}: {sentence}", known.advice if known else "")
    size = gigabytes(sum(Path(file).stat().st_size for file in files))
    what = files[0] if len(files) == 1 else f"{len(files)} files of {location}"
    return Finding(INPUTS, State.FINE, f"{place} can be read: {what}, {size}")


def _fault(source: Mapping[str, Any]) -> str | None:
    """What DuckDB says against the first rows, read as a build reads them."""
    with in_memory() as connection:
        return objection(connection, lambda: rows_of(source, (), connection))


def files_of(inputs: Mapping[str, Any]) -> Files:
    """The sizes of all files of the inputs."""
    size = grown = 0
    for given in inputs.values():
        location = given.get("location")
        for file in glob.glob(location, recursive=True) if location else ():  # noqa: PTH207
            bytes_of_file = Path(file).stat().st_size
            size += bytes_of_file
            grown += bytes_of_file * GROWTH.get(Path(file).suffix.lower(), USUAL_GROWTH)
    return Files(size, grown)


def room_findings(files: Files, database: Path) -> Iterator[Finding]:
    """Whether disk and memory are large enough for a build of the inputs."""
    folder = database.resolve().parent
    held = database.stat().st_size if database.is_file() else 0
    # A build writes a copy, and a changed rule writes all of it anew.
    needed = max(2 * held, files.grown, SMALLEST)
    free = shutil.disk_usage(folder).free
    sentence = f"{gigabytes(free)} free in {folder}, a build takes about {gigabytes(needed)}."
    if free < needed:
        yield Finding(DISK, State.MUST, sentence, "Make room, or give --database on another disk.")
    else:
        yield Finding(DISK, State.FINE, sentence)
    memory, wanted = _memory(), max(int(files.grown * MEMORY_SHARE), LEAST_MEMORY)
    sentence = f"DuckDB may use {gigabytes(memory)}; {gigabytes(wanted)} are good for these inputs."
    if memory < wanted:
        yield Finding(
            MEMORY,
            State.NOTE,
            sentence,
            f"The build will spill to disk: raise {MEMORY_LIMIT}, or take a larger machine.",
        )
    else:
        yield Finding(MEMORY, State.FINE, sentence)


def _memory() -> int:
    """What DuckDB may use, in bytes: as asked, else its own share of what the machine has."""
    asked = os.environ.get(MEMORY_LIMIT, "").strip().upper()
    for unit, size in UNITS.items():
        number = asked.removesuffix(unit).strip()
        if asked.endswith(unit) and number.replace(".", "", 1).isdigit():
            return int(float(number) * size)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = CGROUP.read_text(encoding="ascii").strip() if CGROUP.is_file() else ""
    return int(min(memory, int(limit) if limit.isdigit() else memory) * DUCKDB_SHARE)
