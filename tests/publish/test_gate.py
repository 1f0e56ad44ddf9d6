"""`--max-moved`: whom cuts or rules gave another label since the current release."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from runner.ask.difference import Cause, Difference
from runner.choices import Language, Loudness
from runner.console import Terminal
from runner.errors import ExitCode, UserError
from runner.project import find_project
from runner.publish.folder import publish_to_folder
from runner.publish.gate import MovedCheck, MovedError, ReleaseFile, check_moved
from runner.publish.shapes import Published, PublishRequest
from runner.publish.show_gate import show_moved, show_too_many_moved
from runner.results import NodeResult
from runner.swap import building
from runner.tested import keep_tested
from runner.warehouse import open_warehouse
from runner.words import Words
from tests.ask.shops import BASE_ROWS, DAY, EARLIER, Row, make
from tests.conftest import PROJECT, run_tiers

# Ann buys again and rises; Bob does nothing and falls; Cy stays; Di is new; Ed has gone.
HEAD: list[Row] = [
    ("ann", 2, 250.0, "A", "high"),
    ("bob", 2, 100.0, "B", "low"),
    ("cy", 1, 10.0, "C", "low"),
    ("di", 1, 40.0, "B", "low"),
]
NEXT = "2026-01-15"
# Customer, scheme, cause, since when.
Migration = tuple[str, str, str, str]


def release(
    folder: Path,
    name: str,
    dates: dict[str, Iterable[Row]],
    *,
    migrations: Iterable[Migration] = (),
    rules: str = "same",
) -> ReleaseFile:
    database = make(folder / f"{name}.duckdb", dates)
    with duckdb.connect(database) as connection:
        connection.execute(
            "create table marts.customer_migrations (store_id text, customer_id text,"
            " as_of_date date, previous_as_of_date date, scheme text, cause text)"
        )
        for customer, scheme, cause, since in migrations:
            connection.execute(
                "insert into marts.customer_migrations values ('s', ?, ?, ?, ?, ?)",
                [customer, max(dates), since, scheme, cause],
            )
    return ReleaseFile(name, database, rules)


def check(
    current: ReleaseFile | None, new: ReleaseFile, max_moved: float = 1, source: Path | None = None
) -> MovedCheck:
    with open_warehouse(source or new.database) as warehouse:
        return check_moved(
            find_project(PROJECT),
            current=current,
            new=new,
            max_moved=max_moved,
            source=warehouse,
        )


def compared(current: ReleaseFile, new: ReleaseFile) -> Difference:
    found = check(current, new).difference
    assert found
    return found


def customers(found: Difference) -> dict[Cause, int]:
    return {cause: count for cause, (count, _) in found.moved.by_cause.items()}


def test_a_first_release_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    passed = check(None, release(tmp_path, "new", {DAY: HEAD}), 0)
    assert passed.sentence == "There is no release to compare with, so nobody moved."
    assert passed.as_json()["customers_by_cuts"] is None


def test_of_one_day_only_who_did_nothing_counts(tmp_path: Path) -> None:
    """Bob alone of the five customers that either release has."""
    current = release(tmp_path, "current", {DAY: BASE_ROWS})
    new = release(tmp_path, "new", {DAY: HEAD})
    passed = check(current, new, 0.2)
    assert passed.as_json() == {
        "max_moved": 0.2,
        "compared_with": "current",
        "share_by_cuts": 0.2,
        "customers_by_cuts": 1,
        "customers_by_cuts_on_same_day": 1,
        "customers_by_time_or_cuts": 0,
    }
    with pytest.raises(MovedError, match=r"current, .* 1 customers \(20.0%\);") as stopped:
        check(current, new, 0.199)
    assert stopped.value.code == ExitCode.TEST_FAILED
    assert stopped.value.difference.count("abc", "A", "B") == 1


def test_the_same_again_moves_nobody(tmp_path: Path) -> None:
    first = release(tmp_path, "first", {DAY: HEAD, EARLIER: BASE_ROWS})
    assert customers(compared(first, release(tmp_path, "again", {DAY: HEAD}))) == {}
    assert check(first, first, 0).sentence == (
        "Since first, cuts or rules have moved 0 customers (0.0%); --max-moved allows 0.0%."
    )


def test_by_other_rules_what_customers_did_may_be_counted_otherwise(tmp_path: Path) -> None:
    """Ann's second order may have become one by a rule: she counts, beside Bob."""
    current = release(tmp_path, "current", {DAY: BASE_ROWS})
    new = release(tmp_path, "new", {DAY: HEAD}, rules="others")
    assert customers(compared(current, new)) == {Cause.CUTS: 2}


def test_on_the_next_period_end_the_causes_are_those_of_the_migrations(tmp_path: Path) -> None:
    current = release(tmp_path, "current", {DAY: BASE_ROWS})
    later: list[Row] = [
        ("ann", 2, 250.0, "A", "high"),
        ("bob", 2, 100.0, "B", "low"),
        ("cy", 1, 10.0, "B", "low"),
        ("ed", 1, 5.0, "C", "low"),
    ]
    new = release(
        tmp_path,
        "new",
        {"2026-01-31": later, DAY: BASE_ROWS},
        migrations=[
            ("ann", "abc", "cuts", DAY),
            ("ann", "grade", "behaviour", DAY),
            ("bob", "abc", "behaviour", DAY),
            ("cy", "abc", "cuts", DAY),
        ],
    )
    found = compared(current, new)
    assert customers(found) == {Cause.CUTS: 2, Cause.BEHAVIOUR: 2}
    assert (found.base[1], found.head[1]) == (date(2025, 12, 31), date(2026, 1, 31))
    assert found.share_by_cuts == pytest.approx(2 / 4)


def test_within_a_period_cuts_count_and_what_nobody_can_tell_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Since the period end before both, Ann fell by cuts, Cy by time, Bob too, but long ago."""
    rows: list[Row] = [
        ("ann", 1, 50.0, "B", "low"),
        ("bob", 2, 100.0, "B", "low"),
        ("cy", 1, 10.0, "B", "low"),
        ("di", 1, 10.0, "B", "low"),
    ]
    current = release(tmp_path, "current", {"2026-01-14": rows, DAY: BASE_ROWS})
    later: list[Row] = [
        ("ann", 1, 50.0, "C", "low"),
        ("bob", 2, 100.0, "B", "low"),
        ("cy", 1, 10.0, "C", "low"),
        ("di", 2, 90.0, "A", "low"),
    ]
    new = release(
        tmp_path,
        "new",
        {NEXT: later, "2026-01-14": rows, DAY: BASE_ROWS},
        migrations=[
            ("ann", "abc", "cuts", DAY),
            ("bob", "abc", "cuts", DAY),
            ("cy", "abc", "behaviour", DAY),
        ],
    )
    found = compared(current, new)
    assert customers(found) == {Cause.CUTS: 1, Cause.TIME: 1, Cause.BEHAVIOUR: 1}
    assert found.count("abc", "B", "C") == 2
    show_moved(Terminal(), check(current, new))
    assert "1 more did nothing" in capsys.readouterr().out
    show_moved(Terminal(language=Language.ZH), check(current, new))
    assert "did nothing" not in capsys.readouterr().out


def test_rules_are_told_from_a_new_day(tmp_path: Path) -> None:
    """A rule moves Bob at the day that both hold, cuts move Cy until the new one."""
    ruled = [row if row[0] != "bob" else ("bob", 2, 100.0, "B", "low") for row in BASE_ROWS]
    current = release(tmp_path, "current", {DAY: BASE_ROWS})
    later = [row if row[0] != "cy" else ("cy", 1, 10.0, "B", "low") for row in ruled]
    moved_by_cuts = [("cy", "abc", "cuts", DAY)]
    new = release(
        tmp_path, "new", {NEXT: later, DAY: ruled}, migrations=moved_by_cuts, rules="others"
    )
    checked = check(current, new)
    assert checked.difference
    assert customers(checked.difference) == {Cause.CUTS: 2}
    assert checked.on_same_day == 1
    assert "2 customers (50.0%), 1 of them already as of 2025-12-31; " in checked.sentence
    assert "其中 1 位在 2025-12-31" in Words(Language.ZH).say(checked.sentence)


def test_an_earlier_day_is_compared_with_the_same_day(tmp_path: Path) -> None:
    current = release(tmp_path, "current", {NEXT: HEAD, DAY: BASE_ROWS})
    found = compared(current, release(tmp_path, "new", {DAY: HEAD}))
    assert found.base[1] == found.head[1] == date(2025, 12, 31)
    assert customers(found) == {Cause.CUTS: 1, Cause.BEHAVIOUR: 1}


def test_what_has_no_customer_or_day_in_common_is_not_published(tmp_path: Path) -> None:
    current = release(tmp_path, "current", {DAY: BASE_ROWS})
    others: list[Row] = [(f"{row[0]}'s pseudonym", *row[1:]) for row in BASE_ROWS]
    for new, said in (
        (release(tmp_path, "other key", {DAY: others}), "No customer of current is in the new"),
        (release(tmp_path, "other day", {NEXT: HEAD}), "current have no as-of date in common"),
    ):
        with pytest.raises(UserError, match=said) as stopped:
            check(current, new)
        assert stopped.value.code == ExitCode.TEST_FAILED
    nobody = release(tmp_path, "nobody", {DAY: BASE_ROWS})
    with duckdb.connect(nobody.database) as connection:
        connection.execute("delete from marts.customer_tiers")
    assert check(nobody, current, 0).difference is None
    assert check(current, nobody, 0).difference is None


def test_who_moved_is_shown_in_the_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    current = release(tmp_path, "current", {DAY: BASE_ROWS})
    with pytest.raises(MovedError) as stopped:
        check(current, release(tmp_path, "new", {DAY: HEAD}), 0.1)
    show_too_many_moved(Terminal(), stopped.value)
    english = capsys.readouterr()
    assert "Class B" in english.out
    assert "(20.0%); --max-moved allows 10.0%." in english.err
    show_too_many_moved(Terminal(language=Language.ZH), stopped.value)
    chinese = capsys.readouterr()
    assert "B类" in chinese.out
    assert "10.0%" in chinese.err
    assert "have moved" not in chinese.err
    sentence = check(current, current, 0).sentence
    assert Words(Language.ZH).say(sentence) != sentence


def build(database: Path, rows: Iterable[Row], *, rules: str) -> None:
    """Build a shop as `tiers build` does: beside the old one, tested, swapped in."""
    with building(database) as swap:
        swap.scratch.unlink(missing_ok=True)
        make(swap.scratch, {DAY: rows})
        with duckdb.connect(swap.scratch) as connection:
            connection.execute(
                f"""
                create table intermediate.int_rules_version as select '{rules}' as rules_version;
                create table intermediate.int_as_of_dates as
                select date '{DAY}' as as_of_date, true as is_newest, '' as as_of_content;
                """
            )
        keep_tested(swap, swap.publish(), (NodeResult("keys_are_unique", "test", "pass", 0.1),))


def publish(database: Path, folder: Path, max_moved: float) -> Published:
    return publish_to_folder(
        find_project(PROJECT),
        folder,
        PublishRequest(database, max_moved=max_moved),
        Terminal(loudness=Loudness.QUIET),
    )


def test_what_is_stopped_leaves_the_current_release_and_nothing_else(tmp_path: Path) -> None:
    shop, folder = tmp_path / "customer_tiers.duckdb", tmp_path / "out"
    build(shop, BASE_ROWS, rules="old")
    first = publish(shop, folder, 0)
    assert first.moved
    assert first.moved.difference is None
    build(shop, HEAD, rules="new")
    with pytest.raises(MovedError, match=r"2 customers \(40.0%\); --max-moved allows 10.0%"):
        publish(shop, folder, 0.1)
    assert (folder / "current").readlink().name == first.release
    assert [file.name for file in (folder / "releases").iterdir()] == [first.release]
    second = publish(shop, folder, 0.4)
    assert second.moved
    assert second.moved.on_same_day == 2
    assert (folder / "current").readlink().name == second.release
    again = publish(shop, folder, 0)
    assert (again.release, again.moved) == (second.release, None)


@pytest.mark.builds
@pytest.mark.thorough
def test_the_command_shows_what_moved_and_ends_with_one(tmp_path: Path) -> None:
    shop, folder = tmp_path / "customer_tiers.duckdb", tmp_path / "out"
    command = ("publish", "--to", folder, "--database", shop, "--max-moved")
    build(shop, BASE_ROWS, rules="same")
    assert run_tiers(*command, "1%", folder=PROJECT).code == 0
    build(shop, HEAD, rules="same")
    stopped = run_tiers(*command, "1%", "--json", folder=PROJECT)
    assert stopped.code == stopped.json["exit_code"] == 1
    assert stopped.json["moves"]["moved"]["by_cause"]["cuts"]["customers"] == 1
    assert "Class B" in stopped.stderr
    passed = run_tiers(*command, "20%", "--json", folder=PROJECT)
    assert passed.code == 0
    assert passed.json["moved"]["customers_by_cuts"] == 1
    assert run_tiers(*command, "20", folder=PROJECT).code == 2


@pytest.fixture
def sample_release(tmp_path: Path, sample_database: Path) -> ReleaseFile:
    """The sample's tables as a release has them: stored, with nothing beside the marts."""
    return copied(sample_database, ReleaseFile("new", tmp_path / "new.duckdb", "same"))


def copied(source: Path, to: ReleaseFile, *, until: str = "2025-12-31") -> ReleaseFile:
    with duckdb.connect(to.database) as connection:
        connection.execute(f"attach '{source}' as source (read_only); create schema marts")
        for table in ("customer_tiers", "customer_migrations"):
            connection.execute(
                f"create table marts.{table} as select * from source.marts.{table}"
                f" where as_of_date <= date '{until}'"
            )
    return to


@pytest.mark.builds
def test_a_changed_rule_moves_customers_of_the_sample(
    sample_release: ReleaseFile, sample_database: Path
) -> None:
    """Class A up to 70 % of the revenue before a customer in place of 80 %, worked out here."""
    current = sample_release
    new = copied(
        sample_database, replace(current, database=current.database.with_name("ruled.duckdb"))
    )
    with duckdb.connect(new.database) as connection:
        ((expected,),) = connection.execute(
            """
            with before as (
                select
                    store_id, customer_id,
                    coalesce(sum(net_revenue) over (
                        partition by store_id order by net_revenue desc
                        range between unbounded preceding and current row exclude group
                    ), 0) / sum(net_revenue) over (partition by store_id) as share_before
                from marts.customer_tiers
                where as_of_date = '2025-12-31' and net_revenue > 0
            )
            update marts.customer_tiers as tiers
            set abc_class = 'B'
            from before
            where
                tiers.store_id = before.store_id and tiers.customer_id = before.customer_id
                and as_of_date = '2025-12-31' and abc_class = 'A' and share_before >= 0.7
            """
        ).fetchall()
    found = check(current, new, 0.1, sample_database).difference
    assert found
    assert customers(found) == {Cause.CUTS: expected}
    assert (expected, found.count("abc", "A", "B")) == (190, 190)
    with pytest.raises(MovedError):
        check(current, new, 0.01, sample_database)


@pytest.mark.builds
def test_a_month_of_orders_moves_by_cuts_whom_the_migrations_say(
    sample_release: ReleaseFile, sample_database: Path, tmp_path: Path
) -> None:
    november = copied(
        sample_database,
        ReleaseFile("november", tmp_path / "november.duckdb", "same"),
        until="2025-11-30",
    )
    found = check(november, sample_release, 1, sample_database).difference
    assert found
    with duckdb.connect(sample_database, read_only=True) as connection:
        told = connection.execute(
            """
            select cause, count(distinct (store_id, customer_id))
            from marts.customer_migrations group by cause
            """
        ).fetchall()
    assert {str(cause): count for cause, count in customers(found).items()} == dict(told)
