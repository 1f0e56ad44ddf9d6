"""Whether rule seeds are whole, by the project's own data tests, without dbt."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from runner.ask.rule_files import RuleSeed, fault_of_shape, read_header
from runner.intake.macros import load_jinja
from runner.warehouse import Connection, in_memory

SCHEMA = "rules"
TESTS = Path("tests", "dbt")
WHOLE = Path("generic", "is_whole.sql")
CALLED = "{{ is_whole(none, **check) }}"


def rule_faults(
    project: Path, seeds: tuple[RuleSeed, ...], variables: Mapping[str, object]
) -> tuple[str, ...]:
    """What is wrong with the rules, a sentence each that names the file, the column and the row.

    Args:
        project: its tests decide, those of the rules and those of each seed.
        seeds: of the project; what stands in place of one by the var `rules` is not looked at.
        variables: of the build, with the project's defaults.
    """
    theirs = variables.get("rules") or {}
    own = [seed for seed in seeds if not (isinstance(theirs, dict) and theirs.get(seed.name))]
    faults = [fault for seed in own if (fault := fault_of_shape(seed))]
    if faults:
        return tuple(faults)
    with in_memory() as connection:
        connection.execute(f"create schema {SCHEMA}")
        for seed in own:
            faults += _load(connection, seed)
        if faults:
            return tuple(faults)
        return tuple(_failed_tests(project, own, connection, variables))


def _load(connection: Connection, seed: RuleSeed) -> Iterator[str]:
    """Fill the table of a seed; the faults are its values of another type."""
    texts = ", ".join(f"'{column}': 'varchar'" for column in read_header(seed))
    connection.execute(
        f"""
        create temp table read as
        select *, row_number() over () + 1 as line
        from read_csv(
            ?, header = true, auto_detect = false, columns = {{{texts}}}, delim = ',',
            quote = '"', escape = '"', strict_mode = false
        )
        """,  # noqa: S608
        [str(seed.file)],
    )
    for column, kind in seed.types.items():
        found = connection.execute(
            f"""
            select line, {column} from read
            where {column} is not null and try_cast({column} as {kind}) is null
            order by line limit 1
            """  # noqa: S608
        ).fetchall()
        for line, value in found:
            yield f"{seed.file}, line {line}: {column} is {value}, which is no {kind}."
    columns = ", ".join(
        f"try_cast({column} as {kind}) as {column}" for column, kind in seed.types.items()
    )
    connection.execute(f"create table {SCHEMA}.{seed.name} as select {columns} from read")  # noqa: S608
    connection.execute("drop table read")


def _failed_tests(
    project: Path,
    seeds: list[RuleSeed],
    connection: Connection,
    variables: Mapping[str, object],
) -> Iterator[str]:
    """What the tests of the rules find; those that read a replaced seed are left to a build."""
    known = [seed.name for seed in seeds]
    jinja = load_jinja(project / "macros", connection, variables=variables)
    theirs = variables.get("rules")
    pairs = theirs.items() if isinstance(theirs, dict) else ()
    elsewhere = {str(name).rpartition(".")[2] for pair in pairs for name in pair}

    def ref(*names: str) -> str:
        """A seed, or what a model makes of seeds."""
        if names[-1] in known:
            return f"{SCHEMA}.{names[-1]}"
        if names[-1] in elsewhere:
            raise _ReplacedError
        (model,) = (project / "models").rglob(f"{names[-1]}.sql")
        return f"({jinja.from_string(model.read_text(encoding='utf-8')).render()})"

    jinja.globals |= {"ref": ref, "config": _nothing}
    for told, template, check in _tests(project, seeds):
        try:
            cursor = connection.execute(jinja.from_string(template).render(check=check))
        except _ReplacedError:
            continue
        names = [column[0] for column in cursor.description or ()]
        for row in cursor.fetchall():
            yield told(dict(zip(names, row, strict=True)))
            if check is None:
                break


class _ReplacedError(Exception):
    """A model of the user's stands in place of a seed."""


Row = Mapping[str, Any]


def _tests(
    project: Path, seeds: list[RuleSeed]
) -> Iterator[tuple[Callable[[Row], str], str, Mapping[str, Any] | None]]:
    """The tests of each seed and of all: what a row says, the test, and its arguments."""
    whole = project / TESTS / WHOLE
    if whole.is_file():
        text = whole.read_text(encoding="utf-8")
        macro = text.replace("{% test ", "{% macro ").replace("{% endtest %}", "{% endmacro %}")
        for seed in seeds:
            for check in seed.checks:
                yield partial(_not_whole, seed.file), f"{macro}{CALLED}", check
    for file in sorted((project / TESTS / "rules").glob("*.sql")):
        yield partial(_does_not_hold, file.stem), file.read_text(encoding="utf-8"), None


def _not_whole(file: Path, row: Row) -> str:
    return f"{file}: {row['fault']} ({row['row_count']} rows)."


def _does_not_hold(test: str, row: Row) -> str:
    values = ", ".join(f"{name} {value}" for name, value in row.items())
    return f"It does not hold that {test.replace('_', ' ')}: {values}."


def _nothing(**_: Any) -> str:  # noqa: ANN401
    return ""
