"""A database that dbt builds again and again, as a shop does from day to day."""

import shutil
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import yaml

from runner.rebuilt import read_rebuilt
from tests.conftest import PROJECT
from tests.results.history import Tables
from tests.results.shop import INPUT_COLUMNS, RAW_TABLES, TEXT_INPUTS, Row, dbt, parsed

# Written into every row by mark(), and found only where a row was not built again.
MARKS = {
    "customer_facts": "preferred_hour = -1",
    "customer_forecasts": "method = 'marked'",
    "forecast_champions": "method = 'marked'",
    "int_metric_histogram": "worse_customer_count = -1",
    "int_learned_cuts": "method = 'marked'",
    "int_fixed_cuts": "method = 'marked'",
    "tier_cuts": "method = 'marked'",
    "value_types": "volume_score = -1",
    "man_profiles": "monetary_score = -1",
    "key_accounts": "key_account_index = -1",
    "customer_grades": "grade_rule = 'marked'",
    "store_loyalty": "buyer_count = -1",
    "portfolio_focus": "advice_en = 'marked'",
    "acquisition_channels": "customer_count = -1",
    "care_calendar": "action_en = 'marked'",
    "customer_actions": "action_en = 'marked'",
    "purchase_habits": "order_count = -1",
    "customer_tiers": "headline_en = 'marked'",
    "tier_summary": "label_en = 'marked'",
    "tier_migrations": "to_label_en = 'marked'",
    "growth_accounting": "retention_share = -1",
    "customer_migrations": "explanation_en = 'marked'",
    "cohort_retention": "retention_share = -1",
    "time_in_tier": "days_in_tier = -1",
}
# Of orders without lines, of which nobody bought several categories, these have no rows; nor have
# trials and fits of a store with a handful of customers.
EMPTY = {
    *("product_abc", "next_categories"),
    *("int_forecast_fits", "int_forecast_trials", "int_forecast_levels", "forecast_accuracy"),
}
# Old enough for any test, and never the day of the build.
LAST_CREDIBLE = "2024-12-31"
SCHEMAS = "marts,intermediate,rules"
WITH_DATES = {"use_movement", "use_explanations", "use_tier_summary", "use_reconciliation"}
# How dates come and go is the same for all tables: with few of them a build takes a third.
WITHOUT_EXTRAS = {
    name: False
    for name in yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    if name.startswith("use_") and name not in WITH_DATES
}


class Warehouse:
    """The raw orders, what dbt made of them so far, and how it is asked."""

    def __init__(self, folder: Path, project: Path | None = None, /, **variables: object) -> None:
        """Begin with an empty database; `variables` are dbt's, `project` one to be changed."""
        self.folder = folder
        self.project = project
        self.database = folder / "shop.duckdb"
        # The variables by which the views were made that are in the database.
        self._made_views: dict[str, object] = {}
        self.variables: dict[str, object] = {
            "inputs": TEXT_INPUTS,
            "latest_credible_date": LAST_CREDIBLE,
            **variables,
        }
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self.database.unlink(missing_ok=True)
        self._made_views = {}
        with duckdb.connect(self.database) as connection:
            for table, columns in RAW_TABLES.items():
                types = ", ".join(f"{column} varchar" for column in columns)
                connection.execute(f"create table {table} ({types})")
        self.seed()
        project = parsed(self.variables, self.database)
        models = [node for node in project.nodes.values() if node.resource_type == "model"]
        self._lasting_views = [
            node.name
            for node in models
            if node.config.materialized == "view" and not asks_the_database(node, project)
        ]
        # Every table with an as-of date, with its kind of version.
        self.tables: dict[str, str] = {
            node.name: node.config.meta.get("version_column", "as_of_version")
            for node in models
            if node.config.materialized == "as_of"
        }

    def seed(self) -> "Warehouse":
        """Load the rule seeds from their files."""
        self._dbt("seed", "--no-write-json")
        return self

    def _dbt(self, *command: str) -> None:
        dbt(
            *command,
            variables=self.variables,
            folder=self.folder,
            database=self.database,
            project=self.project,
        )

    def put(self, raw: Iterable[Row], name: str = "orders") -> None:
        """Let these be all raw rows of an input."""
        table, columns = f"raw_{name}", INPUT_COLUMNS[name]
        rows = [[row.get(column) for column in columns] for row in raw]
        places = ", ".join("?" for _ in columns)
        with duckdb.connect(self.database) as connection:
            connection.execute(f"delete from {table}")
            if rows:
                connection.executemany(f"insert into {table} values ({places})", rows)

    def execute(self, sql: str) -> None:
        """Change something by hand."""
        with duckdb.connect(self.database) as connection:
            connection.execute(f"set search_path = '{SCHEMAS}'")
            connection.execute(sql)

    def build(self, *options: str, orders: Iterable[Row] | None = None) -> "Warehouse":
        """Build all models, or all but those that `options` exclude; first put orders, if given.

        A view that is the same as in the last build is not made again: views are half of the
        models, and each costs dbt as much as a table.
        """
        if orders is not None:
            self.put(orders)
        is_whole = not {"--select", "--exclude"} & {*options}
        has_views = self._made_views == self.variables and not self.project
        if has_views:
            excludes = [] if "--exclude" in options else ["--exclude"]
            options = (*options, *excludes, *self._lasting_views)
        self._dbt("run", "--no-write-json", *options)
        self._made_views = dict(self.variables) if has_views or is_whole else {}
        return self

    def full_refresh(self) -> Tables:
        """What a full refresh makes of the same, on the dates that it chooses itself.

        Nothing stays of it: afterwards the database is as it was.
        """
        kept = shutil.copy(self.database, self.folder / "kept.duckdb")
        try:
            return self.build("--full-refresh").judgements()
        finally:
            shutil.move(kept, self.database)

    def told(self, before: Path) -> str:
        """What the runner would tell of the last build, and of the database before it."""
        ((newest,),) = self.query("select max(started_at) from build_log")
        with duckdb.connect(before, read_only=True) as connection:
            ((earlier,),) = connection.execute(
                "select max(started_at) from intermediate.build_log"
            ).fetchall()
        ((invocation,),) = self.query(
            "select max(invocation_id) from build_log"
            " where started_at = (select max(started_at) from build_log)"
        )
        # Of a build that changed nothing there is nothing in the log.
        ran = invocation if newest > earlier else ""
        return str(read_rebuilt(before, self.database, invocation=ran))

    def reasons(self, model: str) -> set[tuple[str, str]]:
        """The dates of a model in the last build that the log tells of, with their reasons."""
        rows = self.query(
            f"select as_of_date, reason from build_log where model_name = '{model}'"
            " and started_at = (select max(started_at) from build_log)"
        )
        return {(str(day), reason) for day, reason in rows}

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self._queries([sql])[0]

    def _queries(self, queries: Iterable[str]) -> list[list[tuple[Any, ...]]]:
        """The rows of several queries, for which the database is opened once."""
        with duckdb.connect(self.database, read_only=True) as connection:
            connection.execute(f"set search_path = '{SCHEMAS}'")
            return [connection.execute(sql).fetchall() for sql in queries]

    def failing(self, tests: Mapping[str, str]) -> dict[str, list[tuple[Any, ...]]]:
        """By name, the data tests that find something, and the first three rows of it."""
        found = self._queries(f"from ({sql}) limit 3" for sql in tests.values())
        return {name: rows for name, rows in zip(tests, found, strict=True) if rows}

    def judgements(self, *, without: str | None = None) -> Tables:
        """Every as-of table, if asked without a column."""
        columns = f"* exclude ({without})" if without else "*"
        queries = [f"select {columns} from {name} order by all" for name in self.tables]
        return dict(zip(self.tables, self._queries(queries), strict=True))

    def spine(self) -> list[tuple[date, bool, bool]]:
        """The as-of dates, whether each is the newest, whether it is a period end."""
        rows = self.query("select as_of_date, is_newest, is_period_end from int_as_of_dates")
        return [(day, is_newest, is_end) for day, is_newest, is_end in sorted(rows)]

    def days(self) -> list[str]:
        """The as-of dates."""
        return [str(day) for day, *_ in self.spine()]

    def versions(self, kind: str = "as_of_version") -> set[tuple[date, str]]:
        """The as-of dates with their versions, where they have one of this kind."""
        rows = self.query(
            f"select as_of_date, {kind} from int_as_of_dates where {kind} is not null"
        )
        return {(day, version) for day, version in rows}

    def held(self) -> dict[str, list[str]]:
        """By as-of table, the dates of which it has rows.

        A row with another version than its date's would be stale.
        """
        kinds = {kind: self.versions(kind) for kind in set(self.tables.values())}
        tables = [table for table in self.tables if table not in EMPTY]
        queries = [f"select distinct as_of_date, as_of_version from {table}" for table in tables]
        held = {}
        for table, rows in zip(tables, self._queries(queries), strict=True):
            assert set(rows) <= kinds[self.tables[table]], table
            held[table] = sorted(str(day) for day, _ in rows)
        return held

    def mark(self) -> None:
        """Write a mark into every row of every as-of table."""
        assert MARKS.keys() | EMPTY == self.tables.keys()
        self.execute("; ".join(f"update {table} set {mark}" for table, mark in MARKS.items()))

    def built_since_mark(self) -> dict[str, list[str]]:
        """By table, the dates with a row that was built since mark() was called."""
        queries = [
            f"select distinct as_of_date from {table} where not coalesce({mark}, false) order by 1"
            for table, mark in MARKS.items()
        ]
        found = self._queries(queries)
        return {
            table: [str(day) for (day,) in days] for table, days in zip(MARKS, found, strict=True)
        }

    def by_table(self, days: Iterable[str]) -> dict[str, list[str]]:
        """By as-of table, the dates that need building where these are not as they were.

        Migrations depend on two dates; tables that look back from the newest date, on all.
        """
        touched = set(days)
        spine = self.days()
        needed = {
            "as_of_version": [day for day in spine if day in touched],
            "movement_version": [
                day
                for day in spine
                if (past := str(month_end_before(day))) in spine and touched & {day, past}
            ],
            "history_version": spine[-1:] if touched else [],
        }
        return {table: needed[kind] for table, kind in self.tables.items() if table in MARKS}


def asks_the_database(node: Any, project: Any) -> bool:  # noqa: ANN401 (of dbt's manifest)
    """Whether the SQL of a model depends on what was built before."""
    macros = set(node.depends_on.macros)
    new = macros
    while new:
        new = {macro for name in new for macro in project.macros[name].depends_on.macros} - macros
        macros |= new
    return "macro.dbt.run_query" in macros


def month_end_before(day: str) -> date:
    """The last day of the month before."""
    return date.fromisoformat(day).replace(day=1) - timedelta(1)
