"""A build says which dates it made anew, and why."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from runner.rebuilt import Rebuilt, read_rebuilt
from tests.conftest import Outcome, SampleBuild, run_tiers

Log = list[tuple[str, str]]
HELD = ("2023-12-31", "2024-01-31", "2024-02-03")
FIRST, SECOND, THIRD = HELD


def _database(
    file: Path, log: Log, *, days: Mapping[str, int] | None = None, held: tuple[str, ...] = HELD
) -> Path:
    """What is read of a database; each date's version is its name, each row one of run `r`."""
    with duckdb.connect(file) as connection:
        connection.execute("""
            create schema intermediate;
            create table intermediate.int_as_of_dates (as_of_date date, as_of_version text);
            create table intermediate.int_ledger_days (event_date date, content_hash hugeint);
            create table intermediate.build_log (
                invocation_id text, as_of_date date, as_of_version text, reason text
            );
        """)
        for day in held:
            connection.execute(
                "insert into intermediate.int_as_of_dates values ($1::date, $1)", [day]
            )
        for day, reason in log:
            connection.execute(
                "insert into intermediate.build_log values ('r', $1::date, $1, $2)", [day, reason]
            )
        for day, content in (days or {}).items():
            connection.execute(
                "insert into intermediate.int_ledger_days values (?, ?)", [day, content]
            )
    return file


@pytest.mark.parametrize(
    ("log", "says"),
    [
        ([], "no date: no event and no rule changed"),
        ([(THIRD, "new_date")], "1 of 3 dates: the newest"),
        (
            [(SECOND, "new_date"), (THIRD, "new_date")],
            "2 of 3 dates: the newest and 1 period end before it",
        ),
        ([(FIRST, "new_date")], "1 of 3 dates: 1 newly asked for"),
        (
            [(FIRST, "new_date"), (THIRD, "new_date")],
            "2 of 3 dates: the newest; 1 newly asked for",
        ),
        ([(day, "first_build") for day in HELD], "all 3 dates: first build"),
        ([(day, "full_refresh") for day in HELD], "all 3 dates: --full-refresh"),
        (
            [(FIRST, "rules_changed"), (SECOND, "rules_changed"), (THIRD, "new_date")],
            "all 3 dates: rules changed; the newest",
        ),
        # One table tells of both, another is new.
        (
            [(THIRD, "ledger_changed"), (THIRD, "rules_changed"), (THIRD, "first_build")],
            "1 of 3 dates: rules changed",
        ),
        (
            [(day, "not_logged") for day in HELD],
            "all 3 dates: the database was made by an earlier version",
        ),
        ([("2023-11-30", "forgotten")], "no date: no event and no rule changed; 1 forgotten"),
        # What looks back from the newest date alone forgets dates that others hold.
        ([(SECOND, "forgotten"), (THIRD, "new_date")], "1 of 3 dates: the newest"),
    ],
)
def test_the_log_is_told_in_plain_words(tmp_path: Path, log: Log, says: str) -> None:
    database = _database(tmp_path / "new.duckdb", log)
    assert str(read_rebuilt(tmp_path / "none.duckdb", database, invocation="r")) == says


def test_another_run_is_not_told(tmp_path: Path) -> None:
    database = _database(tmp_path / "new.duckdb", [(THIRD, "new_date")])
    rebuilt = read_rebuilt(tmp_path / "none.duckdb", database, invocation="s")
    assert rebuilt == Rebuilt(held=HELD)


def test_a_version_of_another_kind_is_not_told(tmp_path: Path) -> None:
    """Migrations are rebuilt if the previous date changed, even if their own date did not."""
    database = _database(tmp_path / "new.duckdb", [])
    with duckdb.connect(database) as connection:
        connection.execute(
            "insert into intermediate.build_log values"
            " ('r', date '2024-01-31', 'of a movement', 'ledger_changed')"
        )
    assert read_rebuilt(database, database, invocation="r") == Rebuilt(held=HELD)


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ({"2024-01-10": 1, "2024-01-20": 3}, "events of 1 day since 2024-01-20"),
        ({"2024-01-20": 2}, "events of 1 day since 2024-01-10"),
        ({"2024-01-10": 9, "2024-01-20": 2, "2024-01-30": 4}, "events of 2 days since 2024-01-10"),
        # What comes after the last date that changed is of no date yet, or of a new one.
        ({"2024-01-10": 9, "2024-01-20": 2, "2024-03-01": 1}, "events of 1 day since 2024-01-10"),
        ({"2024-01-10": 1, "2024-01-20": 2, "0001-01-01": 1}, "events of 1 day changed"),
    ],
)
def test_the_days_of_the_ledger_that_changed_are_told(
    tmp_path: Path, before: Mapping[str, int], says: str
) -> None:
    old = _database(tmp_path / "old.duckdb", [], days=before)
    log = [(SECOND, "ledger_changed"), (THIRD, "ledger_changed")]
    new = _database(tmp_path / "new.duckdb", log, days={"2024-01-10": 1, "2024-01-20": 2})
    assert str(read_rebuilt(old, new, invocation="r")) == f"2 of 3 dates: {says}"


def test_without_the_days_before_the_ledger_alone_is_told(tmp_path: Path) -> None:
    new = _database(tmp_path / "new.duckdb", [(THIRD, "ledger_changed")], days={"2024-01-10": 1})
    says = "1 of 3 dates: the ledger changed"
    assert str(read_rebuilt(tmp_path / "none.duckdb", new, invocation="r")) == says


def test_a_database_without_dates_or_log_tells_nothing(tmp_path: Path) -> None:
    old, new = _database(tmp_path / "old.duckdb", []), _database(tmp_path / "new.duckdb", [])
    for database, table in ((old, "int_as_of_dates"), (new, "build_log")):
        with duckdb.connect(database) as connection:
            connection.execute(f"drop table intermediate.{table}")
        assert read_rebuilt(database, database, invocation="r") is None


def test_json_has_the_sentence_and_the_dates(tmp_path: Path) -> None:
    old = _database(tmp_path / "old.duckdb", [], days={"2024-01-10": 1})
    log = [(SECOND, "ledger_changed"), (THIRD, "new_date"), ("2023-11-30", "forgotten")]
    new = _database(tmp_path / "new.duckdb", log, days={"2024-01-10": 2})
    rebuilt = read_rebuilt(old, new, invocation="r")
    assert rebuilt
    assert rebuilt.as_json() == {
        "sentence": "2 of 3 dates: events of 1 day since 2024-01-10; the newest; 1 forgotten",
        "dates_held": 3,
        "dates_built": [SECOND, THIRD],
        "dates_forgotten": ["2023-11-30"],
        "reasons": [
            {"cause": "ledger_changed", "dates": 1, "since": "2024-01-10", "days": 1},
            {"cause": "new_date", "dates": 1},
        ],
    }


def _tiers(folder: Path, *arguments: str | Path) -> Outcome:
    built = run_tiers(
        *("build", "--no-tests", "--json", "--database", folder / "customer_tiers.duckdb"),
        *arguments,
        folder=folder,
        DBT_TARGET_PATH=str(folder / "target"),
    )
    assert built.code == 0, built.stderr
    return built


@pytest.mark.builds
def test_a_first_build_says_so(sample_build: SampleBuild) -> None:
    rebuilt = sample_build.report["rebuilt"]
    assert rebuilt["sentence"] == "all 13 dates: first build"
    assert len(rebuilt["dates_built"]) == rebuilt["dates_held"] == 13


@pytest.fixture(scope="module")
def built_folder(tmp_path_factory: pytest.TempPathFactory, sample_database: Path) -> Path:
    """A folder with a copy of the sample shop, where dbt reads the project once."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copy(sample_database, folder)
    return folder


@pytest.mark.slow
@pytest.mark.builds
def test_a_second_build_logs_nothing_and_says_so(built_folder: Path) -> None:
    database = built_folder / "customer_tiers.duckdb"
    before = _log(database)
    built = _tiers(built_folder)
    assert built.json["rebuilt"]["dates_built"] == []
    assert "Built no date: no event and no rule changed" in built.stderr
    assert _log(database) == before


def _log(database: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute("from intermediate.build_log order by all").fetchall()


@pytest.mark.slow
@pytest.mark.builds
def test_two_days_of_a_month_can_be_built_one_after_the_other(
    built_folder: Path, sample_database: Path
) -> None:
    database = Path(shutil.copy(sample_database, built_folder / "daily.duckdb"))
    days: dict[str, list[str]] = {"2026-01-10": ["--no-tests"], "2026-01-20": []}
    for day, options in days.items():
        built = run_tiers(
            *("build", "--json", "--database", str(database), "--as-of", day),
            *options,
            folder=built_folder,
            DBT_TARGET_PATH=str(built_folder / "target"),
        )
        assert built.code == 0, built.stderr
        assert built.json["rebuilt"]["dates_built"] == [day]
    assert built.json["tests"]["pass"] > 0


@pytest.mark.slow
@pytest.mark.builds
def test_a_part_of_the_project_says_nothing_of_dates(built_folder: Path) -> None:
    built = _tiers(built_folder, "--select", "int_ledger_days")
    assert built.json["rebuilt"] is None
    assert "Built" not in built.stderr
