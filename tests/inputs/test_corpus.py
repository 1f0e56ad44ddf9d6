"""Every ugly file and mapping of the corpus ends as expected: never silently wrong.

A case goes the way of `tiers build`: its inputs.yml is read and checked by the runner, dbt
compiles the staging of its files, and this SQL and that of the screening run in memory.
"""

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from _pytest.mark import ParameterSet

from runner.diagnosis import diagnose
from runner.errors import UserError
from runner.project import find_project, read_variables
from runner.results import NodeResult
from tests.inputs.corpus import CORPUS, Case
from tests.results.shop import (
    DATABASE,
    RAW_TABLES,
    Compiled,
    DbtFailedError,
    Shop,
    compile_models,
    read_manifest,
)

ORDERS = ("accepted_orders", "rejected_orders")
STAGING = tuple(f"+{name},path:models/staging" for name in ORDERS)
SCREENING = tuple(
    f"+{name},resource_type:model,path:models/{room}"
    for name in ORDERS
    for room in ("intermediate", "marts")
)
_screening: dict[str, Compiled] = {}


def names(*, stop: bool) -> list[ParameterSet]:
    """The cases that stop, or those that do not; of eight, seven wait for the night."""
    chosen = [name for name, case in CORPUS.items() if bool(case.stops) == stop]
    return [
        pytest.param(name, marks=marks_of(number), id=name) for number, name in enumerate(chosen)
    ]


def marks_of(number: int) -> list[pytest.MarkDecorator]:
    """Of sixteen cases a pull request tries one."""
    if number % 8:
        return [pytest.mark.slow]
    return [pytest.mark.thorough] if number % 16 else []


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's working folder; `tiers` finds the project by itself."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(case: Case, desk: Path) -> Path:
    """Write the files of a case and its inputs.yml, and return that."""
    for name, content in case.files.items():
        file = desk / name
        raw = content.encode() if isinstance(content, str) else content
        if name.endswith(".gz"):
            file.write_bytes(gzip.compress(raw))
        elif name.endswith(".parquet"):
            duckdb.sql(f"copy ({raw.decode()}) to '{file}'")
        else:
            file.write_bytes(raw)
    mapping = desk / "inputs.yml"
    text = case.text
    if text is None:
        orders = {"location": "orders.csv", **case.orders}
        variables = {**case.variables, "inputs": {"orders": orders, **case.more}}
        text = yaml.safe_dump(variables, allow_unicode=True)
    mapping.write_bytes(text.encode() if isinstance(text, str) else text)
    return mapping


def screened(mapping: Path, desk: Path, factory: pytest.TempPathFactory) -> Shop:
    """Read the mapping and run the models of the screening over the files.

    Raises:
        UserError: what a user would be told instead.
    """
    variables = read_variables(find_project(desk), inputs=mapping)
    inputs: Any = variables["inputs"]
    rest = screening(variables | {"inputs": without_files(inputs)}, factory)
    # dbt stands in the project's folder here, so that a location must be whole.
    variables |= {"inputs": located(inputs, desk)}
    models = compiled(variables, desk, STAGING).models + rest.models
    seeds = (seed for seed in rest.seeds if any(seed.relation in model.sql for model in models))
    shop = Shop(Compiled(models, tuple(seeds), tests={}))
    for model in shop.project.models:
        try:
            shop.build(model.name)
        except duckdb.Error as error:
            message = f"Runtime Error in model {model.name} ({model.name}.sql)\n  {error}"
            raise told(model.name, message) from error
    return shop


def screening(variables: Mapping[str, object], factory: pytest.TempPathFactory) -> Compiled:
    """The models behind the staging: one and the same SQL for all files of a kind."""
    key = json.dumps(variables, sort_keys=True, default=str)
    if key not in _screening:
        _screening[key] = compiled(variables, factory.mktemp("screening"), SCREENING)
    return _screening[key]


def compiled(variables: Mapping[str, object], folder: Path, select: Sequence[str]) -> Compiled:
    """Some models as dbt compiles them.

    Raises:
        UserError: dbt says no; in the words that a user is told.
    """
    database = folder / f"{DATABASE}.duckdb"
    with duckdb.connect(database) as connection:
        for table, columns in RAW_TABLES.items():
            names = ", ".join(f"{column} varchar" for column in columns)
            connection.execute(f"create table if not exists {table} ({names})")
    try:
        compile_models({**variables, "history_periods": 0}, folder, database, select=select)
    except DbtFailedError as error:
        raise told("stg_tiers__orders", str(error)) from error
    return read_manifest(folder / "target" / "manifest.json")


def without_files(inputs: Mapping[str, Any]) -> dict[str, object]:
    """What the models behind the staging know of the inputs: that they are there, and how."""
    kept = ("grain", "status_level")
    return {
        name: {"relation": f"main.raw_{name}"}
        | {key: value for key, value in given.items() if key in kept}
        | (
            {"order_columns": {column: column for column in given["order_columns"]}}
            if "order_columns" in given
            else {}
        )
        for name, given in inputs.items()
    }


def located(inputs: Any, desk: Path) -> Any:  # noqa: ANN401 (of YAML)
    """The inputs, each location with the folder before it."""

    def whole(key: str, value: Any) -> Any:  # noqa: ANN401 (of YAML)
        is_file = key == "location" and "://" not in str(value)
        return str(desk / value) if is_file else located(value, desk)

    if isinstance(inputs, dict):
        return {key: whole(key, value) for key, value in inputs.items()}
    return inputs


def told(name: str, message: str) -> UserError:
    """What the user is told of an error of dbt or of DuckDB."""
    result = NodeResult(name=name, kind="model", status="error", seconds=0, message=message)
    found = diagnose([result], stopped_by="")
    assert found
    return found


@pytest.mark.builds
@pytest.mark.parametrize("name", names(stop=False))
def test_a_file_of_the_corpus_is_read_or_its_rows_are_counted(
    name: str, desk: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    case = CORPUS[name]
    shop = screened(put(case, desk), desk, tmp_path_factory)
    orders = {row["order_id"]: row for row in shop.table("accepted_orders")}
    accepted = [
        (row["order_id"], row["customer_id"], str(row["order_date"]), row["gross_amount"])
        for row in orders.values()
    ]
    assert sorted(accepted) == sorted((*order, Decimal(money)) for *order, money in case.accepted)
    reasons = Counter(row["rejection_reason"] for row in shop.table("rejected_orders"))
    assert reasons == Counter(case.rejected)
    found = {
        column: {order: orders[order][column] for order in expected}
        for column, expected in case.facts.items()
    }
    assert found == {
        column: {
            order: Decimal(value) if column.endswith("_amount") and value else value
            for order, value in expected.items()
        }
        for column, expected in case.facts.items()
    }


@pytest.mark.builds
@pytest.mark.parametrize("name", names(stop=True))
def test_what_cannot_be_read_is_one_sentence_that_says_what_to_do(
    name: str, desk: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    case = CORPUS[name]
    with pytest.raises(UserError) as error:
        screened(put(case, desk), desk, tmp_path_factory)
    said = " ".join(str(error.value).split())
    assert [word for word in case.stops if word not in said] == [], said
    assert len(said) < 600, said


def test_the_corpus_is_large_and_has_all_three_outcomes() -> None:
    stops = sum(bool(case.stops) for case in CORPUS.values())
    counted = sum(bool(case.rejected) for case in CORPUS.values())
    assert len(CORPUS) >= 120
    assert min(stops, counted, len(CORPUS) - stops - counted) >= 30
