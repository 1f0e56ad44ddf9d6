"""`tiers diff`: labels written by hand, and those of the sample shop."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from runner.ask.diff import difference
from runner.ask.diff_options import code_of, parse_share
from runner.ask.difference import Cause, Difference, Move
from runner.ask.markdown import as_markdown
from runner.ask.show_diff import show_difference
from runner.ask.sides import DiffRequest
from runner.choices import Language
from runner.console import Terminal
from runner.errors import ExitCode, UserError
from runner.project import find_project
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


def compare(
    base: Path, head: Path | None = None, *, base_as_of: str | None = None, as_of: str | None = None
) -> Difference:
    request = DiffRequest(base, head, base_as_of=base_as_of, as_of=as_of)
    return difference(find_project(PROJECT), request)


@pytest.fixture
def shops(tmp_path: Path) -> tuple[Path, Path]:
    base = make(tmp_path / "base.duckdb", {DAY: BASE_ROWS, EARLIER: BASE_ROWS})
    return base, make(tmp_path / "head.duckdb", {DAY: HEAD})


@pytest.fixture
def found(shops: tuple[Path, Path]) -> Difference:
    return compare(*shops)


def test_every_move_has_its_customers_revenue_and_cause(found: Difference) -> None:
    assert set(found.of_scheme("abc")) == {
        Move("abc", "B", "A", Cause.BEHAVIOUR, 1, Decimal(250)),
        Move("abc", "A", "B", Cause.CUTS, 1, Decimal(100)),
        Move("abc", "C", "C", None, 1, Decimal(10)),
        Move("abc", None, "B", Cause.ENTERED, 1, Decimal(40)),
        Move("abc", "C", None, Cause.LEFT, 1, Decimal(5)),
    }
    assert (found.customers, found.net_revenue) == (5, Decimal(405))
    assert found.base[1] == found.head[1] == date(2025, 12, 31)


def test_who_moves_in_two_schemes_is_one_customer(found: Difference) -> None:
    assert (found.moved.customers, found.moved.net_revenue) == (2, Decimal(350))
    assert found.moved.by_cause == {
        Cause.BEHAVIOUR: (1, Decimal(250)),
        Cause.CUTS: (1, Decimal(100)),
    }
    assert found.moved_in("grade").customers == 1
    assert found.share_by_cuts == pytest.approx(1 / 5)


def test_the_largest_movers_say_what_they_did(found: Difference) -> None:
    assert [mover.customer_id for mover in found.movers] == ["ann", "bob"]
    ann, bob = found.movers
    assert ann.facts == {
        "order_count": (1, 2),
        "net_revenue": (Decimal(50), Decimal(250)),
    }
    assert [(move.scheme, move.from_label, move.to_label) for move in ann.moves] == [
        ("abc", "B", "A"),
        ("grade", "low", "high"),
    ]
    assert bob.facts == {}
    assert [move.cause for move in bob.moves] == [Cause.CUTS]


def test_of_many_movers_the_twenty_largest_are_shown(tmp_path: Path) -> None:
    rows = [(f"c{number:02}", 1, float(number), "A", "low") for number in range(30)]
    moved = [(*row[:3], "B", "low") for row in rows]
    sides = (make(tmp_path / "b.duckdb", {DAY: rows}), make(tmp_path / "h.duckdb", {DAY: moved}))
    found = compare(*sides)
    assert found.moved.customers == 30
    assert [mover.customer_id for mover in found.movers] == [f"c{n:02}" for n in range(29, 9, -1)]


def test_nothing_moves_between_a_database_and_its_copy(shops: tuple[Path, Path]) -> None:
    found = compare(shops[0], make(shops[0].with_name("copy.duckdb"), {DAY: BASE_ROWS}))
    assert found.moved.customers == 0
    assert not found.movers
    assert sum(move.customers for move in found.of_scheme("abc")) == 4


def test_a_scheme_of_one_side_is_named_and_not_compared(tmp_path: Path) -> None:
    base = make(tmp_path / "base.duckdb", {DAY: BASE_ROWS}, with_grade=False)
    off = [(*row[:4], None) for row in HEAD]
    without, switched_off = (
        compare(base, make(tmp_path / "head.duckdb", {DAY: HEAD})),
        compare(
            make(tmp_path / "on.duckdb", {DAY: BASE_ROWS}),
            make(tmp_path / "off.duckdb", {DAY: off}),
        ),
    )
    for found in (without, switched_off):
        assert (found.schemes, found.one_sided) == (("abc",), ("grade",))


def test_the_days_are_the_newest_that_both_hold(tmp_path: Path, shops: tuple[Path, Path]) -> None:
    head = make(tmp_path / "later.duckdb", {EARLIER: HEAD, "2026-01-31": HEAD})
    assert compare(shops[0], head).head[1] == date(2025, 11, 30)
    assert compare(shops[0], head, as_of="2026-01-31").base[1] == date(2025, 12, 31)
    one = compare(shops[0])
    assert (one.base[1], one.head[1]) == (date(2025, 11, 30), date(2025, 12, 31))
    with pytest.raises(UserError, match=r"no as-of date 2024-01-31 .* 2025-12-31, 2025-11-30"):
        compare(*shops, base_as_of="2024-01-31")
    with pytest.raises(UserError, match="holds no date before 2025-12-31"):
        compare(shops[1])
    with pytest.raises(UserError, match=r"There is no database .*none\.duckdb"):
        compare(shops[0], tmp_path / "none.duckdb")


def test_between_days_the_cause_of_an_idle_customer_is_not_known(tmp_path: Path) -> None:
    found = compare(make(tmp_path / "one.duckdb", {EARLIER: BASE_ROWS, DAY: HEAD}))
    assert found.moved.by_cause.keys() == {Cause.BEHAVIOUR, Cause.TIME}
    with pytest.raises(UserError, match="can't be told from what time did"):
        code_of(found, 0.5)


@pytest.mark.parametrize(
    ("text", "code"),
    [("20%", ExitCode.FINE), ("19.9%", ExitCode.TEST_FAILED), ("0.19", ExitCode.TEST_FAILED)],
)
def test_more_than_the_share_that_cuts_may_move_fails(
    found: Difference, text: str, code: ExitCode
) -> None:
    assert code_of(found, parse_share(text)) == code


@pytest.mark.parametrize("text", ["5", "5 percent", "-1%", ""])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="no share"):
        parse_share(text)


def test_markdown_says_no_email_address(tmp_path: Path) -> None:
    before, after = (("quux@example.com", 2, 100.0, each, "low") for each in ("A", "B"))
    base = make(tmp_path / "base.duckdb", {DAY: [*BASE_ROWS[2:], before]})
    head = make(tmp_path / "head.duckdb", {DAY: [*BASE_ROWS[2:], after]})
    text = as_markdown(compare(base, head), str, "en")
    assert "| (hidden) (s) | 100.00 | abc | Class A | Class B |" in text
    assert "quux" not in text


def test_markdown_has_the_matrix_and_keeps_names_in_their_cells(tmp_path: Path) -> None:
    base = make(tmp_path / "base.duckdb", {DAY: [("a|<b>", 1, 1.0, "A", "low")]})
    head = make(tmp_path / "head.duckdb", {DAY: [("a|<b>", 1, 1.0, "B", "low")]})
    text = as_markdown(compare(base, head), str, "en")
    assert "| from, to | Class A | Class B |\n| --- | --: | --: |\n| Class A |  | 1 |" in text
    assert "| abc | 1 | 100.0% | 1.00 | 100.0% | 1 |" in text
    assert "| a\\|&lt;b> (s) | 1.00 | abc | Class A | Class B | cuts or rules. |" in text


def test_what_is_shown_is_chinese(found: Difference, capsys: pytest.CaptureFixture[str]) -> None:
    for markdown in (False, True):
        show_difference(
            Terminal(language=Language.ZH), found, markdown=markdown, code=ExitCode.FINE
        )
        shown = re.sub(r"\S+\.duckdb|\b(ann|bob|details|summary)\b", "", capsys.readouterr().out)
        assert set(re.findall("[A-Za-z]{2,}", shown)) == {"ABC"}
        assert "A类" in shown


def test_the_object_says_the_same_in_every_language(
    found: Difference, capsys: pytest.CaptureFixture[str]
) -> None:
    objects = []
    for language in Language:
        show_difference(
            Terminal(as_json=True, language=language), found, markdown=False, code=ExitCode.FINE
        )
        objects.append(json.loads(capsys.readouterr().out))
    assert objects[0] == objects[1]
    assert objects[0]["schemes"]["abc"]["moved"]["customers"] == 2
    assert objects[0]["largest_movers"][0]["facts"]["order_count"] == {"base": 1, "head": 2}


def test_the_command_ends_as_the_share_says(shops: tuple[Path, Path]) -> None:
    failed = run_tiers("diff", *shops, "--fail-over", "5%", "--json", folder=PROJECT)
    assert (failed.code, failed.json["exit_code"]) == (1, 1)
    fine = run_tiers("diff", *shops, "--fail-over", "50%", "--markdown", folder=PROJECT)
    assert fine.code == 0
    assert fine.stdout.startswith("## What changes for the customers\n")
    assert Words(Language.ZH).say("--fail-over 5 is no share.") != "--fail-over 5 is no share."


@pytest.mark.builds
def test_between_two_dates_the_causes_are_those_of_the_migrations(sample_database: Path) -> None:
    found = compare(sample_database)
    with duckdb.connect(sample_database, read_only=True) as connection:
        rows = connection.execute(
            """
            select
                scheme, nullif(from_label, 'entered'), nullif(to_label, 'left'),
                nullif(cause, 'unchanged'),
                sum(customer_count), sum(net_revenue)
            from marts.tier_migrations
            where as_of_date = date '2025-12-31'
            group by all
            """
        ).fetchall()
    assert len(rows) > 200
    assert {
        (move.scheme, move.from_label, move.to_label, move.cause, move.customers, move.net_revenue)
        for move in found.moves
    } == {tuple(row) for row in rows}


@pytest.mark.builds
def test_the_movers_are_told_why_by_the_sentence_of_their_new_level(sample_database: Path) -> None:
    found = compare(sample_database)
    whys = {
        (mover.customer_id, mover.store_id): move.why
        for mover in found.movers
        for move in mover.moves
        if move.scheme == "abc"
    }
    assert len(found.movers) == 20
    with duckdb.connect(sample_database, read_only=True) as connection:
        for (customer, store), why in whys.items():
            ((english, chinese),) = connection.execute(
                """
                select explanation_en, explanation_zh from marts.tier_explanations
                where
                    store_id = ? and customer_id = ? and scheme = 'abc'
                    and as_of_date = date '2025-12-31'
                """,
                [store, customer],
            ).fetchall()
            assert why == ({"en": english, "zh": chinese},)
