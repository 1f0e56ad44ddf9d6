"""Other versions of DuckDB and dbt build the sample alike, and older ones read its file."""

import shutil
import sys
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT
from tests.spark import cells
from tests.versions.environments import copy_of_marts, environment, run

pytestmark = [pytest.mark.builds, pytest.mark.slow]


def all_differences(ours: Path, theirs: Path) -> list[str]:
    """What differs between the marts of two folders, held to each other as Spark's are."""
    names = [{file.stem for file in folder.glob("*.parquet")} for folder in (ours, theirs)]
    assert names[0] == names[1]
    assert len(names[0]) > 30
    found = []
    with duckdb.connect() as connection:
        for name in sorted(names[0]):
            left, right = (
                cells.read(connection, f"'{folder / name}.parquet'") for folder in (ours, theirs)
            )
            found += [f"{name} {words}" for words in cells.differences(left, right, key=())]
    return found


@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5"])
def test_an_older_duckdb_reads_the_marts_under_any_name_of_the_file(
    version: str, sample_database: Path, marts: Path, tmp_path: Path
) -> None:
    reader = environment(f"duckdb-{version}")
    published = Path(shutil.copy(sample_database, tmp_path / "published copy.duckdb"))
    assert all_differences(marts, copy_of_marts(published, tmp_path / "read", reader)) == []


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
    assert all_differences(marts, copy_of_marts(database, tmp_path / "built", engine)) == []


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
    assert all_differences(marts, copy_of_marts(database, tmp_path / "built")) == []


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
