"""A macro is a word that SQL lacks: what is said once is written where it is said."""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import PROJECT

DEFINED = re.compile(r"{%-?\s*(?:macro|materialization)\s+(\w+)")
CALLED = re.compile(r"(?<![\w.])(?<!macro )(\w+)\s*\(")
DISPATCHED = re.compile(r"adapter\.dispatch\([\"'](\w+)")
# dbt calls these by their names, and a hook.
OF_DBT = {"generate_schema_name", "spark__load_csv_rows", "check_screening"}
# Machines, each in several files and documented as a whole.
MACHINES = {"as_of", "current", "forecasts"}
# Where a word stands in YAML or in Python too.
CALLERS = ("models/**/*.sql", "macros/**/*.sql", "tests/dbt/**/*.sql", "dbt_project.yml")
# What may be somebody else's or none at all: a raw input, what becomes of one, a rule. And the
# dates of fits and trials, which are asked for before a model is built.
DOORS = {
    *("inputs/raw.sql", "inputs/is_given.sql", "settings/rules.sql"),
    *("forecasts/fitted.sql", "forecasts/methods.sql"),
}
# It answers one question to each who asks, and what a scheme has of its own is said there.
REGISTRY = PROJECT / "macros/schemes/registry.sql"
SAID_ONCE = {
    # A file of its own for each kind of file that is read.
    "read_csv_files",
    "read_json_files",
    # The amounts of int_customer_totals, which are summed and then checked.
    "customer_sums",
    # What explanations, labels and ranks are made of, away from models of 120 lines.
    "explanation_numbers",
    "explanation_template",
    "known_or_worst",
    "last_date_with_other_label",
    "mean_of_known",
    "weighted_mean_of_known",
}


@functools.cache
def texts() -> Mapping[Path, str]:
    """What may call a macro, by file."""
    return {
        file: file.read_text(encoding="utf-8")
        for pattern in CALLERS
        for file in PROJECT.glob(pattern)
    }


def macros() -> list[tuple[str, Path]]:
    """Each macro with the file that defines it."""
    return [
        (name, file)
        for file, text in texts().items()
        if PROJECT / "macros" in file.parents
        for name in DEFINED.findall(text)
    ]


@functools.cache
def calls() -> Mapping[str, Counter[Path]]:
    """By macro, how often each file calls it."""
    found: dict[str, Counter[Path]] = defaultdict(Counter)
    for file, text in texts().items():
        for name in CALLED.findall(text):
            found[name][file] += 1
    return found


def test_a_macro_is_called_twice_or_by_another_of_its_file() -> None:
    twins = {name.split("__", 1)[1] for name, _ in macros() if "__" in name}
    once = set()
    for name, file in macros():
        if "__" in name or name in twins | OF_DBT or file.parent.name in MACHINES:
            continue
        callers = calls()[name]
        # A long macro may be told in parts, one after the other in one file.
        is_part = file == REGISTRY or {file, REGISTRY} & callers.keys()
        if sum(callers.values()) < 2 and not is_part:
            once.add(name)
    assert once == SAID_ONCE


def test_every_twin_has_one_for_each_engine() -> None:
    names = {name for name, _ in macros()} - OF_DBT
    engines: dict[str, set[str]] = {}
    for name in names:
        if "__" in name:
            engine, word = name.split("__", 1)
            engines.setdefault(word, set()).add(engine)
    dispatched = {name for text in texts().values() for name in DISPATCHED.findall(text)}
    assert engines.keys() <= dispatched
    assert {word for word, known in engines.items() if len(known) < 2} == set()


def test_no_macro_reads_a_model_but_for_the_dates_and_the_inputs() -> None:
    reading = re.compile(r"(?<!\w)(?:ref|relation_of)\s*\(")
    readers = {
        file.relative_to(PROJECT / "macros").as_posix()
        for _, file in macros()
        if reading.search(texts()[file])
    }
    assert {reader for reader in readers if not reader.startswith("as_of/")} == DOORS
