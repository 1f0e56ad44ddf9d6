"""The source of an input's or a join's rows: a relation, or files and how to read them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from textwrap import shorten
from typing import Any

import yaml

from runner.errors import Tell, UserError, fail, short, told
from runner.warehouse import reader_options

EXAMPLE = "Write it as inputs: {orders: {location: data/orders.csv}}."
READERS = {
    **dict.fromkeys(("csv", "tsv", "txt"), "read_csv"),
    **dict.fromkeys(("json", "ndjson", "jsonl"), "read_json"),
    "parquet": "read_parquet",
}
NAME = r'("([^"]|"")+"|`[^`]+`|[^\W\d][\w$]*)'
ORIGINS = ("relation", "location", "model", "source")
RELATION = re.compile(rf"{NAME}([.]{NAME}){{0,2}}")
URL = re.compile(r"(?P<kind>[a-z][a-z0-9+.-]*)://", re.IGNORECASE)
# How a copy is made of a file that DuckDB can't read as it is (runner/intake/convert.py).
CONVERT: dict[str, type] = {
    **dict.fromkeys(("encoding", "stop_at", "sheet", "member", "table", "key"), str),
    "header_line": int,
}
SERVERS = ("postgresql", "postgres")
EXTENSIONS = {"az": "azure", "abfss": "azure"}


@dataclass(frozen=True)
class Engine:
    """What will read the inputs: its adapter, and the extensions that it loads."""

    adapter: str = "duckdb"
    extensions: tuple[str, ...] = ()

    @property
    def is_duckdb(self) -> bool:
        """Whether DuckDB reads, and can judge SQL and options beforehand."""
        return self.adapter == "duckdb"


def engine_of(project: Path) -> Engine:
    """The engine of the default target in profiles.yml."""
    text = (project / "profiles.yml").read_text(encoding="utf-8")
    profile = next(iter(yaml.safe_load(text).values()))
    output = profile["outputs"].get(profile["target"], {})
    extensions = [
        found["name"] if isinstance(found, dict) else str(found)
        for found in output.get("extensions", ())
    ]
    return Engine(output.get("type", "duckdb"), tuple(extensions))


def check_source(
    place: str, given: object, *, known: Iterable[str], engine: Engine, tell: Tell = fail
) -> dict[str, Any]:
    """Validate the source of rows and return a copy.

    Args:
        place: its path, such as inputs.orders.
        given: its content.
        known: the keys that it may have.
        engine: what will read it.
        tell: what becomes of each error; it is raised by default.

    Raises:
        UserError: it can't be right.
    """
    source = mapping_at(place, given, known=known, tell=tell)
    with told(tell):
        _check_origin(place, source)
        if "location" in source:
            _check_files(place, source, engine=engine, tell=tell)
    return source


def _check_origin(place: str, source: Mapping[str, Any]) -> None:
    for key in (*ORIGINS, "format"):
        if key in source and not (isinstance(source[key], str) and source[key].strip()):
            raise UserError(
                f"{place}.{key} is {short(source[key])}; it must be one text.",
                "Several files are one glob, such as data/*.csv." if key == "location" else "",
            )
    origins = [key for key in ORIGINS if key in source]
    if len(origins) != 1:
        both = f"{' and '.join(origins)}; one of them" if origins else "no data"
        raise UserError(
            f"{place} names {both}.",
            "Give it a relation (a table in the warehouse) or a location (files).",
        )
    (origin,) = origins
    if origin in ("model", "source"):
        raise UserError(
            f"{place}.{origin} is of a dbt project that installs this one as a package.",
            "`tiers` builds this project alone: name the table as relation.",
        )
    if origin == "relation":
        for key in {"format", "read_options", "convert"} & source.keys():
            raise UserError(f"{place}.{key} is for files, and {place} is a relation.")
        if not RELATION.fullmatch(source["relation"]):
            raise UserError(
                f"{place}.relation is {short(source['relation'])}, which is no table's name.",
                "Write it as schema.table; a name with blanks or signs in double quotes.",
            )


def _check_files(place: str, source: Mapping[str, Any], *, engine: Engine, tell: Tell) -> None:
    location = source["location"]
    url = URL.match(location)
    if "convert" in source:
        _check_convert(place, source, engine)
    if url and url["kind"].lower() in SERVERS and engine.is_duckdb:
        if "#" not in location and "table" not in source.get("convert", {}):
            # The address may have a password, and is not repeated.
            raise UserError(
                f"{place}.location is a database server, and no table of it is named.",
                "Say convert: {table: schema.table}.",
            )
        return
    extension = EXTENSIONS.get(url["kind"].lower(), "httpfs") if url else ""
    if engine.is_duckdb and extension and extension not in engine.extensions:
        error = UserError(
            f"{place}.location is {location}: nothing is fetched from a network.",
            "Download the file, or install DuckDB's extension "
            f"{extension} and name it under extensions: in profiles.yml.",
        )
        tell(error)
    options = mapping_at(f"{place}.read_options", source.get("read_options"))
    ending = re.sub(r"[.](gz|zst)$", "", location).rpartition(".")[2]
    reader = READERS.get(str(source.get("format", ending)).lower())
    if options and reader and engine.is_duckdb:
        _known_keys(f"{place}.read_options", options, known=reader_options(reader), tell=tell)
    for option, value in options.items():
        if not _is_literal(value):
            error = UserError(
                f"{place}.read_options.{option} must be a text, a number, true or false, "
                "or a list or mapping of them."
            )
            tell(error)


def _check_convert(place: str, source: Mapping[str, Any], engine: Engine) -> None:
    if not engine.is_duckdb:
        raise UserError(
            f"{place}.convert is for DuckDB.",
            "On Spark, load the file into a table, and name it as relation.",
        )
    convert = mapping_at(f"{place}.convert", source["convert"], known=CONVERT)
    for key, value in convert.items():
        is_line = CONVERT[key] is int
        if is_line and not (type(value) is int and value > 0):
            raise UserError(
                f"{place}.convert.{key} is {short(value)}; it must be the number of a line, from 1."
            )
        if not is_line and not (isinstance(value, str) and value.strip()):
            raise UserError(
                f"{place}.convert.{key} is {short(value)}; it must be one text.",
                "Put it in quotes.",
            )
    if "encoding" in convert:
        _check_encoding(place, convert["encoding"])


def _check_encoding(place: str, name: str) -> None:
    try:
        "".encode(name)
    except LookupError as error:
        raise UserError(
            f"{place}.convert.encoding is {short(name)}, which is no encoding.",
            "Such are gb18030, big5, shift_jis, euc_kr, utf-16, cp1252.",
        ) from error


def _is_literal(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_literal(of) for key, of in value.items())
    if isinstance(value, list):
        return all(_is_literal(part) for part in value)
    return isinstance(value, str | int | float)


def mapping_at(
    place: str, given: object, *, known: Iterable[str] = (), tell: Tell = fail
) -> dict[Any, Any]:
    """A copy of the mapping at a place, without keys that are told of; empty if there is none.

    Args:
        place: such as inputs.orders.columns.
        given: its content.
        known: the keys that it may have; any, if none are named.
        tell: what becomes of each error; it is raised by default.

    Raises:
        UserError: it is no mapping, or has another key.
    """
    if given is None:
        return {}
    if not isinstance(given, dict):
        advice = (
            EXAMPLE if place.count(".") in (0, 1) else "Write it as name: value, a line for each."
        )
        tell(UserError(f"{place} is {short(given)}; it must be a mapping.", advice))
        return {}
    return _known_keys(place, given, known=known, tell=tell)


def _known_keys(
    place: str, given: Mapping[Any, Any], *, known: Iterable[str], tell: Tell
) -> dict[Any, Any]:
    kept = dict(given)
    for key in given if known else ():
        # YAML reads an unquoted on as true.
        name = "on" if key is True else str(key)
        if name not in known:
            close = get_close_matches(name.lower(), known, n=1)
            there = shorten(", ".join(known), 200, placeholder=" ...")
            advice = f"Did you mean {close[0]}?" if close else f"There are: {there}."
            tell(UserError(f"{place} has a key {short(name)}, which is not known.", advice))
            del kept[key]
    return kept
