"""A build says which dates it made anew, and why."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from runner.rebuilt import Rebuilt, compare
from tests.conftest import Outcome, SampleBuild, run_tiers

DAY = "2024-01-10"
EVENT_COLUMNS = (
    "store_id, customer_id, event_date, count_date, purchase_date, gap_days, order_hour, category, "
    "channel, order_count, satisfied_order_count, unknown_cost_order_count, gross_revenue, "
    "discount_amount, refund_amount, cost_amount"
)


def _order(customer: str, amount: int = 10, *, gap: int = 5, day: str = DAY) -> str:
    purchase = f"date '{day}', date '{day}', date '{day}', {gap}, 9, 'toys', 'web', 1, 1, 0"
    return f"('north', '{customer}', {purchase}, {amount}, 0, 0, 0)"


def _refund(customer: str, amount: int) -> str:
    days = f"date '{DAY}', date '{DAY}', null, null, null, null, null, 0, 0, 0"
    return f"('north', '{customer}', {days}, 0, 0, {amount}, 0)"


def _line(customer: str, amount: int) -> str:
    days = f"date '{DAY}', date '{DAY}', null, null, null, 'toys', null, 0, 0, 0"
    return f"('north', '{customer}', {days}, {amount}, 0, 0, 0)"


def _database(  # noqa: PLR0913 (all that is compared)
    file: Path,
    versions: dict[str, str],
    *events: str,
    rules: str = "r",
    status: str = "counts",
    rejected: Iterable[str] = ("1",),
    built: Iterable[str] | None = None,
) -> Path:
    dates = ", ".join(f"(date '{day}', '{version}')" for day, version in versions.items())
    made = [day for day in versions if built is None or day in built]
    with duckdb.connect(file) as connection:
        connection.execute(f"""
            create schema marts;
            create schema intermediate;
            create table intermediate.int_as_of_dates as
            select *, as_of_date = max(as_of_date) over () as is_newest
            from (values {dates}) as t (as_of_date, as_of_version);
            create table marts.tier_summary as
            select as_of_date, as_of_version from intermediate.int_as_of_dates
            where as_of_date::text in ({str(made)[1:-1]});
            create table intermediate.int_rules_version as select '{rules}' as rules_version;
            create table intermediate.int_screened_orders as
            select 'o1' as order_id, '{status}' as status_effect, null as rejection_reason;
            create table marts.rejected_rows as select unnest({[*rejected]}) as raw_row;
            create table intermediate.int_order_events as
            select * from (values {", ".join((_order("c0", day="2023-05-01"), *events))})
            as t ({EVENT_COLUMNS});
            create table intermediate.int_ledger_days as
            select event_date, count(*) as event_count, sum(hash(e)) as content_hash
            from intermediate.int_order_events as e group by event_date;
        """)
    return file


OLD = {"2023-12-31": "a", "2024-01-31": "b"}


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ([], [_order("c1")], "1 late order"),
        ([], [_order("c1"), _order("c1", 20), _order("c2")], "3 late orders"),
        ([_order("c1")], [], "1 order taken away"),
        ([_order("c1")], [_order("c1", 11)], "1 changed order"),
        ([_order("c1")], [_order("c1", 11), _order("c1", 12)], "1 late order, 1 changed order"),
        ([_order("c1")], [_order("c2")], "1 order moved to another customer"),
        ([_order("c1", 10)], [_order("c2", 11)], "1 late order, 1 order taken away"),
        ([_order("c1")], [_order("c1"), _refund("c1", 3)], "1 late return or refund"),
        ([_refund("c1", 3)], [_refund("c1", 4)], "1 changed return or refund"),
        ([_line("c1", 3)], [_line("c1", 4)], "1 changed order line"),
        ([], [_order("c1", 0), _line("c1", 4), _line("c1", 5)], "1 late order"),
        ([_order("c1")], [_order("c1", gap=4)], "the events of 1 day changed"),
    ],
)
def test_what_changed_in_the_ledger_is_told_in_plain_words(
    tmp_path: Path, before: list[str], after: list[str], says: str
) -> None:
    old = _database(tmp_path / "old.duckdb", OLD, *before)
    new = _database(tmp_path / "new.duckdb", {**OLD, "2024-01-31": "B"}, *after)
    assert str(compare(old, new)) == f"1 of 2 dates: {says} since {DAY}"


@pytest.mark.parametrize(
    ("versions", "says"),
    [
        (OLD, "no date: nothing changed"),
        ({**OLD, "2024-02-03": "c"}, "1 of 3 dates: the newest"),
        (
            {**OLD, "2024-02-29": "c", "2024-03-03": "d"},
            "2 of 4 dates: the newest and 1 period end before it",
        ),
        ({"2023-11-30": "z", **OLD}, "1 of 3 dates: 1 newly asked for"),
        ({"2024-01-31": "b"}, "no date: nothing changed; 1 forgotten"),
        ({"2024-01-31": "b", "2024-02-03": "c"}, "1 of 2 dates: the newest; 1 forgotten"),
    ],
)
def test_dates_that_came_and_went_are_told(
    tmp_path: Path, versions: dict[str, str], says: str
) -> None:
    old = _database(tmp_path / "old.duckdb", OLD)
    assert str(compare(old, _database(tmp_path / "new.duckdb", versions))) == says


@pytest.mark.parametrize(
    "changed", [{"status": "ignored"}, {"rejected": ["1", "2"]}, {"rejected": ["2"]}]
)
def test_rows_that_came_in_and_touch_no_event_are_told(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    old = _database(tmp_path / "old.duckdb", OLD)
    new = _database(tmp_path / "new.duckdb", OLD, **changed)
    assert str(compare(old, new)) == "no date: no event changed"
    fewer = {"2024-01-31": "b"}
    less = _database(tmp_path / "less.duckdb", fewer, **changed)
    assert str(compare(old, less)) == "no date: no event changed; 1 forgotten"


@pytest.mark.builds
def test_all_that_is_compared_is_in_a_database_that_dbt_made(
    tmp_path: Path, sample_database: Path
) -> None:
    same, other = (
        Path(shutil.copy(sample_database, tmp_path / name)) for name in ("same", "other")
    )
    assert str(compare(sample_database, same)) == "no date: nothing changed"
    with duckdb.connect(other) as connection:
        connection.execute(
            "update intermediate.int_screened_orders set order_status = 'pending' where order_id ="
            " (select min(order_id) from intermediate.int_screened_orders)"
        )
    assert str(compare(sample_database, other)) == "no date: no event changed"


def test_new_orders_of_a_new_day_are_not_late(tmp_path: Path) -> None:
    old = _database(tmp_path / "old.duckdb", OLD)
    event = _order("c1", day="2024-02-03")
    new = _database(tmp_path / "new.duckdb", {**OLD, "2024-02-03": "c"}, event)
    assert str(compare(old, new)) == "1 of 3 dates: the newest"


def test_dates_that_a_killed_build_left_out_are_told(tmp_path: Path) -> None:
    old = _database(tmp_path / "old.duckdb", OLD, built=["2024-01-31"])
    new = _database(tmp_path / "new.duckdb", OLD)
    says = "1 of 2 dates: 1 left over from a build that did not end"
    assert str(compare(old, new)) == says


def test_other_rules_make_all_dates_anew(tmp_path: Path) -> None:
    old = _database(tmp_path / "old.duckdb", OLD)
    versions = {day: version * 2 for day, version in OLD.items()}
    new = _database(tmp_path / "new.duckdb", versions, _order("c1"), rules="other")
    assert str(compare(old, new)) == "all 2 dates: rules changed"


def test_a_full_refresh_makes_all_dates_anew(tmp_path: Path) -> None:
    old, new = _database(tmp_path / "old.duckdb", OLD), _database(tmp_path / "new.duckdb", OLD)
    assert str(compare(old, new, full_refresh=True)) == "all 2 dates: --full-refresh"


def test_a_database_of_before_history_is_told_from_none(tmp_path: Path) -> None:
    new = _database(tmp_path / "new.duckdb", OLD)
    assert str(compare(tmp_path / "none.duckdb", new)) == "all 2 dates: first build"
    old = tmp_path / "old.duckdb"
    with duckdb.connect(old) as connection:
        connection.execute("create schema marts; create table marts.tier_summary (label text)")
    earlier = "all 2 dates: the database was made by an earlier version"
    assert str(compare(old, new)) == earlier
    assert compare(new, old) is None


def test_a_ledger_of_other_columns_tells_the_days_alone(tmp_path: Path) -> None:
    old = _database(tmp_path / "old.duckdb", OLD)
    with duckdb.connect(old) as connection:
        connection.execute("alter table intermediate.int_order_events drop column channel")
    new = _database(tmp_path / "new.duckdb", {**OLD, "2024-01-31": "B"}, _order("c1"))
    assert str(compare(old, new)) == f"1 of 2 dates: the events of 1 day changed since {DAY}"


def test_of_very_many_events_the_days_alone_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runner.ledger.MOST_EVENTS", 2)
    old = _database(tmp_path / "old.duckdb", OLD)
    events = [_order("c1"), _order("c2"), _order("c3")]
    new = _database(tmp_path / "new.duckdb", {**OLD, "2024-01-31": "B"}, *events)
    assert str(compare(old, new)) == f"1 of 2 dates: the events of 1 day changed since {DAY}"


def test_json_has_the_sentence_and_the_dates(tmp_path: Path) -> None:
    old = _database(tmp_path / "old.duckdb", OLD)
    new = _database(tmp_path / "new.duckdb", {**OLD, "2024-01-31": "B"}, _order("c1"))
    rebuilt = compare(old, new)
    assert isinstance(rebuilt, Rebuilt)
    assert rebuilt.as_json() == {
        "sentence": f"1 of 2 dates: 1 late order since {DAY}",
        "dates_held": 2,
        "dates_built": ["2024-01-31"],
        "dates_forgotten": [],
        "reasons": [
            {
                "cause": "ledger",
                "dates": 1,
                "since": DAY,
                "days": 1,
                "changes": {"order": {"late": 1, "changed": 0, "moved": 0, "gone": 0}},
            }
        ],
    }


def _build(folder: Path, *arguments: str | Path) -> Outcome:
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


@pytest.mark.thorough
@pytest.mark.builds
def test_a_second_build_says_that_nothing_changed(built_folder: Path) -> None:
    built = _build(built_folder)
    assert built.json["rebuilt"]["dates_built"] == []
    assert "Built no date: " in built.stderr


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


@pytest.mark.thorough
@pytest.mark.builds
def test_a_part_of_the_project_says_nothing_of_dates(built_folder: Path) -> None:
    built = _build(built_folder, "--select", "int_ledger_days")
    assert built.json["rebuilt"] is None
    assert "Built" not in built.stderr


@pytest.mark.thorough
@pytest.mark.builds
def test_late_orders_rebuild_the_dates_from_their_day_on(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    rows = ["order_id,customer_id,ordered_at,gross_amount"]
    rows += [f"o{number},c{number % 7},2024-{number % 6 + 1:02}-15,10" for number in range(60)]
    orders.write_text("\n".join(rows), encoding="utf-8")
    inputs = tmp_path / "inputs.yml"
    text = "history_periods: 4\nlatest_credible_date: 2024-12-31\n"
    inputs.write_text(f"{text}inputs: {{orders: {{location: orders.csv}}}}\n", encoding="utf-8")

    assert _build(tmp_path, "--inputs", inputs).json["rebuilt"]["sentence"].endswith("first build")
    late = ["x1,c1,2024-04-10,7", "x2,c2,2024-05-02,8"]
    orders.write_text("\n".join([*rows, *late]), encoding="utf-8")
    rebuilt = _build(tmp_path, "--inputs", inputs).json["rebuilt"]
    assert rebuilt["sentence"] == "3 of 5 dates: 2 late orders since 2024-04-10"
    assert rebuilt["dates_built"] == ["2024-04-30", "2024-05-31", "2024-06-15"]
