"""Other versions of DuckDB and dbt build the sample alike, and older ones read its file."""

import shutil
import sys
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT
from tests.versions.environments import copy_of_marts, environment, run

pytestmark = [pytest.mark.builds, pytest.mark.slow]


def differences(ours: Path, theirs: Path) -> list[str]:
    """The marts that are in one folder alone, or have other columns, types or cells there.

    A hash tells only whether something changed since the last build of the same engine.
    """
    names = {file.stem for folder in (ours, theirs) for file in folder.glob("*.parquet")}
    assert len(names) > 30
    return [name for name in sorted(names) if _differ(name, ours, theirs)]


def _differ(name: str, ours: Path, theirs: Path) -> bool:
    files = [folder / f"{name}.parquet" for folder in (ours, theirs)]
    if not all(file.exists() for file in files):
        return True
    mine, other = (duckdb.execute(f"describe select * from '{file}'").fetchall() for file in files)
    if mine != other:
        return True
    columns = ", ".join(column for column, *_ in mine if column != "as_of_version")
    one, another = (f"select {columns} from '{file}'" for file in files)
    rest = duckdb.execute(f"({one} except all {another}) union all ({another} except all {one})")
    return rest.fetchone() is not None


@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5"])
def test_an_older_duckdb_reads_the_marts_under_any_name_of_the_file(
    version: str, sample_database: Path, marts: Path, tmp_path: Path
) -> None:
    reader = environment(f"duckdb-{version}")
    published = Path(shutil.copy(sample_database, tmp_path / "published copy.duckdb"))
    assert differences(marts, copy_of_marts(published, tmp_path / "read", reader)) == []


@pytest.mark.parametrize("version", ["1.4", "1.5"])
def test_another_duckdb_builds_the_same_marts_and_all_their_tests_pass(
    version: str, marts: Path, tmp_path: Path
) -> None:
    engine = environment(f"duckdb-{version}")
    database = tmp_path / "customer_tiers.duckdb"
    run(
        [sys.executable, "-m", "runner.cli", "build", "--database", database],
        engine,
        DBT_TARGET_PATH=str(tmp_path / "target"),
    )
    assert differences(marts, copy_of_marts(database, tmp_path / "built", engine)) == []


def test_the_next_dbt_builds_the_same_marts_and_all_their_tests_pass(
    marts: Path, tmp_path: Path
) -> None:
    dbt = environment("dbt-1.12") / "bin" / "dbt"
    database = tmp_path / "customer_tiers.duckdb"
    run(
        [dbt, "build", "--exclude-resource-type", "unit_test"],
        TIERS_DATABASE=str(database),
        DBT_TARGET_PATH=str(tmp_path / "target"),
    )
    assert differences(marts, copy_of_marts(database, tmp_path / "built")) == []


def test_the_parser_of_dbt_2_has_nothing_to_say(tmp_path: Path) -> None:
    dbt = environment("dbt-1.12") / "bin" / "dbt"
    # It writes into the project, so into a copy.
    for name in ("models", "macros", "seeds", "docs", "tests/dbt"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(PROJECT / name, tmp_path)
    said = run([dbt, "parse", "--use-v2-parser"], folder=tmp_path)
    assert "v2 parser completed" in said
    assert "Finished 'parse' successfully" in said
