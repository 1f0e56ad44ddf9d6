"""MetricFlow itself gives every figure, out of its older spec and out of its newer one.

In environments of their own, which `make test-semantic` makes.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from runner.choices import Consumer
from runner.semantic.layer import Layer
from runner.semantic.semantic import files_for
from tests.conftest import PROJECT, clean_environment
from tests.semantic.expected import METRICS, Customer
from tests.semantic.questions import Asked, dated_questions, questions, wrong

pytestmark = [pytest.mark.builds, pytest.mark.slow]

ENVIRONMENTS = PROJECT / ".venv-metricflow"
SPECS = {"dbt-1.11": Consumer.METRICFLOW, "dbt-1.12": Consumer.METRICFLOW_LATEST}
BEFORE, NEWEST = date(2025, 11, 30), date(2025, 12, 31)


@dataclass(frozen=True)
class MetricFlow:
    """A dbt project with the metrics in it, and a version of dbt and MetricFlow."""

    environment: Path
    folder: Path
    database: Path

    def run(self, program: str, *arguments: str | Path, told: str | None = None) -> str:
        """Run a program of the environment in the project and return what it printed."""
        done = subprocess.run(
            [self.environment / "bin" / program, *arguments],
            cwd=self.folder,
            env=clean_environment() | {"TIERS_DATABASE": str(self.database)},
            input=told,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    def ask(self, asked: Sequence[Asked]) -> Mapping[Asked, Mapping[object, float | None]]:
        """Ask questions, all in one process."""
        answers = self.rows([_said(one) for one in asked])
        return {
            one: {_key(one, row): None if row[-1] is None else float(row[-1]) for row in rows}
            for one, rows in zip(asked, answers, strict=True)
        }

    def rows(self, said: Sequence[Mapping[str, Sequence[str]]]) -> Sequence[Sequence[Any]]:
        """The rows of the answer to each question, as MetricFlow takes it."""
        script = PROJECT / "tests" / "semantic" / "ask_metricflow.py"
        printed = self.run("python", script, told=json.dumps(said))
        found: Sequence[Sequence[Any]] = json.loads(printed.splitlines()[-1])
        return found


def _said(asked: Asked) -> Mapping[str, Sequence[str]]:
    names = {
        "": [],
        "store_id": ["store"],
        "abc_class": ["customer_tiers__abc_class"],
        "as_of_date": ["metric_time__day"],
    }
    where = [f"{{{{ Entity('store') }}}} = '{asked.store}'"] if asked.store else []
    if asked.day:
        where.append(f"{{{{ TimeDimension('metric_time', 'day') }}}} = '{asked.day}'")
    return {"metrics": [asked.metric], "by": names[asked.by], "where": where}


def _key(asked: Asked, row: Sequence[object]) -> object:
    if not asked.by:
        return ""
    return date.fromisoformat(str(row[0])[:10]) if asked.by == "as_of_date" else row[0]


@pytest.fixture(scope="module", params=SPECS)
def metricflow(
    request: pytest.FixtureRequest,
    layer: Layer,
    sample_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> MetricFlow:
    """The project with what `tiers semantic` writes, in a copy."""
    environment = ENVIRONMENTS / request.param
    if not (environment / ".installed").exists():
        pytest.skip(f"{environment.relative_to(PROJECT)} is not there; `make test-semantic`")
    folder = tmp_path_factory.mktemp("project")
    for name in ("models", "macros", "seeds", "docs", "tests/dbt"):
        shutil.copytree(PROJECT / name, folder / name)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(PROJECT / name, folder)
    database = Path(shutil.copy(sample_database, folder / "customer_tiers.duckdb"))
    for name, text in files_for(SPECS[request.param], layer, "").items():
        file = folder / "models" / "semantic" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    project = MetricFlow(environment, folder, database)
    project.run("dbt", "build", "--select", "path:models/semantic")
    return project


def test_metricflow_has_nothing_to_say_against_the_models(metricflow: MetricFlow) -> None:
    said = metricflow.run("mf", "validate-configs")
    assert said.count("(ERRORS: 0, FUTURE_ERRORS: 0, WARNINGS: 0)") == 6


def test_the_command_line_gives_the_newest_date_by_itself(metricflow: MetricFlow) -> None:
    file = metricflow.folder / "said.csv"
    metricflow.run("mf", "query", "--metrics", "customers,churned_customers", "--csv", file)
    assert file.read_text(encoding="utf-8").split() == ["customers,churned_customers", "2195,907"]


def test_metricflow_gives_every_number(
    metricflow: MetricFlow, customers: Sequence[Customer]
) -> None:
    asked = [one for metric in METRICS for one in (*questions(metric), *dated_questions(metric))]
    assert len(asked) > 70
    assert wrong(customers, metricflow.ask(asked)) == []


# docs/serving.md says so: MetricFlow looks for the last date among the rows that a filter leaves.
def test_of_a_label_that_nobody_has_any_more_metricflow_tells_the_last_date_that_had_it(
    metricflow: MetricFlow, tmp_path: Path
) -> None:
    database = Path(shutil.copy(metricflow.database, tmp_path))
    with duckdb.connect(database) as connection:
        connection.execute(
            "delete from marts.customer_tiers"
            f" where as_of_date = date '{NEWEST}' and lifecycle_stage = 'new'"
        )
        ((before,),) = connection.execute(
            "select count(*) from marts.customer_tiers"
            f" where as_of_date = date '{BEFORE}' and lifecycle_stage = 'new'"
        ).fetchall()
    assert before > 0

    new = "{{ Dimension('customer_tiers__lifecycle_stage') }} = 'new'"
    newest = f"{{{{ TimeDimension('metric_time', 'day') }}}} = '{NEWEST}'"
    ask = {"metrics": ["customers"], "by": []}
    without_date, with_date = replace(metricflow, database=database).rows(
        [{**ask, "where": [new]}, {**ask, "where": [new, newest]}]
    )
    assert without_date == [[before]]
    assert with_date == [[None]]
