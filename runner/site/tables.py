"""The public tables: columns, what they are made from, and the rules."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from runner.project import Project
from runner.serve.marks import CURRENT, Marks, Treatment, read_marks
from runner.serve.privacy import Privacy
from runner.serve.tables import ServedTable, described_tables
from runner.site.lineage import Lineage
from runner.site.shapes import Column, RuleSeed, Table
from runner.warehouse import Warehouse

# Where a page says in Chinese what a table is for.
CHINESE = Path("docs", "zh", "tables.md")
TOLD = re.compile(r"^\*\*(?P<table>\w+)\*\*(（(?P<name>[^）]+)）)?：(?P<told>.+)$", re.MULTILINE)


def read_tables(
    warehouse: Warehouse, project: Project, lineage: Mapping[str, Lineage]
) -> tuple[Table, ...]:
    """All public tables of the database; nothing of their rows but how many they are."""
    marks = read_marks(project.folder)
    everything = Privacy(include_personal=True)
    all_of = {table.name: table for table in described_tables(warehouse, marks, everything)}
    rows = warehouse.row_counts()
    told = _chinese(project.folder)
    found = []
    for name, table in all_of.items():
        if table.is_current and name.removesuffix(CURRENT) in all_of:
            continue
        current = all_of.get(name + CURRENT)
        of_table = lineage.get(name, Lineage((), (), ()))
        found.append(
            Table(
                name=name,
                description=table.description,
                told=told.get(name, ""),
                rows=rows.get(name),
                columns=tuple(_columns(table, marks)),
                current=_added(current, table, marks) if current else None,
                made_from={
                    "tables": tuple(each for each in of_table.tables if each in all_of),
                    "inputs": of_table.inputs,
                    "rules": of_table.rules,
                },
                read_by=tuple(
                    sorted(
                        other
                        for other, of_other in lineage.items()
                        if name in of_other.tables and other in all_of
                    )
                ),
            )
        )
    return tuple(found)


def read_rules(warehouse: Warehouse) -> tuple[RuleSeed, ...]:
    """Every table of rules as the database has it."""
    comments = dict(
        warehouse.rows(
            "select table_name, coalesce(comment, '') from duckdb_tables()"
            " where schema_name = 'rules' and database_name = current_database()"
        )
    )
    return tuple(
        RuleSeed(
            name,
            comments.get(name, ""),
            columns,
            warehouse.rows(f'select * from rules."{name}"'),  # noqa: S608
        )
        for name, columns in warehouse.tables("rules").items()
    )


def _columns(table: ServedTable, marks: Marks) -> Iterator[Column]:
    for column in table.columns:
        mark = marks.of(table.name, column.name)
        is_personal = mark is not None and mark.treatment == Treatment.PERSONAL
        yield Column(column.name, column.type.lower(), column.description, is_personal)


def _added(current: ServedTable, table: ServedTable, marks: Marks) -> tuple[Column, ...]:
    known = {column.name for column in table.columns}
    return tuple(column for column in _columns(current, marks) if column.name not in known)


def _chinese(project: Path) -> Mapping[str, str]:
    page = project / CHINESE
    if not page.is_file():
        return {}
    text = page.read_text(encoding="utf-8")
    return {
        found["table"]: f"{found['name']}：{found['told']}" if found["name"] else found["told"]
        for found in TOLD.finditer(text)
    }
