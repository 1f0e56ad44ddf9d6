"""Compile the project once per set of dbt variables, then run its SQL over many sets of rows.

`dbt compile` writes the SQL of every model with all its Jinja resolved. Here it is run in the
order of its references in a database in memory: tables as tables, views as views, tables under
a contract with the contract's types, as dbt does it. One run takes a fraction of a second.
"""

import fcntl
import functools
import gc
import hashlib
import json
import shutil
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from string import Formatter
from typing import Any

import duckdb
import pytest
import yaml

from tests.conftest import PROJECT, shared_by_workers, shared_folder

DATABASE = "shop"
_parsed: dict[str, Any] = {}
ORDER_COLUMNS = (
    "order_id",
    "customer_id",
    "ordered_at",
    "gross_amount",
    "order_status",
    "discount_amount",
    "refund_amount",
    "refunded_at",
    "cost_amount",
    "currency",
    "store_id",
    "channel",
    "category",
)
INPUT_COLUMNS: dict[str, tuple[str, ...]] = {
    "orders": ORDER_COLUMNS,
    "exchange_rates": ("rate_date", "currency", "rate_to_reporting"),
    "customers": (
        *("customer_id", "store_id", "full_name", "email", "phone", "registered_at"),
        *("birth_date", "gender", "acquisition_channel", "is_strategic", "decision_role"),
        *("income_band", "region"),
    ),
    "order_lines": (
        *("order_id", "store_id", "product_id", "category", "quantity", "net_amount"),
        "cost_amount",
    ),
    "feedback": (
        *("customer_id", "store_id", "order_id", "given_at", "rating", "nps", "is_complaint"),
    ),
    "referrals": ("referrer_customer_id", "referred_customer_id", "referred_at"),
    "refunds": ("order_id", "refunded_at", "refund_amount", "store_id", "currency"),
    "customer_aliases": ("alias_customer_id", "customer_id"),
}
# Rows of raw text come from these tables.
RAW_TABLES = {f"raw_{name}": columns for name, columns in INPUT_COLUMNS.items()}
TEXT_INPUTS: dict[str, object] = {name: {"relation": f"main.raw_{name}"} for name in INPUT_COLUMNS}

# They stop a build at most, make views beside the models, or drop what was kept for them.
HOOKS_WITHOUT_ROWS = {
    "{{ check_screening() }}",
    "{{ check_as_of_date() }}",
    "{{ create_build_log() }}",
    "{{ current_view() }}",
    "{{ forget_rows() }}",
}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Model:
    """One model as dbt compiled it: `columns` holds name and type where a contract rules.

    `version_column` says by which of the versions a table knows which rows are still true.
    """

    name: str
    relation: str
    is_view: bool
    sql: str
    columns: Mapping[str, str]
    version_column: str | None
    parents: tuple[str, ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """The SQL that builds it."""
        if self.is_view:
            return (f"create or replace view {self.relation} as ({self.sql}\n)",)
        if not self.columns:
            return (f"create or replace table {self.relation} as ({self.sql}\n)",)
        types = ", ".join(f"{name} {kind}" for name, kind in self.columns.items())
        names = ", ".join(self.columns)
        return (
            f"create or replace table {self.relation} ({types})",
            f"insert into {self.relation} ({names}) select {names} from ({self.sql}\n)",
        )


@dataclass(frozen=True)
class Seed:
    """A rule seed: its file and the types of its columns."""

    name: str
    relation: str
    file: Path
    column_types: Mapping[str, str]


@dataclass(frozen=True)
class Compiled:
    """The project under one set of variables: models in the order in which they can be built.

    Of the data tests it has, where asked, those that are a query of their own, by name.
    """

    models: tuple[Model, ...]
    seeds: tuple[Seed, ...]
    tests: Mapping[str, str]


def compiled(
    variables: Mapping[str, object],
    factory: pytest.TempPathFactory,
    *only: str,
    with_tests: bool = False,
) -> Compiled:
    """Compile the project, once per session for the same variables, also between workers.

    Args:
        variables: dbt's vars; without `inputs`, rows come from the raw tables of text, and
            without `history_periods`, only the newest date is judged.
        factory: says where the session's scratch is.
        only: models at which a test looks, where it does not look at all.
        with_tests: the data tests too that are a query of their own.
    """
    variables = {"inputs": TEXT_INPUTS, "history_periods": 0, **variables}
    select = [f"+{name},resource_type:model" for name in only] or ["resource_type:model"]
    select += ["path:tests/dbt"] if with_tests else []
    shared = shared_by_workers(factory)
    with _made_once(shared, "compiled", [variables, select]) as (folder, is_new):
        if is_new:
            database = folder / f"{DATABASE}.duckdb"
            with duckdb.connect(database) as connection:
                for table, columns in RAW_TABLES.items():
                    connection.execute(f"create table {table} ({_text_columns(columns)})")
            compile_models(variables, folder, database, select=select)
    return read_manifest(folder / "target" / "manifest.json")


@contextmanager
def _made_once(shared: Path, name: str, content: object) -> Iterator[tuple[Path, bool]]:
    """A folder that all workers share, and whether it is still to be filled."""
    # Unsorted: YAML reads the key `on` of a join as true.
    text = json.dumps(content, default=str)
    folder = shared / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "done"
        yield folder, not done.exists()
        done.touch()


def compile_models(
    variables: Mapping[str, object],
    folder: Path,
    database: Path,
    *,
    select: Sequence[str] = ("resource_type:model",),
) -> None:
    """Compile the models and data tests selected, and write those and the seeds to a manifest.

    What dbt would write besides takes longer than the compiling.
    """
    command = ("compile", "--no-write-json", "--select", *select)
    results = dbt(*command, variables=variables, folder=folder, database=database).results
    selected = {result.node.unique_id for result in results}
    nodes = {
        name: node.to_resource().to_dict()
        for name, node in parsed(variables, database).nodes.items()
        if name in selected or node.resource_type == "seed"
    }
    manifest = folder / "target" / "manifest.json"
    manifest.parent.mkdir(exist_ok=True)
    manifest.write_text(json.dumps({"nodes": nodes}, default=str), encoding="utf-8")


def dbt(
    *command: str,
    variables: Mapping[str, object],
    folder: Path,
    database: Path,
    project: Path | None = None,
) -> Any:  # noqa: ANN401 (whatever the command makes)
    """Run a dbt command on the project in this process, which spares seconds of imports.

    Only `build` sees the tests: without them, dbt reads the project in half the time.

    Args:
        command: the words behind `dbt`.
        variables: dbt's vars.
        folder: where dbt writes.
        database: the DuckDB file.
        project: another project than this one, which dbt reads again in each command.

    Raises:
        DbtFailedError: in the words of dbt.
    """
    if project:
        return _invoke(command, variables, folder, database, None, project)
    reads_itself = command[0] in ("parse", "build")
    manifest = None if reads_itself else parsed(variables, database)
    for node in manifest.nodes.values() if manifest else ():
        if getattr(node, "extra_ctes", None) or node.is_ephemeral_model:
            # Or dbt takes the SQL of what is ephemeral for compiled, as it was before.
            node.compiled, node.extra_ctes, node.extra_ctes_injected = False, [], False
        # Or what an earlier command deferred to stays.
        node.defer_relation = None
    return _invoke(command, variables, folder, database, manifest)


def parsed(variables: Mapping[str, object], database: Path) -> Any:  # noqa: ANN401
    """The project as dbt parsed it: all variables but these are read later, while compiling.

    Which schemes, reports and inputs are used decides which models there are; whether there are
    inputs, whether the sample is read; the grain of the orders, whether their lines are kept.
    """
    inputs: Any = variables.get("inputs") or {}
    grain = inputs.get("orders", {}).get("grain", "order")
    read: dict[str, object] = {
        name: value
        for name, value in variables.items()
        if name.startswith("use_") and value != default_variables()[name]
    }
    if inputs:
        read["inputs"] = {
            **{name: TEXT_INPUTS[name] for name in inputs if name in TEXT_INPUTS},
            "orders": {"relation": "main.raw_orders", "grain": grain},
        }
    # The relations of the nodes begin with the database's name.
    key = json.dumps([database.stem, read])
    if key not in _parsed:
        # Later runs reuse the first parse, in a sixth of its time.
        with _made_once(shared_folder(), "parsed", key) as (target, _):
            _parsed[key] = _invoke(("parse", "--no-write-json"), read, target, database, None)
    return _parsed[key]


@functools.cache
def default_variables() -> Mapping[str, object]:
    """dbt's variables as the project has them."""
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    variables: dict[str, object] = project["vars"]
    return variables


@functools.cache
def project_without_tests() -> Path:
    """A copy of the project in which nothing is tested."""
    with _made_once(shared_folder(), "project", None) as (copy, is_new):
        if is_new:
            _copy_without_tests(copy)
    return copy


def _copy_without_tests(copy: Path) -> None:
    for name in ("models", "macros", "seeds", "docs", "tests/dbt"):
        shutil.copytree(PROJECT / name, copy / name)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(PROJECT / name, copy)
    for file in (*copy.glob("models/**/*.yml"), *copy.glob("seeds/**/*.yml")):
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        content.pop("unit_tests", None)
        for table in (*content.get("models", ()), *content.get("seeds", ())):
            for tested in (table, *table.get("columns", ())):
                tested.pop("data_tests", None)
        file.write_text(json.dumps(content), encoding="utf-8")


def _invoke(  # noqa: PLR0913, PLR0917 (all that a command of dbt needs)
    command: Sequence[str],
    variables: Mapping[str, object],
    folder: Path,
    database: Path,
    manifest: Any,  # noqa: ANN401 (of dbt's)
    project: Path | None = None,
) -> Any:  # noqa: ANN401
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    project = project or (PROJECT if command[0] == "build" else project_without_tests())
    arguments = [
        *("--log-level", "none", "--log-level-file", "none", "--log-path", str(folder / "logs")),
        "--no-use-colors",
        *("--no-send-anonymous-usage-stats", *command, "--target-path", str(folder / "target")),
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--vars", yaml.safe_dump(dict(variables))),
    ]
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.chdir(PROJECT)
        patch.setenv("TIERS_DATABASE", str(database))
        try:
            outcome = dbtRunner(manifest=manifest).invoke(arguments)
        finally:
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    if not outcome.success:
        results: list[Any] = getattr(outcome.result, "results", [])
        messages = [result.message for result in results if result.message]
        failed = DbtFailedError("\n".join([str(outcome.exception or ""), *messages]))
        del outcome, results
        with warnings.catch_warnings():
            # dbt leaves its threads to the garbage collector, which complains of them.
            warnings.simplefilter("ignore")
            gc.collect()
        raise failed
    return outcome.result


class DbtFailedError(Exception):
    """What dbt said when it failed."""


def read_manifest(manifest: Path) -> Compiled:
    """The project as a dbt command left it."""
    nodes: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    models = {name: node for name, node in nodes.items() if node["resource_type"] == "model"}
    for name, node in models.items():
        config = node["config"]
        if config["materialized"] not in ("view", "table", "as_of"):
            raise NotImplementedError(f"{name} is materialized as {config['materialized']}")
        hooks = [hook["sql"] for hook in (*config["pre-hook"], *config["post-hook"])]
        if set(hooks) - HOOKS_WITHOUT_ROWS:
            raise NotImplementedError(f"{name} has a hook")
    order = TopologicalSorter({name: node["depends_on"]["nodes"] for name, node in models.items()})
    return Compiled(
        models=tuple(
            _model(models[name])
            for name in order.static_order()
            # What is ephemeral is part of the SQL of those that read it.
            if name in models and models[name]["config"]["materialized"] != "ephemeral"
        ),
        seeds=tuple(_seed(node) for node in nodes.values() if node["resource_type"] == "seed"),
        tests={
            node["name"]: node["compiled_code"]
            for node in nodes.values()
            if node["resource_type"] == "test" and node.get("compiled_code")
        },
    )


def _model(node: Mapping[str, Any]) -> Model:
    has_contract = node["config"]["contract"]["enforced"]
    is_as_of = node["config"]["materialized"] == "as_of"
    return Model(
        name=node["name"],
        relation=node["relation_name"],
        is_view=node["config"]["materialized"] == "view",
        # Built from nothing, a row needs no version.
        sql=f"select *, null::varchar as as_of_version from (\n{node['compiled_code']}\n)"
        if is_as_of
        else node["compiled_code"],
        columns={column["name"]: column["data_type"] for column in node["columns"].values()}
        if has_contract
        else {},
        version_column=node["config"]["meta"].get("version_column", "as_of_version")
        if is_as_of
        else None,
        parents=tuple(parent.rpartition(".")[2] for parent in node["depends_on"]["nodes"]),
    )


def _seed(node: Mapping[str, Any]) -> Seed:
    return Seed(
        name=node["name"],
        relation=node["relation_name"],
        file=PROJECT / node["original_file_path"],
        column_types=node["config"]["column_types"],
    )


def _text_columns(columns: Iterable[str]) -> str:
    return ", ".join(f"{column} varchar" for column in columns)


class Shop:
    """A database in memory in which the compiled project is run again and again."""

    def __init__(self, project: Compiled, *, threads: int = 1) -> None:
        """Create the raw tables and load the rule seeds from their files.

        Args:
            project: what is to be built.
            threads: with several, the least tables are shared out among them.
        """
        self.project = project
        self.connection = duckdb.connect(":memory:", config={"threads": threads})
        size = ""
        if threads > 1:
            self.connection.execute("set preserve_insertion_order = false")
            self.connection.execute("pragma verify_parallelism")
            size = "(row_group_size 2048)"
        self.connection.execute(f"attach ':memory:' as {DATABASE} {size}; use {DATABASE}")
        # The views that there are, and the tables that are made of the rows at hand.
        self._made = set[str]()
        self._fresh = set[str]()
        self._relations = {model.name: model.relation for model in project.models}
        self._relations |= {seed.name: seed.relation for seed in project.seeds}
        for schema in {relation.rpartition(".")[0] for relation in self._relations.values()}:
            self.connection.execute(f"create schema if not exists {schema}")
        for table, columns in RAW_TABLES.items():
            self.connection.execute(f"create table {table} ({_text_columns(columns)})")
        for seed in project.seeds:
            self._create_seed(seed)
            self.connection.execute(
                f"copy {seed.relation} from '{seed.file}' (format csv, header true)"
            )

    def _create_seed(self, seed: Seed) -> None:
        names = seed.file.read_text(encoding="utf-8").partition("\n")[0].strip().split(",")
        types = ", ".join(f"{name} {seed.column_types.get(name, 'varchar')}" for name in names)
        self.connection.execute(f"create or replace table {seed.relation} ({types})")

    def replace_seed(self, name: str, rows: Sequence[Row]) -> None:
        """Put other rules in a seed's place, for all runs from now on."""
        seed = next(seed for seed in self.project.seeds if seed.name == name)
        self._create_seed(seed)
        self._insert(seed.relation, tuple(rows[0]), rows)

    def run(
        self,
        orders: Sequence[Row] = (),
        exchange_rates: Sequence[Row] = (),
        more: Mapping[str, Sequence[Row]] | None = None,
    ) -> "Shop":
        """Take these as the raw rows; a column that a row lacks is null.

        Of the models, those are built that somebody looks at, and what they are made of.
        """
        inputs = {"orders": orders, "exchange_rates": exchange_rates, **(more or {})}
        for name, columns in INPUT_COLUMNS.items():
            self.connection.execute(f"delete from raw_{name}")
            self._insert(f"raw_{name}", columns, inputs.get(name, ()))
        self._fresh.clear()
        return self

    def forget(self) -> None:
        """Build everything anew, views too: the columns of a raw table are others."""
        self._made.clear()
        self._fresh.clear()

    def build(self, *names: str) -> "Shop":
        """Build these models, or all, over the rows at hand."""
        needed = set(names or (model.name for model in self.project.models))
        for model in reversed(self.project.models):
            if model.name in needed:
                needed.update(model.parents)
        for model in self.project.models:
            # A view reads the tables that bear the names at hand: once is enough.
            is_made = self._made if model.is_view else self._fresh
            if model.name in needed and model.name not in is_made:
                for statement in model.statements:
                    self.connection.execute(statement)
                is_made.add(model.name)
        return self

    def _insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        if rows:
            lists = ", ".join("unnest(?)" for _ in columns)
            self.connection.execute(
                f"insert into {table} ({', '.join(columns)}) select {lists}",
                [[row.get(column) for row in rows] for column in columns],
            )

    def table(self, name: str) -> list[dict[str, Any]]:
        """The rows of a model or seed."""
        return self.query(f"select * from {{{name}}}")

    def columns(self, name: str) -> list[str]:
        """The names of the columns of a model or seed."""
        self.build(name)
        cursor = self.connection.execute(f"select * from {self._relations[name]} limit 0")
        return [column[0] for column in cursor.description or ()]

    def query(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a query; models are written {like_this}."""
        self.build(*(name for _, name, *_ in Formatter().parse(sql) if name))
        cursor = self.connection.execute(sql.format(**self._relations))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """All tables, and the views of the marts; the rows in an order of their own content."""
        self.build()
        return {
            model.name: self.connection.execute(
                f"select * from {model.relation} order by all"
            ).fetchall()
            for model in self.project.models
            if not model.is_view or ".marts." in model.relation.replace('"', "")
        }
