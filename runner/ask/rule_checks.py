"""Whether rule seeds are whole, by the project's own data tests, without dbt."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from runner.ask.rule_files import RuleSeed, header_fault
from runner.intake.macros import load_jinja
from runner.warehouse import Connection, in_memory

SCHEMA = "rules"
TESTS = Path("tests", "dbt")
WHOLE = Path("generic", "is_whole.sql")


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
    faults = [fault for seed in own if (fault := header_fault(seed))]
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
    texts = ", ".join(f"'{column}': 'varchar'" for column in _header(seed))
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


def _header(seed: RuleSeed) -> list[str]:
    import csv

    with seed.file.open(encoding="utf-8-sig", newline="") as opened:
        return next(csv.reader(opened))


def _failed_tests(
    project: Path,
    seeds: list[RuleSeed],
    connection: Connection,
    variables: Mapping[str, object],
) -> Iterator[str]:
    jinja = load_jinja(project / "macros", connection, variables=variables)

    def ref(*names: str) -> str:
        """A seed, or what a model makes of seeds."""
        if names[-1] in files:
            return f"{SCHEMA}.{names[-1]}"
        (model,) = (project / "models").rglob(f"{names[-1]}.sql")
        return f"({jinja.from_string(model.read_text(encoding='utf-8')).render()})"

    jinja.globals |= {"ref": ref, "config": _nothing}
    files = {seed.name: seed.file for seed in seeds}
    if (project / TESTS / WHOLE).is_file():
        text = (project / TESTS / WHOLE).read_text(encoding="utf-8")
        test = text.replace("{% test ", "{% macro ").replace("{% endtest %}", "{% endmacro %}")
        for seed in seeds:
            for check in seed.checks:
                sql = jinja.from_string(test + "{{ is_whole(none, **check) }}").render(check=check)
                for fault, rows in connection.execute(sql).fetchall():
                    yield f"{files[seed.name]}: {fault} ({rows} rows)."
    for file in sorted((project / TESTS / "rules").glob("*.sql")):
        sql = jinja.from_string(file.read_text(encoding="utf-8")).render()
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
        if rows:
            first = ", ".join(f"{name} {value}" for name, value in zip(names, rows[0], strict=True))
            yield f"It does not hold that {file.stem.replace('_', ' ')}: {first}."


def _nothing(**_: Any) -> str:  # noqa: ANN401
    return ""
